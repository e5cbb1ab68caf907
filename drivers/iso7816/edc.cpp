#include "drivers/iso7816/edc.hpp"

namespace scrm::iso7816 {

std::uint8_t lrc(Bytes bytes) {
    std::uint8_t sum = 0;
    for (const std::uint8_t byte : bytes)
        sum ^= byte;
    return sum;
}

std::uint16_t crc(Bytes bytes) {
    constexpr unsigned polynomial = 0x8408;  // x^16 + x^12 + x^5 + 1, lowest bit first
    unsigned sum = 0xFFFF;
    for (const std::uint8_t byte : bytes) {
        sum ^= byte;
        for (int bit = 0; bit < 8; ++bit)
            sum = (sum & 1U) != 0 ? sum >> 1U ^ polynomial : sum >> 1U;
    }
    return static_cast<std::uint16_t>(sum);
}

}  // namespace scrm::iso7816
