#include "drivers/ccid/quirks/quirk_effects.hpp"

#include <catch2/catch.hpp>

#include "drivers/ccid/quirks/quirk_table.hpp"
#include "tests/unit/drivers/ccid/hex.hpp"

namespace scrm::ccid {
namespace {

std::string file(const std::string& keys) {
    return "[[reader]]\nname = \"n\"\nreason = \"r\"\nsource = \"s\"\n" + keys + "\n";
}

Quirks quirks_from(const std::string& keys) {
    QuirkTable table;
    const auto error = table.add(file(keys), "mine");
    REQUIRE((error ? error->explanation : "") == "");
    return table.quirks_of({});
}

// Without the name and the line, which is the fifth.
std::string complaint(const std::string& keys) {
    QuirkTable table;
    const auto error = table.add(file(keys), "mine");
    REQUIRE(error);
    REQUIRE(error->explanation.starts_with("mine:5: "));
    return error->explanation.substr(8);
}

TEST_CASE("each key changes its own value") {
    CHECK(quirks_from("level = \"character\"").level == ExchangeLevel::Character);
    CHECK(quirks_from("level = \"tpdu\"").level == ExchangeLevel::Tpdu);
    CHECK(quirks_from("voltages = 7").voltages == 7);
    CHECK(quirks_from("default_clock_khz = 3580").default_clock_khz == 3580);
    CHECK(quirks_from("data_rates = [10752, 4294967295]").data_rates ==
          std::vector<std::uint32_t>{10'752, 4'294'967'295});
    CHECK(quirks_from("first_reply_ms = 600000").first_reply_ms == 600'000);
    CHECK(quirks_from("exchange_ms = 70000").exchange_ms == 70'000);
    CHECK(quirks_from("reply_ms = 70000").reply_ms == 70'000);
    CHECK(quirks_from("no_pin_pad = true").no_pin_pad);
    CHECK(quirks_from("tolerates_longer = true").tolerates_longer);
    CHECK(quirks_from("works_silently = true").works_silently);
    CHECK(quirks_from("no_host_pps = true").no_host_pps);
    CHECK(quirks_from("polls = true").polls);
    CHECK(quirks_from("ignores_parameters = true").ignores_parameters);
    CHECK(quirks_from("refused = \"why\"").refused == "why");
    const auto waits = quirks_from("card_bwi = [\"3B ..\", 9]").card_waits;
    REQUIRE(waits.size() == 1);
    CHECK(waits[0].bwi == 9);
    CHECK(waits[0].card.fits(hex("3B 00")));
}

TEST_CASE("each key of PIN entry changes its own value") {
    CHECK(quirks_from("pin_verify_messages = 255").pin.verify_message_count == 255);
    CHECK(quirks_from("pin_modify_messages = 3").pin.modify_message_count == 3);
    CHECK(quirks_from("pin_modify_no_messages = 1").pin.modify_message_count_for_none == 1);
    CHECK(quirks_from("pin_validation = 7").pin.validation == 7);
    CHECK(quirks_from("pin_three_indices = true").pin.three_message_indices);
    CHECK(quirks_from("pin_pause_ms = 10000").pin.pause_ms == 10'000);
    CHECK(quirks_from("pin_unpadded_escape = \"80 02 00\"").pin.unpadded_escape == hex("80 02 00"));
    const auto sizes = quirks_from("pin_sizes = [4, 12]").pin_sizes;
    REQUIRE(sizes);
    CHECK((sizes->smallest == 4 && sizes->largest == 12));
}

TEST_CASE("escape commands are granted by their beginnings, all of them by one word") {
    CHECK(quirks_from("escape = [\"52 F8\", \"02\"]").escape.prefixes ==
          std::vector<EscapeBytes>{hex("52 F8"), hex("02")});
    CHECK(quirks_from("escape = \"everything\"").escape.everything);
    CHECK(complaint("escape = \"anything\"") == "escape must be a list");
    CHECK(complaint("escape = [2]") == "escape must be a string");
}

TEST_CASE("a value of another kind than its key's is told as what it should be") {
    CHECK(complaint("level = 3") == "level must be a string");
    CHECK(complaint("refused = true") == "refused must be a string");
    CHECK(complaint("ifsd = \"254\"") == "ifsd must be a number from 0 to 254");
    CHECK(complaint("ifsd = -1") == "ifsd must be a number from 0 to 254");
    CHECK(complaint("reply_ms = 600001") == "reply_ms must be a number from 0 to 600000");
    CHECK(complaint("polls = 1") == "polls can only be true: leave it out where it is not");
    CHECK(complaint("accepted = false") == "accepted can only be true: leave it out where it is not");
    CHECK(complaint("data_rates = 9600") == "data_rates must be a list");
    CHECK(complaint("data_rates = [true]") == "a rate must be a number from 0 to 4294967295");
    CHECK(complaint("pin_sizes = [1, 2, 3]") == "pin_sizes are the smallest and the largest");
    CHECK(complaint("card_bwi = [\"3B 00\"]") == "card_bwi are an ATR, with .. for any byte, and a number");
    CHECK(complaint("pin_sizes = [[[4]], 8]").starts_with("a value is a string, a whole number"));
}

TEST_CASE("bytes are pairs of capital digits with one blank between them") {
    for (const char* wrong : {"1", "1f", "1F  01", "1F-01", "1F 0"}) {
        CAPTURE(wrong);
        CHECK(complaint(std::string("power_on_escape = \"") + wrong + "\"")
                  .starts_with("power_on_escape must be bytes in hexadecimal"));
    }
}

}  // namespace
}  // namespace scrm::ccid
