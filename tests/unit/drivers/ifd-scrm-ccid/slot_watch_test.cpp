#include "drivers/ifd-scrm-ccid/slot_watch.hpp"

#include <catch2/catch.hpp>

namespace scrm::ifd_handler {
namespace {

using Seen = SlotWatch::Seen;
using Woken = SlotWatch::Woken;

constexpr std::chrono::minutes long_enough{5};  // to show that nothing was waited for
constexpr std::chrono::milliseconds soon{1};

TEST_CASE("a card that was swapped between two looks is absent once, and no wait lasts until it is told") {
    SlotWatch watch;
    CHECK(watch.look() == Seen::Absent);
    watch.now({.present = true, .changes = 1});
    CHECK(watch.look() == Seen::Present);
    watch.now({.present = true, .changes = 3});
    CHECK(watch.look() == Seen::Absent);
    CHECK(watch.wait(long_enough) == Woken::Look);
    CHECK(watch.look() == Seen::Present);
    CHECK(watch.wait(soon) == Woken::Look);
    CHECK(watch.look() == Seen::Present);
}

TEST_CASE("a stop before a wait ends that wait, and no later one") {
    SlotWatch watch;
    watch.stop();
    CHECK(watch.wait(long_enough) == Woken::Look);
    const auto began = std::chrono::steady_clock::now();
    constexpr std::chrono::milliseconds a_while{20};
    CHECK(watch.wait(a_while) == Woken::Look);
    CHECK(std::chrono::steady_clock::now() - began >= a_while);
}

TEST_CASE("a reader that has left holds no card") {
    SlotWatch watch;
    watch.now({.present = true, .changes = 1});
    watch.gone();
    CHECK(watch.look() == Seen::Absent);
    CHECK(watch.wait(long_enough) == Woken::Gone);
}

}  // namespace
}  // namespace scrm::ifd_handler
