#include "tests/unit/daemon/readers/slot_bench.hpp"

using namespace scrm::readers;
using namespace scrm::readers::test;
using scrm::drivers::DriverError;
namespace slot_state = scrm::ipc::slot_state;

TEST_CASE("reconnecting to a card that is left as it is does nothing to it") {
    SlotBench bench;
    bench.start();
    const HandlePtr handle = bench.connected();
    bench.driver.forget();
    CHECK(bench.reconnect(handle) == ResultCode::Success);
    CHECK(handle->protocol == t1);
    CHECK(bench.driver.heard().empty());
}

TEST_CASE("a reset is warm, an unpower is cold, and the protocol is agreed on anew") {
    SlotBench bench;
    bench.start();
    const HandlePtr handle = bench.connected();
    bench.driver.forget();
    CHECK(bench.reconnect(handle, Disposition::Reset, ShareMode::Shared, t0) == ResultCode::Success);
    CHECK(bench.driver.heard() == Heard{"reset", "T=0"});
    CHECK(handle->protocol == t0);
    bench.driver.forget();
    CHECK(bench.reconnect(handle, Disposition::Unpower) == ResultCode::Success);
    CHECK(bench.driver.heard() == Heard{"power on", "T=1"});
    CHECK(handle->protocol == t1);
}

TEST_CASE("a card that is off cannot be reset warm: it is powered") {
    SlotBench bench;
    bench.start();
    const HandlePtr handle = bench.connected();
    bench.disconnect(bench.connected(), Disposition::Unpower);
    bench.driver.forget();
    CHECK(bench.reconnect(handle, Disposition::Reset) == ResultCode::Success);
    CHECK(bench.driver.heard() == Heard{"power on", "T=1"});
}

TEST_CASE("who reconnects shared gives up having the slot to himself") {
    SlotBench bench;
    bench.start();
    const HandlePtr handle = bench.connected(ShareMode::Exclusive);
    CHECK(bench.reconnect(handle) == ResultCode::Success);
    CHECK(bench.shown().sharing == 1);
    bench.connected();
}

TEST_CASE("only who is alone may reconnect to have the slot to himself") {
    SlotBench bench;
    bench.start();
    const HandlePtr first = bench.connected();
    const HandlePtr second = bench.connected();
    CHECK(bench.reconnect(first, Disposition::Reset, ShareMode::Exclusive) == ResultCode::SharingViolation);
    CHECK(bench.slot->status(*second) == ResultCode::Success);
    bench.disconnect(second);
    CHECK(bench.reconnect(first, Disposition::Leave, ShareMode::Exclusive) == ResultCode::Success);
    CHECK(bench.shown().sharing == -1);
    CHECK(bench.connect(bench.new_handle()) == ResultCode::SharingViolation);
}

TEST_CASE("who comes in while the card is reset for its sole user keeps the slot shared") {
    SlotBench bench;
    bench.start();
    const HandlePtr first = bench.connected();
    bench.driver.hold(SlotVerb::Reset);
    const auto reconnecting =
        bench.later(bench.slot->reconnect(first, ShareMode::Exclusive, t1, Disposition::Reset));
    const HandlePtr second = bench.new_handle();
    const auto connecting = bench.begin_connect(second);
    bench.release(SlotVerb::Reset);
    CHECK(*connecting == ResultCode::Success);
    CHECK(*reconnecting == ResultCode::SharingViolation);
    CHECK(bench.shown().sharing == 2);
}

TEST_CASE("without a card nobody reconnects, not even directly") {
    SlotBench bench("");
    bench.start();
    const HandlePtr direct = bench.connected(ShareMode::Direct, 0);
    const Disposition initialization = GENERATE(Disposition::Leave, Disposition::Reset, Disposition::Unpower);
    CHECK(bench.reconnect(direct, initialization, ShareMode::Direct) == ResultCode::NoSmartcard);
}

TEST_CASE("a direct client that reconnects shared agrees on a protocol") {
    SlotBench bench;
    bench.start();
    const HandlePtr handle = bench.connected(ShareMode::Direct, 0);
    CHECK(bench.reconnect(handle) == ResultCode::Success);
    CHECK(handle->protocol == t1);
    CHECK(bench.driver.heard() == Heard{"T=1"});
}

TEST_CASE("who asks for a protocol that the card does not speak is not reconnected") {
    SlotBench bench(t1_card);
    bench.start();
    const HandlePtr handle = bench.connected();
    CHECK(bench.reconnect(handle, Disposition::Leave, ShareMode::Shared, t0) == ResultCode::ProtocolMismatch);
    CHECK(bench.reconnect(handle, Disposition::Leave, ShareMode::Shared, 0) == ResultCode::ProtocolMismatch);
}

TEST_CASE("a card that does not survive its reset is unresponsive, and is shown as mute") {
    SlotBench bench;
    bench.start();
    const HandlePtr handle = bench.connected();
    bench.driver.fail(SlotVerb::Reset, DriverError::CardMute);
    CHECK(bench.reconnect(handle, Disposition::Reset) == ResultCode::UnresponsiveCard);
    CHECK(bench.shown().state == (slot_state::present | slot_state::swallowed));
    CHECK(bench.reconnect(handle, Disposition::Reset) == ResultCode::Success);
    CHECK(handle->protocol == t1);
}

TEST_CASE("a card that leaves while it is reset is not there") {
    SlotBench bench;
    bench.start();
    const HandlePtr handle = bench.connected();
    bench.driver.hold(SlotVerb::Reset);
    const auto reconnecting =
        bench.later(bench.slot->reconnect(handle, ShareMode::Shared, t1, Disposition::Reset));
    bench.remove();
    bench.release(SlotVerb::Reset);
    CHECK(*reconnecting == ResultCode::NoSmartcard);
    CHECK(bench.slot->status(*handle) == ResultCode::RemovedCard);
    CHECK(bench.shown().state == slot_state::absent);
}

TEST_CASE("nobody reconnects while another handle holds a transaction") {
    SlotBench bench;
    bench.start();
    const HandlePtr holder = bench.connected();
    const HandlePtr other = bench.connected();
    REQUIRE(*bench.begin(holder) == ResultCode::Success);
    bench.driver.forget();
    CHECK(bench.reconnect(other, Disposition::Reset) == ResultCode::SharingViolation);
    CHECK(bench.driver.heard().empty());
    CHECK(bench.reconnect(holder, Disposition::Reset) == ResultCode::Success);
    CHECK(bench.slot->transactions().held_by(*holder));
}

TEST_CASE("a reset that stood behind a command does not get into a transaction that was begun meanwhile") {
    SlotBench bench;
    bench.start();
    const HandlePtr busy = bench.connected();
    const HandlePtr handle = bench.connected();
    const HandlePtr holder = bench.connected();
    bench.driver.hold(SlotVerb::Exchange);
    const auto command = bench.begin_transmit(busy);
    const auto reconnecting =
        bench.later(bench.slot->reconnect(handle, ShareMode::Shared, t1, Disposition::Reset));
    REQUIRE(*bench.begin(holder) == ResultCode::Success);
    bench.driver.forget();
    bench.release(SlotVerb::Exchange);
    CHECK(*reconnecting == ResultCode::SharingViolation);
    CHECK(bench.driver.heard().empty());
    CHECK(bench.slot->status(*holder) == ResultCode::Success);
}

TEST_CASE("who reset the card and is then refused is told of the reset like all others") {
    SlotBench bench;
    bench.start();
    const HandlePtr first = bench.connected();
    bench.driver.hold(SlotVerb::Reset);
    const auto reconnecting =
        bench.later(bench.slot->reconnect(first, ShareMode::Exclusive, t1, Disposition::Reset));
    const auto connecting = bench.begin_connect(bench.new_handle());
    bench.release(SlotVerb::Reset);
    REQUIRE(*connecting == ResultCode::Success);
    REQUIRE(*reconnecting == ResultCode::SharingViolation);
    CHECK(bench.transmit(first) == ResultCode::ResetCard);
    CHECK(bench.reconnect(first) == ResultCode::Success);
    CHECK(bench.transmit(first) == ResultCode::Success);
}

TEST_CASE("a card that was powered for who is then refused is shown as powered") {
    SlotBench bench;
    bench.start();
    const HandlePtr handle = bench.connected();
    bench.disconnect(bench.connected(), Disposition::Unpower);
    REQUIRE(bench.shown().state == slot_state::present);
    bench.driver.fail(SlotVerb::SelectProtocol, DriverError::CommunicationFailed);
    CHECK(bench.reconnect(handle) != ResultCode::Success);
    CHECK(bench.shown().state == (slot_state::present | slot_state::powered | slot_state::negotiable));
}
