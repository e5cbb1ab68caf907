// Devices with two drivers, one that serves the class and one that knows the model, and a loop.
#pragma once

#include "daemon/hotplug/devices.hpp"
#include "tests/fakes/loop.hpp"
#include "tests/fakes/manual_clock.hpp"
#include "tests/fakes/scripted_device.hpp"

namespace scrm::hotplug::test {

using scrm::drivers::DriverError;
using scrm::drivers::Match;
using scrm::fakes::Loop;
using scrm::fakes::ScriptedDevice;
using scrm::fakes::ScriptedDriver;
using scrm::fakes::SlotVerb;
using Addresses = std::vector<std::string>;

inline constexpr std::string_view card = "3B 80 81 01 00";

inline scrm::drivers::DeviceInfo at(std::string address) {
    return {.address = std::move(address), .what = scrm::drivers::UsbInterface{}};
}

struct Bench {
    explicit Bench(unsigned monitors = 1)
        : devices(loop.io.get_executor(), registry, {&generic, &special}, monitors) {
        for (const auto* address : {"a", "b"})
            generic.scripts[address] = {{address, {}, {}}, 1, std::string(card), {}};
        generic.on_open = [this](ScriptedDevice& device) {
            opened = &device;
            prepare(device);
        };
    }
    ~Bench() {
        generic.opening.release();
        prepare = [](ScriptedDevice&) {};
        loop.run(devices.close_all());
        loop.turn();
        CHECK(registry.slot_count() == 0);
        CHECK(loop.io.stopped());
    }
    void arrive(const char* address) {
        devices.arrived(at(address));
        loop.turn();
    }
    void depart(const char* address) {
        devices.departed(at(address));
        loop.turn();
    }
    void enumerated() {
        devices.enumerated();
        loop.turn();
    }
    bool has(const char* reader) { return registry.find(reader) != nullptr; }

    /// What is due until then happens.
    void after(std::chrono::milliseconds time) {
        for (const auto end = clock->now() + time; clock->go_on_until(end);)
            loop.turn();
        loop.turn();
    }

    Loop loop;
    scrm::fakes::ManualClock* clock = new scrm::fakes::ManualClock;  // the registry's
    scrm::readers::Registry registry{loop.io.get_executor(),
                                     scrm::readers::PowerPolicy{.off_after = std::nullopt},
                                     {},
                                     {.ignored = {"Built"}},
                                     std::unique_ptr<scrm::readers::Clock>(clock)};
    ScriptedDriver generic{loop.io.get_executor(), "generic", Match::Class};
    ScriptedDriver special{loop.io.get_executor(), "special", Match::Exact};
    Devices devices;
    std::function<void(ScriptedDevice&)> prepare = [](ScriptedDevice&) {};
    ScriptedDevice* opened = nullptr;  // the last one, as long as it is
};

}  // namespace scrm::hotplug::test
