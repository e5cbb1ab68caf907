/* getopt_long(3) parses, as in pcscd: long names may be shortened, letters may stand together. A richer
 * library costs a start a tenth of a millisecond or two, for which the client that asked for it waits. */
#include "daemon/config/options.hpp"

#include <getopt.h>

#include <algorithm>
#include <stdexcept>

#include "daemon/config/option_table.hpp"
#include "daemon/config/usage.hpp"

#ifndef SCRM_VERSION
#error "the build says which version this is"
#endif

namespace scrm::config {
namespace {

constexpr int first_long = 256;  // beyond all letters: what getopt_long() calls the first row's long name

struct WrongOption : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// In the order of the command line ('-'), and a value that is missing told apart from a stranger (':').
std::string letters() {
    std::string text = "-:";
    for (const Option& option : option_table())
        if (option.letter)
            text.append(1, option.letter).append(option.value ? ":" : "");
    return text;
}

std::vector<::option> long_names() {
    std::vector<::option> names;
    for (const Option& option : option_table())
        names.push_back({option.name, option.value ? required_argument : no_argument, nullptr,
                         first_long + static_cast<int>(names.size())});
    names.push_back({});
    return names;
}

// What getopt_long() knows is in the table.
const Option& row(int found) {
    const auto table = option_table();
    if (found >= first_long)
        return table[static_cast<std::size_t>(found - first_long)];
    return *std::ranges::find(table, static_cast<char>(found), &Option::letter);
}

void restart_getopt() {
    opterr = 0;
#ifdef __linux__
    optind = 0;
#else
    optreset = optind = 1;
#endif
}

// optopt is the letter of a stranger among letters; a long one is the word before the next.
std::string stranger(char* const* words) {
    const bool letter = optopt > 0 && optopt < first_long;
    const std::string word = letter ? std::string{'-', static_cast<char>(optopt)} : words[optind - 1];
    return "unknown argument \"" + word + '"';
}

void take(Options& options, const Option& option, const char* value) {
    if (option.take)
        option.take(options, value);
    else
        options.remarks.push_back(names_of(option) + " does nothing: " + option.help);
}

Options parse(int count, char* const* words) {
    Options options;
    const std::string short_names = letters();
    const std::vector<::option> names = long_names();
    restart_getopt();
    for (int found = 0;
         (found = getopt_long(count, words, short_names.c_str(), names.data(), nullptr)) != -1;) {
        if (found == ':')
            throw WrongOption(names_of(row(optopt)) + " needs a " + row(optopt).value);
        if (found == '?' || found == 1)
            throw WrongOption(stranger(words));
        take(options, row(found), optarg);
        if (options.action == Action::ShowHelp || options.action == Action::ShowVersion)
            return options;
    }
    if (optind < count)
        throw WrongOption("unknown argument \"" + std::string(words[optind]) + '"');
    return options;
}

}  // namespace

std::variant<Options, Ending> parse_options(int count, char* const* words) {
    try {
        const Options options = parse(count, words);
        if (options.action == Action::ShowHelp)
            return Ending{0, usage()};
        if (options.action == Action::ShowVersion)
            return Ending{0, "scrmd " SCRM_VERSION "\n"};
        return options;
    } catch (const std::runtime_error& error) {
        return Ending{2, "scrmd: " + std::string(error.what()) + "\n  'scrmd --help' tells what it takes\n"};
    }
}

}  // namespace scrm::config
