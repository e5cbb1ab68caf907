#include "drivers/ccid/features/escape_policy.hpp"

#include <algorithm>

namespace scrm::ccid {

EscapeVerdict escape_verdict(const EscapeGrant& grant, Bytes command) {
    if (grant.everything)
        return EscapeVerdict::AllowedForModel;
    const auto begins = [&](const EscapeBytes& prefix) {
        return !prefix.empty() && command.size() >= prefix.size() &&
               std::ranges::equal(prefix, command.first(prefix.size()));
    };
    if (std::ranges::any_of(grant.prefixes, begins))
        return EscapeVerdict::AllowedByPrefix;
    return grant.prefixes.empty() ? EscapeVerdict::DeniedByDefault : EscapeVerdict::DeniedByPrefix;
}

bool is_allowed(EscapeVerdict verdict) {
    return verdict == EscapeVerdict::AllowedForModel || verdict == EscapeVerdict::AllowedByPrefix;
}

const char* describe(EscapeVerdict verdict) {
    switch (verdict) {
        case EscapeVerdict::AllowedForModel:
            return "every escape command is granted to this model";
        case EscapeVerdict::AllowedByPrefix:
            return "this escape command is granted to this model";
        case EscapeVerdict::DeniedByDefault:
            return "no escape command is granted to this model; a row in quirks.toml can grant it";
        case EscapeVerdict::DeniedByPrefix:
            break;
    }
    return "this escape command is not among those granted to this model";
}

}  // namespace scrm::ccid
