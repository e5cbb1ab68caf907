// What may stand on scrmd's command line, as data: parsing and --help read the same rows.
#pragma once

#include <span>
#include <stdexcept>

#include "daemon/config/options.hpp"

namespace scrm::config {

enum class OptionGroup : std::uint8_t { Own, ForPcscdsSake };

struct Option {
    char letter;        // 0: it has a long name only
    const char* name;   // without "--"
    const char* value;  // what --help calls the value that follows; null: none does
    const char* help;   // of one that does nothing: why
    /// Puts it into Options; null: it is accepted and remarked upon. Throws WrongValue.
    void (*take)(Options& options, const char* value);
    OptionGroup group = OptionGroup::Own;
};

struct WrongValue : std::runtime_error {
    using std::runtime_error::runtime_error;
};

std::span<const Option> option_table();

/// "-f,--foreground"
std::string names_of(const Option& option);

}  // namespace scrm::config
