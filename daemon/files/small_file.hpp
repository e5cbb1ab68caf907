// Files that are read whole, in one go: configuration. Not for anything that might take its time.
#pragma once

#include <boost/system/result.hpp>
#include <filesystem>
#include <string>

namespace scrm::files {

/// The text of a regular file of at most 4 MiB.
boost::system::result<std::string> read_small_file(const std::filesystem::path& file);

}  // namespace scrm::files
