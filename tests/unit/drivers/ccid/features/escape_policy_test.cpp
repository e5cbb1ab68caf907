#include "drivers/ccid/features/escape_policy.hpp"

#include <catch2/catch.hpp>
#include <set>
#include <string>

#include "tests/unit/drivers/ccid/hex.hpp"

namespace scrm::ccid {
namespace {

TEST_CASE("nothing is granted unless a row grants it") {
    CHECK(escape_verdict({}, hex("01 02")) == EscapeVerdict::DeniedByDefault);
    CHECK(escape_verdict({.everything = true, .prefixes = {}}, {}) == EscapeVerdict::AllowedForModel);
}

TEST_CASE("a grant is a beginning, and the command has all of it") {
    const EscapeGrant grant{.everything = false, .prefixes = {hex("52 F8"), hex("02")}};
    CHECK(escape_verdict(grant, hex("52 F8")) == EscapeVerdict::AllowedByPrefix);
    CHECK(escape_verdict(grant, hex("02 FF FF")) == EscapeVerdict::AllowedByPrefix);
    CHECK(escape_verdict(grant, hex("52")) == EscapeVerdict::DeniedByPrefix);
    CHECK(escape_verdict(grant, hex("52 F9")) == EscapeVerdict::DeniedByPrefix);
    CHECK(escape_verdict(grant, {}) == EscapeVerdict::DeniedByPrefix);
}

TEST_CASE("an empty beginning grants nothing: every command begins with it") {
    CHECK(escape_verdict({.everything = false, .prefixes = {{}}}, hex("52")) ==
          EscapeVerdict::DeniedByPrefix);
}

TEST_CASE("each verdict has words of its own") {
    std::set<std::string> words;
    for (const auto verdict : {EscapeVerdict::AllowedForModel, EscapeVerdict::AllowedByPrefix,
                               EscapeVerdict::DeniedByDefault, EscapeVerdict::DeniedByPrefix})
        words.insert(describe(verdict));
    CHECK(words.size() == 4);
}

}  // namespace
}  // namespace scrm::ccid
