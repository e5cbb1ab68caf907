#include "daemon/readers/protocol_choice.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/drivers/iso7816/real_atrs.hpp"

using namespace scrm::readers;
using scrm::drivers::Protocol;
using scrm::iso7816::bytes_of;
namespace real_atr = scrm::iso7816::real_atr;

namespace {

constexpr auto t0 = protocol_mask::t0;
constexpr auto t1 = protocol_mask::t1;
constexpr auto raw = protocol_mask::raw;

struct Choice {
    std::string_view atr;
    std::uint32_t preferred;
    std::optional<Protocol> expected;
};

}  // namespace

TEST_CASE("the card's protocol is chosen if the client knows it") {
    const auto choice = GENERATE(values<Choice>({
        {real_atr::gsm_sim, t0 | t1, Protocol::T0},
        {real_atr::memory_card, t0 | t1, Protocol::T0},  // an ATR that names none means T=0
        {real_atr::multiflex, t0, Protocol::T0},
        {real_atr::yubikey_5, t0 | t1, Protocol::T1},
        {real_atr::openpgp_2, t1, Protocol::T1},
    }));
    CHECK(choose_protocol(bytes_of(choice.atr), choice.preferred) == choice.expected);
}

TEST_CASE("of two protocols that card and client share, T=1 is chosen") {
    const auto atr = bytes_of(real_atr::contactless_plain);
    CHECK(choose_protocol(atr, t0 | t1) == Protocol::T1);
    CHECK(choose_protocol(atr, t1) == Protocol::T1);
    CHECK(choose_protocol(atr, t0) == Protocol::T0);
}

TEST_CASE("card and client that share no protocol cannot speak") {
    const auto choice = GENERATE(values<Choice>({
        {real_atr::gsm_sim, t1, {}},
        {real_atr::yubikey_5, t0, {}},
        {real_atr::irdeto_t14, t0 | t1, {}},
        {real_atr::contactless_plain, 0, {}},
        {real_atr::contactless_plain, 8, {}},  // T=15 is no protocol
    }));
    CHECK(choose_protocol(bytes_of(choice.atr), choice.preferred) == choice.expected);
}

TEST_CASE("a card in specific mode is spoken to in the protocol that it insists on") {
    const auto atr = bytes_of(real_atr::specific_t1_only);
    CHECK(choose_protocol(atr, t0 | t1) == Protocol::T1);
    CHECK_FALSE(choose_protocol(atr, t0));
    // Offers T=0 and T=1 in its TDs, insists on T=0 in its TA2.
    const auto insists_on_t0 = bytes_of("3B 80 90 00 01");
    CHECK(choose_protocol(insists_on_t0, t0 | t1) == Protocol::T0);
    CHECK_FALSE(choose_protocol(insists_on_t0, t1));
    // Insists on T=14, which nobody speaks.
    CHECK_FALSE(choose_protocol(bytes_of("3B 80 9E 0E 01"), t0 | t1));
}

TEST_CASE("raw is chosen where nothing better is shared") {
    CHECK(choose_protocol(bytes_of(real_atr::gsm_sim), raw) == Protocol::Raw);
    CHECK(choose_protocol(bytes_of(real_atr::gsm_sim), t1 | raw) == Protocol::Raw);
    CHECK(choose_protocol(bytes_of(real_atr::gsm_sim), t0 | raw) == Protocol::T0);
    CHECK(choose_protocol(bytes_of(real_atr::irdeto_t14), t0 | t1 | raw) == Protocol::Raw);
}

TEST_CASE("a card whose answer to reset makes no sense is left to its driver") {
    const auto atr = GENERATE(std::vector<std::uint8_t>{}, std::vector<std::uint8_t>{0x3B},
                              std::vector<std::uint8_t>{0x00, 0x11, 0x22});
    CHECK(choose_protocol(atr, t0 | t1) == Protocol::T1);
    CHECK(choose_protocol(atr, t0) == Protocol::T0);
}

TEST_CASE("every protocol has its bit, and a mask that names one names it") {
    for (const Protocol protocol : {Protocol::T0, Protocol::T1, Protocol::Raw})
        CHECK(to_protocol(to_mask(protocol)) == protocol);
    for (const std::uint32_t none_or_many : {0U, 3U, 5U, 6U, 7U, 8U, 0x10000U})
        CHECK_FALSE(to_protocol(none_or_many));
}
