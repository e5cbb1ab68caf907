// The reader goes while something is under way.
#include <functional>

#include "tests/unit/daemon/readers/slot_bench.hpp"

using namespace scrm::readers;
using namespace scrm::readers::test;

namespace {

/// A verb that is stopped at the reader, and what it says when the reader goes.
struct Verb {
    const char* name;
    SlotVerb stopped_at;
    std::function<CodeOutcome(Slot&, HandlePtr)> start;
    ResultCode answer = ResultCode::ReaderUnavailable;
};

CodeOutcome code_of(AnswerOutcome verb) {
    const Answer answer = co_await std::move(verb);
    CHECK(answer.bytes.empty());
    co_return answer.code;
}

CodeOutcome abandoning(Slot& slot, HandlePtr handle) {
    co_await slot.abandon(handle);
    co_return ResultCode::Success;
}

const std::vector<Verb> verbs{
    {"reconnect", SlotVerb::Reset,
     [](Slot& slot, HandlePtr handle) {
         return slot.reconnect(handle, ShareMode::Shared, t1, Disposition::Reset);
     }},
    {"reconnect, unpower", SlotVerb::PowerOn,
     [](Slot& slot, HandlePtr handle) {
         return slot.reconnect(handle, ShareMode::Shared, t1, Disposition::Unpower);
     }},
    {"reconnect, at the protocol", SlotVerb::SelectProtocol,
     [](Slot& slot, HandlePtr handle) {
         return slot.reconnect(handle, ShareMode::Shared, t1, Disposition::Reset);
     }},
    {"disconnect, reset", SlotVerb::Reset,
     [](Slot& slot, HandlePtr handle) { return slot.disconnect(handle, Disposition::Reset, Patience::Wait); },
     ResultCode::Success},
    {"disconnect, unpower", SlotVerb::PowerOff,
     [](Slot& slot, HandlePtr handle) {
         return slot.disconnect(handle, Disposition::Unpower, Patience::Wait);
     },
     ResultCode::Success},
    {"disconnect, eject", SlotVerb::Eject,
     [](Slot& slot, HandlePtr handle) { return slot.disconnect(handle, Disposition::Eject, Patience::Wait); },
     ResultCode::Success},
    {"end, reset", SlotVerb::Reset,
     [](Slot& slot, HandlePtr handle) { return slot.end(handle, Disposition::Reset); }},
    {"end, unpower", SlotVerb::PowerOn,
     [](Slot& slot, HandlePtr handle) { return slot.end(handle, Disposition::Unpower); }},
    {"end, eject", SlotVerb::Eject,
     [](Slot& slot, HandlePtr handle) { return slot.end(handle, Disposition::Eject); }},
    {"transmit", SlotVerb::Exchange,
     [](Slot& slot, HandlePtr handle) { return code_of(slot.transmit(handle, t1, {})); }},
    {"control", SlotVerb::Control,
     [](Slot& slot, HandlePtr handle) { return code_of(slot.control(handle, 1, {})); }},
    {"get attribute", SlotVerb::GetAttribute,
     [](Slot& slot, HandlePtr handle) { return code_of(slot.get_attribute(handle, 1)); }},
    {"set attribute", SlotVerb::SetAttribute,
     [](Slot& slot, HandlePtr handle) { return slot.set_attribute(handle, 1, {}); }},
    {"death in a transaction", SlotVerb::Reset, abandoning, ResultCode::Success},
};

enum class Told : std::uint8_t { ByTheDriver, ByTheHotplugSide };

}  // namespace

TEST_CASE("a reader that goes ends what is under way, whoever tells of it first") {
    const auto verb = GENERATE(from_range(verbs));
    const auto told = GENERATE(Told::ByTheDriver, Told::ByTheHotplugSide);
    CAPTURE(verb.name);
    SlotBench bench;
    bench.start();
    const HandlePtr handle = bench.connected();
    const HandlePtr other = bench.connected();
    REQUIRE(*bench.begin(handle) == ResultCode::Success);
    bench.driver.hold(verb.stopped_at);
    const auto waiting = bench.begin(other);
    const auto outcome = bench.later(verb.start(*bench.slot, handle));
    REQUIRE_FALSE(*outcome);
    REQUIRE_FALSE(*waiting);
    if (told == Told::ByTheDriver)
        bench.driver.device_goes();
    bench.leave();
    CHECK(*outcome == verb.answer);
    CHECK(*waiting == ResultCode::ReaderUnavailable);
    CHECK_FALSE(bench.slot->transactions().holder());
    CHECK(bench.shown() == scrm::ipc::ReaderState{});
}

TEST_CASE("a reader that goes while a client connects is not there for it") {
    const auto told = GENERATE(Told::ByTheDriver, Told::ByTheHotplugSide);
    const auto stopped_at = GENERATE(SlotVerb::PowerOn, SlotVerb::SelectProtocol);
    SlotBench bench;
    bench.driver.hold(stopped_at);
    bench.start();
    const HandlePtr handle = bench.new_handle();
    const auto connecting = bench.begin_connect(handle);
    REQUIRE_FALSE(*connecting);
    if (told == Told::ByTheDriver)
        bench.driver.device_goes();
    bench.leave();
    CHECK(*connecting == ResultCode::ReaderUnavailable);
    CHECK_FALSE(handle->connected);
}

TEST_CASE("a reader that goes sends those home who wait to connect") {
    SlotBench bench;
    bench.start();
    const HandlePtr holder = bench.connected();
    REQUIRE(*bench.begin(holder) == ResultCode::Success);
    const auto connecting = bench.begin_connect(bench.new_handle());
    const auto leaving =
        bench.later(bench.slot->disconnect(bench.new_handle(), Disposition::Reset, Patience::Wait));
    REQUIRE_FALSE(*connecting);
    REQUIRE_FALSE(*leaving);
    bench.leave();
    CHECK(*connecting == ResultCode::ReaderUnavailable);
    CHECK(*leaving == ResultCode::Success);
}

TEST_CASE("who was granted his turn in the moment the reader goes does not get it") {
    SlotBench bench;
    bench.start();
    const HandlePtr holder = bench.connected();
    const HandlePtr other = bench.connected();
    REQUIRE(*bench.begin(holder) == ResultCode::Success);
    const auto waiting = bench.begin(other);
    const auto end_and_go = [&]() -> scrm::drivers::Awaitable<void> {
        (void)co_await bench.slot->end(holder, Disposition::Leave);
        bench.slot->leave();
    };
    bench.loop.run(end_and_go());
    CHECK(*waiting == ResultCode::ReaderUnavailable);
    CHECK_FALSE(bench.slot->transactions().holder());
}

TEST_CASE("without its reader every call says so, and only leaving succeeds") {
    SlotBench bench;
    bench.start();
    const HandlePtr handle = bench.connected();
    bench.leave();
    constexpr auto unavailable = ResultCode::ReaderUnavailable;
    auto& loop = bench.loop;
    auto& slot = *bench.slot;
    CHECK(slot.status(*handle) == unavailable);
    CHECK(bench.connect(bench.new_handle()) == unavailable);
    CHECK(bench.connect(bench.new_handle(), ShareMode::Direct, 0) == unavailable);
    CHECK(bench.reconnect(handle) == unavailable);
    CHECK(*bench.begin(handle) == unavailable);
    CHECK(bench.end(handle) == unavailable);
    CHECK(bench.transmit(handle) == unavailable);
    CHECK(loop.at_once(slot.control(handle, 1, {})).code == unavailable);
    CHECK(loop.at_once(slot.get_attribute(handle, 0x7FFF0003)).code == unavailable);
    CHECK(bench.now(slot.set_attribute(handle, 1, {})) == unavailable);
    bench.driver.forget();
    CHECK(bench.disconnect(handle, Disposition::Reset) == ResultCode::Success);
    CHECK(bench.driver.heard().empty());
}

TEST_CASE("a handle that outlives its reader does nothing to the reader that took its place") {
    SlotBench bench;
    bench.start();
    const HandlePtr handle = bench.connected();
    bench.leave();
    scrm::ipc::ReaderState next;
    next.name = scrm::ipc::to_reader_name("Next 00 00");
    bench.board.show(bench.board.reserve(), next);
    bench.loop.run(bench.slot->abandon(handle));
    CHECK(bench.shown() == next);
}
