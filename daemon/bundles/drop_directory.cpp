#include "daemon/bundles/drop_directory.hpp"

#include <algorithm>

#include "daemon/files/small_file.hpp"
#include "daemon/log/log.hpp"

namespace scrm::bundles {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> bundle_folders(const fs::path& folder) {
    std::vector<fs::path> found;
    std::error_code error;
    for (fs::directory_iterator entry(folder, error); !error && entry != fs::directory_iterator();
         entry.increment(error))
        if (entry->path().extension() == ".bundle")
            found.push_back(entry->path());
    if (error)
        log::debug("no handlers for USB readers: ", folder.string(), ": ", error.message());
    std::ranges::sort(found);
    return found;
}

std::optional<Bundle> bundle_in(const fs::path& folder) {
    const fs::path file = folder / "Contents" / "Info.plist";
    const auto text = files::read_small_file(file);
    if (!text) {
        log::warning(file.string(), ": ", text.error().message());
        return std::nullopt;
    }
    BundleReading reading = read_bundle(folder.string(), *text);
    for (const Complaint& complaint : reading.complaints)
        log::warning(file.string(), ":", complaint.line, ": ", complaint.what);
    std::error_code error;
    if (reading.bundle && !fs::exists(reading.bundle->library, error)) {
        log::warning(file.string(), ": its handler ", reading.bundle->library, " is not there");
        return std::nullopt;
    }
    return reading.bundle;
}

}  // namespace

BundleSet read_drop_directory(const fs::path& folder) {
    std::vector<Bundle> bundles;
    for (const fs::path& path : bundle_folders(folder))
        if (auto bundle = bundle_in(path)) {
            log::debug("bundle ", bundle->name, ": ", bundle->devices.size(), " devices");
            bundles.push_back(std::move(*bundle));
        }
    return BundleSet(std::move(bundles));
}

}  // namespace scrm::bundles
