#include "tools/scrmctl/sw_words.hpp"

#include <catch2/catch.hpp>
#include <map>

using namespace scrm::tools;

TEST_CASE("9000 and 61xx are success, everything else is not") {
    CHECK(is_success(0x9000));
    CHECK(is_success(0x6100));
    CHECK(is_success(0x61FF));
    for (const auto other :
         std::initializer_list<std::uint16_t>{0x6200, 0x63C3, 0x6A82, 0x6C10, 0x9001, 0x0000, 0x6000}) {
        CHECK_FALSE(is_success(other));
    }
}

TEST_CASE("the standard's status words have their meaning") {
    const std::map<std::uint16_t, std::string> meanings{
        {0x9000, "success"},
        {0x6282, "the file or record ended before all bytes asked for were read"},
        {0x6283, "the selected file is deactivated"},
        {0x6700, "wrong length"},
        {0x6982, "security status not satisfied (a PIN or key is needed first)"},
        {0x6983, "authentication method blocked (no tries left)"},
        {0x6985, "conditions of use not satisfied"},
        {0x6A80, "wrong parameters in the data field"},
        {0x6A82, "file or application not found"},
        {0x6A86, "wrong P1 or P2"},
        {0x6A88, "referenced data not found"},
        {0x6B00, "wrong P1 or P2, outside of the file"},
        {0x6D00, "instruction not supported"},
        {0x6E00, "class not supported"},
        {0x6F00, "error, the card says no more"}};
    for (const auto& [status_word, meaning] : meanings) {
        CHECK(status_meaning(status_word) == meaning);
    }
}

TEST_CASE("61xx counts the bytes to fetch, and 00 means 256") {
    CHECK(status_meaning(0x6110) == "success, 16 more bytes to fetch with GET RESPONSE");
    CHECK(status_meaning(0x6101) == "success, 1 more byte to fetch with GET RESPONSE");
    CHECK(status_meaning(0x6100) == "success, 256 more bytes to fetch with GET RESPONSE");
}

TEST_CASE("6Cxx tells the right length") {
    CHECK(status_meaning(0x6C12) == "wrong Le, the card has exactly 18 bytes");
    CHECK(status_meaning(0x6C00) == "wrong Le, the card has exactly 256 bytes");
}

TEST_CASE("63Cx tells the tries left") {
    CHECK(status_meaning(0x63C0) == "failed, 0 tries left (after VERIFY and its like)");
    CHECK(status_meaning(0x63C1) == "failed, 1 try left (after VERIFY and its like)");
    CHECK(status_meaning(0x63CF) == "failed, 15 tries left (after VERIFY and its like)");
}

TEST_CASE("62xx and 64xx between 02 and 80 ask the reader to fetch bytes") {
    CHECK(status_meaning(0x6202) == "the card has 2 bytes for the reader to ask for");
    CHECK(status_meaning(0x6480) == "the card has 128 bytes for the reader to ask for");
    CHECK(status_meaning(0x6281) == "part of the data may be corrupted");
    CHECK(status_meaning(0x6401) == "the card wants an immediate answer");
}

TEST_CASE("an unlisted status word has the meaning of its family") {
    CHECK(status_meaning(0x62FE) == "warning, memory unchanged");
    CHECK(status_meaning(0x6342) == "warning, memory changed");
    CHECK(status_meaning(0x6999) == "command not allowed");
    CHECK(status_meaning(0x6AFF) == "wrong parameters");
    CHECK(status_meaning(0x6F42) == "error, the card says no more");
    CHECK(status_meaning(0x9F10) == "the card's own, see its manual");
    CHECK(status_meaning(0x9100) == "the card's own, see its manual");
    CHECK(status_meaning(0x6000) == "no status word of ISO 7816");
    CHECK(status_meaning(0x1234) == "no status word of ISO 7816");
}

TEST_CASE("every status word has a meaning") {
    for (unsigned status_word = 0; status_word <= 0xFFFF; ++status_word) {
        REQUIRE_FALSE(status_meaning(static_cast<std::uint16_t>(status_word)).empty());
    }
}
