#include "drivers/ccid/quirks/quirk_table.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/unit/drivers/ccid/hex.hpp"

namespace scrm::ccid {
namespace {

drivers::UsbInterface device(std::uint16_t vendor, std::uint16_t product, std::uint16_t release = 0x0100) {
    drivers::UsbInterface interface;
    interface.vendor = vendor;
    interface.product = product;
    interface.release = release;
    return interface;
}

QuirkTable built_in() {
    QuirkTable table;
    const auto error = table.add(built_in_quirks(), "quirks.toml");
    REQUIRE((error ? error->explanation : "") == "");
    return table;
}

std::string complaint(const std::string& text) {
    QuirkTable table;
    const auto error = table.add(text, "mine.toml");
    CHECK(table.rows().empty());
    return error ? error->explanation : "";
}

std::string row(const std::string& keys) {
    return "[[reader]]\nname = \"n\"\nreason = \"r\"\nsource = \"s\"\n" + keys + "\n";
}

TEST_CASE("the built-in quirks are whole, and each says why") {
    const QuirkTable table = built_in();
    CHECK(table.rows().size() >= 60);
    for (const QuirkRow& each : table.rows())
        CHECK((!each.reason.empty() && !each.source.empty()));
}

TEST_CASE("what the built-in quirks change") {
    const QuirkTable table = built_in();
    CHECK(table.quirks_of(device(0x08E6, 0x4433)).power_on_escape == hex("1F 01"));
    CHECK(table.quirks_of(device(0x046A, 0x0010)).pin.modify_message_count == 3);
    CHECK(table.quirks_of(device(0x0D46, 0x3010)).level == ExchangeLevel::ShortApdu);
    CHECK(table.quirks_of(device(0x0D46, 0x3010)).mct_reader_direct);
    CHECK(table.quirks_of(device(0x076B, 0x5427)).escape.everything);
    CHECK(table.quirks_of(device(0x08E6, 0x3437)).escape.prefixes == std::vector<EscapeBytes>{hex("02")});
    CHECK(table.quirks_of(device(0x08E6, 0x5503)).escape.prefixes.size() == 2);
    CHECK(table.quirks_of(device(0x058F, 0x9540)).max_data_rate == 200'000);
    CHECK(table.quirks_of(device(0x413C, 0x2100)).vendor_class);
    CHECK(table.quirks_of(device(0x413C, 0x2100)).pin.swaps_pin_sizes);
    CHECK_FALSE(table.quirks_of(device(0x413C, 0x2101)).pin.swaps_pin_sizes);
    CHECK(table.quirks_of(device(0x09BE, 0x0002)).protocols == 3);
}

TEST_CASE("rows are for some releases only, both ends included") {
    const QuirkTable table = built_in();
    CHECK(table.quirks_of(device(0x0529, 0x0620, 0x0012)).exchanges_ifsd);
    CHECK(table.quirks_of(device(0x0529, 0x0620, 0x0013)).exchanges_ifsd);
    CHECK_FALSE(table.quirks_of(device(0x0529, 0x0620, 0x0014)).exchanges_ifsd);
    CHECK(table.quirks_of(device(0x04E6, 0xE001, 0x0515)).refused);
    CHECK_FALSE(table.quirks_of(device(0x04E6, 0xE001, 0x0516)).refused);
    CHECK(table.quirks_of(device(0x08C3, 0x0402, 0x4999)).refused);
}

TEST_CASE("the administrator may drive what is refused") {
    QuirkTable table = built_in();
    REQUIRE_FALSE(table.add(row("ids = [\"04E6:E001\"]\naccepted = true"), "mine"));
    CHECK_FALSE(table.quirks_of(device(0x04E6, 0xE001, 0x0515)).refused);
}

TEST_CASE("an unknown reader has no quirks") {
    const Quirks quirks = built_in().quirks_of(device(0x1234, 0x5678));
    CHECK_FALSE(quirks.level);
    CHECK_FALSE(quirks.refused);
    CHECK(quirks.escape.prefixes.empty());
}

TEST_CASE("later rows go before earlier ones") {
    QuirkTable table;
    REQUIRE_FALSE(table.add(row("ids = [\"1111:*\"]\nlevel = \"short\"\nifsd = 100"), "one"));
    REQUIRE_FALSE(table.add(row("ids = [\"1111:2222\"]\nlevel = \"extended\""), "two"));
    const Quirks quirks = table.quirks_of(device(0x1111, 0x2222));
    CHECK(quirks.level == ExchangeLevel::ExtendedApdu);
    CHECK(quirks.ifsd == 100);
    CHECK(table.quirks_of(device(0x1111, 0x3333)).level == ExchangeLevel::ShortApdu);
}

TEST_CASE("a file that is wrong says where and why, and changes nothing") {
    CHECK(complaint("[[reader]\n").starts_with("mine.toml:1: "));
    CHECK(complaint("[[[r") == "mine.toml:0: this is malformed");  // the library asserts, and names no line
    // Letters in the holes of the library's tables of Unicode.
    CHECK(complaint("# \u00E4\n[[\u0127r") == "mine.toml:0: this is malformed");
    CHECK(complaint("\n[[r]]\nname = -\"Q\uFCFFQ").starts_with("mine.toml:3: "));
    CHECK(complaint(row("level = \"\u00E4\\\"\u00E4\"")).starts_with("mine.toml:5: level must be one of"));
    CHECK(complaint("reader = 3") == "mine.toml:1: rows are [[reader]], there is nothing else");
    CHECK(complaint("[[reader]]\nname = \"n\"") == "mine.toml:1: a row has a name, a reason and a source");
    CHECK(complaint(row("levle = \"short\"")) == "mine.toml:5: nothing is called levle");
    CHECK(complaint(row("level = \"long\"")) ==
          "mine.toml:5: level must be one of character, tpdu, short, extended");
    CHECK(complaint(row("ids = [\"08e6:3437\"]")).starts_with("mine.toml:5: an id is vendor:product"));
    CHECK(complaint(row("ifsd = 255")) == "mine.toml:5: ifsd must be a number from 0 to 254");
    CHECK(complaint(row("polls = false")) ==
          "mine.toml:5: polls can only be true: leave it out where it is not");
    CHECK(complaint(row("power_on_escape = \"1F01\""))
              .starts_with("mine.toml:5: power_on_escape must be bytes"));
    CHECK(complaint(row("release_from = \"2\"")) == "mine.toml:5: release_from is a release as in \"2.00\"");
    CHECK(complaint(row("pin_sizes = [4]")) == "mine.toml:5: pin_sizes are the smallest and the largest");
    CHECK(complaint(row("card_bwi = [\"3B\", 7]")).starts_with("mine.toml:5: card_bwi are an ATR"));
    CHECK(complaint(row("card_bwi = [\"3B 00\", 10]")) == "mine.toml:5: BWI must be a number from 0 to 9");
    CHECK(complaint(row("level = 2026-01-01")).starts_with("mine.toml:5: a value is a string"));
}

TEST_CASE("an id is four capital digits, a colon, and four more or a star") {
    for (const char* wrong :
         {"", "08E6", "08E6:", "08E6-3437", "08E6:34377", "08E6:343G", "8E6:3437", "G8E6:*", "08E6:**"}) {
        CAPTURE(wrong);
        CHECK(complaint(row(std::string("ids = [\"") + wrong + "\"]"))
                  .starts_with("mine.toml:5: an id is vendor:product"));
    }
    CHECK(complaint(row("ids = [3]")) == "mine.toml:5: an id must be a string");
}

TEST_CASE("a release is one or two digits, a dot and two more") {
    for (const char* wrong : {"200", "2.0", "2.000", "123.00", "2.0x", ".00x"}) {
        CAPTURE(wrong);
        CHECK(complaint(row(std::string("release_to = \"") + wrong + "\"")) ==
              "mine.toml:5: release_to is a release as in \"2.00\"");
    }
    QuirkTable table;
    REQUIRE_FALSE(table.add(row("release_from = \"12.34\"\npolls = true"), "mine"));
    CHECK_FALSE(table.quirks_of(device(1, 1, 0x1233)).polls);
    CHECK(table.quirks_of(device(1, 1, 0x1234)).polls);
}

TEST_CASE("a row is a table with its name, its reason and its source") {
    CHECK(complaint("reader = [1]") == "mine.toml:1: rows are [[reader]]");
    CHECK(complaint("[reader]\nname = \"n\"") == "mine.toml:1: rows are [[reader]], there is nothing else");
    for (const char* missing : {"name", "reason", "source"}) {
        CAPTURE(missing);
        std::string text = row("");
        const std::string key = std::string(missing) + " = ";
        text.replace(text.find(key), key.size(), "handled = ");
        CHECK(complaint(text) == "mine.toml:1: a row has a name, a reason and a source");
    }
}

TEST_CASE("a row that names no device is for every device") {
    QuirkTable table;
    REQUIRE_FALSE(table.add(row("polls = true"), "mine"));
    CHECK(table.quirks_of(device(0x1234, 0x5678)).polls);
}

}  // namespace
}  // namespace scrm::ccid
