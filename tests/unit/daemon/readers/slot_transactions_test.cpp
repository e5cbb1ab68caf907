#include "tests/unit/daemon/readers/slot_bench.hpp"

using namespace scrm::readers;
using namespace scrm::readers::test;

namespace {

/// Three handles on one card; the first holds a transaction.
struct Held : SlotBench {
    Held() {
        start();
        holder = connected();
        second = connected();
        third = connected();
        REQUIRE(*begin(holder) == ResultCode::Success);
        driver.forget();
    }
    HandlePtr holder;
    HandlePtr second;
    HandlePtr third;
};

}  // namespace

TEST_CASE("others are refused at once while a transaction is held, and the card hears nothing of them") {
    Held bench;
    auto& loop = bench.loop;
    auto& slot = *bench.slot;
    constexpr auto refused = ResultCode::SharingViolation;
    CHECK(slot.status(*bench.second) == refused);
    CHECK(bench.transmit(bench.second) == refused);
    CHECK(loop.at_once(slot.control(bench.second, 1, {})).code == refused);
    CHECK(loop.at_once(slot.get_attribute(bench.second, 0x00090303)).code == refused);
    CHECK(bench.now(slot.set_attribute(bench.second, 1, {})) == refused);
    CHECK(bench.reconnect(bench.second) == refused);
    CHECK(bench.driver.heard().empty());
    CHECK(slot.status(*bench.holder) == ResultCode::Success);
    CHECK(bench.transmit(bench.holder) == ResultCode::Success);
}

TEST_CASE("who holds no transaction ends none") {
    Held bench;
    CHECK(bench.end(bench.second) == ResultCode::NotTransacted);
    CHECK(bench.end(bench.second, Disposition::Reset) == ResultCode::SharingViolation);
    CHECK(bench.end(bench.second, Disposition::Unpower) == ResultCode::SharingViolation);
    CHECK(bench.slot->transactions().held_by(*bench.holder));
    CHECK(bench.end(bench.holder) == ResultCode::Success);
    CHECK(bench.end(bench.holder) == ResultCode::NotTransacted);
    CHECK(bench.end(bench.holder, Disposition::Reset) == ResultCode::NotTransacted);
    CHECK(bench.driver.heard().empty());
}

TEST_CASE("transactions nest, and only the last end lets others in") {
    Held bench;
    REQUIRE(*bench.begin(bench.holder) == ResultCode::Success);
    const auto waiting = bench.begin(bench.second);
    CHECK(bench.end(bench.holder) == ResultCode::Success);
    CHECK_FALSE(*waiting);
    CHECK(bench.transmit(bench.holder) == ResultCode::Success);
    CHECK(bench.end(bench.holder) == ResultCode::Success);
    CHECK(*waiting == ResultCode::Success);
}

TEST_CASE("who asks to begin gets his turn in the order of asking") {
    Held bench;
    const auto second = bench.begin(bench.second);
    const auto third = bench.begin(bench.third);
    CHECK(bench.slot->must_wait(*bench.second));
    CHECK(bench.end(bench.holder) == ResultCode::Success);
    CHECK(*second == ResultCode::Success);
    CHECK_FALSE(*third);
    CHECK(bench.transmit(bench.second) == ResultCode::Success);
    CHECK(bench.transmit(bench.holder) == ResultCode::SharingViolation);
    CHECK(bench.end(bench.second) == ResultCode::Success);
    CHECK(*third == ResultCode::Success);
}

TEST_CASE("who may not wait is refused instead") {
    Held bench;
    CHECK(*bench.begin(bench.second, Patience::Refuse) == ResultCode::SharingViolation);
    CHECK(*bench.begin(bench.holder, Patience::Refuse) == ResultCode::Success);
    CHECK(*bench.begin_connect(bench.new_handle(), ShareMode::Shared, any_protocol, Patience::Refuse) ==
          ResultCode::SharingViolation);
    CHECK(bench.shown().sharing == 3);
}

TEST_CASE("who gives up waiting leaves the line") {
    Held bench;
    const auto second = bench.begin(bench.second);
    const auto third = bench.begin(bench.third);
    bench.slot->stop_waiting(*bench.second);
    bench.loop.turn();
    CHECK(*second == ResultCode::Cancelled);
    CHECK(bench.end(bench.holder) == ResultCode::Success);
    CHECK(*third == ResultCode::Success);
}

TEST_CASE("connecting waits for the end of a transaction, in whatever mode") {
    const ShareMode mode = GENERATE(ShareMode::Shared, ShareMode::Direct);
    Held bench;
    const HandlePtr fourth = bench.new_handle();
    const auto connecting = bench.begin_connect(fourth, mode);
    CHECK_FALSE(*connecting);
    CHECK(bench.shown().sharing == 3);
    CHECK(bench.end(bench.holder) == ResultCode::Success);
    CHECK(*connecting == ResultCode::Success);
    CHECK_FALSE(bench.slot->transactions().holder());
}

TEST_CASE("who wants the slot for himself is refused at once, transaction or not") {
    Held bench;
    CHECK(bench.connect(bench.new_handle(), ShareMode::Exclusive) == ResultCode::SharingViolation);
}

TEST_CASE("who waited to connect is refused if somebody has the slot to himself by then") {
    SlotBench bench;
    bench.start();
    const HandlePtr holder = bench.connected();
    REQUIRE(*bench.begin(holder) == ResultCode::Success);
    const auto connecting = bench.begin_connect(bench.new_handle());
    CHECK(bench.reconnect(holder, Disposition::Leave, ShareMode::Exclusive) == ResultCode::Success);
    CHECK(bench.end(holder) == ResultCode::Success);
    CHECK(*connecting == ResultCode::SharingViolation);
    CHECK(bench.shown().sharing == -1);
}

TEST_CASE("a transaction that ends with a reset lets the next in when the card is reset, and with success") {
    Held bench;
    bench.driver.hold(SlotVerb::Reset);
    const auto waiting = bench.begin(bench.second);
    const auto ending = bench.later(bench.slot->end(bench.holder, Disposition::Reset));
    CHECK_FALSE(*ending);
    CHECK_FALSE(*waiting);
    bench.release(SlotVerb::Reset);
    CHECK(*ending == ResultCode::Success);
    CHECK(*waiting == ResultCode::Success);
    CHECK(bench.transmit(bench.second) == ResultCode::ResetCard);
    CHECK(bench.driver.heard() == Heard{"reset"});
}

TEST_CASE("what the end of a transaction does to the card") {
    struct Case {
        Disposition disposition;
        Heard heard;
    };
    const auto a = GENERATE(values<Case>({
        {Disposition::Leave, {}},
        {Disposition::Reset, {"reset"}},
        {Disposition::Unpower, {"power on"}},  // off and on
        {Disposition::Eject, {"eject"}},
    }));
    Held bench;
    CHECK(bench.end(bench.holder, a.disposition) == ResultCode::Success);
    CHECK(bench.driver.heard() == a.heard);
    CHECK_FALSE(bench.slot->transactions().holder());
}

TEST_CASE("a transaction whose card has left ends, and says so") {
    Held bench;
    bench.swap(t1_card);
    const auto waiting = bench.begin(bench.third);
    CHECK(*waiting == ResultCode::RemovedCard);
    bench.driver.forget();
    CHECK(bench.end(bench.holder, Disposition::Reset) == ResultCode::RemovedCard);
    CHECK_FALSE(bench.slot->transactions().holder());
    CHECK(bench.driver.heard().empty());
}

TEST_CASE("who waits when the card leaves still gets his turn, and is told afterwards") {
    Held bench;
    const auto waiting = bench.begin(bench.second);
    bench.swap(t1_card);
    CHECK_FALSE(*waiting);
    CHECK(bench.end(bench.holder) == ResultCode::RemovedCard);
    CHECK(*waiting == ResultCode::Success);
    CHECK(bench.slot->status(*bench.second) == ResultCode::RemovedCard);
}

TEST_CASE("who dies in his transaction leaves a card that is reset before the next gets it, with success") {
    Held bench;
    REQUIRE(*bench.begin(bench.holder) == ResultCode::Success);
    const auto waiting = bench.begin(bench.second);
    bench.driver.hold(SlotVerb::Reset);
    const auto dying = bench.loop.start(Loop::valued(bench.slot->abandon(bench.holder)));
    CHECK_FALSE(*waiting);
    CHECK(bench.shown().sharing == 3);
    bench.release(SlotVerb::Reset);
    CHECK(*dying);
    CHECK(*waiting == ResultCode::Success);
    CHECK(bench.slot->status(*bench.second) == ResultCode::ResetCard);
    CHECK(bench.shown().sharing == 2);
    CHECK(bench.driver.heard() == Heard{"reset"});
}

TEST_CASE("who dies without a transaction leaves the card alone") {
    Held bench;
    bench.loop.run(bench.slot->abandon(bench.second));
    CHECK(bench.driver.heard().empty());
    CHECK(bench.shown().sharing == 2);
    CHECK(bench.slot->status(*bench.holder) == ResultCode::Success);
}

TEST_CASE("who dies in line leaves it") {
    Held bench;
    const auto second = bench.begin(bench.second);
    const auto third = bench.begin(bench.third);
    bench.loop.run(bench.slot->abandon(bench.second));
    CHECK(*second == ResultCode::Cancelled);
    CHECK(bench.end(bench.holder) == ResultCode::Success);
    CHECK(*third == ResultCode::Success);
}

TEST_CASE("a card that was reset or removed already is not reset for who dies in his transaction") {
    Held bench;
    if (GENERATE(true, false)) {
        bench.swap(t1_card);
    } else {
        REQUIRE(*bench.begin(bench.holder) == ResultCode::Success);
        REQUIRE(bench.end(bench.holder, Disposition::Reset) == ResultCode::Success);
        REQUIRE(bench.slot->transactions().held_by(*bench.holder));
    }
    bench.driver.forget();
    bench.loop.run(bench.slot->abandon(bench.holder));
    CHECK(bench.driver.heard().empty());
    CHECK_FALSE(bench.slot->transactions().holder());
}

TEST_CASE("a transaction without a card dies without a reset") {
    SlotBench bench("");
    bench.start();
    const HandlePtr direct = bench.connected(ShareMode::Direct, 0);
    REQUIRE(*bench.begin(direct) == ResultCode::Success);
    bench.loop.run(bench.slot->abandon(direct));
    CHECK(bench.driver.heard().empty());
    CHECK(bench.shown().sharing == 0);
}

TEST_CASE("what stood in line for the reader when a transaction began does not get into it") {
    SlotBench bench;
    bench.start();
    const HandlePtr holder = bench.connected();
    const HandlePtr other = bench.connected();
    bench.driver.hold(SlotVerb::Exchange);
    const auto under_way = bench.begin_transmit(holder);
    const auto command = bench.begin_transmit(other);
    const auto control = bench.loop.start(bench.slot->control(other, 1, {}));
    const auto attribute = bench.loop.start(bench.slot->get_attribute(other, 1));
    const auto set = bench.later(bench.slot->set_attribute(other, 1, {}));
    REQUIRE(*bench.begin(holder) == ResultCode::Success);
    bench.driver.forget();
    bench.release(SlotVerb::Exchange);
    CHECK((*under_way)->code == ResultCode::Success);
    CHECK((*command)->code == ResultCode::SharingViolation);
    CHECK((*control)->code == ResultCode::SharingViolation);
    CHECK((*attribute)->code == ResultCode::SharingViolation);
    CHECK(*set == ResultCode::SharingViolation);
    CHECK(bench.driver.heard().empty());
}
