// Where readers come from but the virtual ones: what is plugged in, what is written down, and the handlers
// that are installed for them. A part of the composition root.
#pragma once

#include <span>

#include "daemon/bundles/bundle_catalogue.hpp"
#include "daemon/config/options.hpp"
#include "daemon/config/settings.hpp"
#include "daemon/hotplug/driver_choice.hpp"
#include "daemon/hotplug/static_readers.hpp"
#include "daemon/hotplug/udev_monitor.hpp"
#include "daemon/readers/reader_name.hpp"
#include "drivers/api/driver.hpp"

namespace scrm {

readers::NameRules name_rules(const config::Options& options);
std::vector<hotplug::DriverRule> driver_rules(const config::Settings& settings);

class DeviceSources {
  public:
    /// How many monitors will call enumerated().
    static constexpr unsigned monitors = 2;

    /// `listener` must outlive it.
    DeviceSources(const drivers::Executor& loop, const config::Options& options,
                  const config::Settings& settings, drivers::DeviceListener& listener);

    [[nodiscard]] const hosts::HandlerCatalogue& handlers() const { return catalogue_; }

    /// What it must do without; empty for nothing.
    [[nodiscard]] const char* missing() const { return udev_monitor_.missing(); }

    /// `drivers` are those that rules may name beside bundles.
    void start(std::span<drivers::Driver* const> drivers);
    /// Reads all that is written down anew, and tells of what has changed.
    void look_again();
    void stop() { udev_monitor_.stop(); }

  private:
    [[nodiscard]] bool is_driver(const std::string& name) const;
    void tell_of_idle_rules() const;

    drivers::DeviceListener& listener_;
    std::vector<config::DriverRuleSettings> rules_;
    std::vector<std::string> driver_names_{"none"};
    bundles::BundleCatalogue catalogue_;
    hotplug::StaticReaders static_readers_;
    hotplug::UdevMonitor udev_monitor_;
};

}  // namespace scrm
