// How a slot follows its card, and what it shows of it.
#include "tests/unit/daemon/readers/slot_bench.hpp"

using namespace scrm::readers;
using namespace scrm::readers::test;
using scrm::drivers::DriverError;
namespace slot_state = scrm::ipc::slot_state;

namespace {

constexpr auto powered = slot_state::present | slot_state::powered | slot_state::negotiable;

struct Watcher final : BoardWaiter {
    explicit Watcher(EventBoard& board) : board_(board) { board_.subscribe(*this); }
    void board_changed() override {
        ++woken;
        board_.subscribe(*this);
    }
    int woken = 0;

  private:
    EventBoard& board_;
};

}  // namespace

TEST_CASE("a card that is in at the start is powered once and shown with its ATR; it is no event") {
    SlotBench bench(both_card);
    bench.slot->start();
    bench.loop.turn();
    CHECK(bench.driver.heard() == Heard{"power on"});
    CHECK(scrm::ipc::name_of(bench.shown().name) == "Bench 00 00");
    CHECK(bench.shown().state == powered);
    CHECK(bench.shown_atr() == both_card);
    CHECK(bench.shown().event_counter == 0);
    CHECK(bench.shown().protocol == 0);
    CHECK(bench.shown().sharing == 0);
}

TEST_CASE("an empty slot is shown as such, and its reader is left alone") {
    SlotBench bench("");
    bench.start();
    CHECK(bench.shown().state == slot_state::absent);
    CHECK(bench.shown_atr().empty());
    CHECK(bench.driver.heard().empty());
}

TEST_CASE("nothing is shown before the first look is over, and it is over when the ATR is known") {
    SlotBench bench(both_card);
    bench.driver.hold(SlotVerb::PowerOn);
    const auto looked = bench.loop.start(Loop::valued(bench.slot->first_look()));
    bench.start();
    CHECK_FALSE(*looked);
    CHECK(bench.shown() == scrm::ipc::ReaderState{});
    bench.release(SlotVerb::PowerOn);
    CHECK(*looked);
    CHECK(bench.shown_atr() == both_card);
    CHECK(*bench.loop.start(Loop::valued(bench.slot->first_look())));
}

TEST_CASE(
    "the first look is over when the device goes, with the card still silent or before it was looked at") {
    SlotBench bench(both_card);
    const bool silent = GENERATE(true, false);
    if (silent)
        bench.driver.hold(SlotVerb::PowerOn);
    else
        bench.driver.device_goes();
    bench.start();
    const auto looked = bench.loop.start(Loop::valued(bench.slot->first_look()));
    CHECK(static_cast<bool>(*looked) == !silent);
    bench.leave();
    CHECK(*looked);
}

TEST_CASE("a card that comes is powered once, and shown together with its ATR") {
    SlotBench bench("");
    bench.start();
    const Watcher watcher(bench.board);
    bench.insert(t0_card);
    CHECK(bench.driver.heard() == Heard{"power on"});
    CHECK(bench.shown().state == powered);
    CHECK(bench.shown_atr() == t0_card);
    CHECK(bench.shown().event_counter == 1);
    CHECK(watcher.woken == 1);
}

TEST_CASE("a card that leaves is shown as gone at once") {
    SlotBench bench(t0_card);
    bench.start();
    const Watcher watcher(bench.board);
    bench.remove();
    CHECK(bench.shown().state == slot_state::absent);
    CHECK(bench.shown_atr().empty());
    CHECK(bench.shown().event_counter == 1);
    CHECK(watcher.woken == 1);
    CHECK(bench.driver.heard().empty());
}

TEST_CASE("a card that was swapped is another one, powered anew, and two events") {
    SlotBench bench(t0_card);
    bench.start();
    const Watcher watcher(bench.board);
    bench.swap(t1_card);
    CHECK(bench.driver.heard() == Heard{"power on"});
    CHECK(bench.shown_atr() == t1_card);
    CHECK(bench.shown().event_counter == 2);
    CHECK(watcher.woken == 1);
}

TEST_CASE("a card that came and went unseen is two events") {
    SlotBench bench("");
    bench.start();
    bench.driver.insert(t0_card);
    bench.remove();
    CHECK(bench.shown().state == slot_state::absent);
    CHECK(bench.shown().event_counter == 2);
}

TEST_CASE("a mute card is shown as swallowed, without an ATR") {
    SlotBench bench("");
    bench.start();
    bench.driver.fail(SlotVerb::PowerOn, GENERATE(DriverError::CardMute, DriverError::CommunicationFailed));
    bench.insert(t0_card);
    CHECK(bench.shown().state == (slot_state::present | slot_state::swallowed));
    CHECK(bench.shown_atr().empty());
    bench.driver.work(SlotVerb::PowerOn);
    bench.swap(t1_card);
    CHECK(bench.shown().state == powered);
}

TEST_CASE("a card that leaves while it is powered leaves an empty slot") {
    SlotBench bench("");
    bench.start();
    bench.driver.hold(SlotVerb::PowerOn);
    bench.insert(t0_card);
    bench.remove();
    bench.end(SlotVerb::PowerOn, DriverError::NoCard);
    CHECK(bench.shown().state == slot_state::absent);
    CHECK(bench.shown().event_counter == 2);
}

TEST_CASE("a card that is swapped while it is powered is not taken for the one that answered") {
    SlotBench bench("");
    bench.start();
    bench.driver.hold(SlotVerb::PowerOn);
    bench.insert(t0_card);
    bench.swap(t1_card);
    bench.release(SlotVerb::PowerOn);
    CHECK(bench.driver.heard() == Heard{"power on", "power on"});
    CHECK(bench.shown_atr() == t1_card);
    CHECK(bench.shown().event_counter == 3);
}

TEST_CASE("a slot that has left shows nothing more, whatever its card does") {
    SlotBench bench(t0_card);
    bench.start();
    bench.leave();
    CHECK(bench.slot->gone());
    CHECK(bench.shown() == scrm::ipc::ReaderState{});
    bench.swap(t1_card);
    CHECK(bench.shown() == scrm::ipc::ReaderState{});
    CHECK(bench.driver.heard().empty());
}
