#include "drivers/iso7816/atr.hpp"

#include <algorithm>

namespace scrm::iso7816 {
namespace {

constexpr std::uint8_t ts_direct = 0x3B;
constexpr std::uint8_t ts_inverse = 0x3F;

constexpr unsigned ta_follows = 0x1;
constexpr unsigned tb_follows = 0x2;
constexpr unsigned tc_follows = 0x4;
constexpr unsigned td_follows = 0x8;

/// Hands out bytes from the front and counts those that were asked for in vain.
class Cursor {
  public:
    explicit Cursor(std::span<const std::uint8_t> bytes) : rest_(bytes) {}

    std::optional<std::uint8_t> next() {
        if (rest_.empty()) {
            ++missing_;
            return std::nullopt;
        }
        const std::uint8_t byte = rest_.front();
        rest_ = rest_.subspan(1);
        return byte;
    }

    std::vector<std::uint8_t> take(std::size_t count) {
        const auto taken = rest_.first(std::min(count, rest_.size()));
        rest_ = rest_.subspan(taken.size());
        missing_ += count - taken.size();
        return {taken.begin(), taken.end()};
    }

    [[nodiscard]] std::size_t left() const { return rest_.size(); }
    [[nodiscard]] std::size_t missing() const { return missing_; }

  private:
    std::span<const std::uint8_t> rest_;
    std::size_t missing_ = 0;
};

InterfaceBytes read_level(Cursor& cursor, unsigned follows) {
    InterfaceBytes level;
    if (follows & ta_follows) {
        level.ta = cursor.next();
    }
    if (follows & tb_follows) {
        level.tb = cursor.next();
    }
    if (follows & tc_follows) {
        level.tc = cursor.next();
    }
    if (follows & td_follows) {
        level.td = cursor.next();
    }
    return level;
}

std::vector<InterfaceBytes> read_levels(Cursor& cursor, std::uint8_t t0) {
    std::vector<InterfaceBytes> levels{read_level(cursor, t0 >> 4U)};
    while (const auto td = levels.back().td) {
        InterfaceBytes level = read_level(cursor, *td >> 4U);
        level.protocol = static_cast<std::uint8_t>(*td & 0x0FU);
        levels.push_back(level);
    }
    return levels;
}

bool wants_checksum(const Atr& atr) {
    return std::any_of(atr.levels.begin(), atr.levels.end(),
                       [](const InterfaceBytes& level) { return level.protocol.value_or(0) != 0; });
}

/// `covered` runs from T0 to TCK.
Checksum check(std::span<const std::uint8_t> covered) {
    std::uint8_t sum = 0;
    for (const std::uint8_t byte : covered) {
        sum ^= byte;
    }
    return sum == 0 ? Checksum::Correct : Checksum::Wrong;
}

}  // namespace

std::vector<std::uint8_t> Atr::protocols() const {
    std::vector<std::uint8_t> offered;
    for (const InterfaceBytes& level : levels) {
        const std::uint8_t protocol = level.protocol.value_or(global_interface_bytes);
        const bool known = std::find(offered.begin(), offered.end(), protocol) != offered.end();
        if (protocol != global_interface_bytes && !known) {
            offered.push_back(protocol);
        }
    }
    if (offered.empty()) {
        offered.push_back(0);
    }
    return offered;
}

std::uint8_t Atr::first_protocol() const {
    return protocols().front();
}

bool Atr::offers(std::uint8_t protocol) const {
    const auto offered = protocols();
    return std::find(offered.begin(), offered.end(), protocol) != offered.end();
}

const char* describe(AtrError error) {
    switch (error) {
        case AtrError::TooShort:
            return "an answer to reset has at least 2 bytes";
        case AtrError::UnknownConvention:
            return "an answer to reset starts with 3B or 3F";
    }
    return "not an answer to reset";
}

std::variant<Atr, AtrError> parse_atr(std::span<const std::uint8_t> bytes) {
    if (bytes.size() < 2) {
        return AtrError::TooShort;
    }
    if (bytes[0] != ts_direct && bytes[0] != ts_inverse) {
        return AtrError::UnknownConvention;
    }
    Atr atr;
    atr.convention = bytes[0] == ts_direct ? Convention::Direct : Convention::Inverse;
    atr.t0 = bytes[1];

    Cursor cursor(bytes.subspan(2));
    atr.levels = read_levels(cursor, atr.t0);
    atr.historical_bytes = cursor.take(atr.t0 & 0x0FU);
    if (wants_checksum(atr)) {
        atr.tck = cursor.next();
        atr.checksum =
            atr.tck ? check(bytes.subspan(1, bytes.size() - 1 - cursor.left())) : Checksum::Missing;
    }
    atr.missing_bytes = cursor.missing();
    atr.surplus_bytes = cursor.left();
    return atr;
}

}  // namespace scrm::iso7816
