// reader.conf and reader.conf.d: the files, and whether what they name is there.
#pragma once

#include <filesystem>

#include "daemon/hotplug/reader_conf.hpp"

namespace scrm::hotplug {

/// In the order in which they are written; files of a folder in the order of their names, without hidden ones
/// and those an editor or dpkg left behind. Errors go to the log with file and line and cost their reader
/// only.
std::vector<drivers::DeviceInfo> read_reader_conf(const std::filesystem::path& file_or_folder);

}  // namespace scrm::hotplug
