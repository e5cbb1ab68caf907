#include "drivers/iso7816/atr_parameters.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <utility>

#include "tests/unit/drivers/iso7816/real_atrs.hpp"

using namespace scrm::iso7816;

TEST_CASE("TA1 gives F, D and the fastest clock") {
    const BitRate rate = bit_rate(atr_of(real_atr::piv));  // TA1 96
    CHECK(rate.f == 512);
    CHECK(rate.d == 32);
    CHECK(rate.max_clock_khz == 5000);
}

TEST_CASE("the standard's tables of F, fastest clock and D") {
    const std::map<unsigned, std::pair<unsigned, unsigned>> f_and_clock{
        {0, {372, 4000}},   {1, {372, 5000}},    {2, {558, 6000}},    {3, {744, 8000}},
        {4, {1116, 12000}}, {5, {1488, 16000}},  {6, {1860, 20000}},  {9, {512, 5000}},
        {10, {768, 7500}},  {11, {1024, 10000}}, {12, {1536, 15000}}, {13, {2048, 20000}}};
    for (const auto& [upper, expected] : f_and_clock) {
        const BitRate rate = decode_bit_rate(static_cast<std::uint8_t>(upper << 4U | 1U));
        CHECK(rate.f == expected.first);
        CHECK(rate.max_clock_khz == expected.second);
    }
    const std::map<unsigned, unsigned> adjustments{{1, 1},  {2, 2},  {3, 4},  {4, 8}, {5, 16},
                                                   {6, 32}, {7, 64}, {8, 12}, {9, 20}};
    for (const auto& [lower, expected] : adjustments) {
        CHECK(decode_bit_rate(static_cast<std::uint8_t>(0x10U | lower)).d == expected);
    }
}

TEST_CASE("without TA1 the rate is F 372, D 1") {
    const BitRate rate = bit_rate(atr_of(real_atr::contactless_plain));
    CHECK(rate.f == 372);
    CHECK(rate.d == 1);
    CHECK(rate.max_clock_khz == 5000);
}

TEST_CASE("reserved halves of TA1 are none") {
    for (const unsigned upper : {0x7U, 0x8U, 0xEU, 0xFU}) {
        const BitRate rate = decode_bit_rate(static_cast<std::uint8_t>(upper << 4U | 1U));
        CHECK_FALSE(rate.f.has_value());
        CHECK_FALSE(rate.max_clock_khz.has_value());
        CHECK(rate.d == 1);
    }
    for (const unsigned lower : {0x0U, 0xAU, 0xBU, 0xCU, 0xDU, 0xEU, 0xFU}) {
        const BitRate rate = decode_bit_rate(static_cast<std::uint8_t>(0x10U | lower));
        CHECK_FALSE(rate.d.has_value());
        CHECK(rate.f == 372);
    }
}

TEST_CASE("TA2 puts the card into specific mode") {
    const auto mode = specific_mode(atr_of(real_atr::specific_t1_only));  // TA2 81
    REQUIRE(mode.has_value());
    CHECK(mode->protocol == 1);
    CHECK_FALSE(mode->implicit_parameters);
    CHECK_FALSE(mode->can_change_mode);

    const auto implicit = specific_mode(atr_of("3B 90 11 10 11"));
    REQUIRE(implicit.has_value());
    CHECK(implicit->protocol == 1);
    CHECK(implicit->implicit_parameters);
    CHECK(implicit->can_change_mode);
}

TEST_CASE("TA3 is no TA2") {
    CHECK_FALSE(specific_mode(atr_of(real_atr::openpgp_1)).has_value());
    CHECK_FALSE(specific_mode(atr_of(real_atr::multiflex)).has_value());
}

TEST_CASE("TC1 is the extra guard time, none by default") {
    CHECK(extra_guard_time(atr_of(real_atr::openpgp_1)) == minimal_guard_time);
    CHECK(extra_guard_time(atr_of("3B 40 07")) == 7);
    CHECK(extra_guard_time(atr_of(real_atr::desfire)) == 0);
}

TEST_CASE("TC2 is the waiting integer of T=0, 10 by default") {
    CHECK(t0_waiting_integer(atr_of(real_atr::belgian_eid)) == 10);
    CHECK(t0_waiting_integer(atr_of("3B 80 40 FF")) == 255);
    CHECK(t0_waiting_integer(atr_of(real_atr::multiflex)) == 10);
}

TEST_CASE("the level 3 bytes after T=1 are IFSC and waiting integers") {
    const T1Parameters t1 = t1_parameters(atr_of(real_atr::swiss_health));  // TA3 80, TB3 37
    CHECK(t1.ifsc == 128);
    CHECK(t1.bwi == 3);
    CHECK(t1.cwi == 7);
    CHECK(t1.error_detection == ErrorDetection::Lrc);
}

TEST_CASE("T=1 parameters are found behind those of T=0") {
    const T1Parameters t1 = t1_parameters(atr_of(real_atr::estonian_eid_11));  // TC2 0A, TA3 FE, TB3 4D
    CHECK(t1.ifsc == 254);
    CHECK(t1.bwi == 4);
    CHECK(t1.cwi == 13);
}

TEST_CASE("a card that says nothing of T=1 gets the standard's defaults") {
    const T1Parameters t1 = t1_parameters(atr_of(real_atr::desfire));
    CHECK(t1.ifsc == 32);
    CHECK(t1.bwi == 4);
    CHECK(t1.cwi == 13);
    CHECK(t1.error_detection == ErrorDetection::Lrc);
}

TEST_CASE("the level 2 bytes are never T=1 parameters") {
    // TD1 names T=1 and announces TA2, TB2 and TC2.
    const T1Parameters t1 = t1_parameters(atr_of("3B 80 71 01 55 01 A4"));
    CHECK(t1.ifsc == 32);
    CHECK(t1.bwi == 4);
    CHECK(t1.error_detection == ErrorDetection::Lrc);
}

TEST_CASE("reserved values of IFSC become the default and the longest") {
    CHECK(t1_parameters(atr_of("3B 80 81 11 00 10")).ifsc == 32);
    CHECK(t1_parameters(atr_of("3B 80 81 11 FF EF")).ifsc == 254);
}

TEST_CASE("TC after T=1 chooses between LRC and CRC by its lowest bit") {
    CHECK(t1_parameters(atr_of("3B 80 81 41 01 41")).error_detection == ErrorDetection::Crc);
    CHECK(t1_parameters(atr_of("3B 80 81 41 FE BE")).error_detection == ErrorDetection::Lrc);
}

TEST_CASE("only the first TA, TB and TC of T=1 count") {
    const Atr atr = atr_of("3B 80 81 B1 20 45 31 80 77 11");
    CHECK(t1_parameters(atr).ifsc == 32);
    CHECK(t1_parameters(atr).bwi == 4);
    CHECK(t1_parameters(atr).cwi == 5);
}

TEST_CASE("TA after T=15 tells clock stop and voltages") {
    const auto power = power_parameters(atr_of(real_atr::usim));  // TA3 C7
    REQUIRE(power.has_value());
    CHECK(power->clock_stop == ClockStop::Either);
    CHECK(power->class_a_5_volt);
    CHECK(power->class_b_3_volt);
    CHECK(power->class_c_1_8_volt);

    const auto low_power = decode_power_parameters(0x46);
    CHECK(low_power.clock_stop == ClockStop::Low);
    CHECK_FALSE(low_power.class_a_5_volt);
    CHECK(low_power.class_b_3_volt);
    CHECK(low_power.class_c_1_8_volt);
    CHECK(decode_power_parameters(0x81).clock_stop == ClockStop::High);
    CHECK(decode_power_parameters(0x01).clock_stop == ClockStop::NotSupported);
}

TEST_CASE("a card without T=15 tells nothing of its power") {
    CHECK_FALSE(power_parameters(atr_of(real_atr::openpgp_1)).has_value());
}
