// Where the commands for a card come from: arguments, a file, or standard input.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "tools/scrmctl/failure.hpp"

namespace scrm::tools {

using Command = std::vector<std::uint8_t>;

/// What a command must look like: an APDU has 4 to 65544 bytes; anything goes when the reader takes them raw.
enum class CommandRule { Apdu, Anything };

/// One command each. A failure names the argument.
[[nodiscard]] Outcome<std::vector<Command>> commands_in(std::span<const std::string> arguments,
                                                        CommandRule rule);

/// The command on a line of a file; none if there is nothing before the end of the line or a #. `place` names
/// the line in a failure.
[[nodiscard]] Outcome<std::optional<Command>> command_on(const std::string& line, const std::string& place,
                                                         CommandRule rule);

/// All commands of a file. A failure names the line: "cards.txt:3".
[[nodiscard]] Outcome<std::vector<Command>> read_commands(std::istream& file, const std::string& name,
                                                          CommandRule rule);

}  // namespace scrm::tools
