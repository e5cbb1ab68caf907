#include "drivers/virtual/card_spec.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/drivers/virtual/hex.hpp"

using namespace scrm::virtual_reader;

TEST_CASE("a card is chosen by none, default or an ATR in hex") {
    const auto none = parse_card_choice("none");
    REQUIRE(none);
    CHECK_FALSE(none->card);

    const auto standard = parse_card_choice("default");
    REQUIRE((standard && standard->card));
    CHECK(test::hex(standard->card->atr.bytes()) == test::hex(CardAtr().bytes()));

    for (const auto* text : {"3B021450", "3b 02 14 50"}) {
        const auto own = parse_card_choice(text);
        REQUIRE((own && own->card));
        CHECK(test::hex(own->card->atr.bytes()) == "3B 02 14 50");
    }
}

TEST_CASE("text that is no card is refused") {
    const std::string too_long(68, 'A');
    for (const std::string& text :
         {std::string(), std::string("3B"), std::string("3B0"), std::string("3B 0 2"), std::string("XX02"),
          std::string("Default"), too_long})
        CHECK_FALSE(parse_card_choice(text));
}
