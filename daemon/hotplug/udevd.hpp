// Whether udevd's word on devices comes here. Where it does not, the kernel's own does (docs/adr/0011).
#pragma once

#include <filesystem>
#include <string_view>

namespace scrm::hotplug {

/// Whether it runs, and in this network namespace: what it tells does not leave its own. In a container
/// /run/udev may be the machine's all the same.
bool udevd_is_heard(const std::filesystem::path& control = "/run/udev/control");

/// By /proc/net/netlink: whether somebody listens to the kernel's events, as udevd does. Pure.
bool has_event_listener(std::string_view table);

}  // namespace scrm::hotplug
