#include "tests/unit/daemon/readers/slot_bench.hpp"

using namespace scrm::readers;
using namespace scrm::readers::test;
using scrm::drivers::DriverError;
namespace slot_state = scrm::ipc::slot_state;

TEST_CASE("a card that is left notices nothing") {
    SlotBench bench;
    bench.start();
    const HandlePtr handle = bench.connected();
    const HandlePtr other = bench.connected();
    bench.driver.forget();
    CHECK(bench.disconnect(handle) == ResultCode::Success);
    CHECK(bench.driver.heard().empty());
    CHECK(bench.shown().sharing == 1);
    CHECK(bench.slot->status(*other) == ResultCode::Success);
}

TEST_CASE("what becomes of the card at a disconnect, and that the others are told") {
    struct Case {
        Disposition disposition;
        Heard heard;
        std::uint32_t state;
    };
    constexpr auto powered = slot_state::present | slot_state::powered | slot_state::negotiable;
    const auto a = GENERATE(values<Case>({
        {Disposition::Reset, {"reset"}, powered},
        {Disposition::Unpower, {"power off"}, slot_state::present},
        {Disposition::Eject, {"eject"}, slot_state::present},
    }));
    SlotBench bench;
    bench.start();
    const HandlePtr handle = bench.connected();
    const HandlePtr other = bench.connected();
    bench.driver.forget();
    CHECK(bench.disconnect(handle, a.disposition) == ResultCode::Success);
    CHECK(bench.driver.heard() == a.heard);
    CHECK(bench.shown().state == a.state);
    CHECK(bench.shown().protocol == 0);
    CHECK(bench.shown().sharing == 1);
    CHECK(bench.slot->status(*other) == ResultCode::ResetCard);
}

TEST_CASE("a card that cannot be ejected is switched off") {
    SlotBench bench;
    bench.start();
    const HandlePtr handle = bench.connected();
    bench.driver.fail(SlotVerb::Eject, DriverError::NotSupported);
    bench.driver.forget();
    CHECK(bench.disconnect(handle, Disposition::Eject) == ResultCode::Success);
    CHECK(bench.driver.heard() == Heard{"eject", "power off"});
    CHECK(bench.shown().state == slot_state::present);
}

TEST_CASE("an empty slot has nothing to switch off, and nobody is told of it") {
    SlotBench bench("");
    bench.start();
    const HandlePtr handle = bench.connected(ShareMode::Direct, 0);
    const HandlePtr other = bench.connected(ShareMode::Direct, 0);
    CHECK(bench.disconnect(handle, GENERATE(Disposition::Reset, Disposition::Unpower, Disposition::Eject)) ==
          ResultCode::Success);
    CHECK(bench.driver.heard().empty());
    CHECK(bench.slot->status(*other) == ResultCode::Success);
}

TEST_CASE("a handle whose card was removed does nothing to the card that came after it") {
    SlotBench bench;
    bench.start();
    const HandlePtr old = bench.connected();
    bench.swap(t1_card);
    const HandlePtr fresh = bench.connected();
    bench.driver.forget();
    CHECK(bench.disconnect(old, GENERATE(Disposition::Reset, Disposition::Unpower)) == ResultCode::Success);
    CHECK(bench.driver.heard().empty());
    CHECK(bench.slot->status(*fresh) == ResultCode::Success);
    CHECK(bench.shown().sharing == 1);
}

TEST_CASE("who merely leaves does not wait for another's transaction") {
    SlotBench bench;
    bench.start();
    const HandlePtr holder = bench.connected();
    const HandlePtr other = bench.connected();
    REQUIRE(*bench.begin(holder) == ResultCode::Success);
    CHECK(bench.disconnect(other) == ResultCode::Success);
    CHECK(bench.slot->transactions().held_by(*holder));
}

TEST_CASE("who would disturb another's transaction waits for its end") {
    SlotBench bench;
    bench.start();
    const HandlePtr holder = bench.connected();
    const HandlePtr other = bench.connected();
    REQUIRE(*bench.begin(holder) == ResultCode::Success);
    bench.driver.forget();
    const auto leaving = bench.later(bench.slot->disconnect(other, Disposition::Reset, Patience::Wait));
    CHECK_FALSE(*leaving);
    CHECK(bench.driver.heard().empty());
    CHECK(bench.end(holder) == ResultCode::Success);
    CHECK(*leaving == ResultCode::Success);
    CHECK(bench.driver.heard() == Heard{"reset"});
    CHECK(bench.slot->status(*holder) == ResultCode::ResetCard);
    CHECK(bench.shown().sharing == 1);
}

TEST_CASE("who may not wait, or gives up waiting, leaves and the card is left as it is") {
    SlotBench bench;
    bench.start();
    const HandlePtr holder = bench.connected();
    const HandlePtr other = bench.connected();
    REQUIRE(*bench.begin(holder) == ResultCode::Success);
    bench.driver.forget();
    const auto patience = GENERATE(Patience::Wait, Patience::Refuse);
    const auto leaving = bench.later(bench.slot->disconnect(other, Disposition::Reset, patience));
    bench.slot->stop_waiting(*other);
    bench.loop.turn();
    CHECK(*leaving == ResultCode::Success);
    CHECK(bench.shown().sharing == 1);
    CHECK(bench.end(holder) == ResultCode::Success);
    CHECK(bench.driver.heard().empty());
}

TEST_CASE("the card that is removed while a disconnect waits takes the disposition with it") {
    SlotBench bench;
    bench.start();
    const HandlePtr holder = bench.connected();
    const HandlePtr other = bench.connected();
    REQUIRE(*bench.begin(holder) == ResultCode::Success);
    const auto leaving = bench.later(bench.slot->disconnect(other, Disposition::Reset, Patience::Wait));
    bench.swap(t1_card);
    bench.driver.forget();
    bench.disconnect(holder);
    CHECK(*leaving == ResultCode::Success);
    CHECK(bench.driver.heard().empty());
}

TEST_CASE("nobody gets the slot to himself before a disconnect is through with the card") {
    SlotBench bench;
    bench.start();
    const HandlePtr handle = bench.connected();
    const HandlePtr other = bench.connected();
    bench.driver.hold(SlotVerb::Reset);
    const auto leaving = bench.later(bench.slot->disconnect(handle, Disposition::Reset, Patience::Wait));
    const auto begun = bench.begin(other);
    CHECK_FALSE(*begun);
    bench.release(SlotVerb::Reset);
    CHECK(*leaving == ResultCode::Success);
    CHECK(*begun == ResultCode::Success);
    CHECK(bench.slot->status(*other) == ResultCode::ResetCard);
}

TEST_CASE("a disconnect ends all of the handle's transactions") {
    SlotBench bench;
    bench.start();
    const HandlePtr handle = bench.connected();
    const HandlePtr other = bench.connected();
    REQUIRE(*bench.begin(handle) == ResultCode::Success);
    REQUIRE(*bench.begin(handle) == ResultCode::Success);
    const auto waiting = bench.begin(other);
    CHECK(bench.disconnect(handle) == ResultCode::Success);
    bench.loop.turn();
    CHECK(*waiting == ResultCode::Success);
    CHECK(bench.slot->transactions().held_by(*other));
}
