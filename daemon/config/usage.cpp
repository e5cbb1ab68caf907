#include "daemon/config/usage.hpp"

#include "daemon/config/option_table.hpp"

namespace scrm::config {
namespace {

constexpr std::size_t help_column = 30;

// A name too long for its column has its help on the next line.
std::string row(const Option& option) {
    std::string line = "  " + names_of(option);
    if (option.value)
        line.append(" ").append(option.value);
    if (line.size() >= help_column)
        line.append("\n").append(help_column, ' ');
    else
        line.resize(help_column, ' ');
    return line.append(option.help).append("\n");
}

std::string rows(OptionGroup group) {
    std::string text;
    for (const Option& option : option_table())
        if (option.group == group)
            text += row(option);
    return text;
}

}  // namespace

std::string usage() {
    return "scrmd, the smart card resource manager: lets every program use every smart card reader.\n"
           "Usage: scrmd [OPTIONS]\n\n"
           "Options:\n" +
           rows(OptionGroup::Own) + "\nAccepted for pcscd's sake:\n" + rows(OptionGroup::ForPcscdsSake);
}

}  // namespace scrm::config
