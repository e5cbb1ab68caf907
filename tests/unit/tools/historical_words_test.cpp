#include "tools/scrmctl/historical_words.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/drivers/iso7816/real_atrs.hpp"

using namespace scrm::tools;
using scrm::iso7816::bytes_of;

namespace {

std::vector<AtrLine> lines_of(std::string_view hex) {
    return historical_lines(bytes_of(hex));
}

/// What the only object after the category indicator means.
std::string meaning_of(std::string_view hex) {
    const auto lines = lines_of(hex);
    REQUIRE(lines.size() == 2);
    return lines[1].meaning;
}

std::vector<std::string> details_of(std::string_view hex) {
    return lines_of(hex).at(1).details;
}

}  // namespace

TEST_CASE("the category indicator is told first") {
    CHECK(lines_of("80").at(0).meaning == "compact-TLV objects");
    CHECK(lines_of("00 00 90 00").at(0).meaning == "compact-TLV objects, then three bytes of status");
    CHECK(lines_of("10 05").at(0).meaning == "directory reference");
    CHECK(lines_of("82 05").at(0).meaning == "format reserved by the standard");
    CHECK(historical_lines({}).empty());
}

TEST_CASE("a maker's own format is one line, with its text if it is text") {
    const auto yubikey = lines_of("59 75 62 69 6B 65 79 34");
    REQUIRE(yubikey.size() == 1);
    CHECK(yubikey[0].meaning == "the maker's own format \"Yubikey4\"");
    CHECK(lines_of("14 50").at(0).meaning == "the maker's own format");
}

TEST_CASE("objects are told by their meaning") {
    CHECK(meaning_of("80 12 02 80") == "country code (ISO 3166-1) and national data 0280");
    CHECK(meaning_of("80 23 45 67 89") == "issuer identification number 456789");
    CHECK(meaning_of("80 41 10") == "initial access data: READ BINARY of so many bytes");
    CHECK(meaning_of("80 42 10 20") == "initial access data");
    CHECK(meaning_of("80 57 59 75 62 69 4B 65 79") == "card issuer's data \"YubiKey\"");
    CHECK(meaning_of("80 52 01 02") == "card issuer's data");
    CHECK(meaning_of("80 63 41 42 43") == "pre-issuing data \"ABC\"");
    CHECK(meaning_of("80 F5 A0 00 00 03 08") == "application selected from the start: A0 00 00 03 08");
    CHECK(meaning_of("80 91 E1") == "no known meaning");
    CHECK(meaning_of("10 05") == "reference to the directory file");
}

TEST_CASE("a status object is told in words") {
    CHECK(meaning_of("80 81 05") == "status: in use, activated");
    CHECK(meaning_of("80 82 90 00") == "status: 9000 success");
    CHECK(meaning_of("80 83 01 6A 82") == "status: in creation, 6A82 file or application not found");
    CHECK(meaning_of("00 00 00 00") == "status: life cycle not told, 0000 not told");
    CHECK(meaning_of("80 81 03") == "status: in initialisation");
    CHECK(meaning_of("80 81 04") == "status: in use, deactivated");
    CHECK(meaning_of("80 81 0C") == "status: terminated");
    CHECK(meaning_of("80 81 10") == "status: life cycle state of the maker's own");
    CHECK(meaning_of("80 81 02") == "status: life cycle state reserved");
}

TEST_CASE("card service data are told one by one") {
    CHECK(details_of("80 31 C5") ==
          std::vector<std::string>{"applications are selected by full name, by partial name",
                                   "EF.DIR and EF.ATR are read by GET DATA", "without a master file"});
    CHECK(details_of("80 31 38") == std::vector<std::string>{"applications are selected implicitly only",
                                                             "data objects in EF.DIR, EF.ATR",
                                                             "EF.DIR and EF.ATR are read by READ BINARY",
                                                             "with a master file"});
}

TEST_CASE("card capabilities are told one by one") {
    CHECK(details_of("80 73 96 41 D2") ==
          std::vector<std::string>{
              "selection by full name, by file identifier", "short file identifiers, record numbers",
              "a write sets bits (OR); a data unit is 1 byte", "FF starts no BER-TLV tag",
              "command chaining, extended length", "3 logical channels, assigned by the card"});
    CHECK(details_of("80 71 00") ==
          std::vector<std::string>{"selection in no standard way", "no short file identifiers, no records"});
    CHECK(details_of("80 73 00 90 0F").back() == "8 or more logical channels, assigned by the reader");
    CHECK(details_of("80 73 00 90 0F").at(2) == "a write is possible once; a data unit is half a byte");
    CHECK(details_of("80 73 00 90 0F").at(3) == "files of TLV structure");
    CHECK(details_of("80 73 00 90 00").back() == "no logical channels but the basic one");
}

TEST_CASE("contactless memory cards are told by name") {
    CHECK(meaning_of("80 4F 0C A0 00 00 03 06 03 00 01 00 00 00 00") ==
          "contactless memory card: MIFARE Classic 1K, ISO 14443 A part 3");
    CHECK(meaning_of("80 4F 0C A0 00 00 03 06 11 00 3B 00 00 00 00") ==
          "contactless memory card: FeliCa, FeliCa");
    CHECK(meaning_of("80 4F 0C A0 00 00 03 06 77 12 34 00 00 00 00") ==
          "contactless memory card: card 1234, standard 0077");
}
