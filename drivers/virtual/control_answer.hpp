// Carries out control commands on the bus and puts the outcome into words.
#pragma once

#include "drivers/virtual/control_command.hpp"

namespace scrm::virtual_reader {

/// Obeys one line (without its end). The answer is one line without its end: "ok", "ok ...", or "error: why".
std::string answer_control_line(VirtualBus& bus, std::string_view line);

}  // namespace scrm::virtual_reader
