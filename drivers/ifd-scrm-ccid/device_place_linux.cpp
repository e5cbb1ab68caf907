#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include "drivers/ifd-scrm-ccid/device_place.hpp"
#include "drivers/usb/configuration.hpp"

namespace scrm::ifd_handler {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t device_descriptor_size = 18;

std::vector<std::uint8_t> bytes_of(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

// One line of sysfs; empty if there is none.
std::string line_of(const fs::path& file) {
    std::ifstream in(file);
    std::string line;
    std::getline(in, line);
    return line;
}

fs::path sysfs_folder(const std::string& node) {
    struct stat status {};
    if (::stat(node.c_str(), &status) != 0 || !S_ISCHR(status.st_mode))
        return {};
    std::error_code error;
    return fs::canonical("/sys/dev/char/" + std::to_string(major(status.st_rdev)) + ':' +
                             std::to_string(minor(status.st_rdev)),
                         error);
}

void read_names(const fs::path& folder, drivers::UsbInterface& place, const std::string& configuration) {
    place.port_path = folder.filename();
    place.manufacturer_name = line_of(folder / "manufacturer");
    place.product_name = line_of(folder / "product");
    place.serial = line_of(folder / "serial");
    const std::string interface = place.port_path + ':' + configuration + '.' + std::to_string(place.number);
    place.interface_name = line_of(folder / interface / "interface");
}

std::uint16_t little_endian(const std::vector<std::uint8_t>& bytes, std::size_t at) {
    return static_cast<std::uint16_t>(bytes[at] | bytes[at + 1] << 8);
}

}  // namespace

std::optional<drivers::DeviceInfo> place_of(const DeviceName& name) {
    const std::vector<std::uint8_t> node = bytes_of(name.node);
    if (node.size() < device_descriptor_size)
        return std::nullopt;
    drivers::UsbInterface place;
    place.vendor = little_endian(node, 8);
    place.product = little_endian(node, 10);
    place.release = little_endian(node, 12);
    place.number = name.interface;
    place.node = name.node;
    (void)std::sscanf(name.node.c_str(), "/dev/bus/usb/%3hhu/%3hhu", &place.bus, &place.device);
    const fs::path folder = sysfs_folder(name.node);
    const std::string active = line_of(folder / "bConfigurationValue");
    const auto configuration =
        usb::find_configuration(node, static_cast<std::uint8_t>(std::atoi(active.c_str())));
    const auto interface = usb::find_interface(configuration, name.interface);
    if (!interface)
        return std::nullopt;
    place.interface_class = interface->interface_class;
    place.interface_subclass = interface->interface_subclass;
    place.interface_protocol = interface->interface_protocol;
    if (!folder.empty())
        read_names(folder, place, active);
    const std::string address = "usb:" + (folder.empty() ? name.node : place.port_path + ':' + active);
    return drivers::DeviceInfo{address + '.' + std::to_string(name.interface), std::move(place)};
}

}  // namespace scrm::ifd_handler
