#include "daemon/hotplug/reader_conf_files.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include "daemon/files/small_file.hpp"
#include "daemon/log/log.hpp"

namespace scrm::hotplug {
namespace {

namespace fs = std::filesystem;

bool left_behind(const std::string& name) {
    return name.starts_with('.') || name.starts_with('#') || name.ends_with('~') ||
           name.find(".dpkg-") != std::string::npos;
}

std::vector<fs::path> files_of(const fs::path& file_or_folder) {
    std::error_code error;
    if (!fs::is_directory(file_or_folder, error))
        return {file_or_folder};
    std::vector<fs::path> found;
    for (fs::directory_iterator entry(file_or_folder, error); !error && entry != fs::directory_iterator();
         entry.increment(error)) {
        std::error_code unreadable;
        if (entry->is_regular_file(unreadable) && !left_behind(entry->path().filename().string()))
            found.push_back(entry->path());
    }
    if (error)
        log::warning(file_or_folder.string(), ": ", error.message());
    std::ranges::sort(found);
    return found;
}

std::string read_text(const fs::path& file) {
    auto text = files::read_small_file(file);
    if (!text)
        log::warning(file.string(), ": ", text.error().message());
    return text ? std::move(*text) : std::string();
}

bool is_there(const fs::path& file) {
    std::error_code error;
    return fs::exists(file, error);
}

// What comes behind a ':' is for the handler alone, so such a name is no path to look for.
std::optional<ConfError> what_is_missing(const ConfEntry& entry) {
    const drivers::ConfiguredReader& reader = entry.reader;
    if (!is_there(reader.library))
        return ConfError{entry.library_line, "the driver " + reader.library + " is not there"};
    const bool path = !reader.device_name.empty() && reader.device_name.find(':') == std::string::npos;
    if (path && !is_there(reader.device_name))
        return ConfError{entry.device_line, "the device " + reader.device_name +
                                                " is not there; leave the line out if the driver needs none"};
    return std::nullopt;
}

std::string address_of(const drivers::ConfiguredReader& reader) {
    return "conf:" + reader.friendly_name + "@" +
           (reader.device_name.empty() ? "channel " + std::to_string(reader.channel) : reader.device_name);
}

}  // namespace

std::vector<drivers::DeviceInfo> read_reader_conf(const fs::path& file_or_folder) {
    std::vector<drivers::DeviceInfo> readers;
    std::set<std::string> taken;
    for (const fs::path& file : files_of(file_or_folder)) {
        const auto complain = [&](const ConfError& error) {
            log::warning(file.string(), ":", error.line, ": ", error.what);
        };
        ConfReading reading = parse_reader_conf(read_text(file));
        std::ranges::for_each(reading.errors, complain);
        for (ConfEntry& entry : reading.entries) {
            std::string address = address_of(entry.reader);
            if (const auto missing = what_is_missing(entry))
                complain(*missing);
            else if (!taken.insert(address).second)
                complain({entry.line, "there is such a reader already: " + address});
            else
                readers.push_back({std::move(address), std::move(entry.reader)});
        }
    }
    return readers;
}

}  // namespace scrm::hotplug
