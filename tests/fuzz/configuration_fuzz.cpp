// Whatever a device says of itself, nothing is read past its end, and nothing is told twice.
#include <cstdlib>

#include "drivers/usb/configuration.hpp"

namespace {

using namespace scrm::usb;

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

std::size_t told(const InterfaceDescriptor& interface) {
    std::size_t bytes = interface.extra.size();
    for (const Endpoint& each : interface.endpoints) {
        bytes += 7 + each.extra.size();
    }
    return bytes;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) {
        return 0;
    }
    const DescriptorBytes node(data + 2, size - 2);
    const DescriptorBytes configuration = find_configuration(node, data[0]);
    require(configuration.size() <= node.size());
    require(configuration.empty() || configuration.size() >= 9);
    for (const DescriptorBytes each : {configuration, node}) {
        const auto found = find_interface(each, data[1]);
        require(!found || told(*found) + 9 <= each.size());
        (void)interface_count(each);
    }
    return 0;
}
