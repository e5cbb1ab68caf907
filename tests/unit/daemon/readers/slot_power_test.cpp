// When a card that nobody uses is switched off.
#include "tests/unit/daemon/readers/slot_bench.hpp"

using namespace scrm::readers;
using namespace scrm::readers::test;
using namespace std::chrono_literals;
using scrm::drivers::DriverError;
namespace slot_state = scrm::ipc::slot_state;

namespace {

const PowerPolicy usual{};

}  // namespace

TEST_CASE("a card is powered when it comes, and switched off five seconds later if nobody wants it") {
    SlotBench bench("", usual);
    bench.start();
    bench.insert(t1_card);
    CHECK(bench.driver.heard() == Heard{"power on"});
    bench.pass(4999ms);
    CHECK(bench.driver.heard() == Heard{"power on"});
    bench.pass(1ms);
    CHECK(bench.driver.heard() == Heard{"power on", "power off"});
    CHECK(bench.shown().state == slot_state::present);
    CHECK(bench.shown_atr() == t1_card);
    bench.pass(1h);
    CHECK(bench.driver.times("power off") == 1);
}

TEST_CASE("a card that its driver has powered when it came is not powered again") {
    SlotBench bench("", usual);
    bench.start();
    bench.driver.insert_powered(t1_card, scrm::fakes::atr_bytes(t1_card));
    bench.loop.turn();
    CHECK(bench.driver.heard().empty());
    CHECK(bench.shown_atr() == t1_card);
    CHECK((bench.shown().state & slot_state::powered) != 0);
    bench.pass(5s);
    CHECK(bench.driver.heard() == Heard{"power off"});
    const HandlePtr handle = bench.connected(ShareMode::Shared);
    CHECK(bench.driver.times("power on") == 1);
}

TEST_CASE("a card that did not answer its driver when it came is mute") {
    SlotBench bench("", usual);
    bench.start();
    bench.driver.insert_powered(t1_card, DriverError::CardMute);
    bench.loop.turn();
    CHECK(bench.driver.heard().empty());
    CHECK(bench.shown().state == (slot_state::present | slot_state::swallowed));
}

TEST_CASE("nobody is woken when a card is switched off") {
    SlotBench bench(t1_card, usual);
    bench.start();
    const auto generation = bench.board.generation();
    bench.pass(5s);
    CHECK(bench.shown().state == slot_state::present);
    CHECK(bench.board.generation() == generation);
}

TEST_CASE(
    "a card is never switched off while a handle is open, and is five seconds after the last one closed") {
    const ShareMode mode = GENERATE(ShareMode::Shared, ShareMode::Exclusive, ShareMode::Direct);
    SlotBench bench(t1_card, usual);
    bench.start();
    const HandlePtr handle = bench.connected(mode);
    bench.driver.forget();
    bench.pass(1h);
    CHECK(bench.driver.heard().empty());
    CHECK(bench.clock.armed() == 0);
    bench.disconnect(handle);
    bench.pass(4999ms);
    CHECK(bench.driver.heard().empty());
    bench.pass(1ms);
    CHECK(bench.driver.heard() == Heard{"power off"});
}

TEST_CASE("each use gives the card its time anew") {
    SlotBench bench(t1_card, usual);
    bench.start();
    for (int i = 0; i < 3; ++i) {
        bench.pass(4s);
        bench.disconnect(bench.connected());
    }
    CHECK(bench.driver.times("power off") == 0);
    bench.pass(5s);
    CHECK(bench.driver.times("power off") == 1);
}

TEST_CASE("connecting to a card that was switched off powers it again") {
    SlotBench bench(t1_card, usual);
    bench.start();
    bench.pass(5s);
    bench.driver.forget();
    bench.connected();
    CHECK(bench.driver.heard() == Heard{"power on", "T=1"});
    CHECK(bench.shown().state == (slot_state::present | slot_state::powered | slot_state::negotiable));
}

TEST_CASE("connecting directly to a card that was switched off leaves it so") {
    SlotBench bench(t1_card, usual);
    bench.start();
    bench.pass(5s);
    bench.driver.forget();
    bench.connected(ShareMode::Direct, 0);
    bench.pass(1h);
    CHECK(bench.driver.heard().empty());
}

TEST_CASE("a client that fails to connect leaves a card that is switched off as well") {
    SlotBench bench(t1_card, usual);
    bench.start();
    bench.pass(5s);
    CHECK(bench.connect(bench.new_handle(), ShareMode::Shared, t0) == ResultCode::ProtocolMismatch);
    bench.pass(5s);
    CHECK(bench.driver.times("power off") == 2);
}

TEST_CASE("each card is given its time: one that comes for another is not switched off for it") {
    SlotBench bench(t1_card, usual);
    bench.start();
    bench.pass(3s);
    bench.driver.forget();
    bench.swap(t0_card);
    bench.pass(4s);
    CHECK(bench.driver.heard() == Heard{"power on"});
    bench.pass(1s);
    CHECK(bench.driver.heard() == Heard{"power on", "power off"});
}

TEST_CASE("a card that comes when the time of the last is over has a time of its own") {
    SlotBench bench(t1_card, usual);
    bench.start();
    bench.driver.hold(SlotVerb::Control);
    const HandlePtr handle = bench.connected();
    const auto controlling = bench.loop.start(bench.slot->control(handle, 1, {}));
    bench.disconnect(handle);
    bench.pass(5s);  // the alarm has rung, and the control is in the way
    bench.swap(t0_card);
    bench.driver.forget();
    bench.release(SlotVerb::Control);
    CHECK(*controlling);
    bench.pass(4s);
    CHECK(bench.driver.heard() == Heard{"power on"});
    bench.pass(1s);
    CHECK(bench.driver.heard() == Heard{"power on", "power off"});
}

TEST_CASE("a client that came and went when the time was over gives the card its time anew") {
    SlotBench bench(t1_card, usual);
    bench.start();
    bench.driver.hold(SlotVerb::Control);
    const HandlePtr handle = bench.connected();
    const auto controlling = bench.loop.start(bench.slot->control(handle, 1, {}));
    bench.disconnect(handle);
    bench.pass(5s);
    bench.disconnect(bench.connected(ShareMode::Direct, 0));
    bench.release(SlotVerb::Control);
    CHECK(*controlling);
    bench.pass(4999ms);
    CHECK(bench.driver.times("power off") == 0);
    bench.pass(1ms);
    CHECK(bench.driver.times("power off") == 1);
}

TEST_CASE("a mute card, and an empty slot, have nothing to switch off") {
    SlotBench bench(GENERATE(std::string_view(), t1_card), usual);
    bench.driver.fail(SlotVerb::PowerOn, DriverError::CardMute);
    bench.start();
    bench.pass(1h);
    CHECK(bench.driver.times("power off") == 0);
}

TEST_CASE("a card that went mute in its grace time has nothing to switch off") {
    SlotBench bench(t1_card, usual);
    bench.start();
    bench.driver.fail(SlotVerb::PowerOn, DriverError::CardMute);
    bench.swap(t1_card);
    bench.pass(1h);
    CHECK(bench.driver.times("power off") == 0);
}

TEST_CASE("a policy may say that no card is switched off") {
    SlotBench bench(t1_card, never_off);
    bench.start();
    bench.disconnect(bench.connected());
    CHECK(bench.clock.armed() == 0);
}

TEST_CASE("a policy may name a reader, or a card, that is not switched off") {
    const auto pattern = scrm::iso7816::AtrPattern::parse("3B 80 .. 01 00");
    const auto policy = GENERATE_COPY(PowerPolicy{.off_after = 5s, .never_readers = {"Ben"}},
                                      PowerPolicy{.off_after = 5s, .never_cards = {*pattern}});
    SlotBench bench(t1_card, policy);
    bench.start();
    bench.disconnect(bench.connected());
    bench.pass(1h);
    CHECK(bench.driver.times("power off") == 0);
    bench.swap(t0_card);
    bench.pass(1h);
    CHECK(bench.driver.times("power off") == (policy.never_readers.empty() ? 1 : 0));
}

TEST_CASE("a client that comes when the time is over but the card is busy keeps it powered") {
    SlotBench bench(t1_card, usual);
    bench.start();
    bench.driver.hold(SlotVerb::Control);
    const HandlePtr handle = bench.connected();
    const auto controlling = bench.loop.start(bench.slot->control(handle, 1, {}));
    bench.disconnect(handle);
    bench.pass(5s);
    bench.driver.forget();
    const HandlePtr direct = bench.connected(ShareMode::Direct, 0);
    bench.release(SlotVerb::Control);
    CHECK(*controlling);
    CHECK(bench.driver.heard().empty());
}

TEST_CASE("a reader that goes takes its grace time along") {
    SlotBench bench(t1_card, usual);
    bench.start();
    CHECK(bench.clock.armed() == 1);
    bench.leave();
    CHECK(bench.clock.armed() == 0);
    bench.driver.device_goes();
    bench.loop.turn();
    CHECK(bench.loop.io.stopped());
}
