#include "tests/unit/daemon/readers/slot_bench.hpp"

using namespace scrm::readers;
using namespace scrm::readers::test;
using scrm::drivers::DriverError;
namespace slot_state = scrm::ipc::slot_state;

TEST_CASE("connecting agrees with the card on a protocol that both know") {
    struct Case {
        std::string_view card;
        std::uint32_t asked;
        std::uint32_t agreed;
        std::string_view heard;
    };
    const auto a = GENERATE(values<Case>({{t0_card, any_protocol, t0, "T=0"},
                                          {t1_card, any_protocol, t1, "T=1"},
                                          {both_card, any_protocol, t1, "T=1"},
                                          {both_card, t0, t0, "T=0"},
                                          {both_card, raw, raw, "raw"}}));
    SlotBench bench(a.card);
    bench.start();
    const HandlePtr handle = bench.connected(ShareMode::Shared, a.asked);
    CHECK(handle->protocol == a.agreed);
    CHECK(bench.driver.heard() == Heard{std::string(a.heard)});
    CHECK(bench.shown().protocol == a.agreed);
    CHECK(bench.shown().sharing == 1);
}

TEST_CASE("a second handle speaks the protocol that is in force, and the card notices nothing") {
    SlotBench bench;
    bench.start();
    const HandlePtr first = bench.connected(ShareMode::Shared, t1);
    bench.driver.forget();
    const HandlePtr second = bench.connected();
    CHECK(second->protocol == t1);
    CHECK(bench.driver.heard().empty());
    CHECK(bench.shown().sharing == 2);
}

TEST_CASE("a card and a client that share no protocol do not connect") {
    SlotBench bench(t0_card);
    bench.start();
    CHECK(bench.connect(bench.new_handle(), ShareMode::Shared, t1) == ResultCode::ProtocolMismatch);
    CHECK(bench.shown().sharing == 0);
}

TEST_CASE("a client that names no protocol does not connect, and the card is not bothered") {
    SlotBench bench;
    bench.start();
    const std::uint32_t none = GENERATE(0U, 8U, 0x10000U);
    CHECK(bench.connect(bench.new_handle(), ShareMode::Shared, none) == ResultCode::ProtocolMismatch);
    CHECK(bench.driver.heard().empty());
}

TEST_CASE("a client that wants another protocol than the one in force does not connect beside others") {
    SlotBench bench;
    bench.start();
    const HandlePtr first = bench.connected(ShareMode::Shared, t1);
    CHECK(bench.connect(bench.new_handle(), ShareMode::Shared, t0) == ResultCode::ProtocolMismatch);
    CHECK(bench.slot->status(*first) == ResultCode::Success);
    CHECK(bench.shown().protocol == t1);
    CHECK(bench.shown().sharing == 1);
}

TEST_CASE("a protocol left over from a handle that is closed gives way") {
    SlotBench bench;
    bench.start();
    bench.disconnect(bench.connected(ShareMode::Shared, t1));
    bench.driver.forget();
    CHECK(bench.connected(ShareMode::Shared, t0)->protocol == t0);
    CHECK(bench.driver.heard() == Heard{"power on", "T=0"});
}

TEST_CASE("without a card only a direct client connects, and nothing is done to the slot") {
    SlotBench bench("");
    bench.start();
    CHECK(bench.connect(bench.new_handle(), ShareMode::Shared) == ResultCode::NoSmartcard);
    CHECK(bench.connect(bench.new_handle(), ShareMode::Exclusive) == ResultCode::NoSmartcard);
    CHECK(bench.shown().sharing == 0);
    const HandlePtr direct = bench.connected(ShareMode::Direct, 0);
    CHECK(direct->protocol == 0);
    CHECK(bench.shown().sharing == 1);
    CHECK(bench.driver.heard().empty());
}

TEST_CASE("a direct client agrees on nothing, but is told what is in force") {
    SlotBench bench;
    bench.start();
    const HandlePtr first = bench.connected(ShareMode::Direct, any_protocol);
    CHECK(first->protocol == 0);
    CHECK(bench.driver.heard().empty());
    const HandlePtr second = bench.connected(ShareMode::Shared, t1);
    CHECK(bench.connected(ShareMode::Direct, 0)->protocol == t1);
}

TEST_CASE("a mute card is unpowered to its clients, and each one tries anew") {
    SlotBench bench("");
    bench.start();
    bench.driver.fail(SlotVerb::PowerOn, DriverError::CardMute);
    bench.insert(t1_card);
    CHECK(bench.connect(bench.new_handle()) == ResultCode::UnpoweredCard);
    CHECK(bench.shown().sharing == 0);
    bench.driver.work(SlotVerb::PowerOn);
    bench.connected();
    CHECK(bench.shown_atr() == t1_card);
    CHECK(bench.driver.heard() == Heard{"power on", "power on", "power on", "T=1"});
}

TEST_CASE("what the reader says when it cannot power or agree is told to the client") {
    SlotBench bench("");
    bench.start();
    bench.driver.fail(SlotVerb::PowerOn, DriverError::CommunicationFailed);
    bench.insert(t1_card);
    CHECK(bench.connect(bench.new_handle()) == ResultCode::UnresponsiveCard);
    bench.driver.work(SlotVerb::PowerOn);
    bench.driver.fail(SlotVerb::SelectProtocol, DriverError::ProtocolNotSupported);
    CHECK(bench.connect(bench.new_handle()) == ResultCode::ProtocolMismatch);
    bench.driver.fail(SlotVerb::SelectProtocol, DriverError::CardMute);
    CHECK(bench.connect(bench.new_handle()) == ResultCode::UnpoweredCard);
    CHECK(bench.shown().protocol == 0);
}

TEST_CASE("who may connect beside whom") {
    struct Case {
        ShareMode first;
        ShareMode second;
        ResultCode answer;
    };
    const auto a = GENERATE(values<Case>({
        {ShareMode::Shared, ShareMode::Shared, ResultCode::Success},
        {ShareMode::Shared, ShareMode::Direct, ResultCode::Success},
        {ShareMode::Direct, ShareMode::Shared, ResultCode::Success},
        {ShareMode::Direct, ShareMode::Direct, ResultCode::Success},
        {ShareMode::Shared, ShareMode::Exclusive, ResultCode::SharingViolation},
        {ShareMode::Direct, ShareMode::Exclusive, ResultCode::SharingViolation},
        {ShareMode::Exclusive, ShareMode::Shared, ResultCode::SharingViolation},
        {ShareMode::Exclusive, ShareMode::Direct, ResultCode::SharingViolation},
        {ShareMode::Exclusive, ShareMode::Exclusive, ResultCode::SharingViolation},
    }));
    SlotBench bench;
    bench.start();
    const HandlePtr first = bench.connected(a.first);
    CHECK(bench.connect(bench.new_handle(), a.second) == a.answer);
    bench.disconnect(first);
}

TEST_CASE("who has the slot for himself is shown as -1") {
    SlotBench bench;
    bench.start();
    const HandlePtr handle = bench.connected(ShareMode::Exclusive);
    CHECK(bench.shown().sharing == -1);
    bench.disconnect(handle);
    CHECK(bench.shown().sharing == 0);
}

TEST_CASE("two who want the slot for themselves do not both get it while the card is made ready") {
    SlotBench bench;
    bench.start();
    bench.driver.hold(SlotVerb::SelectProtocol);
    const HandlePtr first = bench.new_handle();
    const auto connecting = bench.begin_connect(first, ShareMode::Exclusive);
    CHECK_FALSE(*connecting);
    CHECK(bench.connect(bench.new_handle(), ShareMode::Exclusive) == ResultCode::SharingViolation);
    bench.release(SlotVerb::SelectProtocol);
    CHECK(*connecting == ResultCode::Success);
}

TEST_CASE("whoever fails to connect leaves the slot to others") {
    SlotBench bench(t0_card);
    bench.start();
    CHECK(bench.connect(bench.new_handle(), ShareMode::Exclusive, t1) == ResultCode::ProtocolMismatch);
    bench.connected(ShareMode::Exclusive, t0);
}

TEST_CASE("a card that leaves while a client connects is not there for it") {
    SlotBench bench(t1_card);
    bench.start();
    bench.driver.hold(SlotVerb::SelectProtocol);
    const auto connecting = bench.begin_connect(bench.new_handle());
    bench.remove();
    bench.release(SlotVerb::SelectProtocol);
    CHECK(*connecting == ResultCode::NoSmartcard);
    CHECK(bench.shown().state == slot_state::absent);
    CHECK(bench.shown().sharing == 0);
}

TEST_CASE("the ATR of a card that was swapped while it answered is not taken for the new one's") {
    SlotBench bench(t1_card);
    bench.driver.fail(SlotVerb::PowerOn, DriverError::CardMute);
    bench.start();
    bench.driver.work(SlotVerb::PowerOn);
    bench.driver.hold(SlotVerb::PowerOn);
    const auto connecting = bench.begin_connect(bench.new_handle());
    bench.swap(t0_card);
    bench.release(SlotVerb::PowerOn);
    CHECK(*connecting == ResultCode::NoSmartcard);
    CHECK(bench.shown_atr() == t0_card);
    CHECK(bench.driver.heard() == Heard{"power on", "power on"});
}

TEST_CASE("what happens to the card before a client has it is no news to that client") {
    SlotBench bench;
    bench.start();
    const HandlePtr first = bench.connected();
    bench.driver.hold(SlotVerb::Reset);
    const auto resetting =
        bench.later(bench.slot->reconnect(first, ShareMode::Shared, t1, Disposition::Reset));
    const HandlePtr second = bench.new_handle();
    const auto connecting = bench.begin_connect(second);
    CHECK_FALSE(*connecting);
    bench.release(SlotVerb::Reset);
    CHECK(*resetting == ResultCode::Success);
    CHECK(*connecting == ResultCode::Success);
    CHECK(bench.slot->status(*second) == ResultCode::Success);
}
