#include "drivers/ccid/reader/card_presence.hpp"

#include <filesystem>
#include <fstream>

#include "tests/fakes/loop.hpp"

namespace scrm::ccid {
namespace {

// Timers of the kernel's that will wake this process up.
std::size_t armed_timers() {
    std::size_t armed = 0;
    for (const auto& file : std::filesystem::directory_iterator("/proc/self/fdinfo")) {
        std::ifstream stream(file.path());
        for (std::string line; std::getline(stream, line);)
            if (line.starts_with("it_value:") && line != "it_value: (0, 0)")
                ++armed;
    }
    return armed;
}

}  // namespace

TEST_CASE("who waits for a card is told of each change, and has nobody woken up meanwhile") {
    fakes::Loop loop;
    CardPresence presence(loop.io.get_executor());
    const auto first = loop.start(presence.after(0));
    const auto second = loop.start(presence.after(0));
    CHECK(armed_timers() == 0);
    presence.found(true);
    loop.turn();
    REQUIRE(*first);
    REQUIRE(*second);
    CHECK((**first)->changes == 1);
    presence.swapped();
    CHECK(loop.at_once(presence.after(1))->changes == 3);
    const auto last = loop.start(presence.after(3));
    presence.shut();
    CHECK(loop.wait(last).error() == drivers::DriverError::DeviceGone);
    CHECK_FALSE(presence.under_way());
}

}  // namespace scrm::ccid
