// What pcscd reads from its environment, and so do we: units and scripts set it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace scrm::config {

struct Environment {
    std::optional<std::string> drop_directory;  // PCSCLITE_HP_DROPDIR
    std::vector<std::string> ignored_readers;   // PCSCLITE_FILTER_IGNORE_READER_NAMES
    std::string reader_name_extension;          // PCSCLITE_FILTER_EXTEND_READER_NAMES
};

Environment read_environment();

/// For the processes of handlers, which look for their own Info.plist there.
void hand_on_drop_directory(const std::string& folder);

/// "Builtin:Windows Hello": parts of names. Empty ones, which would be part of every name, count for nothing.
std::vector<std::string> split_names(std::string_view text);

}  // namespace scrm::config
