#include "drivers/iso7816/apdu.hpp"

namespace scrm::iso7816 {
namespace {

constexpr std::size_t max_short_expected = 256;
constexpr std::size_t max_extended_expected = 65536;

std::size_t number(Bytes big_endian) {
    std::size_t value = 0;
    for (const std::uint8_t byte : big_endian)
        value = value << 8U | byte;
    return value;
}

std::size_t expected(std::size_t le, std::size_t most) {
    return le == 0 ? most : le;
}

/// The names of one layout's cases, and how it writes its lengths.
struct Layout {
    ApduCase only_le;
    ApduCase only_data;
    ApduCase both;
    std::size_t length_size;
    std::size_t most_expected;
};

constexpr Layout short_layout{ApduCase::Case2, ApduCase::Case3, ApduCase::Case4, 1, max_short_expected};
constexpr Layout extended_layout{ApduCase::Case2Extended, ApduCase::Case3Extended, ApduCase::Case4Extended, 2,
                                 max_extended_expected};

/// `body` starts with the first length, whose 00 in front is gone if it is extended.
void read_body(CommandApdu& command, Bytes body, const Layout& layout) {
    if (body.size() < layout.length_size)
        return;
    const std::size_t first = number(body.first(layout.length_size));
    const Bytes rest = body.subspan(layout.length_size);
    if (rest.empty()) {
        command.kind = layout.only_le;
        command.expected = expected(first, layout.most_expected);
        return;
    }
    const bool has_le = rest.size() == first + layout.length_size;
    if (first == 0 || (rest.size() != first && !has_le))
        return;
    command.kind = has_le ? layout.both : layout.only_data;
    command.data = rest.first(first);
    if (has_le)
        command.expected = expected(number(rest.subspan(first)), layout.most_expected);
}

}  // namespace

std::optional<CommandApdu> parse_command(Bytes command) {
    if (command.size() < apdu_header_size)
        return std::nullopt;
    CommandApdu parsed{.cla = command[0], .ins = command[1], .p1 = command[2], .p2 = command[3], .data = {}};
    const Bytes body = command.subspan(apdu_header_size);
    if (body.empty())
        parsed.kind = ApduCase::Case1;
    else if (body.size() > 1 && body[0] == 0)
        read_body(parsed, body.subspan(1), extended_layout);
    else
        read_body(parsed, body, short_layout);
    return parsed;
}

bool is_extended(ApduCase kind) {
    return kind == ApduCase::Case2Extended || kind == ApduCase::Case3Extended ||
           kind == ApduCase::Case4Extended;
}

std::optional<std::uint16_t> status_word(Bytes response) {
    if (response.size() < 2)
        return std::nullopt;
    return static_cast<std::uint16_t>(number(response.last(2)));
}

}  // namespace scrm::iso7816
