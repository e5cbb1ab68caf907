#include "tools/scrmctl/follow_up.hpp"

namespace scrm::tools {
namespace {

/// The class byte without command chaining and secure messaging; the logical channel stays.
std::uint8_t plain_class(std::uint8_t cla) {
    const bool further_interindustry = (cla & 0xC0U) == 0x40;
    const unsigned not_ours = further_interindustry ? 0x30U : 0x1CU;
    return static_cast<std::uint8_t>(cla & ~not_ours);
}

std::optional<std::vector<std::uint8_t>> with_le(std::span<const std::uint8_t> command, std::uint8_t le) {
    constexpr std::size_t header = 4;
    std::vector<std::uint8_t> again(command.begin(), command.end());
    if (again.size() == header) {
        again.push_back(le);
        return again;
    }
    if (again.size() == header + 1) {
        again[header] = le;
        return again;
    }
    const std::size_t with_data = header + 1 + command[header];
    if (command[header] == 0 || again.size() < with_data || again.size() > with_data + 1) {
        return std::nullopt;
    }
    again.resize(with_data);
    again.push_back(le);
    return again;
}

}  // namespace

std::optional<std::vector<std::uint8_t>> follow_up(std::span<const std::uint8_t> command,
                                                   std::uint16_t status_word) {
    constexpr std::uint8_t get_response = 0xC0;
    const auto length = static_cast<std::uint8_t>(status_word & 0xFFU);
    if (command.size() < 4) {
        return std::nullopt;
    }
    switch (status_word >> 8U) {
        case 0x61:
            return std::vector<std::uint8_t>{plain_class(command[0]), get_response, 0, 0, length};
        case 0x6C:
            return with_le(command, length);
        default:
            return std::nullopt;
    }
}

}  // namespace scrm::tools
