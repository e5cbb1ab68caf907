#include "drivers/ccid/card/parameters.hpp"

#include <catch2/catch.hpp>

#include "drivers/ccid/card/data_rates.hpp"
#include "drivers/ccid/card/speed_memory.hpp"
#include "tests/unit/drivers/ccid/hex.hpp"

namespace scrm::ccid {
namespace {

iso7816::Atr atr(const char* text) {
    return std::get<iso7816::Atr>(iso7816::parse_atr(hex(text)));
}

TEST_CASE("parameters as the answer to reset asks for them") {
    const auto plain = atr("3B 04 17 04 FF FF");
    CHECK(encode_parameters(parameters_for(plain, 0, 0x11)) == hex("11 00 00 0A 00"));
    const auto t1_crc = atr("3F D5 18 FF 81 71 20 45 01 31 32 33 34 35 00");
    CHECK(encode_parameters(parameters_for(t1_crc, 1, 0x18)) == hex("18 13 FF 45 00 20 00"));
}

TEST_CASE("parameters that a reader says are in force") {
    const auto t1 = decode_parameters(1, hex("18 10 00 45 00 FE 00"));
    REQUIRE(t1);
    CHECK(t1->fi_di == 0x18);
    CHECK(t1->waiting == 0x45);
    CHECK(t1->ifsc == 254);
    CHECK_FALSE(t1->crc);
    CHECK(decode_parameters(0, hex("12 02 05 0A 00"))->inverse_convention);
    CHECK_FALSE(decode_parameters(1, hex("18 10 00 45 00 FE")));
    CHECK_FALSE(decode_parameters(0, hex("18 10 00 45")));
    CHECK_FALSE(decode_parameters(0x80, hex("18 10 00 45 00 FE 00")));
}

TEST_CASE("a list of rates is believed if all of it can be true") {
    CHECK(decode_data_rates(hex("00 2A 00 00 00 54 00 00"), 344'086) ==
          std::vector<std::uint32_t>{10'752, 21'504});
    CHECK(decode_data_rates(hex("00 2A 00 00 00"), 344'086).empty());
    CHECK(decode_data_rates(hex("00 2A 00 00 00 00 00 00"), 344'086).empty());
    CHECK(decode_data_rates(hex("00 2A 00 00 00 00 00 40"), 344'086).empty());
    CHECK(decode_data_rates({}, 344'086).empty());
}

TEST_CASE("what failed is remembered for a model and an ATR, and never gets less") {
    SpeedMemory memory;
    const auto card = hex("3B 00"), other = hex("3B 01");
    CHECK(memory.failed_rungs("reader", card) == 0);
    memory.note_failure("reader", card, 1);
    memory.note_failure("reader", card, 0);
    CHECK(memory.failed_rungs("reader", card) == 2);
    CHECK(memory.failed_rungs("reader", other) == 0);
    CHECK(memory.failed_rungs("another", card) == 0);
}

}  // namespace
}  // namespace scrm::ccid
