// A while in which nobody could watch the card: its driver's process was started again.
#include "tests/unit/daemon/readers/slot_bench.hpp"

using namespace scrm::readers;
using namespace scrm::readers::test;
using scrm::drivers::DriverError;

namespace {

struct Used : SlotBench {
    Used() {
        start();
        handle = connected();
    }
    void lapse(std::string_view atr = both_card) {
        driver.lapse(atr);
        loop.turn();
    }
    HandlePtr handle;
};

}  // namespace

TEST_CASE("a card that was out of sight counts as reset, and is switched on again") {
    Used bench;
    bench.driver.forget();
    bench.lapse();
    CHECK(bench.driver.heard() == Heard{"power on"});
    CHECK(bench.transmit(bench.handle) == ResultCode::ResetCard);
    CHECK(bench.shown().event_counter == 1);
    CHECK(bench.reconnect(bench.handle) == ResultCode::Success);
    CHECK(bench.transmit(bench.handle) == ResultCode::Success);
}

TEST_CASE("a card that answers otherwise after it was out of sight is another one") {
    Used bench;
    bench.lapse(t1_card);
    CHECK(bench.transmit(bench.handle) == ResultCode::RemovedCard);
    CHECK(bench.shown_atr() == t1_card);
}

TEST_CASE("a card that came or went as well as being out of sight is another one") {
    Used bench;
    bench.driver.swap(both_card);
    bench.lapse();
    CHECK(bench.transmit(bench.handle) == ResultCode::RemovedCard);
    CHECK(bench.shown().event_counter == 3);
}

TEST_CASE("an empty slot that was out of sight is empty") {
    Used bench;
    bench.remove();
    bench.driver.forget();
    bench.lapse();
    CHECK(bench.driver.heard().empty());
    CHECK(bench.transmit(bench.handle) == ResultCode::RemovedCard);
}

TEST_CASE("who connects while the card is being switched on again waits for that") {
    Used bench;
    bench.driver.hold(SlotVerb::PowerOn);
    bench.lapse();
    const HandlePtr late = bench.new_handle();
    const auto connecting = bench.begin_connect(late);
    CHECK_FALSE(*connecting);
    bench.release(SlotVerb::PowerOn);
    CHECK(**connecting == ResultCode::Success);
    CHECK(bench.transmit(late) == ResultCode::Success);
    CHECK(bench.transmit(bench.handle) == ResultCode::ResetCard);
}

TEST_CASE("a command that finds the card without power is not sent, and the card counts as reset") {
    Used bench;
    const HandlePtr other = bench.connected();
    bench.driver.fail(SlotVerb::Exchange, DriverError::CardUnpowered);
    CHECK(bench.transmit(bench.handle) == ResultCode::ResetCard);
    CHECK(bench.transmit(other) == ResultCode::ResetCard);
}
