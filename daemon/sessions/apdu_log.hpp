// Commands to cards and their answers in the log, for those who ask for it; never a PIN.
#pragma once

#include <string>

#include "ipc/limits.hpp"

namespace scrm::sessions {

/// "00 A4 04 00 ..." in hexadecimal. What follows the header of a command that carries a PIN (VERIFY, CHANGE
/// REFERENCE DATA, RESET RETRY COUNTER, or ENVELOPE around one, whatever their class) is replaced by its
/// length.
std::string command_for_log(ipc::Bytes command);
/// Long answers are cut, with their length told.
std::string answer_for_log(ipc::Bytes answer);

}  // namespace scrm::sessions
