// What a process is called, for the log.
#pragma once

#include <cstdint>
#include <string>

namespace scrm::log {

/// "1234 (gpg-agent)", or "1234" if the process is not there any more. The kernel answers from memory; for
/// lines that are few, all the same. What programs call themselves is not trusted: what is not printable is
/// left out.
std::string program_name(std::uint32_t pid);

}  // namespace scrm::log
