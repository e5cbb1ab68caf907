#include "tools/scrmctl/printable.hpp"

#include <catch2/catch.hpp>

using namespace scrm::tools;

TEST_CASE("plain text and UTF-8 are printable as they are") {
    CHECK(printable("Reader 00 00") == "Reader 00 00");
    CHECK(printable("Lesegerät €") == "Lesegerät €");
    CHECK(printable("\xF0\x9F\x92\xB3") == "\xF0\x9F\x92\xB3");
    CHECK(printable("").empty());
}

TEST_CASE("control characters become question marks") {
    CHECK(printable("a\x1b[2Jb\n\x7f") == "a?[2Jb??");
    CHECK(printable("\xC2\x9B"
                    "31m") == "?31m");
    CHECK(printable("\xC2\xA0") == "\xC2\xA0");
}

TEST_CASE("bytes that are not UTF-8 become question marks, one each") {
    CHECK(printable("a\xFF\xE4z") == "a??z");
    CHECK(printable("\xE2\x82") == "??");
}

TEST_CASE("over-long forms, surrogates and numbers past the end are not UTF-8") {
    for (const auto* text : {"\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xF0\x80\x80\xAF",
                             "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\x80", "\xE2\x28\xA1"}) {
        INFO(text);
        CHECK(utf8_character_size(text) == 0);
    }
    CHECK(utf8_character_size("\xED\x9F\xBF") == 3);
    CHECK(utf8_character_size("\xE0\xA0\x80") == 3);
    CHECK(utf8_character_size("\xF4\x8F\xBF\xBF") == 4);
    CHECK(utf8_character_size("\xF0\x90\x80\x80") == 4);
    CHECK(utf8_character_size("\xC2\x80") == 2);
    CHECK(utf8_character_size("") == 0);
}
