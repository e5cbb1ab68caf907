#include "drivers/ccid/ccid_driver.hpp"

#include <fstream>

#include "drivers/ccid/quirks/quirk_directory.hpp"
#include "tests/unit/drivers/ccid/hex.hpp"
#include "tests/unit/drivers/ccid/reader_bench.hpp"

namespace scrm::ccid {
namespace {

using drivers::DeviceInfo;
using drivers::DriverError;
using drivers::Match;
using drivers::ReaderDevice;

QuirkTable built_in() {
    std::vector<std::string> errors;
    QuirkTable table = read_quirks("no such folder", errors);
    REQUIRE(errors.empty());
    return table;
}

// The driver on a bus with one emulated reader.
class DriverBench {
  public:
    explicit DriverBench(const fakes::RecordedReader& recorded, QuirkTable quirks = built_in())
        : emulated(loop_.get_executor(), recorded),
          driver(
              loop_.get_executor(), bus, [quirks = std::move(quirks)] { return quirks; },
              [this](const std::string& words) { hear(words); }, quick_timing()),
          device{.address = "usb:1-1:1.0", .what = recorded.description().place} {
        bus.next = emulated.take_interface();
    }

    using Opened = drivers::Result<std::unique_ptr<ReaderDevice>>;
    Opened open() {
        std::optional<Opened> opened;
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        drivers::spawn(loop_.get_executor(), keep(driver.open(device, deadline), opened));
        while (!opened)
            loop_.run_one();
        return std::move(*opened);
    }
    [[nodiscard]] drivers::Presence presence_after(ReaderDevice& reader, std::uint64_t seen) {
        std::optional<drivers::Result<drivers::Presence>> presence;
        drivers::spawn(loop_.get_executor(), keep(reader.slot(0).presence_after(seen), presence));
        loop_.restart();
        while (!presence)
            loop_.run_one();
        REQUIRE(presence->has_value());
        return **presence;
    }
    void close(ReaderDevice& reader) {
        drivers::spawn(loop_.get_executor(), reader.close());
        loop_.restart();
        loop_.run();
    }

  private:
    // What the port's reset has left is there when the reader is opened anew.
    void hear(const std::string& words) {
        heard.push_back(words);
        if (auto next = emulated.take_interface())
            bus.next = std::move(next);
    }
    template <class T>
    static drivers::Awaitable<void> keep(drivers::Awaitable<T> verb, std::optional<T>& ended) {
        T result = co_await std::move(verb);
        ended.emplace(std::move(result));
    }
    boost::asio::io_context loop_;

  public:
    fakes::EmulatedReader emulated;
    fakes::ScriptedUsbBus bus;
    std::vector<std::string> heard;
    CcidDriver driver;
    DeviceInfo device;
};

TEST_CASE("a smart card interface is a reader, whoever made it; a vendor's is one if it is known to be") {
    const DriverBench bench(fakes::golden_reader("AF Care One"));
    DeviceInfo device = bench.device;
    auto& interface = std::get<drivers::UsbInterface>(device.what);
    interface.vendor = 0xDEAD;
    CHECK(bench.driver.match(device) == Match::Class);
    interface.interface_class = 0xFF;
    CHECK(bench.driver.match(device) == Match::No);
    interface.vendor = 0x413C;
    interface.product = 0x2100;
    CHECK(bench.driver.match(device) == Match::Class);
    interface.interface_class = 0x03;
    CHECK(bench.driver.match(device) == Match::No);
    device.what = drivers::VirtualPlace{};
    CHECK(bench.driver.match(device) == Match::No);
}

TEST_CASE("a reader is opened, with its names, and closed") {
    DriverBench bench(fakes::golden_reader("AF Care One"));
    auto opened = bench.open();
    REQUIRE(opened.has_value());
    CHECK((*opened)->identity().friendly_name == "Maker AF Care One");
    CHECK((*opened)->identity().serial == "0001");
    CHECK((*opened)->slot_count() == 2);
    CHECK(bench.heard.empty());
    bench.close(**opened);
}

TEST_CASE("a reader whose port is reset stays the same reader") {
    DriverBench bench(fakes::golden_reader("AF Care One"));
    bench.emulated.insert(0, fakes::card_for_t1());
    auto opened = bench.open();
    REQUIRE(opened.has_value());
    const auto before = bench.presence_after(**opened, 0);
    bench.emulated.reset_port();
    CHECK(bench.presence_after(**opened, before.changes).lapses == 1);
    REQUIRE(bench.heard.size() == 1);
    CHECK(bench.heard[0].find("usb:1-1:1.0: the reader was lost") == 0);
    bench.close(**opened);
}

TEST_CASE("a reader that is lost while it is opened has gone, as far as anybody can tell") {
    DriverBench bench(fakes::golden_reader("AF Care One"));
    bench.emulated.fault(0x65, fakes::ReaderFault::Unplugged);
    CHECK(bench.open().error() == DriverError::DeviceGone);
}

TEST_CASE("a reader that is lost again while it is opened anew is opened once more") {
    DriverBench bench(fakes::golden_reader("AF Care One"));
    bench.emulated.insert(0, fakes::card_for_t1());
    auto opened = bench.open();
    REQUIRE(opened.has_value());
    const auto before = bench.presence_after(**opened, 0);
    bench.emulated.reset_port();
    bench.emulated.fault(0x65, fakes::ReaderFault::PortReset);
    CHECK(bench.presence_after(**opened, before.changes).lapses == 1);
    CHECK(bench.heard.size() == 2);
    bench.close(**opened);
}

TEST_CASE("why a reader cannot be opened is said") {
    DriverBench bench(fakes::golden_reader("AF Care One"));
    bench.bus.next.reset();
    bench.bus.failure = {usb::OpenFailure::AccessDenied, "you may not"};
    CHECK(bench.open().error() == DriverError::Refused);
    CHECK(bench.heard == std::vector<std::string>{"usb:1-1:1.0: you may not"});
    bench.bus.failure = {usb::OpenFailure::Gone, "it left"};
    CHECK(bench.open().error() == DriverError::DeviceGone);
    bench.bus.failure = {usb::OpenFailure::Timeout, "too slow"};
    CHECK(bench.open().error() == DriverError::DeadlinePassed);
}

TEST_CASE("firmware that is known not to work is refused, with the reason") {
    fakes::RecordedReader old = fakes::golden_reader("SCM Microsystems Inc. SCR 3310");
    old.product = 0xE001;
    old.release = 0x0400;
    DriverBench bench(old);
    CHECK(bench.open().error() == DriverError::Refused);
    REQUIRE(bench.heard.size() == 1);
    CHECK(bench.heard[0].find("firmware") != std::string::npos);
}

TEST_CASE("an interface without a class descriptor is no reader") {
    fakes::RecordedReader reader = fakes::golden_reader("AF Care One");
    reader.descriptor[1] = 0x77;
    DriverBench bench(reader);
    CHECK(bench.open().error() == DriverError::NotSupported);
    CHECK(bench.heard.size() == 1);
}

TEST_CASE("the administrator's rows are read after the built-in ones; a broken file changes nothing") {
    const auto folder = std::filesystem::temp_directory_path() / "scrm-quirks-test";
    std::filesystem::create_directories(folder);
    std::ofstream(folder / "20-mine.toml") << "[[reader]]\nname = \"mine\"\nreason = \"r\"\nsource = "
                                              "\"s\"\nids = [\"1C34:AFC0\"]\nescape = \"everything\"\n";
    std::ofstream(folder / "10-broken.toml") << "[[reader]]\nnonsense = 1\n";
    std::ofstream(folder / "readme.txt") << "no quirks";
    std::vector<std::string> errors;
    const QuirkTable table = read_quirks(folder, errors);
    std::filesystem::remove_all(folder);
    REQUIRE(errors.size() == 1);
    CHECK(errors[0].find("10-broken.toml:2: nothing is called nonsense") != std::string::npos);
    const auto place = fakes::golden_reader("AF Care One").description().place;
    CHECK(table.quirks_of(place).escape.everything);
}

}  // namespace
}  // namespace scrm::ccid
