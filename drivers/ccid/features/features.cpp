#include "drivers/ccid/features/features.hpp"

#include <algorithm>
#include <string_view>

#include "drivers/api/control_codes.hpp"
#include "drivers/iso7816/apdu.hpp"

namespace scrm::ccid {
namespace {

constexpr std::uint32_t any_length = 0x10000;
constexpr std::uint32_t short_limit = 255;
constexpr std::uint8_t validated_by_key = 2;
constexpr std::uint32_t header_and_lc = 5;

enum class Property : std::uint8_t {
    LcdLayout = 1,
    EntryValidationCondition = 2,
    TimeOut2 = 3,
    LcdMaxCharacters = 4,
    LcdMaxLines = 5,
    MinPinSize = 6,
    MaxPinSize = 7,
    PpduSupport = 9,
    MaxApduDataSize = 10,
    VendorId = 11,
    ProductId = 12
};

bool has_pin_pad(const ReaderFacts& facts) {
    return facts.can.pin.verify || facts.can.pin.modify;
}

std::uint8_t validation_of(const ReaderFacts& facts) {
    return facts.quirks.pin.validation.value_or(validated_by_key);
}

bool carries_any_length(const Capabilities& can) {
    return can.level == ExchangeLevel::ExtendedApdu ||
           (can.level != ExchangeLevel::ShortApdu && can.protocols.t1);
}

class TlvWriter {
  public:
    void put(Property tag, std::uint32_t value, std::uint8_t size) {
        bytes_.push_back(static_cast<std::uint8_t>(tag));
        bytes_.push_back(size);
        for (unsigned i = 0; i < size; ++i)
            bytes_.push_back(static_cast<std::uint8_t>(value >> (8 * i) & 0xFFU));
    }
    [[nodiscard]] std::vector<std::uint8_t> bytes() const { return bytes_; }

  private:
    std::vector<std::uint8_t> bytes_;
};

}  // namespace

std::uint32_t max_command(const ReaderFacts& facts) {
    if (carries_any_length(facts.can))
        return iso7816::max_extended_command;
    const std::size_t fits =
        facts.quirks.tolerates_longer ? iso7816::max_short_command : facts.can.max_data();
    return static_cast<std::uint32_t>(std::min(fits, iso7816::max_short_command));
}

std::uint32_t max_apdu_data(const ReaderFacts& facts) {
    if (carries_any_length(facts.can))
        return any_length;
    const std::uint32_t data = max_command(facts) - header_and_lc;
    return data < short_limit ? data : 0;
}

std::vector<std::uint8_t> feature_list(const ReaderFacts& facts) {
    std::vector<std::uint8_t> list;
    const auto offer = [&list](std::uint8_t feature) {
        const std::uint32_t code = drivers::feature_code(feature);
        list.insert(list.end(), {feature, 4});
        for (const unsigned shift : {24U, 16U, 8U, 0U})
            list.push_back(static_cast<std::uint8_t>(code >> shift & 0xFFU));
    };
    if (facts.can.pin.verify)
        offer(drivers::pcsc_feature::verify_pin_direct);
    if (facts.can.pin.modify)
        offer(drivers::pcsc_feature::modify_pin_direct);
    if (facts.quirks.mct_reader_direct)
        offer(drivers::pcsc_feature::mct_reader_direct);
    if (has_pin_pad(facts))
        offer(drivers::pcsc_feature::ifd_pin_properties);
    offer(drivers::pcsc_feature::get_tlv_properties);
    if (facts.quirks.escape.everything)
        offer(drivers::pcsc_feature::ccid_escape);
    return list;
}

std::vector<std::uint8_t> pin_properties(const ReaderFacts& facts) {
    const std::uint16_t layout = facts.descriptor.lcd_layout;
    return {static_cast<std::uint8_t>(layout & 0xFFU), static_cast<std::uint8_t>(layout >> 8U),
            validation_of(facts), 0};
}

std::vector<std::uint8_t> tlv_properties(const ReaderFacts& facts) {
    TlvWriter writer;
    writer.put(Property::LcdLayout, facts.descriptor.lcd_layout, 2);
    if (facts.can.display.lines != 0) {
        writer.put(Property::LcdMaxCharacters, facts.can.display.columns, 2);
        writer.put(Property::LcdMaxLines, facts.can.display.lines, 2);
    }
    if (has_pin_pad(facts))
        writer.put(Property::EntryValidationCondition, validation_of(facts), 1);
    writer.put(Property::TimeOut2, 0, 1);
    if (facts.quirks.pin_sizes) {
        writer.put(Property::MinPinSize, facts.quirks.pin_sizes->smallest, 1);
        writer.put(Property::MaxPinSize, facts.quirks.pin_sizes->largest, 1);
    }
    writer.put(Property::PpduSupport, facts.quirks.escape.everything ? 1 : 0, 1);
    writer.put(Property::VendorId, facts.place.vendor, 2);
    writer.put(Property::ProductId, facts.place.product, 2);
    writer.put(Property::MaxApduDataSize, max_apdu_data(facts), 4);
    return writer.bytes();
}

}  // namespace scrm::ccid
