// How a slot learns that its card moves, and how a reader is brought up.
#include "tests/unit/drivers/ccid/hex.hpp"
#include "tests/unit/drivers/ccid/reader_bench.hpp"

namespace scrm::ccid {
namespace {

using drivers::DriverError;
using fakes::ReaderFault;

constexpr std::uint8_t slot_status = 0x65;

TEST_CASE("cards come and go, told by interrupt") {
    ReaderBench bench(fakes::golden_reader("AF Care One"));
    REQUIRE(bench.bring_up().ok());
    bench.emulated.insert(0, fakes::card_for_t1());
    bench.await_presence(true);
    bench.emulated.remove(0);
    bench.await_presence(false);
    CHECK(bench.power_on().error == drivers::describe(DriverError::NoCard));
}

TEST_CASE("cards come and go, found by looking where there is no interrupt pipe") {
    ReaderBench bench(fakes::golden_reader("Aktiv Rutoken ECP"));
    REQUIRE(bench.bring_up().ok());
    bench.emulated.insert(0, fakes::card_for_t1());
    bench.await_presence(true);
    bench.emulated.remove(0);
    bench.await_presence(false);
}

TEST_CASE("a reader that tells by interrupt is not asked without need") {
    ReaderBench bench(fakes::golden_reader("AF Care One"));
    bench.make_ready();
    const std::size_t asked = bench.emulated.count(slot_status);
    const auto end = std::chrono::steady_clock::now() + 5 * quick_timing().poll;
    bench.run_until([&] { return std::chrono::steady_clock::now() >= end; });
    CHECK(bench.emulated.count(slot_status) == asked);
}

TEST_CASE("an interrupt pipe that fails again and again is given up for looking") {
    ReaderBench bench(fakes::golden_reader("AF Care One"));
    for (int i = 0; i < 3; ++i)
        bench.emulated.usb().fail_next(usb::Pipe::InterruptIn, usb::UsbStatus::Failed);
    REQUIRE(bench.bring_up().ok());
    bench.emulated.insert(0, fakes::card_for_t1());
    bench.await_presence(true);
}

TEST_CASE("a card that was changed between two looks is another card") {
    ReaderBench bench(fakes::golden_reader("Aktiv Rutoken ECP"));
    bench.make_ready();
    const auto before = bench.run(bench.slot().presence_after(0));
    REQUIRE(before.has_value());
    bench.emulated.slot(0).insert(fakes::card_for_t1());
    const auto after = bench.run(bench.slot().presence_after(before->changes));
    REQUIRE(after.has_value());
    CHECK(after->present);
    CHECK(after->changes == before->changes + 2);
    CHECK(bench.exchange(hex("00 A4 00 00")).error == drivers::describe(DriverError::CardUnpowered));
}

TEST_CASE("every slot of a reader has its own card") {
    ReaderBench bench(fakes::golden_reader("jSolutions"));
    REQUIRE(bench.bring_up().ok());
    REQUIRE(bench.reader->slot_count() == 8);
    bench.emulated.insert(7, fakes::card_for_t0());
    bench.await_presence(true, 7);
    CHECK(bench.power_on(7).bytes == fakes::card_for_t0().atr);
    CHECK(bench.power_on(6).error == drivers::describe(DriverError::NoCard));
}

TEST_CASE("what an earlier user left in the pipe is passed over") {
    ReaderBench bench(fakes::golden_reader("AF Care One"));
    bench.emulated.usb().send(hex("80 02 00 00 00 00 00 00 00 00 90 00"));
    bench.emulated.usb().send({});
    bench.make_ready();
    CHECK(bench.exchange(hex("80 EC 00 00 01 07 00")).bytes == hex("07 90 00"));
}

TEST_CASE("a card is powered without being switched off first only while it is known to be off") {
    constexpr std::uint8_t power_off_message = 0x63;
    ReaderBench bench(fakes::golden_reader("AF Care One"));
    bench.emulated.insert(0, fakes::card_for_t1());
    bench.make_ready();
    CHECK(bench.emulated.count(power_off_message) == 0);
    CHECK(bench.power_on().bytes == fakes::card_for_t1().atr);
    CHECK(bench.emulated.count(power_off_message) == 1);
}

TEST_CASE("an earlier user's answer that could be ours is not believed for long") {
    ReaderBench bench(fakes::golden_reader("AF Care One"));
    bench.emulated.insert(0, fakes::card_for_t1());
    bench.emulated.usb().send(hex("81 00 00 00 00 00 00 02 00 00"));  // to the first command: no card is in
    REQUIRE(bench.bring_up().ok());
    CHECK(bench.reader->slot(0).presence().present);
}

TEST_CASE("a reader that swallows its first commands is asked again") {
    ReaderBench bench(fakes::golden_reader("Aktiv Rutoken ECP"));
    bench.emulated.insert(0, fakes::card_for_t1());
    bench.emulated.fault(slot_status, ReaderFault::Silence, 2);
    REQUIRE(bench.bring_up().ok());
    CHECK(bench.reader->responds());
    bench.await_presence(true);
}

TEST_CASE("a reader that stays mute is reset, stays in sight, and is asked again") {
    ReaderBench bench(fakes::golden_reader("AF Care One"));
    bench.emulated.fault(slot_status, ReaderFault::Silence, 9);
    bench.emulated.ignores_aborts = true;
    REQUIRE(bench.bring_up().ok());
    CHECK_FALSE(bench.reader->responds());
    const auto& asked = bench.emulated.usb().asked;
    CHECK(std::ranges::count(asked, "reset") == 1);
    bench.emulated.slot(0).insert(fakes::card_for_t1());
    bench.await_presence(true);
    CHECK(bench.reader->responds());
}

TEST_CASE("a reader that is closed takes the power from its cards and ends who waits") {
    ReaderBench bench(fakes::golden_reader("AF Care One"));
    bench.make_ready();
    std::optional<drivers::Result<drivers::Presence>> waiting;
    const auto now = bench.run(bench.slot().presence_after(0));
    bench.start(bench.slot().presence_after(now->changes), waiting);
    bench.run(bench.reader->close());
    CHECK_FALSE(bench.emulated.slot(0).powered());
    bench.run_until([&] { return waiting.has_value(); });
    CHECK(waiting->error() == DriverError::DeviceGone);
    bench.reader.reset();
}

}  // namespace
}  // namespace scrm::ccid
