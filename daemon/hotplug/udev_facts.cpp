#include "daemon/hotplug/udev_facts.hpp"

#include <libudev.h>

#include "daemon/files/small_file.hpp"

namespace scrm::hotplug {

std::string udev_text(const char* value) {
    return value ? value : "";
}

UsbFacts facts_of(udev_device* interface, udev_device* device) {
    const auto of_interface = [&](const char* name) {
        return udev_text(udev_device_get_sysattr_value(interface, name));
    };
    const auto of_device = [&](const char* name) {
        return udev_text(udev_device_get_sysattr_value(device, name));
    };
    UsbFacts facts;
    facts.name = udev_text(udev_device_get_sysname(interface));
    facts.interface_number = of_interface("bInterfaceNumber");
    facts.interface_class = of_interface("bInterfaceClass");
    facts.interface_subclass = of_interface("bInterfaceSubClass");
    facts.interface_protocol = of_interface("bInterfaceProtocol");
    facts.interface_name = of_interface("interface");
    facts.vendor = of_device("idVendor");
    facts.product = of_device("idProduct");
    facts.release = of_device("bcdDevice");
    facts.bus = of_device("busnum");
    facts.device = of_device("devnum");
    facts.node = udev_text(udev_device_get_devnode(device));
    facts.manufacturer_name = of_device("manufacturer");
    facts.product_name = of_device("product");
    facts.serial = of_device("serial");
    if (auto descriptors =
            files::read_small_file(udev_text(udev_device_get_syspath(device)) + "/descriptors"))
        facts.descriptors = std::move(*descriptors);
    facts.ignore = udev_text(udev_device_get_property_value(interface, "PCSCLITE_IGNORE"));
    if (facts.ignore.empty())
        facts.ignore = udev_text(udev_device_get_property_value(device, "PCSCLITE_IGNORE"));
    return facts;
}

}  // namespace scrm::hotplug
