// Tells of the readers of reader.conf, and of what has changed there when asked to look again.
#pragma once

#include <filesystem>
#include <map>

#include "drivers/api/device_info.hpp"

namespace scrm::hotplug {

class StaticReaders {
  public:
    /// `file_or_folder` need not be there.
    explicit StaticReaders(std::filesystem::path file_or_folder) : place_(std::move(file_or_folder)) {}

    /// `listener` must outlive this.
    void start(drivers::DeviceListener& listener);
    /// What is new arrives, what is gone departs, what is written otherwise does both; the rest is left
    /// alone.
    void reload();

  private:
    std::filesystem::path place_;
    drivers::DeviceListener* listener_ = nullptr;
    std::map<std::string, drivers::ConfiguredReader> known_;  // by address
};

}  // namespace scrm::hotplug
