#include "daemon/hotplug/usb_descriptors.hpp"

#include <algorithm>

namespace scrm::hotplug {
namespace {

constexpr std::uint8_t smart_card_class = 0x0B;
constexpr std::uint8_t vendor_class = 0xFF;

constexpr std::uint8_t configuration_type = 2;
constexpr std::uint8_t interface_type = 4;
// A few readers use the second one.
constexpr std::uint8_t ccid_type = 0x21;
constexpr std::uint8_t vendor_type = 0xFF;

constexpr std::size_t configuration_size = 9;
constexpr std::size_t interface_size = 9;
constexpr std::size_t ccid_size = 54;

constexpr std::uint8_t most_slots = 16;  // bMaxSlotIndex is 15 at most

class Reader {
  public:
    void read(std::string_view descriptor) {
        const auto at = [&](std::size_t index) { return static_cast<std::uint8_t>(descriptor[index]); };
        if (at(1) == configuration_type && descriptor.size() >= configuration_size) {
            configuration_ = at(5);
            in_first_setting_ = false;
        } else if (at(1) == interface_type && descriptor.size() >= interface_size) {
            in_first_setting_ = at(3) == 0;
            if (in_first_setting_)
                found.push_back({configuration_, at(2), at(5), 0});
        } else if ((at(1) == ccid_type || at(1) == vendor_type) && descriptor.size() == ccid_size &&
                   in_first_setting_) {
            found.back().ccid_slots = static_cast<std::uint8_t>(std::min<int>(at(4), most_slots - 1) + 1);
        }
    }

    std::vector<UsbInterfaceDescriptor> found;

  private:
    std::uint8_t configuration_ = 0;
    bool in_first_setting_ = false;
};

}  // namespace

// A CCID descriptor follows its interface, at once or behind the last endpoint.
std::vector<UsbInterfaceDescriptor> read_usb_descriptors(std::string_view bytes) {
    Reader reader;
    while (bytes.size() >= 2) {
        const std::size_t size = static_cast<std::uint8_t>(bytes.front());
        if (size < 2 || size > bytes.size())
            break;
        reader.read(bytes.substr(0, size));
        bytes.remove_prefix(size);
    }
    return reader.found;
}

bool is_reader(const UsbInterfaceDescriptor& interface) {
    return interface.interface_class == smart_card_class ||
           (interface.interface_class == vendor_class && interface.ccid_slots > 0);
}

}  // namespace scrm::hotplug
