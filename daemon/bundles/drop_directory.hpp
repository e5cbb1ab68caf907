// The folder handlers are installed into: NAME.bundle/Contents/Info.plist, and the library beside it.
#pragma once

#include <filesystem>

#include "daemon/bundles/bundle_set.hpp"

namespace scrm::bundles {

/// Reads every bundle in `folder`, in the order of their names. What is broken is skipped and said in the
/// log, with file and line. Small files; for the start and for a reload, never for each device.
BundleSet read_drop_directory(const std::filesystem::path& folder);

}  // namespace scrm::bundles
