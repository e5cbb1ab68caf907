#include "drivers/virtual/command_apdu.hpp"

namespace scrm::virtual_reader {
namespace {

constexpr std::size_t header_size = 4;
constexpr std::size_t max_short = 256;
constexpr std::size_t max_extended = 65536;

std::size_t big_endian(Bytes bytes) {
    return static_cast<std::size_t>(bytes[0] << 8U | bytes[1]);
}

CommandApdu header_of(Bytes command) {
    return {.cla = command[0], .ins = command[1], .p1 = command[2], .p2 = command[3], .data = {}};
}

void expect(CommandApdu& apdu, std::size_t le, std::size_t all) {
    apdu.expected = le == 0 ? all : le;
    apdu.expects_all = le == 0;
}

/// `body` is what follows the header: Lc, data, maybe Le, one byte each.
std::optional<CommandApdu> parse_short(CommandApdu apdu, Bytes body) {
    const std::size_t lc = body[0];
    const std::size_t le_at = 1 + lc;
    if (lc == 0 || body.size() < le_at || body.size() > le_at + 1)
        return std::nullopt;
    apdu.data = body.subspan(1, lc);
    if (body.size() > le_at)
        expect(apdu, body[le_at], max_short);
    return apdu;
}

/// `body` begins with the 00 that announces lengths of two bytes.
std::optional<CommandApdu> parse_extended(CommandApdu apdu, Bytes body) {
    if (body.size() < 3)
        return std::nullopt;
    const std::size_t first = big_endian(body.subspan(1, 2));
    if (body.size() == 3) {
        expect(apdu, first, max_extended);
        return apdu;
    }
    const std::size_t le_at = 3 + first;
    if (first == 0 || (body.size() != le_at && body.size() != le_at + 2))
        return std::nullopt;
    apdu.data = body.subspan(3, first);
    if (body.size() > le_at)
        expect(apdu, big_endian(body.subspan(le_at, 2)), max_extended);
    return apdu;
}

}  // namespace

std::optional<CommandApdu> parse_t1(Bytes command) {
    const bool has_lengths = command.size() > header_size + 1;
    if (has_lengths && command[header_size] == 0)
        return parse_extended(header_of(command), command.subspan(header_size));
    return parse_t0(command);
}

std::optional<CommandApdu> parse_t0(Bytes command) {
    if (command.size() < header_size)
        return std::nullopt;
    CommandApdu apdu = header_of(command);
    if (command.size() == header_size)
        return apdu;
    if (command.size() > header_size + 1)
        return parse_short(apdu, command.subspan(header_size));
    expect(apdu, command[header_size], max_short);
    return apdu;
}

}  // namespace scrm::virtual_reader
