#include "tools/scrmctl/suggestion.hpp"

#include <catch2/catch.hpp>
#include <vector>

using namespace scrm::tools;

namespace {

const std::vector<std::string> commands{"list", "scan", "apdu", "atr"};

}  // namespace

TEST_CASE("a word with a slip suggests what was meant") {
    CHECK(closest("lst", commands) == "list");
    CHECK(closest("lisst", commands) == "list");
    CHECK(closest("scam", commands) == "scan");
    CHECK(closest("apud", commands) == "apdu");
    const std::vector<std::string> options{"--json", "--once"};
    CHECK(closest("--jsno", options) == "--json");
}

TEST_CASE("the fewest slips win") {
    const std::vector<std::string> words{"scan", "scans"};
    CHECK(closest("scans", words) == "scans");
    CHECK(closest("scan", words) == "scan");
    const std::vector<std::string> equals{"seal", "seat"};
    CHECK(closest("sea", equals) == "seal");
}

TEST_CASE("a word that is like none of them suggests nothing") {
    CHECK_FALSE(closest("frobnicate", commands).has_value());
    CHECK_FALSE(closest("xyz", commands).has_value());
    CHECK_FALSE(closest("", commands).has_value());
    CHECK_FALSE(closest("list", {}).has_value());
}

TEST_CASE("a word of any length is taken") {
    CHECK_FALSE(closest(std::string(100000, 'a'), commands).has_value());
}
