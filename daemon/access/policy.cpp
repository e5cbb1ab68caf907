#include "daemon/access/policy.hpp"

#include <algorithm>
#include <functional>

namespace scrm::access {
namespace {

bool fits_pattern(std::string_view text, std::string_view pattern) {
    if (pattern.empty())
        return text.empty();
    if (pattern.front() != '*')
        return !text.empty() && text.front() == pattern.front() &&
               fits_pattern(text.substr(1), pattern.substr(1));
    pattern.remove_prefix(std::min(pattern.find_first_not_of('*'), pattern.size()));
    for (std::size_t left_out = 0; left_out <= text.size(); ++left_out)
        if (fits_pattern(text.substr(left_out), pattern))
            return true;
    return false;
}

// What is not known of a caller is taken to be what makes the rule stricter.
template <class Wanted, class Known, class Fits>
bool any_fits(const std::vector<Wanted>& wanted, const std::optional<std::vector<Known>>& known,
              Verdict verdict, Fits fits) {
    if (wanted.empty())
        return true;
    if (!known)
        return verdict == Verdict::Deny;
    return std::ranges::any_of(*known, [&](const Known& one) {
        return std::ranges::any_of(wanted, [&](const Wanted& other) { return fits(one, other); });
    });
}

bool fits_caller(const Rule& rule, const Caller& caller) {
    const bool user = rule.users.empty() || std::ranges::count(rule.users, caller.uid) > 0;
    return user && any_fits(rule.groups, caller.groups, rule.verdict, std::equal_to<>()) &&
           any_fits(rule.units, caller.units, rule.verdict, fits_pattern) &&
           any_fits(rule.seats, caller.seats, rule.verdict, std::equal_to<>()) &&
           any_fits(rule.programs, caller.program, rule.verdict, fits_pattern);
}

bool fits_reader(const Rule& rule, std::string_view reader) {
    return rule.readers.empty() || std::ranges::any_of(rule.readers, [&](const std::string& beginning) {
               return reader.starts_with(beginning);
           });
}

auto fits(const Caller& caller, std::string_view reader) {
    return [&caller, reader](const Rule& rule) {
        return fits_reader(rule, reader) && fits_caller(rule, caller);
    };
}

const Rule* first_that(const std::vector<Rule>& rules, const auto& fits) {
    const auto first = std::ranges::find_if(rules, fits);
    return first == rules.end() ? nullptr : &*first;
}

const Rule* if_denied(const Rule* rule) {
    return rule && rule->verdict == Verdict::Deny ? rule : nullptr;
}

}  // namespace

Policy::Policy(std::vector<Rule> rules) {
    for (Rule& rule : rules) {
        questions_.groups |= !rule.groups.empty();
        questions_.units |= !rule.units.empty();
        questions_.seats |= !rule.seats.empty();
        questions_.program |= !rule.programs.empty();
        (rule.use == Use::Escape ? escape_rules_ : rules_).push_back(std::move(rule));
    }
}

// Denied one reader is not denied all; allowed one is reason enough to come in.
const Rule* Policy::bars(const Caller& caller) const {
    return if_denied(first_that(rules_, [&](const Rule& rule) {
        const bool about_some = rule.verdict == Verdict::Deny && !rule.readers.empty();
        return !about_some && fits_caller(rule, caller);
    }));
}

const Rule* Policy::bars(const Caller& caller, std::string_view reader) const {
    return if_denied(first_that(rules_, fits(caller, reader)));
}

const Rule* Policy::on_escape(const Caller& caller, std::string_view reader) const {
    return first_that(escape_rules_, fits(caller, reader));
}

}  // namespace scrm::access
