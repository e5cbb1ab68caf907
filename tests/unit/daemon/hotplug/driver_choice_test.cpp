#include "daemon/hotplug/driver_choice.hpp"

#include "tests/fakes/loop.hpp"
#include "tests/fakes/scripted_device.hpp"

using namespace scrm::hotplug;
using scrm::drivers::Match;
using scrm::fakes::Loop;
using scrm::fakes::ScriptedDriver;

namespace {

scrm::drivers::UsbInterface usb_device(std::uint16_t vendor, std::uint16_t product) {
    scrm::drivers::UsbInterface usb;
    usb.vendor = vendor;
    usb.product = product;
    return usb;
}

struct Bench {
    Bench() {
        for (ScriptedDriver* driver : {&first_class, &second_class, &model})
            driver->scripts["a"] = {};
    }
    [[nodiscard]] std::string_view chosen(std::vector<scrm::drivers::Driver*> drivers,
                                          std::vector<DriverRule> rules = {}) {
        const DriverChoice choice = choose_driver(device, drivers, rules);
        reason = choice.reason;
        return choice.driver ? choice.driver->name() : "none";
    }

    Loop loop;
    ScriptedDriver first_class{loop.io.get_executor(), "first", Match::Class};
    ScriptedDriver second_class{loop.io.get_executor(), "second", Match::Class};
    ScriptedDriver model{loop.io.get_executor(), "model", Match::Exact};
    scrm::drivers::DeviceInfo device{"a", usb_device(0x08E6, 0x3437)};
    std::string reason;
};

}  // namespace

TEST_CASE("the driver that fits best is chosen, whatever their order") {
    Bench bench;
    CHECK(bench.chosen({&bench.first_class, &bench.model}) == "model");
    CHECK(bench.reason == "it knows this device");
    CHECK(bench.chosen({&bench.model, &bench.first_class}) == "model");
}

TEST_CASE("of drivers that fit alike the first is chosen") {
    Bench bench;
    CHECK(bench.chosen({&bench.first_class, &bench.second_class}) == "first");
    CHECK(bench.reason == "it serves the class");
    CHECK(bench.chosen({&bench.second_class, &bench.first_class}) == "second");
}

TEST_CASE("a device that no driver fits is not served") {
    Bench bench;
    bench.device.address = "b";
    CHECK(bench.chosen({&bench.first_class, &bench.model}) == "none");
    CHECK(bench.reason == "no driver fits");
    CHECK(bench.chosen({}) == "none");
}

TEST_CASE("the settings choose another driver than the best, or none") {
    Bench bench;
    const std::vector<scrm::drivers::Driver*> all{&bench.first_class, &bench.second_class, &bench.model};
    CHECK(bench.chosen(all, {{0x08E6, 0x3437, "second"}}) == "second");
    CHECK(bench.reason == "the settings say so");
    CHECK(bench.chosen(all, {{0x08E6, std::nullopt, "first"}}) == "first");
    CHECK(bench.chosen(all, {{0x08E6, 0x3437, "none"}}) == "none");
    CHECK(bench.reason == "the settings say so");
}

TEST_CASE("a rule for other devices, or for a driver that cannot serve this one, counts for nothing") {
    Bench bench;
    bench.second_class.scripts.clear();
    const std::vector<scrm::drivers::Driver*> all{&bench.first_class, &bench.second_class, &bench.model};
    CHECK(bench.chosen(all, {{0x08E6, 0x3438, "none"}}) == "model");
    CHECK(bench.chosen(all, {{0x08E7, std::nullopt, "none"}}) == "model");
    CHECK(bench.chosen(all, {{0x08E6, 0x3437, "second"}}) == "model");
    CHECK(bench.chosen(all, {{0x08E6, 0x3437, "unknown"}, {0x08E6, {}, "first"}}) == "first");
    bench.device.what = scrm::drivers::ConfiguredReader{};
    CHECK(bench.chosen(all, {{0, std::nullopt, "none"}}) == "model");
}
