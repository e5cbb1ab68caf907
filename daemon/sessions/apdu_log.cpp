#include "daemon/sessions/apdu_log.hpp"

#include <algorithm>
#include <array>

namespace scrm::sessions {
namespace {

constexpr std::size_t header = 4;
constexpr std::size_t shown_bytes = 64;
// ISO 7816-4: VERIFY, CHANGE REFERENCE DATA, RESET RETRY COUNTER, and each with BER-TLV data; ENVELOPE, which
// may hold any of them.
constexpr std::array<std::uint8_t, 8> pin_instructions{0x20, 0x21, 0x24, 0x25, 0x2C, 0x2D, 0xC2, 0xC3};

bool carries_pin(ipc::Bytes command) {
    return command.size() > header &&
           std::ranges::find(pin_instructions, command[1]) != pin_instructions.end();
}

std::string hex(ipc::Bytes bytes) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string text;
    for (const std::uint8_t byte : bytes) {
        if (!text.empty())
            text += ' ';
        text += digits[byte >> 4U];
        text += digits[byte & 15U];
    }
    return text;
}

}  // namespace

std::string command_for_log(ipc::Bytes command) {
    if (carries_pin(command))
        return hex(command.first(header)) + " [" + std::to_string(command.size() - header) +
               " bytes left out]";
    return answer_for_log(command);
}

std::string answer_for_log(ipc::Bytes answer) {
    std::string text = hex(answer.first(std::min(answer.size(), shown_bytes)));
    if (answer.size() > shown_bytes)
        text += " ... " + std::to_string(answer.size()) + " bytes";
    return text;
}

}  // namespace scrm::sessions
