// Which handlers a device is tried with, one after the other.
#include "daemon/hosts/hosted_driver.hpp"

#include "tests/fakes/loop.hpp"
#include "tests/unit/daemon/hosts/script_host.hpp"

using namespace scrm::hosts;
using namespace scrm::hosts::test;
using namespace std::chrono_literals;
using scrm::drivers::DriverError;
using scrm::fakes::Loop;

namespace {

class TwoHandlers final : public HandlerCatalogue {
  public:
    [[nodiscard]] std::vector<HandlerSpec> handlers_for(const scrm::drivers::UsbInterface&) const override {
        HandlerSpec handler;
        handler.library = "/nowhere/libx.so";
        return {handler, handler};
    }
};

struct Bench {
    explicit Bench(const std::string& lines) : host(lines) {}
    auto open() { return loop.start(driver.open(device, std::chrono::steady_clock::now() + 1h)); }

    Loop loop;
    ScriptHost host;
    TwoHandlers handlers;
    int tried = 0;
    HostedDriver driver{loop.io.get_executor(),
                        [this] {
                            return HostedDriver::Programs{host.program(), ""};
                        },
                        &handlers, [this](HandlerSpec&) { ++tried; }};
    scrm::drivers::DeviceInfo device{.address = "a", .what = scrm::drivers::UsbInterface{}};
};

std::string refusing() {
    scrm::ipc::host::Opened message;
    message.result = scrm::ipc::host::OpenResult::Refused;
    message.code = 617;
    return saying(scrm::ipc::host::HostHello{}) + saying(message);
}

}  // namespace

TEST_CASE("a device that one handler does not open is tried with the next") {
    Bench bench(refusing());
    const auto result = bench.loop.wait(bench.open());
    CHECK(result.error() == DriverError::DeviceGone);
    CHECK(bench.tried == 2);
}

TEST_CASE("a device that is given up is tried with no other handler, and another goes on") {
    Bench bench(hanging);
    const auto opening = bench.open();
    bench.driver.give_up({.address = "b", .what = scrm::drivers::UsbInterface{}});
    bench.loop.turn();
    CHECK_FALSE(*opening);
    bench.driver.give_up(bench.device);
    const auto result = bench.loop.wait(opening);
    CHECK(result.error() == DriverError::DeviceGone);
    CHECK(bench.tried == 1);
}
