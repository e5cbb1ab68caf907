#include "daemon/hotplug/usb_device_info.hpp"

#include <algorithm>
#include <charconv>

#include "daemon/hotplug/usb_descriptors.hpp"

namespace scrm::hotplug {
namespace {

template <class Number>
std::optional<Number> number_from(std::string_view text, int base) {
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    Number number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
    if (error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return number;
}

constexpr int decimal = 10;
constexpr int hexadecimal = 16;

// "1-1.3:1.0" is interface 0 in configuration 1 of the device at port "1-1.3".
struct InterfaceName {
    std::string port_path;
    std::uint8_t configuration;
};

std::optional<InterfaceName> take_apart(const std::string& name) {
    const std::size_t colon = name.find(':');
    const std::size_t dot = name.find('.', std::min(colon, name.size()));
    if (colon == 0 || dot == std::string::npos)
        return std::nullopt;
    const auto configuration =
        number_from<std::uint8_t>(std::string_view(name).substr(colon + 1, dot - colon - 1), decimal);
    if (!configuration)
        return std::nullopt;
    return InterfaceName{name.substr(0, colon), *configuration};
}

bool is_ignored(const UsbFacts& facts) {
    return !facts.ignore.empty() && facts.ignore != "0";
}

std::optional<drivers::UsbInterface> interface_from(const UsbFacts& facts) {
    const auto vendor = number_from<std::uint16_t>(facts.vendor, hexadecimal);
    const auto product = number_from<std::uint16_t>(facts.product, hexadecimal);
    const auto number = number_from<std::uint8_t>(facts.interface_number, hexadecimal);
    const auto bus = number_from<std::uint8_t>(facts.bus, decimal);
    const auto device = number_from<std::uint8_t>(facts.device, decimal);
    if (!vendor || !product || !number || !bus || !device || facts.node.empty())
        return std::nullopt;
    drivers::UsbInterface usb;
    usb.vendor = *vendor;
    usb.product = *product;
    usb.release = number_from<std::uint16_t>(facts.release, hexadecimal).value_or(0);
    usb.number = *number;
    usb.interface_class = number_from<std::uint8_t>(facts.interface_class, hexadecimal).value_or(0);
    usb.interface_subclass = number_from<std::uint8_t>(facts.interface_subclass, hexadecimal).value_or(0);
    usb.interface_protocol = number_from<std::uint8_t>(facts.interface_protocol, hexadecimal).value_or(0);
    usb.bus = *bus;
    usb.device = *device;
    usb.node = facts.node;
    usb.manufacturer_name = facts.manufacturer_name;
    usb.product_name = facts.product_name;
    usb.serial = facts.serial;
    usb.interface_name = facts.interface_name;
    return usb;
}

}  // namespace

bool worth_a_look(std::string_view interface_class, std::string_view vendor, std::string_view product,
                  const ListedIds& listed) {
    const auto number = number_from<std::uint8_t>(interface_class, hexadecimal);
    // As if it had a CCID descriptor: whether it has is not known yet.
    if (number && is_reader({0, 0, *number, 1}))
        return true;
    const auto vendor_id = number_from<std::uint16_t>(vendor, hexadecimal);
    const auto product_id = number_from<std::uint16_t>(product, hexadecimal);
    return vendor_id && product_id && listed(*vendor_id, *product_id);
}

std::string usb_address(const std::string& name) {
    return "usb:" + name;
}

std::optional<drivers::DeviceInfo> device_from(const UsbFacts& facts, const ListedIds& listed) {
    const auto name = take_apart(facts.name);
    auto usb = interface_from(facts);
    if (!name || !usb || is_ignored(facts))
        return std::nullopt;
    usb->port_path = name->port_path;

    const auto interfaces = read_usb_descriptors(facts.descriptors);
    const auto in_use = [&](const UsbInterfaceDescriptor& one) {
        return one.configuration == name->configuration;
    };
    const auto has_reader = std::ranges::any_of(
        interfaces, [&](const UsbInterfaceDescriptor& one) { return in_use(one) && is_reader(one); });
    const auto own = std::ranges::find_if(interfaces, [&](const UsbInterfaceDescriptor& one) {
        return in_use(one) && one.number == usb->number;
    });
    UsbInterfaceDescriptor described{name->configuration, usb->number, usb->interface_class, 0};
    if (own != interfaces.end())
        described.ccid_slots = own->ccid_slots;

    if (!is_reader(described) && (has_reader || !listed(usb->vendor, usb->product)))
        return std::nullopt;
    usb->slots = std::max<std::uint8_t>(described.ccid_slots, 1);
    return drivers::DeviceInfo{usb_address(facts.name), std::move(*usb)};
}

bool by_port(const std::string& left, const std::string& right) {
    const auto numbers = [](const std::string& name) {
        std::vector<unsigned> parts(1);
        for (const char c : name)
            if (c >= '0' && c <= '9')
                parts.back() = parts.back() * 10 + static_cast<unsigned>(c - '0');
            else
                parts.push_back(0);
        return parts;
    };
    return numbers(left) < numbers(right);
}

}  // namespace scrm::hotplug
