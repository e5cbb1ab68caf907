#include "drivers/usb/configuration.hpp"

#include <algorithm>

namespace scrm::usb {
namespace {

constexpr std::uint8_t configuration_type = 2;
constexpr std::uint8_t interface_type = 4;
constexpr std::uint8_t endpoint_type = 5;
constexpr std::size_t configuration_size = 9;
constexpr std::size_t interface_size = 9;
constexpr std::size_t endpoint_size = 7;

std::uint16_t little_endian(DescriptorBytes bytes, std::size_t at) {
    return static_cast<std::uint16_t>(bytes[at] | bytes[at + 1] << 8);
}

/// The first descriptor in `rest`, which moves on behind it; empty when there is no whole one.
DescriptorBytes next_descriptor(DescriptorBytes& rest) {
    if (rest.size() < 2 || rest[0] < 2 || rest[0] > rest.size())
        return {};
    const DescriptorBytes descriptor = rest.first(rest[0]);
    rest = rest.subspan(rest[0]);
    return descriptor;
}

bool is(DescriptorBytes descriptor, std::uint8_t type, std::size_t size) {
    return descriptor.size() >= size && descriptor[1] == type;
}

Endpoint endpoint_of(DescriptorBytes bytes) {
    return {.address = bytes[2],
            .type = static_cast<EndpointType>(bytes[3] & 0x03),
            // the upper bits are for high-speed isochronous pipes
            .max_packet = static_cast<std::uint16_t>(little_endian(bytes, 4) & 0x07FF),
            .interval = bytes[6],
            .extra = {}};
}

void add_to(InterfaceDescriptor& interface, DescriptorBytes descriptor) {
    if (is(descriptor, endpoint_type, endpoint_size)) {
        interface.endpoints.push_back(endpoint_of(descriptor));
        return;
    }
    auto& extra = interface.endpoints.empty() ? interface.extra : interface.endpoints.back().extra;
    extra.insert(extra.end(), descriptor.begin(), descriptor.end());
}

}  // namespace

DescriptorBytes find_configuration(DescriptorBytes node, std::uint8_t value) {
    DescriptorBytes first;
    (void)next_descriptor(node);  // the device's
    while (node.size() >= configuration_size && node[1] == configuration_type) {
        const std::size_t total =
            std::clamp<std::size_t>(little_endian(node, 2), configuration_size, node.size());
        const DescriptorBytes configuration = node.first(total);
        if (configuration[5] == value)
            return configuration;
        if (first.empty())
            first = configuration;
        node = node.subspan(total);
    }
    return first;
}

std::uint8_t interface_count(DescriptorBytes configuration) {
    return configuration.size() >= configuration_size ? configuration[4] : std::uint8_t{0};
}

std::vector<DescribedInterface> interfaces_of(DescriptorBytes descriptors) {
    std::vector<DescribedInterface> found;
    std::uint8_t configuration = 0;
    InterfaceDescriptor* described = nullptr;  // nothing: what comes belongs to another setting
    DescriptorBytes each = next_descriptor(descriptors);
    for (; !each.empty(); each = next_descriptor(descriptors)) {
        if (is(each, configuration_type, configuration_size)) {
            configuration = each[5];
            described = nullptr;
        } else if (is(each, interface_type, interface_size)) {
            const bool is_first_setting = each[3] == 0;
            if (is_first_setting)
                found.push_back({configuration, {each[2], each[5], each[6], each[7], {}, {}}});
            described = is_first_setting ? &found.back().interface : nullptr;
        } else if (described != nullptr) {
            add_to(*described, each);
        }
    }
    return found;
}

std::optional<InterfaceDescriptor> find_interface(DescriptorBytes configuration, std::uint8_t number) {
    for (DescribedInterface& each : interfaces_of(configuration))
        if (each.interface.number == number)
            return std::move(each.interface);
    return std::nullopt;
}

}  // namespace scrm::usb
