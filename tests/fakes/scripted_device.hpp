// A device of scripted slots, and the driver that opens it.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <optional>

#include "drivers/api/driver.hpp"
#include "tests/fakes/scripted_slot.hpp"

namespace scrm::fakes {

class ScriptedDevice final : public drivers::ReaderDevice {
  public:
    Pause closing;

    ScriptedDevice(const scrm::drivers::Executor& executor, drivers::ReaderIdentity identity,
                   std::size_t slots = 1)
        : closing(executor), identity_(std::move(identity)) {
        for (std::size_t i = 0; i < slots; ++i)
            slots_.emplace_back(executor);
    }

    [[nodiscard]] const drivers::ReaderIdentity& identity() const override { return identity_; }
    [[nodiscard]] std::size_t slot_count() const override { return slots_.size(); }
    ScriptedSlot& slot(std::size_t index) override { return slots_[index]; }
    drivers::Awaitable<void> close() override {
        for (ScriptedSlot& slot : slots_)
            slot.device_goes();
        co_await closing.pass();
    }

  private:
    drivers::ReaderIdentity identity_;
    std::deque<ScriptedSlot> slots_;
};

/// Opens every device it fits, once it is told how the device is to be.
class ScriptedDriver final : public drivers::Driver {
  public:
    struct Script {
        drivers::ReaderIdentity identity;
        std::size_t slots = 1;
        std::string card;  // an ATR in hex, put into every slot; empty for none
        std::optional<drivers::DriverError> failure;
        std::optional<drivers::ReaderIdentity> expected =
            {};  // before it is open, where it is not `identity`
    };

    ScriptedDriver(const scrm::drivers::Executor& executor, std::string_view name, drivers::Match match)
        : opening(executor), executor_(executor), name_(name), match_(match) {}

    /// By address. A device without one is not fit for this driver.
    std::map<std::string, Script> scripts;
    /// Told to each device when it is open: where a test holds its verbs.
    std::function<void(ScriptedDevice&)> on_open = [](ScriptedDevice&) {};
    Pause opening;
    std::vector<std::string> opened;  // addresses
    std::vector<std::string> given_up;

    [[nodiscard]] std::string_view name() const override { return name_; }
    [[nodiscard]] drivers::Match match(const drivers::DeviceInfo& device) const override {
        return scripts.contains(device.address) ? match_ : drivers::Match::No;
    }
    [[nodiscard]] drivers::Expectation expect(const drivers::DeviceInfo& device) const override {
        const Script& script = scripts.at(device.address);
        return {script.expected.value_or(script.identity), script.slots};
    }
    void give_up(const drivers::DeviceInfo& device) override { given_up.push_back(device.address); }
    drivers::Awaitable<drivers::Result<std::unique_ptr<drivers::ReaderDevice>>> open(
        drivers::DeviceInfo device, drivers::Deadline) override {
        opened.push_back(device.address);
        co_await opening.pass();
        const Script script = scripts.at(device.address);
        if (script.failure)
            co_return *script.failure;
        auto made = std::make_unique<ScriptedDevice>(executor_, script.identity, script.slots);
        for (std::size_t i = 0; i < script.slots && !script.card.empty(); ++i)
            made->slot(i).insert(script.card);
        on_open(*made);
        std::unique_ptr<drivers::ReaderDevice> device_made = std::move(made);
        co_return device_made;
    }

  private:
    scrm::drivers::Executor executor_;
    std::string name_;
    drivers::Match match_;
};

}  // namespace scrm::fakes
