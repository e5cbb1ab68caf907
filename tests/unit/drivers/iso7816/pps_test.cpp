#include "drivers/iso7816/pps.hpp"

#include <catch2/catch.hpp>
#include <cstring>

#include "tests/unit/drivers/iso7816/hex.hpp"

using namespace scrm::iso7816;

namespace {

PpsAgreement agreement(PpsRequest request, std::string_view answer) {
    return std::get<PpsAgreement>(check_pps(request, bytes_of(answer)));
}

PpsError error(PpsRequest request, std::string_view answer) {
    return std::get<PpsError>(check_pps(request, bytes_of(answer)));
}

constexpr PpsRequest t1_at_18{.protocol = 1, .fi_di = 0x18};
constexpr PpsRequest t1_only{.protocol = 1, .fi_di = {}};

}  // namespace

TEST_CASE("a PPS request as a reader was watched sending it") {
    CHECK(hex_of(encode_pps(t1_at_18)) == "FF 11 18 F6");
    CHECK(hex_of(encode_pps({.protocol = 0, .fi_di = 0x95})) == "FF 10 95 7A");
}

TEST_CASE("without a rate PPS1 is left out") {
    CHECK(hex_of(encode_pps(t1_only)) == "FF 01 FE");
}

TEST_CASE("an echo is an agreement") {
    const PpsAgreement agreed = agreement(t1_at_18, "FF 11 18 F6");
    CHECK(agreed.protocol == 1);
    CHECK(agreed.fi_di == 0x18);
    CHECK(agreement(t1_only, "FF 01 FE").fi_di == 0x11);
}

TEST_CASE("a card that leaves PPS1 out stays at F 372, D 1") {
    const PpsAgreement agreed = agreement(t1_at_18, "FF 01 FE");
    CHECK(agreed.protocol == 1);
    CHECK(agreed.fi_di == 0x11);
}

TEST_CASE("what is no agreement") {
    CHECK(error(t1_at_18, "FF") == PpsError::WrongSize);
    CHECK(error(t1_at_18, "FF 11 18") == PpsError::WrongSize);
    CHECK(error(t1_at_18, "FF 11 18 F6 00") == PpsError::WrongSize);
    CHECK(error(t1_at_18, "3B 11 18 32") == PpsError::NotPps);
    CHECK(error(t1_at_18, "FF 11 18 F7") == PpsError::WrongChecksum);
    CHECK(error(t1_at_18, "FF 10 18 F7") == PpsError::OtherProtocol);
    CHECK(error(t1_at_18, "FF 11 95 7B") == PpsError::OtherParameters);
    CHECK(error(t1_only, "FF 11 18 F6") == PpsError::OtherParameters);
    CHECK(error(t1_at_18, "FF 31 18 01 D7") == PpsError::OtherParameters);
    CHECK(error(t1_only, "FF 21 01 DF") == PpsError::OtherParameters);
    CHECK(std::get<PpsError>(check_pps(t1_at_18, {})) == PpsError::WrongSize);
}

TEST_CASE("PPS0 tells how long an answer is") {
    CHECK_FALSE(pps_size(bytes_of("FF")).has_value());
    CHECK(pps_size(bytes_of("FF 01")) == 3);
    CHECK(pps_size(bytes_of("FF 11")) == 4);
    CHECK(pps_size(bytes_of("FF 71 18")) == 6);
    CHECK(pps_size(bytes_of("FF 81")) == 3);
}

TEST_CASE("every PPS error has words of its own") {
    for (const PpsError each : {PpsError::WrongSize, PpsError::NotPps, PpsError::WrongChecksum,
                                PpsError::OtherProtocol, PpsError::OtherParameters})
        CHECK(std::strlen(describe(each)) > 20);
}
