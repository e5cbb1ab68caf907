// What the handler knows in a process: its script, read again whenever the file has changed, and its trace.
#pragma once

#include <memory>
#include <string>

#include "tests/fakes/ifd_handler/script.hpp"

namespace scrm::fakes::ifd {

/// Where the script is: a device name up to its first ':', or else what SCRM_FAKE_IFD says.
void set_script_place(const char* device_name);
std::string script_place();

/// As it is now. The last good one if it cannot be read; then the trace says so.
std::shared_ptr<const Script> current_script();

/// Appends a line to the trace, if there is one.
void note(const Script& script, const std::string& line);

}  // namespace scrm::fakes::ifd
