#include "tools/scrmctl/storage_card_words.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

#include "tools/scrmctl/hex.hpp"

namespace scrm::tools {
namespace {

struct Named {
    std::uint16_t number;
    std::string_view name;
};

constexpr std::array standards{
    Named{0x00, "standard not told"},          Named{0x01, "ISO 14443 A part 1"},
    Named{0x02, "ISO 14443 A part 2"},         Named{0x03, "ISO 14443 A part 3"},
    Named{0x05, "ISO 14443 B part 1"},         Named{0x06, "ISO 14443 B part 2"},
    Named{0x07, "ISO 14443 B part 3"},         Named{0x09, "ISO 15693 part 1"},
    Named{0x0A, "ISO 15693 part 2"},           Named{0x0B, "ISO 15693 part 3"},
    Named{0x0C, "ISO 15693 part 4"},           Named{0x0D, "I2C with contacts"},
    Named{0x0E, "extended I2C with contacts"}, Named{0x0F, "2-wire bus with contacts"},
    Named{0x10, "3-wire bus with contacts"},   Named{0x11, "FeliCa"},
};

constexpr std::array cards{
    Named{0x0001, "MIFARE Classic 1K"},
    Named{0x0002, "MIFARE Classic 4K"},
    Named{0x0003, "MIFARE Ultralight"},
    Named{0x0006, "SR176"},
    Named{0x0007, "SRI X4K"},
    Named{0x0014, "ICODE SLI"},
    Named{0x0026, "MIFARE Mini"},
    Named{0x0036, "MIFARE Plus SL1 2K"},
    Named{0x0037, "MIFARE Plus SL1 4K"},
    Named{0x0038, "MIFARE Plus SL2 2K"},
    Named{0x0039, "MIFARE Plus SL2 4K"},
    Named{0x003A, "MIFARE Ultralight C"},
    Named{0x003B, "FeliCa"},
    Named{0xF004, "Topaz or Jewel"},
    Named{0xF011, "FeliCa 212K"},
    Named{0xF012, "FeliCa 424K"},
};

template <std::size_t size>
std::string name_in(const std::array<Named, size>& list, std::uint16_t number, std::string_view otherwise) {
    const auto* found =
        std::find_if(list.begin(), list.end(), [number](const Named& n) { return n.number == number; });
    if (found != list.end()) {
        return std::string(found->name);
    }
    const std::array bytes{static_cast<std::uint8_t>(number >> 8U),
                           static_cast<std::uint8_t>(number & 0xFFU)};
    return std::string(otherwise) + " " + to_hex(bytes, "");
}

}  // namespace

std::string storage_card_words(const iso7816::StorageCard& card) {
    return "contactless memory card: " + name_in(cards, card.name, "card") + ", " +
           name_in(standards, card.standard, "standard");
}

}  // namespace scrm::tools
