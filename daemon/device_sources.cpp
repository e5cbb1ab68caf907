#include "daemon/device_sources.hpp"

#include <algorithm>

#include "daemon/config/environment.hpp"
#include "daemon/log/log.hpp"

namespace scrm {
namespace {

std::vector<bundles::BundleRule> bundle_rules(const config::Settings& settings) {
    std::vector<bundles::BundleRule> rules;
    for (const config::DriverRuleSettings& rule : settings.discovery.rules)
        rules.push_back({rule.vendor, rule.product, rule.driver});
    return rules;
}

std::string drop_directory(const config::Settings& settings) {
    std::string folder = config::read_environment().drop_directory.value_or(settings.discovery.folder);
    config::hand_on_drop_directory(folder);
    return folder;
}

readers::NamePart part(config::NamePart shown) {
    return shown == config::NamePart::Shown ? readers::NamePart::Shown : readers::NamePart::LeftOut;
}

}  // namespace

readers::NameRules name_rules(const config::Options& options) {
    config::Environment environment = config::read_environment();
    return {part(options.interface_in_names), part(options.serial_in_names),
            std::move(environment.ignored_readers), std::move(environment.reader_name_extension)};
}

// A rule that names a bundle is the catalogue's; here it names no driver and counts for nothing.
std::vector<hotplug::DriverRule> driver_rules(const config::Settings& settings) {
    std::vector<hotplug::DriverRule> rules;
    for (const config::DriverRuleSettings& rule : settings.discovery.rules)
        rules.push_back({rule.vendor, rule.product, rule.driver});
    return rules;
}

DeviceSources::DeviceSources(const drivers::Executor& loop, const config::Options& options,
                             const config::Settings& settings, drivers::DeviceListener& listener)
    : listener_(listener),
      rules_(settings.discovery.rules),
      catalogue_(drop_directory(settings), bundle_rules(settings)),
      static_readers_(options.reader_conf.value_or(settings.discovery.reader_conf)),
      udev_monitor_(loop, listener, [this](std::uint16_t vendor, std::uint16_t product) {
          return catalogue_.lists(vendor, product);
      }) {}

void DeviceSources::start(std::span<drivers::Driver* const> drivers) {
    for (const drivers::Driver* driver : drivers)
        driver_names_.emplace_back(driver->name());
    tell_of_idle_rules();
    static_readers_.start(listener_);
    udev_monitor_.start();
}

bool DeviceSources::is_driver(const std::string& name) const {
    return std::ranges::find(driver_names_, name) != driver_names_.end() || catalogue_.has(name);
}

// Whoever wrote such a rule believes that it holds.
void DeviceSources::tell_of_idle_rules() const {
    for (const config::DriverRuleSettings& rule : rules_)
        if (!is_driver(rule.driver))
            log::warning(rule.place, ": there is no bundle and no driver called '", rule.driver,
                         "': the rule counts for nothing");
}

void DeviceSources::look_again() {
    catalogue_.reload();
    tell_of_idle_rules();
    static_readers_.reload();
    udev_monitor_.look_again();
}

}  // namespace scrm
