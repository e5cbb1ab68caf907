// What scrmctl writes. No single write is checked: the stream remembers the first that failed, and main asks
// it.
#pragma once

#include <string>

namespace scrm::tools {

/// To the standard output, at once.
void put(const std::string& text);

/// To the standard error.
void remark(const std::string& text);

/// Whether everything that was put arrived; not so, for instance, on a full disk.
[[nodiscard]] bool all_arrived();

}  // namespace scrm::tools
