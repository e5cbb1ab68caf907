#include "daemon/config/options.hpp"

#include <catch2/catch.hpp>

using namespace scrm::config;
using scrm::log::Level;

namespace {

std::variant<Options, Ending> parse(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "scrmd");
    std::vector<char*> words;
    for (std::string& argument : arguments)
        words.push_back(argument.data());
    words.push_back(nullptr);
    return parse_options(static_cast<int>(arguments.size()), words.data());
}

Options options(std::vector<std::string> arguments) {
    const auto parsed = parse(std::move(arguments));
    REQUIRE(std::holds_alternative<Options>(parsed));
    return std::get<Options>(parsed);
}

Ending ending(std::vector<std::string> arguments) {
    const auto parsed = parse(std::move(arguments));
    REQUIRE(std::holds_alternative<Ending>(parsed));
    return std::get<Ending>(parsed);
}

}  // namespace

TEST_CASE("without options scrmd serves in the background, at pcscd's place, until it is stopped") {
    const Options o = options({});
    CHECK(o.action == Action::Serve);
    CHECK(o.ground == Ground::Background);
    CHECK(o.lifetime == Lifetime::UntilStopped);
    CHECK(o.apdu_trace == ApduTrace::Off);
    CHECK(o.socket == "/run/pcscd/pcscd.comm");
    CHECK(o.settings == "/etc/scrm/scrmd.toml");
    CHECK_FALSE(o.settings_given);
    CHECK_FALSE(o.log_level);
    CHECK(o.remarks.empty());
}

TEST_CASE("each option of scrmd's own, and of pcscd's that still mean something") {
    const auto long_names = GENERATE(true, false);
    const auto flag = [&](const char* short_name, const char* long_name) {
        return options({long_names ? long_name : short_name});
    };
    CHECK(flag("-f", "--foreground").ground == Ground::Foreground);
    CHECK(flag("-x", "--auto-exit").lifetime == Lifetime::UntilIdle);
    CHECK(flag("-H", "--hotplug").action == Action::Rescan);
    CHECK(flag("-a", "--apdu").apdu_trace == ApduTrace::On);
    CHECK(flag("-d", "--debug").log_level == Level::Debug);
    CHECK(flag("-i", "--info").log_level == Level::Info);
    CHECK(flag("-e", "--error").log_level == Level::Error);
    CHECK(flag("-C", "--critical").log_level == Level::Off);
    CHECK(flag("-f", "--foreground").remarks.empty());
}

TEST_CASE("places are taken as they are given, and it is known that settings were") {
    const Options o = options({"--socket", "/tmp/s", "--settings=/tmp/x.toml"});
    CHECK(o.socket == "/tmp/s");
    CHECK(o.settings == "/tmp/x.toml");
    CHECK(o.settings_given);
    CHECK(options({"--settings", "/etc/scrm/scrmd.toml"}).settings_given);
}

TEST_CASE("a log level is one of those that settings know; the last one said counts") {
    CHECK(options({"--log-level", "trace"}).log_level == Level::Trace);
    CHECK(options({"--log-level=off"}).log_level == Level::Off);
}

TEST_CASE("options that mean nothing any more are accepted, and each is remarked upon by name") {
    struct Case {
        std::vector<std::string> arguments;
        const char* remark;
    };
    const auto a = GENERATE(values<Case>({
        {{"-t", "10"}, "-t,--max-thread does nothing: "},
        {{"--max-thread", "10"}, "-t,--max-thread does nothing: "},
        {{"-s", "10"}, "-s,--max-card-handle-per-thread does nothing: "},
        {{"--max-card-handle-per-thread=10"}, "-s,--max-card-handle-per-thread does nothing: "},
        {{"-r", "10"}, "-r,--max-card-handle-per-reader does nothing: "},
        {{"--max-card-handle-per-reader", "10"}, "-r,--max-card-handle-per-reader does nothing: "},
        {{"-T"}, "-T,--color does nothing: "},
        {{"--color"}, "-T,--color does nothing: "},
        {{"--disable-polkit"}, "--disable-polkit does nothing: "},
        {{"--force-reader-polling"}, "--force-reader-polling does nothing: "},
    }));
    const Options o = options(a.arguments);
    REQUIRE(o.remarks.size() == 1);
    CHECK(o.remarks.front().starts_with(a.remark));
    CHECK(o.remarks.front().size() > std::string_view(a.remark).size());
}

TEST_CASE("readers of reader.conf, and parts left out of names, are asked for as of pcscd") {
    const Options usual = options({});
    CHECK_FALSE(usual.reader_conf);
    CHECK(usual.interface_in_names == NamePart::Shown);
    CHECK(usual.serial_in_names == NamePart::Shown);
    for (const auto* name : {"-c", "--config"})
        CHECK(options({name, "/etc/reader.conf"}).reader_conf == "/etc/reader.conf");
    for (const auto* name : {"-I", "--reader-name-no-interface"})
        CHECK(options({name}).interface_in_names == NamePart::LeftOut);
    for (const auto* name : {"-S", "--reader-name-no-serial"})
        CHECK(options({name}).serial_in_names == NamePart::LeftOut);
    CHECK(options({"-IS"}).remarks.empty());
}

TEST_CASE("pcscd's usual command lines are accepted") {
    CHECK(options({"--foreground", "--auto-exit"}).remarks.empty());
    CHECK(options({"-fxd"}).log_level == Level::Debug);
    CHECK(options({"-f", "-d", "-a", "-c", "x", "-t", "1", "--disable-polkit"}).remarks.size() == 2);
}

TEST_CASE("help and version are told with code 0, whatever stands behind them") {
    SECTION("help") {
        const Ending help = ending({GENERATE("-h", "--help"), "--no-such-option"});
        CHECK(help.code == 0);
        for (const auto* line :
             {"  -f,--foreground             stay in the foreground and log to stderr\n",
              "  --socket PATH               where clients connect",
              "  -t,--max-thread NUMBER      there is one thread",
              "  -s,--max-card-handle-per-thread NUMBER\n                              there is no limit"})
            CHECK(help.text.find(line) != std::string::npos);
    }
    SECTION("version") {
        const Ending version = ending({GENERATE("-v", "--version")});
        CHECK(version.code == 0);
        CHECK(version.text.starts_with("scrmd "));
        CHECK(version.text.size() > 8);
    }
}

TEST_CASE("what is wrong is told by name, with code 2") {
    struct Case {
        std::vector<std::string> arguments;
        const char* complaint;
    };
    const auto wrong = GENERATE(values<Case>({
        {{"--no-such-option"}, "unknown argument \"--no-such-option\""},
        {{"word"}, "unknown argument \"word\""},
        {{"-f", "--", "word"}, "unknown argument \"word\""},
        {{"-Z"}, "unknown argument \"-Z\""},
        {{"-fZ"}, "unknown argument \"-Z\""},
        {{"--foreground=yes"}, "unknown argument \"--foreground=yes\""},
        {{"--reader-name"}, "unknown argument \"--reader-name\""},
        {{"-f", "--sockte", "/tmp/scrm", "--loud"}, "unknown argument \"--sockte\""},
        {{"-f", "word", "--loud"}, "unknown argument \"word\""},
        {{"--socket"}, "--socket needs a PATH"},
        {{"-t"}, "-t,--max-thread needs a NUMBER"},
        {{"--log-level", "loud"}, "--log-level: must be one of trace, debug, info, warning, error, off"},
    }));
    const Ending end = ending(wrong.arguments);
    CHECK(end.code == 2);
    CHECK(end.text == "scrmd: " + std::string(wrong.complaint) + "\n  'scrmd --help' tells what it takes\n");
}

TEST_CASE("long names may be shortened, as pcscd's may") {
    CHECK(options({"--fore"}).ground == Ground::Foreground);
    CHECK(options({"--hot"}).action == Action::Rescan);
}
