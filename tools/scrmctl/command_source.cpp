#include "tools/scrmctl/command_source.hpp"

#include <istream>

#include "tools/scrmctl/hex.hpp"
#include "tools/scrmctl/printable.hpp"
#include "tools/scrmctl/quantity_words.hpp"

namespace scrm::tools {
namespace {

// Header, extended Lc, data, extended Le.
constexpr std::size_t longest_apdu = 4 + 3 + 65535 + 2;
constexpr std::size_t shortest_apdu = 4;

std::optional<Failure> fault_of(const Command& command, const std::string& place, CommandRule rule) {
    if (command.empty()) {
        return Failure{place + " is empty", "a command is at least CLA INS P1 P2: 00 A4 00 00",
                       ExitCode::Usage};
    }
    if (rule == CommandRule::Anything ||
        (command.size() >= shortest_apdu && command.size() <= longest_apdu)) {
        return std::nullopt;
    }
    const std::string size = place + " is a command of " + count_words(command.size(), "byte");
    return command.size() < shortest_apdu
               ? Failure{size + ", and the shortest has 4",
                         "one argument is one whole command, so quote it: '00 A4 00 00'", ExitCode::Usage}
               : Failure{size + ", and the longest has " + std::to_string(longest_apdu), "", ExitCode::Usage};
}

Outcome<Command> parse_command(const std::string& text, const std::string& place, CommandRule rule) {
    auto parsed = parse_hex(text);
    if (const auto* error = std::get_if<HexError>(&parsed)) {
        return Failure{place + " is no hex: " + error->problem, "a command looks like this: 00 A4 00 00",
                       ExitCode::Usage};
    }
    auto& command = std::get<Command>(parsed);
    if (auto fault = fault_of(command, place, rule)) {
        return *std::move(fault);
    }
    return std::move(command);
}

}  // namespace

Outcome<std::vector<Command>> commands_in(std::span<const std::string> arguments, CommandRule rule) {
    std::vector<Command> commands;
    for (const std::string& argument : arguments) {
        auto command = parse_command(argument, "\"" + printable(argument) + "\"", rule);
        if (auto* failure = std::get_if<Failure>(&command)) {
            return std::move(*failure);
        }
        commands.push_back(std::get<Command>(std::move(command)));
    }
    return commands;
}

Outcome<std::optional<Command>> command_on(const std::string& line, const std::string& place,
                                           CommandRule rule) {
    const std::string text = line.substr(0, line.find('#'));
    if (text.find_first_not_of(" \t\r") == std::string::npos) {
        return std::nullopt;
    }
    auto command = parse_command(text, place, rule);
    if (auto* failure = std::get_if<Failure>(&command)) {
        return std::move(*failure);
    }
    return std::optional(std::get<Command>(std::move(command)));
}

Outcome<std::vector<Command>> read_commands(std::istream& file, const std::string& name, CommandRule rule) {
    std::vector<Command> commands;
    std::string line;
    for (std::size_t number = 1; std::getline(file, line); ++number) {
        auto command = command_on(line, name + ":" + std::to_string(number), rule);
        if (auto* failure = std::get_if<Failure>(&command)) {
            return std::move(*failure);
        }
        if (auto& found = std::get<std::optional<Command>>(command)) {
            commands.push_back(*std::move(found));
        }
    }
    return commands;
}

}  // namespace scrm::tools
