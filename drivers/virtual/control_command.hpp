// The line protocol of the control socket, from text to values. README.md tells it to people.
#pragma once

#include <boost/system/result.hpp>
#include <string>
#include <string_view>
#include <variant>

#include "drivers/virtual/virtual_bus.hpp"

namespace scrm::virtual_reader {

struct PlugCommand {
    ReaderSpec reader;
};
struct UnplugCommand {
    std::string reader;
};
struct InsertCommand {
    SlotPlace place;
    CardSpec card;
};
struct RemoveCommand {
    SlotPlace place;
};
struct FaultCommand {
    SlotPlace place;
    Fault fault;
};
struct ListCommand {};
struct HelpCommand {};

using ControlCommand = std::variant<PlugCommand, UnplugCommand, InsertCommand, RemoveCommand, FaultCommand,
                                    ListCommand, HelpCommand>;

/// What is wrong with a line, in words for its writer.
struct SyntaxError {
    std::string why;
};

/// `line` is without its end. Any bytes may come.
boost::system::result<ControlCommand, SyntaxError> parse_control_command(std::string_view line);

/// Every command and its arguments, in one line.
std::string_view control_help();

}  // namespace scrm::virtual_reader
