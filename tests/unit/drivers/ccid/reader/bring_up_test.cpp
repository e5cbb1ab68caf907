// How a reader is brought up when it does not make it easy, and what it is watched by.
#include "tests/unit/drivers/ccid/hex.hpp"
#include "tests/unit/drivers/ccid/reader_bench.hpp"

namespace scrm::ccid {
namespace {

using drivers::DriverError;
using fakes::ReaderFault;

constexpr std::uint8_t slot_status = 0x65;

TEST_CASE("a reader that leaves while it is brought up has gone") {
    ReaderBench bench(fakes::golden_reader("AF Care One"));
    bench.emulated.fault(slot_status, ReaderFault::Unplugged);
    CHECK(bench.bring_up().error == drivers::describe(DriverError::DeviceGone));
    CHECK(bench.power_on().error == drivers::describe(DriverError::DeviceGone));
}

TEST_CASE("a mute reader that comes back from its reset as another one has gone") {
    ReaderBench bench(fakes::golden_reader("AF Care One"));
    bench.emulated.fault(slot_status, ReaderFault::Silence, 4);
    bench.emulated.ignores_aborts = true;
    bench.emulated.usb().blocking_calls_end = usb::UsbStatus::Gone;
    CHECK(bench.bring_up().error == drivers::describe(DriverError::DeviceGone));
}

TEST_CASE("a mute interface of a device that has others is not reset") {
    fakes::RecordedReader composite = fakes::golden_reader("AF Care One");
    composite.interface_count = 3;
    ReaderBench bench(composite);
    bench.emulated.fault(slot_status, ReaderFault::Silence, 4);
    bench.emulated.ignores_aborts = true;
    REQUIRE(bench.bring_up().ok());
    CHECK(std::ranges::count(bench.emulated.usb().asked, "reset") == 0);
}

TEST_CASE("the rates of a model that lies about them are those of its row") {
    Quirks quirks;
    quirks.data_rates = {9600, 10'752};
    ReaderBench bench(fakes::golden_reader("AF Care One"), quirks);
    REQUIRE(bench.bring_up().ok());
    CHECK(bench.reader->facts().data_rates == quirks.data_rates);
}

TEST_CASE("a reader whose interrupts cannot be relied on is looked at from time to time") {
    Quirks quirks;
    quirks.polls = true;
    ReaderBench bench(fakes::golden_reader("AF Care One"), quirks);
    REQUIRE(bench.bring_up().ok());
    bench.emulated.slot(0).insert(fakes::card_for_t1());  // it does not tell
    bench.await_presence(true);
}

TEST_CASE("interrupt messages that tell nothing of a card are no reason to look") {
    ReaderBench bench(fakes::golden_reader("AF Care One"));
    bench.make_ready();
    const std::size_t asked = bench.emulated.count(slot_status);
    bench.emulated.usb().notify(hex("51 00 00 01"));  // over-current
    bench.emulated.usb().notify(hex("99"));
    bench.emulated.usb().notify({});
    bench.emulated.usb().notify(hex("50 01"));  // present, as is known
    CHECK(bench.exchange(hex("80 EC 00 00 01 07 00")).bytes == hex("07 90 00"));
    CHECK(bench.emulated.count(slot_status) == asked);
}

TEST_CASE("a removal that is only told by an interrupt without its change bit is looked at") {
    ReaderBench bench(fakes::golden_reader("AF Care One"));
    bench.make_ready();
    bench.emulated.slot(0).remove();
    bench.emulated.usb().notify(hex("50 00"));
    bench.await_presence(false);
}

TEST_CASE("an interrupt pipe that goes takes the reader with it") {
    ReaderBench bench(fakes::golden_reader("AF Care One"));
    bench.make_ready();
    bench.emulated.usb().fail_next(usb::Pipe::InterruptIn, usb::UsbStatus::Gone);
    const auto now = bench.run(bench.slot().presence_after(1));
    CHECK((!now && now.error() == DriverError::DeviceGone));
}

}  // namespace
}  // namespace scrm::ccid
