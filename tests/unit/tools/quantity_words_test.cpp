#include "tools/scrmctl/quantity_words.hpp"

#include <catch2/catch.hpp>

using namespace scrm::tools;

TEST_CASE("one is singular, all others plural") {
    CHECK(count_words(0, "byte") == "0 bytes");
    CHECK(count_words(1, "byte") == "1 byte");
    CHECK(count_words(2, "byte") == "2 bytes");
}

TEST_CASE("quotients have a decimal only where they need one") {
    CHECK(quotient_words(372, 4) == "93");
    CHECK(quotient_words(372, 8) == "46.5");
    CHECK(quotient_words(1, 3) == "0.3");
}

TEST_CASE("durations change their unit at a second") {
    CHECK(duration_words(0) == "0 ms");
    CHECK(duration_words(1500) == "1.5 ms");
    CHECK(duration_words(999'900) == "999.9 ms");
    CHECK(duration_words(1'000'000) == "1 s");
    CHECK(duration_words(1'428'480) == "1.4 s");
}
