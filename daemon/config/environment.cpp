#include "daemon/config/environment.hpp"

#include <algorithm>
#include <cstdlib>

namespace scrm::config {
namespace {

std::string value_of(const char* name) {
    const char* const value = std::getenv(name);
    return value ? value : "";
}

}  // namespace

std::vector<std::string> split_names(std::string_view text) {
    std::vector<std::string> names;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(':'), text.size());
        if (end > 0)
            names.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return names;
}

Environment read_environment() {
    Environment environment;
    if (std::string folder = value_of("PCSCLITE_HP_DROPDIR"); !folder.empty())
        environment.drop_directory = std::move(folder);
    environment.ignored_readers = split_names(value_of("PCSCLITE_FILTER_IGNORE_READER_NAMES"));
    environment.reader_name_extension = value_of("PCSCLITE_FILTER_EXTEND_READER_NAMES");
    return environment;
}

void hand_on_drop_directory(const std::string& folder) {
    ::setenv("PCSCLITE_HP_DROPDIR", folder.c_str(), 1);
}

}  // namespace scrm::config
