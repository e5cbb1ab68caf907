#include "tools/scrmctl/atr_words.hpp"

#include <catch2/catch.hpp>
#include <map>

#include "tests/unit/drivers/iso7816/real_atrs.hpp"
#include "tools/scrmctl/hex.hpp"

using namespace scrm::tools;
using scrm::iso7816::atr_of;
namespace real_atr = scrm::iso7816::real_atr;

namespace {

/// What the byte of this name means.
std::string meaning_of(const std::string& name, std::string_view atr) {
    for (const AtrLine& line : atr_lines(atr_of(atr))) {
        if (line.name == name) {
            return line.meaning;
        }
    }
    return "there is no " + name;
}

std::vector<std::string> summary_of(std::string_view atr) {
    return atr_summary(atr_of(atr));
}

}  // namespace

TEST_CASE("an ATR is told byte by byte in the order of the card") {
    const auto lines = atr_lines(atr_of(real_atr::openpgp_1));
    std::vector<std::string> names;
    std::vector<std::uint8_t> bytes;
    for (const AtrLine& line : lines) {
        names.push_back(line.name);
        bytes.insert(bytes.end(), line.bytes.begin(), line.bytes.end());
    }
    CHECK(names == std::vector<std::string>{"TS", "T0", "TA1", "TB1", "TC1", "TD1", "TD2", "TA3", "TB3", "",
                                            "", "", "", "TCK"});
    CHECK(bytes == scrm::iso7816::bytes_of(real_atr::openpgp_1));
}

TEST_CASE("the lines of every real ATR are all of its bytes") {
    for (const auto atr : real_atr::all) {
        std::vector<std::uint8_t> bytes;
        for (const AtrLine& line : atr_lines(atr_of(atr))) {
            CHECK_FALSE(line.meaning.empty());
            bytes.insert(bytes.end(), line.bytes.begin(), line.bytes.end());
        }
        CHECK(to_hex(bytes) == atr);
    }
}

TEST_CASE("TS tells the convention") {
    CHECK(meaning_of("TS", real_atr::multiflex) == "direct convention");
    CHECK(meaning_of("TS", real_atr::inverse_sim) == "inverse convention");
}

TEST_CASE("T0 tells what follows it") {
    CHECK(meaning_of("T0", real_atr::openpgp_1) == "10 historical bytes, followed by TA1 TB1 TC1 TD1");
    CHECK(meaning_of("T0", real_atr::desfire) == "1 historical byte, followed by TD1");
    CHECK(meaning_of("T0", "3B 00") == "no historical bytes");
}

TEST_CASE("TA1 tells the speed") {
    CHECK(meaning_of("TA1", real_atr::piv) ==
          "F 512, D 32: 16 clock cycles per bit, 250000 bit/s at 4 MHz, 312500 at most (5 MHz)");
    CHECK(meaning_of("TA1", "3B 10 25") ==
          "F 558, D 16: 34.8 clock cycles per bit, 114695 bit/s at 4 MHz, 172043 at most (6 MHz)");
    CHECK(meaning_of("TA1", "3B 10 A1").find("(7.5 MHz)") != std::string::npos);
    CHECK(meaning_of("TA1", "3B 10 71") == "F reserved, D 1");
    CHECK(meaning_of("TA1", "3B 10 1A") == "F 372, D reserved");
}

TEST_CASE("TB1 and TB2 speak of a voltage nobody needs any more") {
    CHECK(meaning_of("TB1", real_atr::openpgp_1) == "programming voltage: not used any more");
    CHECK(meaning_of("TB2", "3B 80 20 25") == "programming voltage: not used any more");
}

TEST_CASE("TC1 tells the guard time") {
    CHECK(meaning_of("TC1", real_atr::openpgp_1) ==
          "shortest guard time: a character takes 12 bit times with T=0, 11 with T=1");
    CHECK(meaning_of("TC1", real_atr::yubikey_5) == "no extra guard time");
    CHECK(meaning_of("TC1", "3B 40 03") == "extra guard time of 3 bit times between characters");
}

TEST_CASE("TD tells the protocol and what follows it") {
    CHECK(meaning_of("TD1", real_atr::openpgp_1) == "T=1 is offered, followed by TD2");
    CHECK(meaning_of("TD2", real_atr::desfire) == "T=1 is offered");
    CHECK(meaning_of("TD1", real_atr::usim) == "T=0 is offered, followed by TD2");
    CHECK(meaning_of("TD2", real_atr::usim) == "parameters of the card as a whole (T=15), followed by TA3");
}

TEST_CASE("TA2 tells the specific mode") {
    CHECK(meaning_of("TA2", real_atr::specific_t1_only) ==
          "specific mode: T=1, at the rate of TA1, cannot change mode");
    CHECK(meaning_of("TA2", "3B 90 11 10 10") ==
          "specific mode: T=0, at a rate agreed on elsewhere, can change to negotiable mode");
}

TEST_CASE("TC2 tells how long a T=0 card may be silent") {
    CHECK(meaning_of("TC2", real_atr::belgian_eid) ==
          "T=0: waiting integer 10, the card may be silent for 892.8 ms at 4 MHz");
    CHECK(meaning_of("TC2", "3B 90 95 40 FF").find("31.3 s") != std::string::npos);
}

TEST_CASE("the bytes after T=1 tell block sizes, times and error detection") {
    CHECK(meaning_of("TA3", real_atr::openpgp_1) == "T=1: the card takes information fields of 128 bytes");
    CHECK(meaning_of("TB3", real_atr::openpgp_1) ==
          "T=1: block waiting integer 4 (an answer may take 1.4 s at 4 MHz), character waiting integer 5 "
          "(43 bit times)");
    CHECK(meaning_of("TC3", "3B 80 81 41 01 41") == "T=1: errors are found by CRC");
    CHECK(meaning_of("TC3", "3B 80 81 41 00 40") == "T=1: errors are found by LRC");
    CHECK(meaning_of("TA3", "3B 80 81 11 FF EF") == "T=1: information field size reserved");
    CHECK(meaning_of("TB3", "3B 80 81 21 A5 85") ==
          "T=1: block waiting integer 10 (reserved), character waiting integer 5 (43 bit times)");
}

TEST_CASE("the bytes after T=15 tell power and contact C6") {
    CHECK(meaning_of("TA3", real_atr::usim) ==
          "works with 5 V, 3 V, 1.8 V; the clock may stop in either state");
    CHECK(meaning_of("TA3", "3B 80 80 1F 02 1D") == "works with 3 V; the clock must not stop");
    CHECK(meaning_of("TA3", "3B 80 80 1F 40 5F") == "works with no known voltage; the clock may stop low");
    CHECK(meaning_of("TB3", "3B 80 80 2F 00 2F") == "contact C6 is not used");
    CHECK(meaning_of("TB3", "3B 80 80 2F 01 2E") == "contact C6 has its standard use");
    CHECK(meaning_of("TB3", "3B 80 80 2F 80 AF") == "contact C6 has a use of the maker's own");
    CHECK(meaning_of("TC3", "3B 80 80 4F 80 CF") == "T=15: no known meaning");
}

TEST_CASE("bytes of other protocols have no known meaning") {
    CHECK(meaning_of("TA3", real_atr::loyalty_without_tck) == "T=14: no known meaning");
}

TEST_CASE("TCK is correct or wrong") {
    CHECK(meaning_of("TCK", real_atr::desfire) == "checksum, correct");
    CHECK(meaning_of("TCK", "3B 81 80 01 80 81") == "checksum, wrong");
    CHECK(meaning_of("TCK", real_atr::multiflex) == "there is no TCK");
}

TEST_CASE("the summary tells protocols and mode") {
    CHECK(summary_of(real_atr::desfire) ==
          std::vector<std::string>{"protocols: T=0 (first), T=1",
                                   "mode: negotiable, the reader may choose protocol and speed"});
    CHECK(summary_of(real_atr::specific_t1_only) ==
          std::vector<std::string>{"protocols: T=1", "mode: specific, the card speaks T=1 at once"});
    CHECK(summary_of("3B 80 80 81 0E 8F").front() == "protocols: T=0 (first), T=1, T=14");
}

TEST_CASE("the summary tells what is wrong with an ATR") {
    CHECK(summary_of("3B 81 80 01 80 81").back() == "fault: the checksum is wrong");
    CHECK(summary_of("3B 81 80").back() == "fault: cut short, at least 2 bytes missing");
    CHECK(summary_of("3B 02 14 50 11").back() == "fault: 1 byte after the end");
}
