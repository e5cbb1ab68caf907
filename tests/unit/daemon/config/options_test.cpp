#include "daemon/config/options.hpp"

#include <catch2/catch.hpp>
#include <iostream>
#include <sstream>

using namespace scrm::config;
using scrm::log::Level;

namespace {

/// What a stream is written while this lives.
class Capture {
  public:
    explicit Capture(std::ostream& stream) : stream_(stream), old_(stream.rdbuf(text_.rdbuf())) {}
    Capture(const Capture&) = delete;
    Capture& operator=(const Capture&) = delete;
    ~Capture() { stream_.rdbuf(old_); }
    [[nodiscard]] std::string text() const { return text_.str(); }

  private:
    std::ostringstream text_;
    std::ostream& stream_;
    std::streambuf* old_;
};

std::variant<Options, ExitCode> parse(std::vector<const char*> arguments) {
    arguments.insert(arguments.begin(), "scrmd");
    return parse_options(static_cast<int>(arguments.size()), arguments.data());
}

Options options(std::vector<const char*> arguments) {
    const auto parsed = parse(std::move(arguments));
    REQUIRE(std::holds_alternative<Options>(parsed));
    return std::get<Options>(parsed);
}

int exit_code(std::vector<const char*> arguments) {
    const auto parsed = parse(std::move(arguments));
    REQUIRE(std::holds_alternative<ExitCode>(parsed));
    return std::get<ExitCode>(parsed).value;
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
        std::vector<const char*> arguments;
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

TEST_CASE("help and version are told on standard output, with code 0") {
    const Capture out(std::cout);
    SECTION("help") {
        CHECK(exit_code({GENERATE("-h", "--help")}) == 0);
        for (const auto* option : {"--foreground", "--socket", "--settings", "--log-level", "--max-thread"})
            CHECK(out.text().find(option) != std::string::npos);
    }
    SECTION("version") {
        CHECK(exit_code({GENERATE("-v", "--version")}) == 0);
        CHECK(out.text().starts_with("scrmd "));
        CHECK(out.text().size() > 8);
    }
}

TEST_CASE("what is no option is told on standard error, with code 2") {
    const Capture err(std::cerr);
    const auto wrong = GENERATE(
        values<std::vector<const char*>>({{"--no-such-option"}, {"word"}, {"--socket"}, {"-t"}, {"-Z"}}));
    CHECK(exit_code(wrong) == 2);
    CHECK_FALSE(err.text().empty());
}

TEST_CASE("of several words that are no options the first is told") {
    const Capture err(std::cerr);
    CHECK(exit_code({"-f", "--sockte", "/tmp/scrm", "--loud"}) == 2);
    CHECK(err.text().starts_with("scrmd: unknown argument \"--sockte\"\n"));
}

TEST_CASE("a log level that there is not is told with those that there are") {
    const Capture err(std::cerr);
    CHECK(exit_code({"--log-level", "loud"}) == 2);
    CHECK(err.text().find("trace, debug, info, warning, error, off") != std::string::npos);
}
