// The limits of a transaction that others mind.
#include "tests/unit/daemon/readers/minded_slot.hpp"

using namespace scrm::readers;
using namespace scrm::readers::test;
using namespace std::chrono_literals;

TEST_CASE("who keeps nobody waiting arms no alarm, and has no limits") {
    MindedSlot bench({.hold = 1s, .idle = 1s, .connect = 1s});
    bench.transmit(bench.holder());
    CHECK(bench.clock.armed() == 0);
    bench.pass(1h);
    CHECK(bench.slot->transactions().held_by(*bench.holder()));
    CHECK(bench.long_holds.empty());
}

TEST_CASE("a transaction that lasts too long is ended: the card is reset, and the next gets it") {
    MindedSlot bench({.hold = 30s});
    REQUIRE(*bench.begin(bench.holder()) == ResultCode::Success);
    const auto second = bench.begin(bench.second());
    bench.pass(29s);
    CHECK_FALSE(*second);
    CHECK(bench.ended.empty());
    bench.pass(1s);
    CHECK(*second == ResultCode::Success);
    REQUIRE(bench.ended.size() == 1);
    CHECK(bench.ended.front().holder == Client{11});
    CHECK(bench.ended.front().waiting == std::vector<Client>{{12}});
    CHECK(bench.driver.heard() == Heard{"reset"});
    CHECK(bench.slot->transactions().held_by(*bench.second()));
    CHECK(bench.slot->status(*bench.second()) == ResultCode::ResetCard);
}

TEST_CASE("whose transaction was ended learns of the reset until it reconnects") {
    MindedSlot bench({.hold = 1s});
    const auto second = bench.begin(bench.second());
    bench.pass(1s);
    bench.end(bench.second());
    CHECK(bench.end(bench.holder()) == ResultCode::ResetCard);
    CHECK(bench.transmit(bench.holder()) == ResultCode::ResetCard);
    CHECK(bench.reconnect(bench.holder()) == ResultCode::Success);
    CHECK(bench.end(bench.holder()) == ResultCode::NotTransacted);
    CHECK(bench.transmit(bench.holder()) == ResultCode::Success);
}

TEST_CASE("a command that is under way when the limit is reached is let finish; the holder gets no further") {
    MindedSlot bench({.hold = 1s});
    bench.driver.hold(SlotVerb::Exchange);
    const auto command = bench.begin_transmit(bench.holder());
    const auto second = bench.begin(bench.second());
    bench.pass(1h);
    CHECK_FALSE(*command);
    CHECK_FALSE(*second);
    const auto another = bench.begin_transmit(bench.holder());
    REQUIRE(*another);
    CHECK((*another)->code == ResultCode::SharingViolation);
    bench.release(SlotVerb::Exchange);
    CHECK((*command)->code == ResultCode::Success);
    CHECK(*second == ResultCode::Success);
    CHECK(bench.ended.size() == 1);
}

TEST_CASE("a holder that ends by itself while its limit is acted on is not ended twice") {
    MindedSlot bench({.hold = 1s});
    bench.driver.hold(SlotVerb::Reset);
    const auto second = bench.begin(bench.second());
    bench.pass(1s);
    CHECK(bench.end(bench.holder()) == ResultCode::ResetCard);
    CHECK_FALSE(*second);
    bench.release(SlotVerb::Reset);
    CHECK(*second == ResultCode::Success);
    CHECK(bench.slot->transactions().held_by(*bench.second()));
    CHECK(bench.slot->status(*bench.second()) == ResultCode::ResetCard);
}

TEST_CASE(
    "a holder whose limit is acted on gets back in line like everybody, not into what was taken from it") {
    MindedSlot bench({.hold = 1s});
    bench.driver.hold(SlotVerb::Reset);
    const auto second = bench.begin(bench.second());
    bench.pass(1s);
    CHECK(bench.reconnect(bench.holder()) == ResultCode::SharingViolation);
    const auto again = bench.later(bench.slot->take_turn(bench.holder()));
    CHECK_FALSE(*again);
    bench.release(SlotVerb::Reset);
    CHECK(*second == ResultCode::Success);
    CHECK_FALSE(*again);
    bench.end(bench.second());
    CHECK(*again == ResultCode::Success);
}

TEST_CASE("a holder that dies while its limit is acted on leaves the line in order") {
    MindedSlot bench({.hold = 1s});
    bench.driver.hold(SlotVerb::Reset);
    const auto second = bench.begin(bench.second());
    bench.pass(1s);
    bench.loop.run(bench.slot->abandon(bench.holder()));
    CHECK_FALSE(*second);
    bench.release(SlotVerb::Reset);
    CHECK(*second == ResultCode::Success);
    CHECK(bench.driver.heard() == Heard{"reset"});
}

TEST_CASE(
    "a reset for a limit powers nothing for good: when everybody has left meanwhile the card goes off") {
    Told told;
    SlotBench bench(both_card, PowerPolicy{}, told.policy({.hold = 1s}));
    bench.start();
    const HandlePtr holder = bench.connected();
    const HandlePtr second = bench.connected();
    REQUIRE(*bench.begin(holder) == ResultCode::Success);
    const auto waiting = bench.begin(second);
    bench.driver.hold(SlotVerb::Reset);
    bench.pass(1s);
    bench.loop.run(bench.slot->abandon(holder));
    bench.loop.run(bench.slot->abandon(second));
    bench.pass(1min);
    bench.driver.forget();
    bench.release(SlotVerb::Reset);
    CHECK(*waiting);
    bench.pass(5s);
    CHECK(bench.driver.times("power off") == 1);
    CHECK(bench.clock.armed() == 0);
}

TEST_CASE("a holder that leaves the card alone too long while others wait is ended") {
    MindedSlot bench({.idle = 5s});
    const auto second = bench.begin(bench.second());
    for (int i = 0; i < 3; ++i) {
        bench.pass(4s);
        CHECK(bench.transmit(bench.holder()) == ResultCode::Success);
    }
    CHECK_FALSE(*second);
    bench.pass(4999ms);
    CHECK_FALSE(*second);
    bench.pass(1ms);
    CHECK(*second == ResultCode::Success);
    CHECK(bench.ended.size() == 1);
}

TEST_CASE("a holder whose command takes long does not leave the card alone") {
    MindedSlot bench({.idle = 5s});
    bench.driver.hold(SlotVerb::Exchange);
    const auto command = bench.begin_transmit(bench.holder());
    const auto second = bench.begin(bench.second());
    bench.pass(1min);
    CHECK(bench.ended.empty());
    bench.release(SlotVerb::Exchange);
    CHECK((*command)->code == ResultCode::Success);
    bench.pass(4999ms);
    CHECK_FALSE(*second);
    bench.pass(1ms);
    CHECK(*second == ResultCode::Success);
}

TEST_CASE("who waits behind one that is ended has limits of its own when it holds") {
    MindedSlot bench({.hold = 1s, .report_after = std::nullopt});
    const auto second = bench.begin(bench.second());
    const auto third = bench.begin(bench.third());
    bench.pass(1s);
    CHECK(*second == ResultCode::Success);
    CHECK_FALSE(*third);
    bench.pass(1s);
    CHECK(*third == ResultCode::Success);
    bench.pass(1h);
    CHECK(bench.slot->transactions().held_by(*bench.third()));
    CHECK(bench.ended.size() == 2);
}

TEST_CASE("one who was waited for by nobody in the end is not ended") {
    MindedSlot bench({.hold = 30s});
    const auto second = bench.begin(bench.second());
    bench.slot->stop_waiting(*bench.second());
    bench.pass(1h);
    CHECK(*second == ResultCode::Cancelled);
    CHECK(bench.ended.empty());
    CHECK(bench.long_holds.empty());
}

TEST_CASE("connecting waits for a transaction as long as its limit, and is then refused") {
    MindedSlot bench({.connect = 2s});
    const HandlePtr fourth = bench.new_handle();
    const auto connecting = bench.begin_connect(fourth);
    const auto second = bench.begin(bench.second());
    bench.pass(1999ms);
    CHECK_FALSE(*connecting);
    bench.pass(1ms);
    CHECK(*connecting == ResultCode::SharingViolation);
    CHECK(bench.shown().sharing == 3);
    CHECK_FALSE(*second);
    CHECK(bench.end(bench.holder()) == ResultCode::Success);
    CHECK(*second == ResultCode::Success);
}

TEST_CASE("connecting in time is not refused later") {
    MindedSlot bench({.connect = 2s});
    const HandlePtr fourth = bench.new_handle();
    const auto connecting = bench.begin_connect(fourth);
    bench.pass(1s);
    bench.end(bench.holder());
    CHECK(*connecting == ResultCode::Success);
    bench.pass(1h);
    CHECK(bench.slot->status(*fourth) == ResultCode::Success);
}

TEST_CASE("a reader that goes takes its alarms along") {
    MindedSlot bench({.hold = 30s});
    const auto second = bench.begin(bench.second());
    CHECK(bench.clock.armed() == 1);
    bench.leave();
    CHECK(*second == ResultCode::ReaderUnavailable);
    CHECK(bench.clock.armed() == 0);
}
