#include "drivers/iso7816/speed.hpp"

#include <array>
#include <catch2/catch.hpp>

#include "tests/unit/drivers/iso7816/real_atrs.hpp"

using namespace scrm::iso7816;

namespace {

constexpr ReaderSpeeds fast{.default_clock_khz = 4000, .max_bits_per_second = 1'000'000, .rates = {}};

std::vector<unsigned> codes(const std::vector<Speed>& ladder) {
    std::vector<unsigned> result;
    result.reserve(ladder.size());
    for (const Speed speed : ladder)
        result.push_back(speed.fi_di);
    return result;
}

using Codes = std::vector<unsigned>;

}  // namespace

TEST_CASE("a code of TA1 as a speed") {
    CHECK(speed_of(0x96).f == 512);
    CHECK(speed_of(0x96).d == 32);
    CHECK(speed_of(0x96).fi_di == 0x96);
    CHECK(speed_of(0x7A).f == 372);
    CHECK(speed_of(0x7A).d == 1);
}

TEST_CASE("bits per second") {
    CHECK(bits_per_second(speed_of(0x11), 4000) == 10752);
    CHECK(bits_per_second(speed_of(0x96), 4000) == 250000);
    CHECK(bits_per_second(speed_of(0x18), 4800) == 154838);
    CHECK(bits_per_second(speed_of(0x17), UINT32_MAX) == UINT32_MAX);
}

TEST_CASE("the ladder of a fast card and a fast reader goes down with the card's F") {
    CHECK(codes(speed_ladder(atr_of(real_atr::piv), fast)) == Codes{0x96, 0x95, 0x94, 0x93, 0x92, 0x11});
}

TEST_CASE("an odd D goes on with the powers of two below it") {
    CHECK(codes(speed_ladder(atr_of("3B 10 18"), fast)) == Codes{0x18, 0x14, 0x13, 0x12, 0x11});
    CHECK(codes(speed_ladder(atr_of("3B 10 19"), fast)) == Codes{0x19, 0x15, 0x14, 0x13, 0x12, 0x11});
}

TEST_CASE("a card without TA1 has one speed") {
    CHECK(codes(speed_ladder(atr_of("3B 00"), fast)) == Codes{0x11});
}

TEST_CASE("a reserved TA1 counts as none") {
    CHECK(codes(speed_ladder(atr_of("3B 10 76"), fast)) == Codes{0x11});
    CHECK(codes(speed_ladder(atr_of("3B 10 9A"), fast)) == Codes{0x11});
}

TEST_CASE("what is slower than the start is not worth a PPS") {
    CHECK(codes(speed_ladder(atr_of("3B 10 D1"), fast)) == Codes{0x11});
    CHECK(codes(speed_ladder(atr_of("3B 10 D4"), fast)) == Codes{0xD4, 0x11});
}

TEST_CASE("the reader's highest rate cuts the ladder's top off") {
    const ReaderSpeeds slow{.default_clock_khz = 4000, .max_bits_per_second = 125'000, .rates = {}};
    CHECK(codes(speed_ladder(atr_of(real_atr::piv), slow)) == Codes{0x95, 0x94, 0x93, 0x92, 0x11});
}

TEST_CASE("of a reader with a list only its rates are taken, give or take one") {
    const std::array<std::uint32_t, 3> rates{10753, 62501, 249999};
    const ReaderSpeeds listed{.default_clock_khz = 4000, .max_bits_per_second = 1'000'000, .rates = rates};
    CHECK(codes(speed_ladder(atr_of(real_atr::piv), listed)) == Codes{0x96, 0x94, 0x11});
    const std::array<std::uint32_t, 2> off{62498, 250002};
    const ReaderSpeeds none{.default_clock_khz = 4000, .max_bits_per_second = 1'000'000, .rates = off};
    CHECK(codes(speed_ladder(atr_of(real_atr::piv), none)) == Codes{0x11});
}

TEST_CASE("every reader starts at F 372, D 1, whatever it announces") {
    const std::array<std::uint32_t, 1> rates{9600};
    CHECK(can_do({.default_clock_khz = 4000, .max_bits_per_second = 9600, .rates = rates}, Speed{}));
    CHECK(can_do({.default_clock_khz = 0, .max_bits_per_second = 0, .rates = {}}, Speed{}));
}

TEST_CASE("a card in specific mode has one speed or none") {
    CHECK(codes(speed_ladder(atr_of("3B 90 96 10 81 00 07"), fast)) == Codes{0x96});
    const ReaderSpeeds slow{.default_clock_khz = 4000, .max_bits_per_second = 125'000, .rates = {}};
    CHECK(speed_ladder(atr_of("3B 90 96 10 81 00 07"), slow).empty());
    CHECK(speed_ladder(atr_of("3B 90 96 10 91 00 17"), fast).empty());
    CHECK(codes(speed_ladder(atr_of("3B 80 10 81"), fast)) == Codes{0x11});
}

TEST_CASE("no ATR at all is one speed") {
    CHECK(codes(speed_ladder(Atr{}, fast)) == Codes{0x11});
}
