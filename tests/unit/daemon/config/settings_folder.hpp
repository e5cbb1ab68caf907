// Settings files of one test.
#pragma once

#include <array>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "daemon/config/settings.hpp"

namespace scrm::config::test {

namespace fs = std::filesystem;

/// A folder for one test's files.
class Folder {
  public:
    Folder() {
        std::string name = (fs::temp_directory_path() / "scrm-settings-XXXXXX").string();
        REQUIRE(::mkdtemp(name.data()));
        path_ = name;
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() { fs::remove_all(path_); }

    [[nodiscard]] fs::path main() const { return path_ / "scrmd.toml"; }
    void write(const std::string& name, std::string_view text) {
        const fs::path file = path_ / name;
        fs::create_directories(file.parent_path());
        std::ofstream(file) << text;
    }
    Settings load() { return load_settings(main()); }
    Settings load(std::string_view text) {
        write("scrmd.toml", text);
        return load();
    }
    /// What is wrong, without the folder's name; empty if nothing is.
    std::string complaint(std::string_view text) {
        try {
            load(text);
            return {};
        } catch (const SettingsError& error) {
            std::string what = error.what();
            const std::string folder = path_.string() + "/";
            REQUIRE(what.starts_with(folder));
            return what.substr(folder.size());
        }
    }

  private:
    fs::path path_;
};

}  // namespace scrm::config::test
