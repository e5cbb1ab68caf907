// When a card is switched off that nobody uses. The grace time is none, so that it is over at the loop's next
// turn; that nothing happens is seen by turning the loop as often.
#include "tests/unit/daemon/readers/slot_bench.hpp"

using namespace scrm::readers;
using namespace scrm::readers::test;
using scrm::drivers::DriverError;
namespace slot_state = scrm::ipc::slot_state;

namespace {

constexpr PowerPolicy off_at_once{.off_after = std::chrono::milliseconds(0)};

void turn_often(SlotBench& bench) {
    for (int i = 0; i < 5; ++i)
        bench.loop.turn();
}

void wait_for_power_off(SlotBench& bench, std::size_t times = 1) {
    bench.loop.io.restart();
    while (bench.driver.times("power off") < times)
        REQUIRE(bench.loop.io.run_one() == 1);
    bench.loop.turn();
}

}  // namespace

TEST_CASE("a card that nobody uses is switched off, is still there, and is known") {
    SlotBench bench(t1_card, off_at_once);
    bench.slot->start();
    wait_for_power_off(bench);
    CHECK(bench.driver.heard() == Heard{"power on", "power off"});
    CHECK(bench.shown().state == slot_state::present);
    CHECK(bench.shown_atr() == t1_card);
    const auto generation = bench.board.generation();
    turn_often(bench);
    CHECK(bench.driver.times("power off") == 1);
    CHECK(bench.board.generation() == generation);
}

TEST_CASE("nobody is woken when a card is switched off") {
    SlotBench bench(t1_card, off_at_once);
    bench.driver.hold(SlotVerb::PowerOff);
    bench.slot->start();
    wait_for_power_off(bench);
    const auto generation = bench.board.generation();
    bench.release(SlotVerb::PowerOff);
    CHECK(bench.shown().state == slot_state::present);
    CHECK(bench.board.generation() == generation);
}

TEST_CASE("a card is never switched off while a handle is open, and is when the last one closes") {
    const ShareMode mode = GENERATE(ShareMode::Shared, ShareMode::Exclusive, ShareMode::Direct);
    SlotBench bench(t1_card, off_at_once);
    bench.slot->start();
    const HandlePtr handle = bench.connected(mode);
    bench.driver.forget();
    turn_often(bench);
    CHECK(bench.driver.heard().empty());
    bench.disconnect(handle);
    if (mode != ShareMode::Direct)
        wait_for_power_off(bench);
}

TEST_CASE("connecting to a card that was switched off powers it again") {
    SlotBench bench(t1_card, off_at_once);
    bench.slot->start();
    wait_for_power_off(bench);
    bench.driver.forget();
    bench.connected();
    CHECK(bench.driver.heard() == Heard{"power on", "T=1"});
    CHECK(bench.shown().state == (slot_state::present | slot_state::powered | slot_state::negotiable));
}

TEST_CASE("a client that fails to connect leaves a card that is switched off as well") {
    SlotBench bench(t1_card, off_at_once);
    bench.slot->start();
    wait_for_power_off(bench);
    CHECK(bench.connect(bench.new_handle(), ShareMode::Shared, t0) == ResultCode::ProtocolMismatch);
    wait_for_power_off(bench, 2);
}

TEST_CASE("each card is given its time: one that was swapped is switched off once") {
    SlotBench bench(t1_card, off_at_once);
    bench.slot->start();
    wait_for_power_off(bench);
    bench.driver.forget();
    bench.swap(t0_card);
    wait_for_power_off(bench);
    turn_often(bench);
    CHECK(bench.driver.heard() == Heard{"power on", "power off"});
}

TEST_CASE("a mute card, and an empty slot, have nothing to switch off") {
    SlotBench bench(GENERATE(std::string_view(), t1_card), off_at_once);
    bench.driver.fail(SlotVerb::PowerOn, DriverError::CardMute);
    bench.slot->start();
    turn_often(bench);
    CHECK(bench.driver.times("power off") == 0);
}

TEST_CASE("a policy may say that no card is switched off") {
    SlotBench bench(t1_card, never_off);
    bench.start();
    bench.disconnect(bench.connected());
    turn_often(bench);
    CHECK(bench.driver.times("power off") == 0);
}

TEST_CASE("a client that comes when the time is over but the card is busy keeps it powered") {
    SlotBench bench(t1_card, off_at_once);
    bench.slot->start();
    const HandlePtr handle = bench.connected();
    bench.driver.hold(SlotVerb::PowerOn);
    // In one turn: the last handle closes, another card comes and is powered, the time is over.
    boost::asio::co_spawn(bench.loop.io, bench.slot->disconnect(handle, Disposition::Leave, Patience::Wait),
                          [](std::exception_ptr, ResultCode) {});
    bench.driver.swap(t0_card);
    turn_often(bench);
    REQUIRE(bench.driver.holding(SlotVerb::PowerOn));
    bench.driver.forget();
    const HandlePtr direct = bench.connected(ShareMode::Direct, 0);
    bench.release(SlotVerb::PowerOn);
    turn_often(bench);
    CHECK(bench.driver.heard().empty());
}

TEST_CASE("a reader that goes takes its grace time along") {
    SlotBench bench(t1_card, PowerPolicy{.off_after = std::chrono::hours(1)});
    bench.start();
    bench.leave();
    bench.driver.device_goes();
    bench.loop.turn();
    CHECK(bench.loop.io.stopped());
}
