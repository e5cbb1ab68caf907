// A reader that is lost while its device is there.
#include "tests/unit/drivers/ccid/lasting/lasting_bench.hpp"

namespace scrm::ccid {
namespace {

TEST_CASE("a reader whose port is reset is opened anew; its card was out of sight and has lost its state") {
    LastingBench bench;
    const Presence before = bench.presence();
    bench.emulated.reset_port();
    const Presence after = bench.presence(before.changes);
    CHECK(after.present);
    CHECK(after.changes == before.changes + 1);
    CHECK(after.lapses == before.lapses + 1);
    CHECK(bench.exchange(echo).error == words(DriverError::CardUnpowered));
    bench.make_usable();
    CHECK(bench.exchange(echo).bytes == echoed);
    CHECK(bench.opened == 1);
}

TEST_CASE("what is asked of the reader reaches the one that is open, before a loss and after it") {
    constexpr std::uint32_t vendor_name = 0x00010100, get_features = 0x42000D48;
    LastingBench bench;
    std::array<std::uint8_t, 64> room{};
    for (int losses = 0; losses < 2; ++losses) {
        const auto name = bench.run(bench.slot().get_attribute(vendor_name, room, LastingBench::soon()));
        CHECK(name.has_value());
        const auto features = bench.run(bench.slot().control(get_features, {}, room, LastingBench::soon()));
        CHECK(features.has_value());
        CHECK(bench.run(bench.slot().power_off(LastingBench::soon())).has_value());
        CHECK(bench.exchange(echo).error == words(DriverError::CardUnpowered));
        bench.make_usable();
        CHECK(bench.exchange(echo).bytes == echoed);
        const Presence before = bench.presence();
        bench.emulated.reset_port();
        CHECK(bench.presence(before.changes).present);
    }
}

TEST_CASE("a reader is lost and opened anew as often as need be") {
    LastingBench bench;
    for (std::uint64_t times = 1; times <= 3; ++times) {
        const Presence before = bench.presence();
        bench.emulated.reset_port();
        CHECK(bench.presence(before.changes).lapses == times);
        bench.make_usable();
        CHECK(bench.exchange(echo).bytes == echoed);
    }
    bench.emulated.remove(0);
    bench.await_presence(false);
    bench.emulated.insert(0, fakes::card_for_t1());
    bench.await_presence(true);
    CHECK(bench.presence().lapses == 3);
}

TEST_CASE("a card that has left meanwhile, or has come, is a movement and no lapse") {
    LastingBench bench;
    Presence before = bench.presence();
    bench.emulated.slot(0).remove();
    bench.emulated.reset_port();
    Presence after = bench.presence(before.changes);
    CHECK_FALSE(after.present);
    CHECK(after.changes == before.changes + 1);
    CHECK(after.lapses == before.lapses);
    bench.emulated.slot(0).insert(fakes::card_for_t1());
    before = after;
    bench.emulated.reset_port();
    after = bench.presence(before.changes);
    CHECK(after.present);
    CHECK(after.changes == before.changes + 1);
    CHECK(after.lapses == before.lapses);
}

TEST_CASE("a command under way ends with its reader") {
    LastingBench bench;
    bench.emulated.fault(0x6F, fakes::ReaderFault::PortReset);
    CHECK(bench.exchange(echo).error == words(DriverError::CommunicationFailed));
    CHECK(bench.exchange(echo).error == words(DriverError::CardUnpowered));
    bench.make_usable();
    CHECK(bench.exchange(echo).bytes == echoed);
}

TEST_CASE("a loss that only a command can find is found by it") {
    LastingBench bench(quick_timing(), "Aktiv Rutoken ECP");
    bench.emulated.usb().fail_next(usb::Pipe::BulkOut, usb::UsbStatus::Gone);
    bench.emulated.make_interface();
    CHECK(bench.exchange(echo).error != "");
    bench.make_usable();
    CHECK(bench.exchange(echo).bytes == echoed);
    CHECK(bench.opened == 1);
}

TEST_CASE("verbs that need the reader wait for it, as long as they may") {
    using namespace std::chrono_literals;
    LastingBench bench(timing_of(60s, 60s));
    bench.emulated.reset_port();
    bench.run_for(5ms);
    const auto late = bench.run(bench.slot().power_on(std::chrono::steady_clock::now() + 5ms));
    CHECK((!late && late.error() == DriverError::DeadlinePassed));
    std::optional<drivers::Result<drivers::AtrBytes>> powered;
    bench.start(bench.slot().power_on(LastingBench::soon()), powered);
    bench.run_for(1ms);
    bench.slot().cancel();
    bench.run_until([&] { return powered.has_value(); });
    CHECK(powered->error() == DriverError::Cancelled);
}

TEST_CASE("a card that is being powered when the reader is lost is powered by the one that comes") {
    LastingBench bench;
    CHECK(bench.run(bench.slot().power_off(bench.soon())).has_value());
    bench.emulated.fault(0x62, fakes::ReaderFault::PortReset);
    CHECK(bench.run(bench.slot().power_on(bench.soon())).has_value());
    CHECK(bench.opened == 1);
}

TEST_CASE("a reader that cannot be opened for long is shown empty, and comes back") {
    using namespace std::chrono_literals;
    LastingBench bench(timing_of(1ms, 50ms));
    bench.failures = {DriverError::Refused, DriverError::CommunicationFailed, DriverError::Refused,
                      DriverError::DeadlinePassed};
    const Presence before = bench.presence();
    bench.emulated.reset_port();
    std::optional<drivers::Result<drivers::AtrBytes>> powered;
    bench.run_for(1ms);
    bench.start(bench.slot().power_on(LastingBench::soon()), powered);
    const Presence without = bench.presence(before.changes);
    CHECK_FALSE(without.present);
    CHECK(without.changes == before.changes + 1);
    bench.run_until([&] { return powered.has_value(); });
    CHECK(powered->error() == DriverError::CommunicationFailed);
    CHECK(bench.power_on().error == words(DriverError::CommunicationFailed));
    const Presence back = bench.presence(without.changes);
    CHECK(back.present);
    CHECK(back.changes == without.changes + 1);
    CHECK(back.lapses == before.lapses);
    CHECK(bench.opened == 5);
    bench.make_usable();
    CHECK(bench.exchange(echo).bytes == echoed);
}

TEST_CASE("a reader whose device has left has gone for good") {
    LastingBench bench;
    bench.failures = {DriverError::DeviceGone};
    const Presence before = bench.presence();
    bench.emulated.reset_port();
    const auto after = bench.run(bench.slot().presence_after(before.changes));
    CHECK((!after && after.error() == DriverError::DeviceGone));
    CHECK(bench.power_on().error == words(DriverError::DeviceGone));
    CHECK(bench.exchange(echo).error == words(DriverError::DeviceGone));
    bench.run_for(std::chrono::milliseconds(20));
    CHECK(bench.opened == 1);
}

TEST_CASE("a reader that is closed while it is lost is not opened any more, and ends who waits") {
    using namespace std::chrono_literals;
    LastingBench bench(timing_of(60s, 60s));
    const Presence before = bench.presence();
    bench.emulated.reset_port();
    Waiting waiting;
    std::optional<drivers::Result<drivers::AtrBytes>> powered;
    bench.start(bench.slot().presence_after(before.changes), waiting);
    bench.run_for(5ms);
    bench.start(bench.slot().power_on(LastingBench::soon()), powered);
    bench.run_for(1ms);
    bench.run(bench.lasting->close());
    REQUIRE(waiting.has_value());
    CHECK(waiting->error() == DriverError::DeviceGone);
    REQUIRE(powered.has_value());
    CHECK(powered->error() == DriverError::DeviceGone);
    CHECK(bench.opened == 0);
}

TEST_CASE("a reader that is closed takes the power from its cards and ends every verb") {
    LastingBench bench;
    Waiting waiting;
    bench.start(bench.slot().presence_after(bench.presence().changes), waiting);
    bench.run(bench.lasting->close());
    CHECK_FALSE(bench.emulated.slot(0).powered());
    REQUIRE(waiting.has_value());
    CHECK(waiting->error() == DriverError::DeviceGone);
    CHECK(bench.power_on().error == words(DriverError::DeviceGone));
    CHECK(bench.opened == 0);
}

}  // namespace
}  // namespace scrm::ccid
