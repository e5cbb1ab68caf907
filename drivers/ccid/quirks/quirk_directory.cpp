#include "drivers/ccid/quirks/quirk_directory.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

namespace scrm::ccid {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> files_in(const fs::path& folder) {
    std::vector<fs::path> files;
    std::error_code missing;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, missing))
        if (entry.path().extension() == ".toml")
            files.push_back(entry.path());
    std::ranges::sort(files);
    return files;
}

}  // namespace

QuirkTable read_quirks(const fs::path& folder, std::vector<std::string>& errors) {
    QuirkTable table;
    const auto add = [&](std::string_view text, const std::string& name) {
        if (const auto error = table.add(text, name))
            errors.push_back(error->explanation);
    };
    add(built_in_quirks(), "quirks.toml");
    for (const fs::path& path : files_in(folder)) {
        std::ifstream file(path, std::ios::binary);
        const std::string text{std::istreambuf_iterator<char>(file), {}};
        if (file.bad() || !file.is_open())
            errors.push_back(path.string() + ": cannot be read");
        else
            add(text, path.string());
    }
    return table;
}

}  // namespace scrm::ccid
