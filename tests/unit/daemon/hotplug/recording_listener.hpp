// Keeps what a monitor tells: "+ADDRESS", "-ADDRESS", "enumerated".
#pragma once

#include <map>
#include <string>
#include <vector>

#include "drivers/api/device_info.hpp"

namespace scrm::hotplug::test {

class RecordingListener final : public drivers::DeviceListener {
  public:
    void arrived(const drivers::DeviceInfo& device) override {
        told.push_back("+" + device.address);
        there.insert_or_assign(device.address, device);
    }
    void departed(const drivers::DeviceInfo& device) override {
        told.push_back("-" + device.address);
        there.erase(device.address);
    }
    void enumerated() override { told.emplace_back("enumerated"); }

    /// What was told since the last call.
    std::vector<std::string> news() { return std::exchange(told, {}); }

    std::vector<std::string> told;
    std::map<std::string, drivers::DeviceInfo> there;
};

}  // namespace scrm::hotplug::test
