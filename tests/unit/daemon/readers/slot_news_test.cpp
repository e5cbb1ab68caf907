// How each handle is told of what others did to its card.
#include "tests/unit/daemon/readers/slot_bench.hpp"

using namespace scrm::readers;
using namespace scrm::readers::test;
using scrm::drivers::DriverError;
namespace slot_state = scrm::ipc::slot_state;

namespace {

/// Two handles on one card; the second has just reset it.
struct AfterReset : SlotBench {
    AfterReset() {
        start();
        first = connected();
        second = connected();
        REQUIRE(reconnect(second, Disposition::Reset) == ResultCode::Success);
    }
    HandlePtr first;
    HandlePtr second;
};

}  // namespace

TEST_CASE("whoever resets a card is not told of it, everybody else is") {
    AfterReset bench;
    const HandlePtr third = bench.connected();
    CHECK(bench.slot->status(*bench.second) == ResultCode::Success);
    CHECK(bench.slot->status(*bench.first) == ResultCode::ResetCard);
    CHECK(bench.slot->status(*third) == ResultCode::Success);
}

TEST_CASE("a reset is told by every call that needs the card as it was, until the handle reconnects") {
    AfterReset bench;
    bench.driver.forget();
    for (int i = 0; i < 2; ++i) {
        CHECK(bench.slot->status(*bench.first) == ResultCode::ResetCard);
        CHECK(bench.transmit(bench.first) == ResultCode::ResetCard);
        CHECK(*bench.begin(bench.first) == ResultCode::ResetCard);
    }
    CHECK(bench.driver.heard().empty());
    CHECK_FALSE(bench.slot->transactions().holder());
    CHECK(bench.reconnect(bench.first) == ResultCode::Success);
    CHECK(bench.slot->status(*bench.first) == ResultCode::Success);
    CHECK(bench.transmit(bench.first) == ResultCode::Success);
}

TEST_CASE("the reader and its attributes can be asked whatever happened to the card") {
    AfterReset bench;
    bench.remove();
    CHECK(bench.slot->status(*bench.first) == ResultCode::RemovedCard);
    CHECK(bench.loop.at_once(bench.slot->control(bench.first, 1, bench.command)).code == ResultCode::Success);
    CHECK(bench.loop.at_once(bench.slot->get_attribute(bench.first, 0x7FFF0003)).code == ResultCode::Success);
    CHECK(bench.now(bench.slot->set_attribute(bench.first, 1, {})) == ResultCode::Success);
}

TEST_CASE("a reconnect that fails leaves the news to be told again") {
    AfterReset bench;
    CHECK(bench.reconnect(bench.first, Disposition::Leave, ShareMode::Exclusive) ==
          ResultCode::SharingViolation);
    CHECK(bench.slot->status(*bench.first) == ResultCode::ResetCard);
}

TEST_CASE("a removal is told to everybody, and also once another card is in") {
    AfterReset bench;
    bench.remove();
    CHECK(bench.slot->status(*bench.first) == ResultCode::RemovedCard);
    CHECK(bench.slot->status(*bench.second) == ResultCode::RemovedCard);
    bench.insert(t0_card);
    CHECK(bench.slot->status(*bench.second) == ResultCode::RemovedCard);
    CHECK(bench.transmit(bench.second, t0) == ResultCode::RemovedCard);
    const HandlePtr fresh = bench.connected();
    CHECK(bench.slot->status(*fresh) == ResultCode::Success);
}

TEST_CASE("a swap is a removal") {
    SlotBench bench;
    bench.start();
    const HandlePtr handle = bench.connected();
    bench.swap(both_card);
    CHECK(bench.slot->status(*handle) == ResultCode::RemovedCard);
}

TEST_CASE("a removal outlasts a reset of the next card") {
    SlotBench bench;
    bench.start();
    const HandlePtr old = bench.connected();
    bench.swap(t1_card);
    const HandlePtr fresh = bench.connected();
    CHECK(bench.reconnect(fresh, Disposition::Reset) == ResultCode::Success);
    CHECK(bench.slot->status(*old) == ResultCode::RemovedCard);
}

TEST_CASE("a handle whose card was removed may reconnect to the next card") {
    SlotBench bench(t1_card);
    bench.start();
    const HandlePtr handle = bench.connected();
    bench.swap(t0_card);
    CHECK(bench.reconnect(handle) == ResultCode::Success);
    CHECK(handle->protocol == t0);
    CHECK(bench.slot->status(*handle) == ResultCode::Success);
    CHECK(bench.transmit(handle, t0) == ResultCode::Success);
}

TEST_CASE("a card that comes is no news to who waits for it directly") {
    SlotBench bench("");
    bench.start();
    const HandlePtr direct = bench.connected(ShareMode::Direct, 0);
    bench.insert(t1_card);
    CHECK(bench.slot->status(*direct) == ResultCode::Success);
}

TEST_CASE("a transaction that ends with a reset is told to all, the caller among them") {
    const Disposition disposition = GENERATE(Disposition::Reset, Disposition::Unpower, Disposition::Eject);
    SlotBench bench;
    bench.start();
    const HandlePtr holder = bench.connected();
    const HandlePtr other = bench.connected();
    REQUIRE(*bench.begin(holder) == ResultCode::Success);
    CHECK(bench.end(holder, disposition) == ResultCode::Success);
    CHECK(bench.slot->status(*holder) == ResultCode::ResetCard);
    CHECK(bench.slot->status(*other) == ResultCode::ResetCard);
}

TEST_CASE("a transaction that ends without a reset is no news") {
    SlotBench bench;
    bench.start();
    const HandlePtr holder = bench.connected();
    const HandlePtr other = bench.connected();
    REQUIRE(*bench.begin(holder) == ResultCode::Success);
    CHECK(bench.end(holder) == ResultCode::Success);
    CHECK(bench.slot->status(*holder) == ResultCode::Success);
    CHECK(bench.slot->status(*other) == ResultCode::Success);
}

TEST_CASE("a card that lost its power behind everybody's back was reset, to everybody, and lives again") {
    SlotBench bench;
    bench.start();
    const HandlePtr one = bench.connected();
    const HandlePtr other = bench.connected();
    bench.driver.fail(SlotVerb::Exchange, DriverError::CardUnpowered);
    CHECK(bench.transmit(one) == ResultCode::ResetCard);
    CHECK(bench.shown().state == slot_state::present);
    CHECK(bench.slot->status(*one) == ResultCode::ResetCard);
    CHECK(bench.slot->status(*other) == ResultCode::ResetCard);
    bench.driver.work(SlotVerb::Exchange);
    bench.driver.forget();
    CHECK(bench.reconnect(one) == ResultCode::Success);
    CHECK(bench.driver.heard() == Heard{"power on", "T=1"});
    CHECK(bench.transmit(one) == ResultCode::Success);
    CHECK(bench.slot->status(*other) == ResultCode::ResetCard);
}

TEST_CASE("who speaks directly to a card that is off learns that it is, and nobody is told of a reset") {
    SlotBench bench;
    bench.start();
    const HandlePtr direct = bench.connected(ShareMode::Direct, 0);
    bench.disconnect(bench.connected(), Disposition::Unpower);
    REQUIRE(bench.reconnect(direct, Disposition::Leave, ShareMode::Direct) == ResultCode::Success);
    bench.driver.fail(SlotVerb::Exchange, DriverError::CardUnpowered);
    CHECK(bench.transmit(direct, raw) == ResultCode::UnpoweredCard);
    CHECK(bench.slot->status(*direct) == ResultCode::Success);
}

TEST_CASE("connecting to a card that lost its power behind everybody's back powers it again") {
    SlotBench bench;
    bench.start();
    bench.driver.hold(SlotVerb::SelectProtocol);
    const auto connecting = bench.begin_connect(bench.new_handle());
    bench.end(SlotVerb::SelectProtocol, DriverError::CardUnpowered);
    CHECK(*connecting == ResultCode::Success);
    CHECK(bench.driver.heard() == Heard{"T=1", "power on", "T=1"});
}

TEST_CASE("a card that lost its power behind everybody's back is not mute when it is reset") {
    SlotBench bench;
    bench.start();
    const HandlePtr handle = bench.connected();
    bench.driver.fail(SlotVerb::Reset, DriverError::CardUnpowered);
    bench.driver.forget();
    CHECK(bench.reconnect(handle, Disposition::Reset) == ResultCode::Success);
    CHECK(bench.driver.heard() == Heard{"reset", "power on", "T=1"});
}

TEST_CASE("who was there already when a newcomer finds that the card has lost its power is told") {
    SlotBench bench;
    bench.start();
    const HandlePtr direct = bench.connected(ShareMode::Direct, 0);
    bench.driver.hold(SlotVerb::SelectProtocol);
    const HandlePtr newcomer = bench.new_handle();
    const auto connecting = bench.begin_connect(newcomer);
    bench.end(SlotVerb::SelectProtocol, DriverError::CardUnpowered);
    REQUIRE(*connecting == ResultCode::Success);
    CHECK(bench.slot->status(*direct) == ResultCode::ResetCard);
    CHECK(bench.slot->status(*newcomer) == ResultCode::Success);
}

TEST_CASE("who came to an empty slot is not told of a reset that found no card") {
    SlotBench bench;
    bench.start();
    const HandlePtr one = bench.connected();
    bench.driver.hold(SlotVerb::Exchange);
    const auto under_way = bench.begin_transmit(one);
    const auto reconnecting =
        bench.later(bench.slot->reconnect(one, ShareMode::Shared, t1, Disposition::Reset));
    bench.remove();
    const HandlePtr direct = bench.connected(ShareMode::Direct, 0);
    bench.end(SlotVerb::Exchange, DriverError::NoCard);
    REQUIRE(*under_way);
    CHECK(*reconnecting == ResultCode::NoSmartcard);
    CHECK(bench.slot->status(*direct) == ResultCode::Success);
    CHECK(bench.slot->status(*one) == ResultCode::RemovedCard);
}
