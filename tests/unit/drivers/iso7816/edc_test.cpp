#include "drivers/iso7816/edc.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/drivers/iso7816/hex.hpp"

using namespace scrm::iso7816;

TEST_CASE("the LRC is the exclusive-or") {
    CHECK(lrc({}) == 0);
    CHECK(lrc(bytes_of("00 C3 01 09")) == 0xCB);
    CHECK(lrc(bytes_of("00 40 02 90 00")) == 0xD2);
}

TEST_CASE("the CRC is what a card and a driver were watched saying to each other") {
    CHECK(crc(bytes_of("00 C1 01 FE")) == 0x544E);
    CHECK(crc(bytes_of("00 E1 01 FE")) == 0x5775);
    CHECK(crc(bytes_of("00 00 05 00 A4 00 00 00")) == 0xB8DA);
    CHECK(crc(bytes_of("00 90 00")) == 0x206E);
    CHECK(crc(bytes_of("00 60 07 00 02 8A 01 AA 90 00")) == 0xA633);
}

TEST_CASE("the CRC of nothing is what it begins with") {
    CHECK(crc({}) == 0xFFFF);
}
