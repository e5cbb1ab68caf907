#include "daemon/config/read_access.hpp"

#include <grp.h>
#include <pwd.h>

#include <charconv>

namespace scrm::config {
namespace {

std::optional<std::uint32_t> number_in(const std::string& text) {
    std::uint32_t number = 0;
    const char* const text_end = text.data() + text.size();
    const auto [end, error] = std::from_chars(text.data(), text_end, number);
    if (text.empty() || error != std::errc() || end != text_end)
        return std::nullopt;
    return number;
}

std::optional<std::uint32_t> user_named(const std::string& name) {
    const passwd* user = ::getpwnam(name.c_str());
    return user ? std::optional<std::uint32_t>(user->pw_uid) : number_in(name);
}

std::optional<std::uint32_t> group_named(const std::string& name) {
    const group* found = ::getgrnam(name.c_str());
    return found ? std::optional<std::uint32_t>(found->gr_gid) : number_in(name);
}

// A list that is there and empty would fit everybody, where somebody meant nobody.
auto names_into(const char* key, auto add) {
    return [key, add](const toml::node& value) {
        if (const toml::array* list = value.as_array(); list && list->empty())
            fail(value.source(),
                 std::string(key) + " must not be empty: leave it out, and the rule fits all");
        read_list(value, key, [&](const toml::node& place, const std::string& name) {
            if (name.empty())
                fail(place.source(), std::string(key) + " must not hold an empty name");
            add(place, name);
        });
    };
}

auto numbers_into(std::vector<std::uint32_t>& numbers, const char* key, const char* kind, auto look_up) {
    return names_into(key, [&numbers, kind, look_up](const toml::node& place, const std::string& name) {
        const auto number = look_up(name);
        if (!number)
            fail(place.source(), "there is no " + std::string(kind) + " '" + name + "'");
        numbers.push_back(*number);
    });
}

auto texts_into(std::vector<std::string>& texts, const char* key) {
    return names_into(key, [&texts](const toml::node&, const std::string& name) { texts.push_back(name); });
}

access::Verdict read_verdict(const toml::node& value) {
    const auto verdict = expect<std::string>(value, "verdict", "\"allow\" or \"deny\"");
    if (verdict != "allow" && verdict != "deny")
        fail(value.source(), "verdict must be \"allow\" or \"deny\"");
    return verdict == "allow" ? access::Verdict::Allow : access::Verdict::Deny;
}

access::Use read_use(const toml::node& value) {
    const auto use = expect<std::string>(value, "use", "\"reader\" or \"escape\"");
    if (use != "reader" && use != "escape")
        fail(value.source(), "use must be \"reader\" or \"escape\"");
    return use == "reader" ? access::Use::Reader : access::Use::Escape;
}

access::Rule read_rule(const toml::node& node) {
    access::Rule rule;
    std::optional<access::Verdict> verdict;
    read_table(node, "[[access]]",
               {{"verdict", [&](const toml::node& value) { verdict = read_verdict(value); }},
                {"use", [&](const toml::node& value) { rule.use = read_use(value); }},
                {"users", numbers_into(rule.users, "users", "user", user_named)},
                {"groups", numbers_into(rule.groups, "groups", "group", group_named)},
                {"units", texts_into(rule.units, "units")},
                {"seats", texts_into(rule.seats, "seats")},
                {"programs", texts_into(rule.programs, "programs")},
                {"readers", texts_into(rule.readers, "readers")}});
    if (!verdict)
        fail(node.source(), "[[access]] needs a verdict, \"allow\" or \"deny\"");
    rule.verdict = *verdict;
    const toml::source_region& where = node.source();
    rule.place = (where.path ? *where.path : "settings") + ":" + std::to_string(where.begin.line);
    return rule;
}

}  // namespace

void read_access(const toml::node& node, std::vector<access::Rule>& rules) {
    const toml::array* list = node.as_array();
    if (!list)
        fail(node.source(), "rules of access are written as [[access]]");
    for (const toml::node& rule : *list)
        rules.push_back(read_rule(rule));
}

}  // namespace scrm::config
