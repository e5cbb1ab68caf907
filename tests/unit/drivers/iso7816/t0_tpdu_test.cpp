#include "drivers/iso7816/t0_tpdu.hpp"

#include <catch2/catch.hpp>
#include <cstring>

#include "tests/unit/drivers/iso7816/hex.hpp"

using namespace scrm::iso7816;

namespace {

T0CommandError error(std::string_view hex) {
    return std::get<T0CommandError>(t0_tpdu(bytes_of(hex)));
}

void check(std::string_view hex, T0Form form, std::string_view goes) {
    const Buffer command = bytes_of(hex);
    const auto tpdu = std::get<T0Tpdu>(t0_tpdu(command));
    CHECK(tpdu.form == form);
    CHECK(hex_of(tpdu.bytes) == goes);
}

}  // namespace

TEST_CASE("the three forms of a T=0 TPDU") {
    check("00 44 00 00", T0Form::NoData, "00 44 00 00");
    check("00 B0 00 00 10", T0Form::FromCard, "00 B0 00 00 10");
    check("00 D6 00 00 02 AA BB", T0Form::ToCard, "00 D6 00 00 02 AA BB");
}

TEST_CASE("a case 4 command goes without its Le") {
    check("00 A4 04 00 02 3F 00 00", T0Form::ToCard, "00 A4 04 00 02 3F 00");
}

TEST_CASE("what T=0 cannot say") {
    CHECK(error("00 A4 04") == T0CommandError::TooShort);
    CHECK(error("00 B0 00 00 00 01 00") == T0CommandError::Extended);
    CHECK(error("00 D6 00 00 00 00 01 AA") == T0CommandError::Extended);
    CHECK(error("00 D6 00 00 02 AA") == T0CommandError::Irregular);
}

TEST_CASE("every T=0 command error has words of its own") {
    for (const T0CommandError each :
         {T0CommandError::TooShort, T0CommandError::Extended, T0CommandError::Irregular})
        CHECK(std::strlen(describe(each)) > 20);
}
