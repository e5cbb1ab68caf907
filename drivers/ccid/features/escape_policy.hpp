// Who may send a reader its maker's own commands: nobody, unless a row of the quirks says so for this model
// and this beginning. Such commands can load firmware, switch modes, or read what is typed on a PIN pad, and
// any program on the machine can ask for them. Pure.
#pragma once

#include "drivers/ccid/quirks/quirks.hpp"

namespace scrm::ccid {

enum class EscapeVerdict : std::uint8_t {
    AllowedForModel,  // this model takes any
    AllowedByPrefix,  // this command begins as one that is granted
    DeniedByDefault,  // nothing is granted to this model
    DeniedByPrefix    // others are granted, this one is not
};

[[nodiscard]] EscapeVerdict escape_verdict(const EscapeGrant& grant, Bytes command);
[[nodiscard]] bool is_allowed(EscapeVerdict verdict);
/// In words, for logs and people.
[[nodiscard]] const char* describe(EscapeVerdict verdict);

}  // namespace scrm::ccid
