#include "daemon/hotplug/static_readers.hpp"

#include <utility>

#include "daemon/hotplug/reader_conf_files.hpp"

namespace scrm::hotplug {

void StaticReaders::start(drivers::DeviceListener& listener) {
    listener_ = &listener;
    reload();
    listener.enumerated();
}

void StaticReaders::reload() {
    std::error_code unreadable;
    const bool there_is_one = std::filesystem::exists(place_, unreadable);
    const auto found = there_is_one ? read_reader_conf(place_) : std::vector<drivers::DeviceInfo>{};
    std::map<std::string, drivers::ConfiguredReader> there;
    for (const drivers::DeviceInfo& device : found)
        there.emplace(device.address, std::get<drivers::ConfiguredReader>(device.what));
    for (const auto& [address, reader] : known_) {
        const auto still = there.find(address);
        if (still == there.end() || still->second != reader)
            listener_->departed({address, reader});
    }
    const auto before = std::exchange(known_, std::move(there));
    for (const drivers::DeviceInfo& device : found) {
        const auto old = before.find(device.address);
        if (old == before.end() || old->second != std::get<drivers::ConfiguredReader>(device.what))
            listener_->arrived(device);
    }
}

}  // namespace scrm::hotplug
