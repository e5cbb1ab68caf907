// The administrator's rows: all files that end in .toml in one folder, in the order of their names.
#pragma once

#include <filesystem>

#include "drivers/ccid/quirks/quirk_table.hpp"

namespace scrm::ccid {

/// The built-in rows, then those of the folder, which need not be there. What is wrong with a file is added
/// to `errors`, and that file adds nothing. Reads files: for start-up.
[[nodiscard]] QuirkTable read_quirks(const std::filesystem::path& folder, std::vector<std::string>& errors);

}  // namespace scrm::ccid
