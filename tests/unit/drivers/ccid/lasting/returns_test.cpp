// How long a lost reader is waited for, and what is not taken for its return.
#include "tests/unit/drivers/ccid/lasting/lasting_bench.hpp"

namespace scrm::ccid {
namespace {

TEST_CASE("a reader is waited for as many tries as are quick, and no more") {
    using namespace std::chrono_literals;
    LastingBench bench(timing_of(1ms, 50ms));
    bench.failures.assign(timing_of(1ms, 50ms).reopen.size(), DriverError::Refused);
    const Presence before = bench.presence();
    bench.emulated.reset_port();
    CHECK_FALSE(bench.presence(before.changes).present);
}

TEST_CASE("one that was given up and came back is waited for again when it is lost again") {
    using namespace std::chrono_literals;
    Timing timing = timing_of(1ms, 50ms);
    timing.reopen[0] = 300ms;
    LastingBench bench(timing);
    bench.failures.assign(timing.reopen.size(), DriverError::Refused);
    const Presence before = bench.presence();
    bench.emulated.reset_port();
    const Presence without = bench.presence(before.changes);
    REQUIRE(bench.presence(without.changes).present);
    bench.emulated.reset_port();
    bench.await_loss();
    CHECK(bench.power_on().ok());
}

TEST_CASE("a verb under way in a reader that is closed ends as in one that has gone") {
    LastingBench bench;
    std::array<std::uint8_t, 16> room{};
    std::optional<drivers::Result<std::size_t>> exchanged;
    bench.emulated.fault(0x6F, fakes::ReaderFault::Silence, 1);
    bench.start(bench.slot().exchange(drivers::Protocol::T1, echo, room, LastingBench::soon()), exchanged);
    bench.run_for(std::chrono::milliseconds(5));
    bench.run(bench.lasting->close());
    REQUIRE(exchanged.has_value());
    CHECK((!*exchanged && exchanged->error() == DriverError::DeviceGone));
}

TEST_CASE("a close waits for the opening that is under way, after the second loss as after the first") {
    LastingBench bench;
    const Presence before = bench.presence();
    bench.emulated.reset_port();
    REQUIRE(bench.presence(before.changes).present);
    bench.emulated.fault(0x65, fakes::ReaderFault::Silence, 1);
    bench.emulated.reset_port();
    bench.run_until([&] { return bench.under_way; });
    bench.run(bench.lasting->close());
    CHECK_FALSE(bench.under_way);
}

TEST_CASE("what comes back with other slots is another device, and is not taken for the reader") {
    LastingBench bench;
    fakes::EmulatedReader other(bench.executor(), fakes::golden_reader("jSolutions"));
    auto usb = other.take_interface();
    auto facts = facts_of(usb->description(), {}, quick_timing(), std::make_shared<SpeedMemory>());
    bench.stranger = std::make_unique<CcidReader>(bench.executor(), std::move(usb),
                                                  std::move(std::get<ReaderFacts>(facts)));
    REQUIRE(bench.run(bench.stranger->bring_up(LastingBench::soon())).has_value());
    const Presence before = bench.presence();
    bench.emulated.reset_port();
    CHECK(bench.presence(before.changes).present);
    CHECK(bench.opened == 2);
    bench.make_usable();
    CHECK(bench.exchange(echo).bytes == echoed);
}

}  // namespace
}  // namespace scrm::ccid
