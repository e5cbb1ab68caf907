#include "daemon/config/settings.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>

using namespace scrm::config;
using scrm::log::Level;
using std::chrono::milliseconds;
namespace fs = std::filesystem;

namespace {

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

}  // namespace

TEST_CASE("a file that is not there sets nothing, and neither does an empty one") {
    Folder folder;
    const Settings settings = GENERATE(true, false) ? folder.load("") : folder.load();
    CHECK(settings.log_level == Level::Info);
    CHECK(settings.power_off_after == milliseconds(5000));
    CHECK(settings.virtual_readers.empty());
    CHECK(settings.virtual_control.empty());
}

TEST_CASE("the log's level is set by its name") {
    Folder folder;
    CHECK(folder.load("[log]\nlevel = \"debug\"").log_level == Level::Debug);
    CHECK(folder.load("log.level = \"off\"").log_level == Level::Off);
}

TEST_CASE("a level is one of six, spelled exactly") {
    CHECK(parse_log_level("trace") == Level::Trace);
    CHECK(parse_log_level("debug") == Level::Debug);
    CHECK(parse_log_level("info") == Level::Info);
    CHECK(parse_log_level("warning") == Level::Warning);
    CHECK(parse_log_level("error") == Level::Error);
    CHECK(parse_log_level("off") == Level::Off);
    for (const auto* other : {"", "Info", "warn", "critical", "info "})
        CHECK_FALSE(parse_log_level(other));
}

TEST_CASE("the time until an unused card is switched off is in seconds, or never comes") {
    Folder folder;
    const auto off_after = [&](const std::string& value) {
        return folder.load("[power]\noff_after = " + value).power_off_after;
    };
    CHECK(off_after("0") == milliseconds(0));
    CHECK(off_after("7") == milliseconds(7000));
    CHECK(off_after("2.5") == milliseconds(2500));
    CHECK(off_after("86400") == std::chrono::hours(24));
    CHECK(off_after("\"never\"") == std::nullopt);
}

TEST_CASE("virtual readers are declared one by one, with what they leave out as usual") {
    Folder folder;
    const Settings settings = folder.load(R"(
        [virtual]
        control = "/run/scrm/virtual"
        [[virtual.reader]]
        name = "Desk"
        [[virtual.reader]]
        name = "Lamp"
        slots = 16
        card = "none"
    )");
    CHECK(settings.virtual_control == "/run/scrm/virtual");
    REQUIRE(settings.virtual_readers.size() == 2);
    CHECK(settings.virtual_readers[0].name == "Desk");
    CHECK(settings.virtual_readers[0].slots == 1);
    CHECK(settings.virtual_readers[0].card == "default");
    CHECK(settings.virtual_readers[1].name == "Lamp");
    CHECK(settings.virtual_readers[1].slots == 16);
    CHECK(settings.virtual_readers[1].card == "none");
}

TEST_CASE("a virtual reader's card is default, none or an ATR in hexadecimal") {
    Folder folder;
    const auto complaint = [&](const std::string& card) {
        return folder.complaint("[[virtual.reader]]\nname = \"Desk\"\ncard = \"" + card + "\"");
    };
    for (const std::string& good : {std::string("default"), std::string("none"), std::string("3B 00"),
                                    std::string("3b0214aF"), std::string(66, 'A'), std::string(" 3B  00 ")})
        CHECK(complaint(good).empty());
    for (const std::string& bad :
         {std::string(), std::string("Default"), std::string("3B"), std::string("3B 0"),
          std::string("3 B0 0"), std::string("XX 00"), std::string("3B\\t00"), std::string(68, 'A')})
        CHECK(complaint(bad) ==
              "scrmd.toml:3: card must be \"default\", \"none\" or an ATR of 2 to 33 bytes "
              "in hexadecimal");
}

TEST_CASE("what is wrong is told with the file, the line and what was expected") {
    struct Case {
        const char* text;
        const char* complaint;
    };
    const auto a = GENERATE(values<Case>({
        {"\n\nlog = 1", "3: [log] must be a table"},
        {"power = \"x\"", "1: [power] must be a table"},
        {"virtual = 2", "1: [virtual] must be a table"},
        {"[log]\nlevel = 3", "2: level must be a string"},
        {"[log]\n\nlevel = \"loud\"", "3: level must be one of trace, debug, info, warning, error, off"},
        {"[power]\noff_after = -1", "2: off_after must be seconds from 0 to 86400, or \"never\""},
        {"[power]\noff_after = 86401", "2: off_after must be seconds from 0 to 86400, or \"never\""},
        {"[power]\noff_after = nan", "2: off_after must be seconds from 0 to 86400, or \"never\""},
        {"[power]\noff_after = inf", "2: off_after must be seconds from 0 to 86400, or \"never\""},
        {"[power]\noff_after = true", "2: off_after must be seconds from 0 to 86400, or \"never\""},
        {"[power]\noff_after = \"5\"", "2: off_after must be seconds from 0 to 86400, or \"never\""},
        {"[virtual]\ncontrol = 1", "2: control must be a path"},
        {"[virtual]\nreader = 1", "2: virtual readers are written as [[virtual.reader]]"},
        {"[virtual.reader]\nname = \"x\"", "1: virtual readers are written as [[virtual.reader]]"},
        {"[virtual]\nreader = [1]", "2: [[virtual.reader]] must be a table"},
        {"\n[[virtual.reader]]\nslots = 1", "2: [[virtual.reader]] needs a name"},
        {"[[virtual.reader]]\nname = \"\"", "1: [[virtual.reader]] needs a name"},
        {"[[virtual.reader]]\nname = 1", "2: name must be a string"},
        {"[[virtual.reader]]\nname = \"x\"\nslots = 0", "3: slots must be 1 to 16"},
        {"[[virtual.reader]]\nname = \"x\"\nslots = 17", "3: slots must be 1 to 16"},
        {"[[virtual.reader]]\nname = \"x\"\nslots = 1.5", "3: slots must be a whole number"},
        {"[[virtual.reader]]\nname = \"x\"\ncard = 1", "3: card must be a string"},
    }));
    Folder folder;
    CHECK(folder.complaint(a.text) == "scrmd.toml:" + std::string(a.complaint));
}

TEST_CASE("text that is no TOML is told with its line") {
    Folder folder;
    CHECK(folder.complaint("[log]\nlevel = \n").starts_with("scrmd.toml:2: "));
    CHECK(folder.complaint("[log]\nlevel = \"info\"\nlevel = \"info\"").starts_with("scrmd.toml:3: "));
}

TEST_CASE("a key that is not known is told, with those that are") {
    struct Case {
        const char* text;
        const char* complaint;
    };
    const auto a = GENERATE(values<Case>({
        {"[logs]", "1: unknown key 'logs' in the file; known are: log, power, virtual"},
        {"[log]\nLevel = 1", "2: unknown key 'Level' in [log]; known are: level"},
        {"[power]\noff = 1", "2: unknown key 'off' in [power]; known are: off_after"},
        {"[virtual]\nreaders = 1", "2: unknown key 'readers' in [virtual]; known are: control, reader"},
        {"[[virtual.reader]]\nname = \"x\"\nslot = 1",
         "3: unknown key 'slot' in [[virtual.reader]]; known are: card, name, slots"},
    }));
    Folder folder;
    CHECK(folder.complaint(a.text) == "scrmd.toml:" + std::string(a.complaint));
}

TEST_CASE("drop-ins are read after the file, in the order of their names; what comes later counts") {
    Folder folder;
    folder.write("scrmd.toml.d/20-last.toml", "[log]\nlevel = \"error\"");
    folder.write("scrmd.toml.d/10-first.toml", "[log]\nlevel = \"debug\"\n[power]\noff_after = 1");
    const Settings settings = folder.load("[log]\nlevel = \"trace\"\n[power]\noff_after = 9");
    CHECK(settings.log_level == Level::Error);
    CHECK(settings.power_off_after == milliseconds(1000));
}

TEST_CASE("drop-ins are read without a file, and add virtual readers to those of others") {
    Folder folder;
    folder.write("scrmd.toml.d/b.toml", "[[virtual.reader]]\nname = \"b\"");
    folder.write("scrmd.toml.d/a.toml", "[[virtual.reader]]\nname = \"a\"");
    const Settings settings = folder.load();
    REQUIRE(settings.virtual_readers.size() == 2);
    CHECK(settings.virtual_readers[0].name == "a");
    CHECK(settings.virtual_readers[1].name == "b");
}

TEST_CASE("only files whose names end in .toml are drop-ins") {
    Folder folder;
    folder.write("scrmd.toml.d/note.txt", "this is not TOML");
    folder.write("scrmd.toml.d/old.toml~", "this is not TOML");
    CHECK(folder.complaint("").empty());
}

TEST_CASE("what is wrong in a drop-in is told with its name") {
    Folder folder;
    folder.write("scrmd.toml.d/10-mine.toml", "\n[log]\nlevel = 1");
    CHECK(folder.complaint("") == "scrmd.toml.d/10-mine.toml:3: level must be a string");
}
