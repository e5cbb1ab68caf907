#include "daemon/access/policy.hpp"

#include <catch2/catch.hpp>

using namespace scrm::access;

namespace {

constexpr std::string_view desk = "Desk reader 00 00";
constexpr std::string_view token = "Token 01 00";

Caller user(std::uint32_t uid) {
    return {uid, std::vector<std::uint32_t>{uid}, std::vector<std::string>{"user.slice"}};
}
Caller member_of(std::vector<std::uint32_t> groups) {
    return {1000, std::move(groups), std::nullopt};
}
Caller of_unit(std::string unit) {
    return {0, std::nullopt, std::vector<std::string>{"system.slice", std::move(unit)}};
}
Rule everybody(Verdict verdict) {
    return {.verdict = verdict, .users = {}, .groups = {}, .units = {}, .readers = {}, .place = "last"};
}
Rule only(Verdict verdict) {
    return {.verdict = verdict, .users = {}, .groups = {}, .units = {}, .readers = {}, .place = "first"};
}

bool may_use(const Policy& policy, const Caller& caller, std::string_view reader = desk) {
    return !policy.bars(caller) && !policy.bars(caller, reader);
}

}  // namespace

TEST_CASE("where there is no rule everybody may use everything") {
    const Policy policy;
    CHECK(policy.empty());
    CHECK(may_use(policy, user(1000)));
}

TEST_CASE("no rule that fits is a yes") {
    Rule rule = only(Verdict::Deny);
    rule.users = {33};
    CHECK(may_use(Policy({rule}), user(1000)));
    CHECK_FALSE(may_use(Policy({rule}), user(33)));
}

TEST_CASE("the first rule that fits decides, and is told") {
    Rule rule = only(Verdict::Allow);
    rule.users = {1000, 1001};
    const Policy policy({rule, everybody(Verdict::Deny), everybody(Verdict::Allow)});
    CHECK(may_use(policy, user(1001)));
    REQUIRE(policy.bars(user(1002)));
    CHECK(policy.bars(user(1002))->place == "last");
    CHECK(policy.bars(user(1002), desk)->place == "last");
}

TEST_CASE("a group is that of any membership") {
    Rule rule = only(Verdict::Allow);
    rule.groups = {50, 60};
    const Policy policy({rule, everybody(Verdict::Deny)});
    CHECK(policy.questions().groups);
    CHECK_FALSE(policy.questions().units);
    CHECK(may_use(policy, member_of({1000, 60})));
    CHECK_FALSE(may_use(policy, member_of({1000})));
}

TEST_CASE("units are named whole, or with stars") {
    const auto denied = [](std::string pattern, const char* unit) {
        Rule rule = only(Verdict::Deny);
        rule.units = {std::move(pattern)};
        const Policy policy({rule});
        CHECK(policy.questions().units);
        return !may_use(policy, of_unit(unit));
    };
    CHECK(denied("nginx.service", "nginx.service"));
    CHECK_FALSE(denied("nginx.service", "nginx.service2"));
    CHECK_FALSE(denied("nginx", "nginx.service"));
    CHECK(denied("vpn-*.service", "vpn-home.service"));
    CHECK(denied("*@*.service", "ssh@4.service"));
    CHECK(denied("**", "anything"));
    CHECK_FALSE(denied("vpn-*.service", "vpn-home.scope"));
    CHECK(denied("system.slice", "whatever.service"));
}

TEST_CASE("rules by seat and by program ask for these, and what is not known makes them stricter") {
    Rule rule = only(Verdict::Allow);
    rule.seats = {"seat0"};
    rule.programs = {"/usr/bin/fire*"};
    const Policy policy({rule, everybody(Verdict::Deny)});
    CHECK(policy.questions().seats);
    CHECK(policy.questions().program);
    Caller caller = user(1000);
    CHECK_FALSE(may_use(policy, caller));
    caller.seats = {"seat0"};
    CHECK_FALSE(may_use(policy, caller));
    caller.program = {"/usr/bin/firefox"};
    CHECK(may_use(policy, caller));
    caller.program = {"/srv/usr/bin/firefox"};
    CHECK_FALSE(may_use(policy, caller));
    caller.program = {"/usr/bin/firefox"};
    caller.seats = std::vector<std::string>();
    CHECK_FALSE(may_use(policy, caller));
}

TEST_CASE("all conditions of a rule must hold") {
    Rule rule = only(Verdict::Deny);
    rule.users = {1000};
    rule.groups = {50};
    rule.readers = {"Desk"};
    const Policy policy({rule});
    CHECK_FALSE(may_use(policy, member_of({50})));
    CHECK(may_use(policy, member_of({51})));
    CHECK(may_use(policy, member_of({50}), token));
    CHECK(may_use(policy, {1001, std::vector<std::uint32_t>{50}, std::nullopt}));
}

TEST_CASE("whoever is denied one reader may still come in for the others") {
    Rule rule = only(Verdict::Deny);
    rule.readers = {"Token"};
    const Policy policy({rule});
    CHECK_FALSE(policy.bars(user(1000)));
    CHECK_FALSE(policy.bars(user(1000), desk));
    CHECK(policy.bars(user(1000), token));
}

TEST_CASE("whoever is allowed one reader may come in for it alone") {
    Rule rule = only(Verdict::Allow);
    rule.readers = {"Token"};
    const Policy policy({rule, everybody(Verdict::Deny)});
    CHECK_FALSE(policy.bars(user(1000)));
    CHECK(policy.bars(user(1000), desk));
    CHECK_FALSE(policy.bars(user(1000), token));
}

TEST_CASE("what could not be found out makes no rule fit that allows, and every one that denies") {
    const Caller unknown{1000, std::nullopt, std::nullopt};
    Rule rule = only(Verdict::Allow);
    SECTION("groups") {
        rule.groups = {50};
    }
    SECTION("units") {
        rule.units = {"nginx.service"};
    }
    CHECK_FALSE(may_use(Policy({rule, everybody(Verdict::Deny)}), unknown));
    rule.verdict = Verdict::Deny;
    CHECK_FALSE(may_use(Policy({rule}), unknown));
}

TEST_CASE("what a rule of escape says bars nobody from a reader") {
    Rule rule = only(Verdict::Deny);
    rule.use = Use::Escape;
    rule.readers = {"Desk"};
    const Policy policy({rule, everybody(Verdict::Allow)});
    CHECK(may_use(policy, user(1000)));
    REQUIRE(policy.on_escape(user(1000), desk));
    CHECK(policy.on_escape(user(1000), desk)->place == "first");
    CHECK_FALSE(policy.on_escape(user(1000), token));
    CHECK_FALSE(Policy({rule}).empty());
}
