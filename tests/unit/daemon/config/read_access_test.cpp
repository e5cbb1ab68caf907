#include "daemon/config/read_access.hpp"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <sstream>

#include "daemon/config/settings.hpp"

using namespace scrm::config;
using scrm::access::Rule;
using scrm::access::Verdict;

namespace {

std::vector<Rule> rules_in(const std::string& text) {
    std::istringstream stream(text);
    const toml::table root = toml::parse(stream, std::string_view("rules.toml"));
    std::vector<Rule> rules;
    const toml::node* array = root.get("access");
    REQUIRE(array);
    read_access(*array, rules);
    return rules;
}

std::string complaint(const std::string& text) {
    try {
        rules_in(text);
        return {};
    } catch (const SettingsError& error) {
        return error.what();
    }
}

}  // namespace

TEST_CASE("a rule has a verdict, what it is about, and a place") {
    const auto rules = rules_in(R"([[access]]
verdict = "allow"
users = ["root", "4711"]
groups = ["root", "4712"]
units = ["nginx.service", "vpn-*.service"]
readers = ["Desk"]

[[access]]
verdict = "deny"
)");
    REQUIRE(rules.size() == 2);
    CHECK(rules[0].verdict == Verdict::Allow);
    CHECK(rules[0].users == std::vector<std::uint32_t>{0, 4711});
    CHECK(rules[0].groups == std::vector<std::uint32_t>{0, 4712});
    CHECK(rules[0].units == std::vector<std::string>{"nginx.service", "vpn-*.service"});
    CHECK(rules[0].readers == std::vector<std::string>{"Desk"});
    CHECK(rules[0].place == "rules.toml:1");
    CHECK(rules[1].verdict == Verdict::Deny);
    CHECK(rules[1].users.empty());
    CHECK(rules[1].place == "rules.toml:8");
    CHECK(rules[1].use == scrm::access::Use::Reader);
    CHECK(rules_in("[[access]]\nverdict = \"allow\"\nuse = \"escape\"\n")[0].use ==
          scrm::access::Use::Escape);
}

TEST_CASE("a rule that is not clear is an error, never a guess") {
    const std::string deny = "[[access]]\nverdict = \"deny\"\n";
    CHECK(complaint("[[access]]\nusers = [\"root\"]\n") ==
          "rules.toml:1: [[access]] needs a verdict, \"allow\" or \"deny\"");
    CHECK(complaint("[[access]]\nverdict = \"perhaps\"\n") ==
          "rules.toml:2: verdict must be \"allow\" or \"deny\"");
    CHECK(complaint(deny + "users = [\"no-such-user-here\"]\n") ==
          "rules.toml:3: there is no user 'no-such-user-here'");
    CHECK(complaint(deny + "groups = [\"no-such-group-here\"]\n") ==
          "rules.toml:3: there is no group 'no-such-group-here'");
    CHECK(complaint(deny + "users = [\"99999999999\"]\n") == "rules.toml:3: there is no user '99999999999'");
    CHECK(complaint(deny + "units = []\n") ==
          "rules.toml:3: units must not be empty: leave it out, and the rule fits all");
    CHECK(complaint(deny + "readers = [\"\"]\n") == "rules.toml:3: readers must not hold an empty name");
    CHECK(complaint(deny + "use = \"everything\"\n") == "rules.toml:3: use must be \"reader\" or \"escape\"");
    CHECK(complaint(deny + "users = \"root\"\n") == "rules.toml:3: users must be a list of strings");
    CHECK(complaint(deny + "seat = \"seat0\"\n").starts_with("rules.toml:3: unknown key 'seat'"));
    CHECK(complaint("[access]\nverdict = \"deny\"\n") ==
          "rules.toml:1: rules of access are written as [[access]]");
}
