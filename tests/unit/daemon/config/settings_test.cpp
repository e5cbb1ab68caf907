#include "tests/unit/daemon/config/settings_folder.hpp"

using namespace scrm::config;
using scrm::config::test::Folder;
using scrm::log::Level;
using std::chrono::milliseconds;
namespace fs = std::filesystem;

TEST_CASE("no settings at all are asked for as of any program") {
    CHECK(load_settings("/dev/null").idle_exit == milliseconds(60000));
}

TEST_CASE("a file that is not there sets nothing, and neither does an empty one") {
    Folder folder;
    const Settings settings = GENERATE(true, false) ? folder.load("") : folder.load();
    CHECK(settings.log_level == Level::Info);
    CHECK(settings.power_off_after == milliseconds(5000));
    CHECK(settings.power_never_readers.empty());
    CHECK(settings.power_never_cards.empty());
    CHECK_FALSE(settings.transaction_longest);
    CHECK_FALSE(settings.transaction_longest_pause);
    CHECK_FALSE(settings.transaction_connect_wait);
    CHECK(settings.transaction_report_after == milliseconds(10000));
    CHECK(settings.user_limits.contexts == 16384);
    CHECK(settings.user_limits.handles == 65536);
    CHECK(settings.user_limits.waiting == 16384);
    CHECK(settings.idle_exit == milliseconds(60000));
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

TEST_CASE("readers and cards that are never switched off are lists, to which each file adds") {
    Folder folder;
    folder.write("scrmd.toml.d/a.toml", "[power]\nnever_readers = [\"Lamp\"]\nnever_cards = [\"3B ..\"]");
    const Settings settings = folder.load("[power]\nnever_readers = [\"Desk\", \"Shelf 00\"]");
    CHECK(settings.power_never_readers == std::vector<std::string>{"Desk", "Shelf 00", "Lamp"});
    REQUIRE(settings.power_never_cards.size() == 1);
    CHECK(settings.power_never_cards.front().fits(std::array<std::uint8_t, 2>{0x3B, 0x77}));
}

TEST_CASE("the limits of transactions are times, or never") {
    Folder folder;
    const Settings settings = folder.load(
        "[transactions]\nlongest = 60\nlongest_pause = 5\nconnect_wait = 0.5\nreport_after = \"never\"");
    CHECK(settings.transaction_longest == milliseconds(60000));
    CHECK(settings.transaction_longest_pause == milliseconds(5000));
    CHECK(settings.transaction_connect_wait == milliseconds(500));
    CHECK_FALSE(settings.transaction_report_after);
}

TEST_CASE("what each user may have are numbers, 0 for as much as there is") {
    Folder folder;
    const Settings settings =
        folder.load("[limits]\ncontexts_per_user = 10\nhandles_per_user = 0\nwaiting_per_user = 30");
    CHECK(settings.user_limits.contexts == 10);
    CHECK(settings.user_limits.handles == 0);
    CHECK(settings.user_limits.waiting == 30);
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
        {"[power]\nnever_readers = \"Desk\"", "2: never_readers must be a list of strings"},
        {"[power]\nnever_readers = [\n1]", "3: never_readers must be a list of strings"},
        {"[power]\nnever_readers = [\"\"]",
         "2: never_readers must name readers: an empty name would be all of them"},
        {"[power]\nnever_cards = 1", "2: never_cards must be a list of strings"},
        {"[power]\nnever_cards = [\n\"3B 02\",\n\"3B\"]",
         "4: never_cards must be ATRs of 2 to 33 bytes in hexadecimal, with .. for any byte, as in \"3B 8F "
         "80 .. "
         "01\""},
        {"[transactions]\nlongest = -1", "2: longest must be seconds from 0 to 86400, or \"never\""},
        {"[transactions]\nreport_after = \"\"",
         "2: report_after must be seconds from 0 to 86400, or \"never\""},
        {"[limits]\nhandles_per_user = -1",
         "2: handles_per_user must be a whole number from 1, or 0 for no limit"},
        {"[limits]\nwaiting_per_user = 1.5",
         "2: waiting_per_user must be a whole number from 1, or 0 for no limit"},
        {"[limits]\ncontexts_per_user = 4294967296",
         "2: contexts_per_user must be a whole number from 1, or 0 for no limit"},
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
    CHECK(folder.complaint("[[[r") ==
          "scrmd.toml:0: this is malformed");  // the library asserts, and names no line
}

TEST_CASE("a key that is not known is told, with those that are") {
    struct Case {
        const char* text;
        const char* complaint;
    };
    const auto a = GENERATE(values<Case>({
        {"[logs]",
         "1: unknown key 'logs' in the file; known are: access, discovery, drivers, limits, log, polkit, "
         "power, service, transactions, virtual"},
        {"[log]\nLevel = 1", "2: unknown key 'Level' in [log]; known are: level"},
        {"[power]\noff = 1",
         "2: unknown key 'off' in [power]; known are: never_cards, never_readers, off_after"},
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

TEST_CASE("what is no file, or no folder of drop-ins, is not taken for one that sets nothing") {
    Folder folder;
    folder.write("scrmd.toml.d", "[log]");
    CHECK(folder.complaint("") == "scrmd.toml.d: Not a directory");
    CHECK_THROWS_AS(load_settings(folder.main().parent_path()), SettingsError);
}

TEST_CASE("the example that is installed says what the defaults are") {
    const Settings example = load_settings(fs::path(SCRM_EXAMPLES) / "scrmd.toml");
    const Settings usual;
    CHECK(example.log_level == usual.log_level);
    CHECK(example.power_off_after == usual.power_off_after);
    CHECK(example.discovery.folder == usual.discovery.folder);
    CHECK(example.discovery.reader_conf == usual.discovery.reader_conf);
    CHECK(example.power_never_readers.empty());
    CHECK(example.power_never_cards.empty());
    CHECK(example.transaction_longest == usual.transaction_longest);
    CHECK(example.transaction_longest_pause == usual.transaction_longest_pause);
    CHECK(example.transaction_connect_wait == usual.transaction_connect_wait);
    CHECK(example.transaction_report_after == usual.transaction_report_after);
    CHECK(example.user_limits == usual.user_limits);
    CHECK(example.idle_exit == usual.idle_exit);
}

TEST_CASE("the example for trying without hardware can be read") {
    CHECK(load_settings(fs::path(SCRM_EXAMPLES) / "virtual.toml").virtual_readers.size() == 2);
}

TEST_CASE("where readers and their handlers are written down, and who serves whom") {
    Folder folder;
    const Settings usual = folder.load("");
    CHECK(usual.discovery.folder == "/usr/lib/pcsc/drivers");
    CHECK(usual.discovery.reader_conf == "/etc/reader.conf.d");
    CHECK(usual.discovery.rules.empty());
    const Settings settings = folder.load(
        "[discovery]\nfolder = \"/a\"\nreader_conf = \"/b\"\n"
        "[[discovery.rule]]\ndevice = \"08e6:3437\"\ndriver = \"none\"\n"
        "[[discovery.rule]]\ndevice = \"072F\"\ndriver = \"ifd-acsccid\"\n");
    CHECK(settings.discovery.folder == "/a");
    CHECK(settings.discovery.reader_conf == "/b");
    const std::string file = folder.main().string();
    CHECK(settings.discovery.rules ==
          std::vector<DriverRuleSettings>{{0x08E6, 0x3437, "none", file + ":6"},
                                          {0x072F, std::nullopt, "ifd-acsccid", file + ":9"}});
}

TEST_CASE("a rule without a device, or with one that is none, is told with its line") {
    const auto complaint = [](const std::string& rule) {
        Folder folder;
        return folder.complaint("[[discovery.rule]]\n" + rule);
    };
    for (const auto* device :
         {"", "8e6", "08e6:", "08e6:343", "08e6:34377", "08g6:3437", ":3437", "08e6:3437:1"})
        CHECK(complaint("device = \"" + std::string(device) + "\"\ndriver = \"x\"")
                  .starts_with("scrmd.toml:2: device"));
    CHECK(complaint("driver = \"x\"") == "scrmd.toml:1: [[discovery.rule]] needs a device and a driver");
    CHECK(complaint("device = \"08e6\"") == "scrmd.toml:1: [[discovery.rule]] needs a device and a driver");
    Folder folder;
    CHECK(folder.complaint("[discovery]\nfolder = \"drivers\"") ==
          "scrmd.toml:2: folder must be an absolute path");
}
