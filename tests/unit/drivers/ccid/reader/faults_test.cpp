// Readers and cards that go wrong: each fault ends the command in the right error, and the next one works.
#include "tests/unit/drivers/ccid/hex.hpp"
#include "tests/unit/drivers/ccid/reader_bench.hpp"

namespace scrm::ccid {
namespace {

using drivers::DriverError;
using drivers::Protocol;
using fakes::ReaderFault;

constexpr std::uint8_t xfr_block = 0x6F;
constexpr std::uint8_t power_on_message = 0x62;
const auto echo = hex("80 EC 00 00 03 01 02 03 00");
const auto echoed = hex("01 02 03 90 00");

const char* words(DriverError error) {
    return drivers::describe(error);
}

void exchange_works(ReaderBench& bench) {
    CHECK(bench.exchange(echo).bytes == echoed);
}

struct Expected {
    ReaderFault fault;
    DriverError error;
};

// What leaves no answer leaves the card in the middle of a command: it must be powered anew.
const Expected lost_answers[] = {
    {ReaderFault::Late, DriverError::CommunicationFailed},
    {ReaderFault::Truncated, DriverError::CommunicationFailed},
    {ReaderFault::ShorterThanHeader, DriverError::CommunicationFailed},
    {ReaderFault::LyingLength, DriverError::CommunicationFailed},
    {ReaderFault::WrongSequence, DriverError::CommunicationFailed},
    {ReaderFault::WrongSlot, DriverError::CommunicationFailed},
    {ReaderFault::WrongType, DriverError::CommunicationFailed},
    {ReaderFault::Echo, DriverError::CommunicationFailed},
    {ReaderFault::Stall, DriverError::CommunicationFailed},
    {ReaderFault::OutStall, DriverError::CommunicationFailed},
    {ReaderFault::Overflow, DriverError::CommunicationFailed},
    {ReaderFault::Silence, DriverError::CommunicationFailed},
};

TEST_CASE("an answer that is lost or broken is an error, and the next command works") {
    for (const char* name : {"Elatec TWN4", "AF Care One", "Aktiv Rutoken ECP"})
        for (const auto& [fault, error] : lost_answers) {
            CAPTURE(name, static_cast<int>(fault));
            const fakes::RecordedReader recorded = fakes::golden_reader(name);
            const bool is_looked_at = recorded.endpoints == 2;
            if (fault == ReaderFault::OutStall && is_looked_at)
                continue;  // a look may come before the command and meet the stall
            ReaderBench bench(recorded);
            bench.make_ready();
            bench.emulated.fault(xfr_block, fault);
            CHECK(bench.exchange(echo).error == words(error));
            CHECK(bench.exchange(echo).error == words(DriverError::CardUnpowered));
            bench.make_usable();
            exchange_works(bench);
            CHECK_FALSE(bench.emulated.overlapped());
        }
}

TEST_CASE("a reader that does not even give a command up has its pipes set right") {
    ReaderBench bench(fakes::golden_reader("Elatec TWN4"));
    bench.make_ready();
    bench.emulated.ignores_aborts = true;
    bench.emulated.fault(xfr_block, ReaderFault::Silence);
    CHECK(bench.exchange(echo).error == words(DriverError::CommunicationFailed));
    bench.make_usable();
    exchange_works(bench);
    const auto& asked = bench.emulated.usb().asked;
    CHECK(std::ranges::count(asked, "clear_halt bulk in") == 1);
    CHECK(std::ranges::count(asked, "clear_halt bulk out") == 1);
}

TEST_CASE("a reader that is asked rightly to give a command up does so, and its pipes are left alone") {
    ReaderBench bench(fakes::golden_reader("Elatec TWN4"));
    bench.make_ready();
    bench.emulated.fault(xfr_block, ReaderFault::Silence);
    CHECK(bench.exchange(echo).error == words(DriverError::CommunicationFailed));
    bench.make_usable();
    exchange_works(bench);
    CHECK(std::ranges::count(bench.emulated.usb().asked, "clear_halt bulk out") == 0);
}

TEST_CASE("what the reader says of the card is passed on, and costs nothing else") {
    const Expected told[] = {{ReaderFault::Mute, DriverError::CardMute},
                             {ReaderFault::Parity, DriverError::CommunicationFailed},
                             {ReaderFault::NoData, DriverError::CardMute}};
    for (const auto& [fault, error] : told) {
        CAPTURE(static_cast<int>(fault));
        ReaderBench bench(fakes::golden_reader("Aktiv Rutoken ECP"));
        bench.make_ready();
        bench.emulated.fault(xfr_block, fault);
        CHECK(bench.exchange(echo).error == words(error));
        bench.make_usable();
        exchange_works(bench);
    }
}

TEST_CASE("a card that leaves in mid-command") {
    ReaderBench bench(fakes::golden_reader("AF Care One"));
    bench.make_ready();
    bench.emulated.fault(xfr_block, ReaderFault::CardOut);
    CHECK(bench.exchange(echo).error == words(DriverError::NoCard));
    bench.await_presence(false);
    CHECK(bench.exchange(echo).error == words(DriverError::NoCard));
    bench.emulated.insert(0, fakes::card_for_t1());
    bench.await_presence(true);
    bench.make_usable();
    exchange_works(bench);
}

TEST_CASE("a slot that is busy is asked again") {
    ReaderBench bench(fakes::golden_reader("AF Care One"));
    bench.make_ready();
    bench.emulated.fault(xfr_block, ReaderFault::Busy, 3);
    exchange_works(bench);
}

TEST_CASE("a reader that is unplugged in mid-command") {
    ReaderBench bench(fakes::golden_reader("AF Care One"));
    bench.make_ready();
    bench.emulated.fault(xfr_block, ReaderFault::Unplugged);
    CHECK(bench.exchange(echo).error == words(DriverError::DeviceGone));
    CHECK(bench.exchange(echo).error == words(DriverError::DeviceGone));
    const auto presence = bench.run(bench.slot().presence_after(0));
    CHECK((!presence && presence.error() == DriverError::DeviceGone));
}

TEST_CASE("time extensions are granted, for as long as the caller has") {
    ReaderBench bench(fakes::golden_reader("AF Care One"));
    bench.make_ready();
    bench.emulated.extensions = 5;
    exchange_works(bench);
    bench.emulated.extensions = 0;
    bench.emulated.fault(xfr_block, ReaderFault::Extensions);
    // Longer than the watchdog's patience, which each extension sets anew.
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(600);
    CHECK(bench.exchange(echo, Protocol::Raw, 0, deadline).error == words(DriverError::DeadlinePassed));
    CHECK(std::chrono::steady_clock::now() >= deadline);
    bench.make_usable();
    exchange_works(bench);
}

TEST_CASE("a cancelled exchange ends, and the reader is usable") {
    for (const bool ignores_aborts : {false, true}) {
        ReaderBench bench(fakes::golden_reader("AF Care One"));
        bench.make_ready();
        bench.emulated.ignores_aborts = ignores_aborts;
        bench.emulated.fault(xfr_block, ReaderFault::Extensions);
        drivers::Timer timer(bench.executor());
        timer.expires_after(std::chrono::milliseconds(50));
        timer.async_wait([&](auto) { bench.slot().cancel(); });
        CHECK(bench.exchange(echo).error == words(DriverError::Cancelled));
        bench.emulated.stop_working();
        bench.make_usable();
        exchange_works(bench);
    }
}

TEST_CASE("a cancel without a verb does nothing, not to the next one either") {
    ReaderBench bench(fakes::golden_reader("AF Care One"));
    bench.make_ready();
    bench.slot().cancel();
    exchange_works(bench);
}

TEST_CASE("a power-on that goes wrong") {
    ReaderBench bench(fakes::golden_reader("AF Care One"));
    bench.make_ready();
    bench.emulated.fault(power_on_message, ReaderFault::Silence);
    CHECK(bench.power_on().error == words(DriverError::CommunicationFailed));
    bench.emulated.fault(power_on_message, ReaderFault::Mute);
    CHECK(bench.power_on().error == words(DriverError::CardMute));
    bench.make_usable();
    exchange_works(bench);
}

TEST_CASE("a wedged slot does not hold up another where the reader can do both") {
    ReaderBench bench(fakes::golden_reader("jSolutions"));
    bench.emulated.insert(0, fakes::card_for_t0());
    bench.emulated.insert(1, fakes::card_for_t0());
    REQUIRE(bench.bring_up().ok());
    for (const std::size_t slot : {0U, 1U}) {
        bench.await_presence(true, slot);
        REQUIRE(bench.power_on(slot).ok());
        REQUIRE(bench.select(Protocol::T0, slot).ok());
    }
    bench.emulated.fault(xfr_block, ReaderFault::Extensions);
    const auto select = hex("00 A4 00 00 02 3F 00");
    std::optional<drivers::Result<std::size_t>> wedged;
    std::vector<std::uint8_t> room(300);
    bench.start(bench.slot(0).exchange(Protocol::T0, select, room, ReaderBench::soon()), wedged);
    bench.run_until([&] { return bench.emulated.count(xfr_block) > 0; });
    CHECK(bench.exchange(select, Protocol::T0, 1).ok());
    CHECK_FALSE(wedged.has_value());
    bench.slot(0).cancel();
    bench.run_until([&] { return wedged.has_value(); });
    CHECK(wedged->error() == DriverError::Cancelled);
}

TEST_CASE("blocks of T=1 that are damaged or lost are asked for again") {
    ReaderBench bench(fakes::golden_reader("ACS ACR122U"));
    bench.make_ready();
    bench.emulated.slot(0).damaged_blocks = 2;
    exchange_works(bench);
    bench.emulated.slot(0).lost_blocks = 2;
    exchange_works(bench);
    CHECK(bench.emulated.slot(0).commands == 2);
}

TEST_CASE("a card that is mute over T=1 is an error, and is to be powered anew") {
    ReaderBench bench(fakes::golden_reader("ACS ACR122U"));
    bench.make_ready();
    bench.emulated.slot(0).lost_blocks = 1000;
    CHECK(bench.exchange(echo).error == words(DriverError::CardMute));
    CHECK(bench.exchange(echo).error == words(DriverError::CardUnpowered));
    bench.emulated.slot(0).lost_blocks = 0;
    bench.make_usable();
    exchange_works(bench);
}

}  // namespace
}  // namespace scrm::ccid
