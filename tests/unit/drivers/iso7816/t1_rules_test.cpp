#include "drivers/iso7816/t1_rules.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/drivers/iso7816/hex.hpp"

using namespace scrm::iso7816;

namespace {

/// The event that a block (without its LRC's rightness) is, when I-block 0 was sent last and 1 is expected.
T1Event event(std::string_view hex) {
    const Buffer bytes = bytes_of(hex);
    const auto block = std::get<T1Block>(decode_t1_block(bytes, ErrorDetection::Lrc));
    return t1_event(block, {.sent = 0, .expected = 1, .offered_ifsd = 0x20});
}

}  // namespace

TEST_CASE("T=1: a block is seen against the numbers") {
    CHECK(event("00 40 00 40") == T1Event::LastPart);
    CHECK(event("00 60 00 60") == T1Event::Part);
    CHECK(event("00 00 00 00") == T1Event::Invalid);
    CHECK(event("00 80 00 80") == T1Event::AskedAgain);
    CHECK(event("00 81 00 81") == T1Event::AskedAgain);
    CHECK(event("00 92 00 92") == T1Event::Acknowledged);
}

TEST_CASE("T=1: the S-blocks of a card") {
    CHECK(event("00 C3 01 01 C3") == T1Event::WtxRequest);
    CHECK(event("00 C3 01 00 C2") == T1Event::Invalid);
    CHECK(event("00 C1 01 FE 3E") == T1Event::IfsRequest);
    CHECK(event("00 C1 01 00 C0") == T1Event::Invalid);
    CHECK(event("00 C1 01 FF 3F") == T1Event::Invalid);
    CHECK(event("00 C2 00 C2") == T1Event::AbortRequest);
    CHECK(event("00 C0 00 C0") == T1Event::Invalid);
    CHECK(event("00 E0 00 E0") == T1Event::ResynchResponse);
    CHECK(event("00 E1 01 20 C0") == T1Event::IfsResponse);
    CHECK(event("00 E1 01 21 C1") == T1Event::Invalid);
    CHECK(event("00 E2 00 E2") == T1Event::Invalid);
    CHECK(event("00 E3 01 20 C2") == T1Event::Invalid);
}

TEST_CASE("T=1: nothing but its response ends a RESYNCH") {
    for (std::size_t i = 0; i < t1_events; ++i) {
        const auto each = static_cast<T1Event>(i);
        CHECK((t1_reaction(T1Wait::ResynchResponse, each) == T1Reaction::Complain) ==
              (each != T1Event::ResynchResponse));
        if (static_cast<T1Wait>(i) < T1Wait::ResynchResponse)
            CHECK(t1_reaction(static_cast<T1Wait>(i), T1Event::Invalid) == T1Reaction::Complain);
    }
}
