#include "drivers/ccid/wire/class_descriptor.hpp"

namespace scrm::ccid {
namespace {

constexpr std::uint8_t functional_descriptor = 0x21;
constexpr std::uint8_t vendor_descriptor = 0xFF;

// `bytes` are all 54.
ClassDescriptor parse(Bytes bytes) {
    return {
        .version = read_u16(bytes, 2),
        .max_slot_index = bytes[4],
        .voltages = bytes[5],
        .protocols = read_u32(bytes, 6),
        .default_clock_khz = read_u32(bytes, 10),
        .max_clock_khz = read_u32(bytes, 14),
        .clocks = bytes[18],
        .data_rate = read_u32(bytes, 19),
        .max_data_rate = read_u32(bytes, 23),
        .data_rates = bytes[27],
        .max_ifsd = read_u32(bytes, 28),
        .synchronous_protocols = read_u32(bytes, 32),
        .mechanical = read_u32(bytes, 36),
        .features = read_u32(bytes, 40),
        .max_message = read_u32(bytes, 44),
        .class_get_response = bytes[48],
        .class_envelope = bytes[49],
        .lcd_layout = read_u16(bytes, 50),
        .pin_support = bytes[52],
        .max_busy_slots = bytes[53],
    };
}

}  // namespace

std::optional<ClassDescriptor> find_class_descriptor(Bytes descriptors) {
    while (descriptors.size() >= 2) {
        const std::size_t size = descriptors[0];
        const std::uint8_t type = descriptors[1];
        if (size < 2 || size > descriptors.size())
            return std::nullopt;
        if (size == class_descriptor_size && (type == functional_descriptor || type == vendor_descriptor))
            return parse(descriptors.first(size));
        descriptors = descriptors.subspan(size);
    }
    return std::nullopt;
}

}  // namespace scrm::ccid
