#include "drivers/iso7816/atr.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/drivers/iso7816/real_atrs.hpp"

using namespace scrm::iso7816;

namespace {

using Bytes = std::vector<std::uint8_t>;

std::size_t interface_byte_count(const Atr& atr) {
    std::size_t count = 0;
    for (const InterfaceBytes& level : atr.levels) {
        for (const auto& byte : {level.ta, level.tb, level.tc, level.td}) {
            count += byte ? 1U : 0U;
        }
    }
    return count;
}

std::size_t accounted_for(const Atr& atr) {
    return 2 + interface_byte_count(atr) + atr.historical_bytes.size() + (atr.tck ? 1U : 0U) +
           atr.surplus_bytes;
}

}  // namespace

TEST_CASE("the shortest ATR is TS and T0") {
    const Atr atr = atr_of("3B 00");
    CHECK(atr.convention == Convention::Direct);
    CHECK(atr.levels.size() == 1);
    CHECK(interface_byte_count(atr) == 0);
    CHECK(atr.historical_bytes.empty());
    CHECK(atr.checksum == Checksum::NotUsed);
    CHECK(atr.missing_bytes == 0);
}

TEST_CASE("fewer than two bytes are no ATR") {
    CHECK(std::get<AtrError>(parse_atr({})) == AtrError::TooShort);
    CHECK(std::get<AtrError>(parse_atr(bytes_of("3B"))) == AtrError::TooShort);
}

TEST_CASE("TS must be 3B or 3F") {
    CHECK(std::get<AtrError>(parse_atr(bytes_of("00 00"))) == AtrError::UnknownConvention);
    CHECK(std::get<AtrError>(parse_atr(bytes_of("3C 00"))) == AtrError::UnknownConvention);
    CHECK(std::get<AtrError>(parse_atr(bytes_of("FF 3B 00"))) == AtrError::UnknownConvention);
}

TEST_CASE("every real ATR is whole, and its TCK is right where it has one") {
    for (const auto hex : real_atr::all) {
        INFO(hex);
        const Atr atr = atr_of(hex);
        CHECK(atr.missing_bytes == 0);
        CHECK(atr.surplus_bytes == 0);
        CHECK((atr.checksum == Checksum::Correct || atr.checksum == Checksum::NotUsed));
        CHECK(accounted_for(atr) == bytes_of(hex).size());
    }
}

TEST_CASE("each TD announces the next level and names its protocol") {
    const Atr atr = atr_of(real_atr::swiss_health);
    REQUIRE(atr.levels.size() == 4);
    CHECK_FALSE(atr.levels[0].protocol.has_value());
    CHECK(atr.levels[0].ta == 0x13);
    CHECK_FALSE(atr.levels[0].tb.has_value());
    CHECK(atr.levels[0].td == 0x81);
    CHECK(atr.levels[1].protocol == 1);
    CHECK(atr.levels[1].td == 0xB1);
    CHECK(atr.levels[2].protocol == 1);
    CHECK(atr.levels[2].ta == 0x80);
    CHECK(atr.levels[2].tb == 0x37);
    CHECK_FALSE(atr.levels[2].tc.has_value());
    CHECK(atr.levels[2].td == 0x1F);
    CHECK(atr.levels[3].protocol == global_interface_bytes);
    CHECK(atr.levels[3].ta == 0x03);
    CHECK_FALSE(atr.levels[3].td.has_value());
    CHECK(atr.tck == 0x86);
}

TEST_CASE("TB and TC of level 1 come between TA and TD") {
    const Atr atr = atr_of(real_atr::openpgp_1);
    CHECK(atr.levels[0].ta == 0x13);
    CHECK(atr.levels[0].tb == 0x00);
    CHECK(atr.levels[0].tc == 0xFF);
    CHECK(atr.levels[0].td == 0x81);
}

TEST_CASE("historical bytes are counted by the lower half of T0") {
    CHECK(atr_of(real_atr::multiflex).historical_bytes == Bytes{0x14, 0x50});
    CHECK(atr_of(real_atr::desfire).historical_bytes == Bytes{0x80});
    CHECK(atr_of(real_atr::contactless_plain).historical_bytes.empty());
    CHECK(atr_of(real_atr::yubikey_4).historical_bytes == bytes_of("59 75 62 69 6B 65 79 34"));
    CHECK(atr_of(real_atr::mifare_1k).historical_bytes.size() == 15);
}

TEST_CASE("TS 3F means inverse convention") {
    CHECK(atr_of(real_atr::inverse_sim).convention == Convention::Inverse);
    CHECK(atr_of(real_atr::piv).convention == Convention::Direct);
}

TEST_CASE("protocols are offered in the card's order, each once, and T=15 is none") {
    CHECK(atr_of(real_atr::multiflex).protocols() == Bytes{0});
    CHECK(atr_of(real_atr::usim).protocols() == Bytes{0});
    CHECK(atr_of(real_atr::belgian_eid).protocols() == Bytes{0});
    CHECK(atr_of(real_atr::openpgp_2).protocols() == Bytes{1});
    CHECK(atr_of(real_atr::estonian_eid).protocols() == Bytes{0, 1});
    CHECK(atr_of(real_atr::desfire).protocols() == Bytes{0, 1});
    CHECK(atr_of(real_atr::irdeto_t14).protocols() == Bytes{14});
    CHECK(atr_of("3B 80 1F 03 9C").protocols() == Bytes{0});
}

TEST_CASE("the first protocol offered is the one in force") {
    CHECK(atr_of(real_atr::gsm_sim).first_protocol() == 0);
    CHECK(atr_of(real_atr::estonian_eid).first_protocol() == 0);
    CHECK(atr_of(real_atr::yubikey_5).first_protocol() == 1);
    CHECK(atr_of(real_atr::estonian_eid).offers(1));
    CHECK_FALSE(atr_of(real_atr::yubikey_5).offers(0));
    CHECK_FALSE(atr_of(real_atr::swiss_health).offers(global_interface_bytes));
}

TEST_CASE("there is a TCK unless T=0 is all that is named") {
    CHECK(atr_of(real_atr::belgian_eid).checksum == Checksum::NotUsed);
    CHECK(atr_of(real_atr::belgian_eid).surplus_bytes == 0);
    CHECK(atr_of(real_atr::usim).tck == 0xA5);
    CHECK(atr_of(real_atr::usim).checksum == Checksum::Correct);
    CHECK(atr_of("3B 81 80 01 80 81").checksum == Checksum::Wrong);
    CHECK(atr_of("3B 81 80 01 80").checksum == Checksum::Missing);
    CHECK(atr_of("3B 81 80 01 80").missing_bytes == 1);
}

TEST_CASE("a card that leaves out its TCK is read like any other") {
    const Atr atr = atr_of(real_atr::loyalty_without_tck);
    CHECK(atr.checksum == Checksum::Missing);
    CHECK(atr.first_protocol() == 14);
    CHECK(atr.historical_bytes == bytes_of("33 39 32 01 03"));
}

TEST_CASE("bytes after the end are counted and do not spoil the TCK") {
    const Atr atr = atr_of("3B 81 80 01 80 80 90 00");
    CHECK(atr.checksum == Checksum::Correct);
    CHECK(atr.surplus_bytes == 2);
    CHECK(atr_of("3B 02 14 50 11").surplus_bytes == 1);
}

TEST_CASE("what a cut-off ATR still says is kept, what is missing is counted") {
    const Atr atr = atr_of("3B FA 13");
    CHECK(atr.levels.size() == 1);
    CHECK(atr.levels[0].ta == 0x13);
    CHECK_FALSE(atr.levels[0].td.has_value());
    CHECK(atr.missing_bytes == 13);  // TB1, TC1, TD1 and ten historical bytes
    CHECK(atr_of("3B 02 14").historical_bytes == Bytes{0x14});
    CHECK(atr_of("3B 02 14").missing_bytes == 1);
}

TEST_CASE("every prefix of every real ATR is taken apart without losing a byte") {
    for (const auto hex : real_atr::all) {
        const Bytes whole = bytes_of(hex);
        for (std::size_t size = 2; size < whole.size(); ++size) {
            const Bytes prefix(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
            const auto atr = std::get<Atr>(parse_atr(prefix));
            INFO(hex << " cut to " << size);
            CHECK(atr.missing_bytes > 0);
            CHECK(accounted_for(atr) == size);
        }
    }
}

TEST_CASE("an ATR longer than the standard allows is followed to its end") {
    Bytes endless{0x3B, 0x80};
    endless.resize(300, 0x80);
    const auto atr = std::get<Atr>(parse_atr(endless));
    CHECK(atr.levels.size() == 299);
    CHECK(atr.missing_bytes == 1);
}
