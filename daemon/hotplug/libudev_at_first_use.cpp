// libudev's functions, as a program has them that loads libudev when it first looks for readers: whoever is
// waiting for scrmd to start is answered before. Each leads to the one of the same name in the library;
// without it udev_new() has nothing to give, and the rest is not called.
#include <libudev.h>

#include "daemon/log/log.hpp"
#include "drivers/api/late_library.hpp"

namespace {

const scrm::drivers::LateLibrary& libudev() {
    static const scrm::drivers::LateLibrary library("libudev.so.1");
    return library;
}

}  // namespace

// NOLINTBEGIN(readability-inconsistent-declaration-parameter-name): parameters are called by our words.
#define REAL(name) scrm::drivers::late<&libudev, &(name)>(#name)

udev* udev_new() {
    if (libudev().is_there())
        return REAL(udev_new)();
    scrm::log::warning("no libudev: ", libudev().why_not());
    return nullptr;
}

udev* udev_unref(udev* library) {
    return REAL(udev_unref)(library);
}

udev_monitor* udev_monitor_new_from_netlink(udev* library, const char* name) {
    return REAL(udev_monitor_new_from_netlink)(library, name);
}

udev_monitor* udev_monitor_unref(udev_monitor* monitor) {
    return REAL(udev_monitor_unref)(monitor);
}

int udev_monitor_filter_add_match_subsystem_devtype(udev_monitor* monitor, const char* subsystem,
                                                    const char* type) {
    return REAL(udev_monitor_filter_add_match_subsystem_devtype)(monitor, subsystem, type);
}

int udev_monitor_set_receive_buffer_size(udev_monitor* monitor, int size) {
    return REAL(udev_monitor_set_receive_buffer_size)(monitor, size);
}

int udev_monitor_enable_receiving(udev_monitor* monitor) {
    return REAL(udev_monitor_enable_receiving)(monitor);
}

int udev_monitor_get_fd(udev_monitor* monitor) {
    return REAL(udev_monitor_get_fd)(monitor);
}

udev_device* udev_monitor_receive_device(udev_monitor* monitor) {
    return REAL(udev_monitor_receive_device)(monitor);
}

udev_device* udev_device_new_from_subsystem_sysname(udev* library, const char* subsystem, const char* name) {
    return REAL(udev_device_new_from_subsystem_sysname)(library, subsystem, name);
}

udev_device* udev_device_unref(udev_device* device) {
    return REAL(udev_device_unref)(device);
}

udev_device* udev_device_get_parent_with_subsystem_devtype(udev_device* device, const char* subsystem,
                                                           const char* type) {
    return REAL(udev_device_get_parent_with_subsystem_devtype)(device, subsystem, type);
}

int udev_device_get_is_initialized(udev_device* device) {
    return REAL(udev_device_get_is_initialized)(device);
}

const char* udev_device_get_action(udev_device* device) {
    return REAL(udev_device_get_action)(device);
}

const char* udev_device_get_devnode(udev_device* device) {
    return REAL(udev_device_get_devnode)(device);
}

const char* udev_device_get_sysname(udev_device* device) {
    return REAL(udev_device_get_sysname)(device);
}

const char* udev_device_get_syspath(udev_device* device) {
    return REAL(udev_device_get_syspath)(device);
}

const char* udev_device_get_property_value(udev_device* device, const char* key) {
    return REAL(udev_device_get_property_value)(device, key);
}

const char* udev_device_get_sysattr_value(udev_device* device, const char* name) {
    return REAL(udev_device_get_sysattr_value)(device, name);
}

// NOLINTEND(readability-inconsistent-declaration-parameter-name)
