#include "tools/scrmctl/command_line.hpp"

#include <catch2/catch.hpp>

using namespace scrm::tools;

namespace {

template <class T>
T asked(const std::vector<std::string>& arguments) {
    return std::get<T>(std::get<Request>(parse_command_line(arguments)));
}

Failure refused(const std::vector<std::string>& arguments) {
    return std::get<Failure>(parse_command_line(arguments));
}

}  // namespace

TEST_CASE("list and scan take a format") {
    CHECK(asked<ListRequest>({"list"}).format == Format::Text);
    CHECK(asked<ListRequest>({"list", "--json"}).format == Format::Json);
    CHECK(asked<ScanRequest>({"scan"}).extent == Extent::UntilStopped);
    CHECK(asked<ScanRequest>({"scan", "--once", "--json"}).extent == Extent::Once);
    CHECK(asked<ScanRequest>({"scan", "--once", "--json"}).format == Format::Json);
}

TEST_CASE("apdu takes commands, a reader and a protocol") {
    const auto request =
        asked<ApduRequest>({"apdu", "-r", "desk", "-p", "T1", "--follow", "00A40000", "00 B0 00 00"});
    CHECK(request.reader == "desk");
    CHECK(request.protocol == ProtocolChoice::T1);
    CHECK(request.follow_up == FollowUp::Yes);
    CHECK(request.commands == std::vector<std::string>{"00A40000", "00 B0 00 00"});
    CHECK(request.file.empty());
}

TEST_CASE("apdu has quiet defaults") {
    const auto request = asked<ApduRequest>({"apdu", "00A40000"});
    CHECK(request.reader.empty());
    CHECK(request.protocol == ProtocolChoice::Any);
    CHECK(request.follow_up == FollowUp::No);
    CHECK(request.format == Format::Text);
}

TEST_CASE("protocols are named in either case, and others are refused") {
    CHECK(asked<ApduRequest>({"apdu", "-p", "t0", "00A40000"}).protocol == ProtocolChoice::T0);
    CHECK(asked<ApduRequest>({"apdu", "-p", "RAW", "00A40000"}).protocol == ProtocolChoice::Raw);
    CHECK(refused({"apdu", "-p", "T2", "00A40000"}).exit_code == ExitCode::Usage);
}

TEST_CASE("apdu takes its commands from a file or standard input") {
    CHECK(asked<ApduRequest>({"apdu", "--file", "script"}).file == "script");
    CHECK(asked<ApduRequest>({"apdu", "-f", "-"}).file == "-");
    const auto request = asked<ApduRequest>({"apdu", "-"});
    CHECK(request.file == "-");
    CHECK(request.commands.empty());
}

TEST_CASE("apdu wants commands from one place") {
    CHECK(refused({"apdu"}).problem == "there is no command to send");
    CHECK(refused({"apdu", "00A40000", "--file", "script"}).exit_code == ExitCode::Usage);
}

TEST_CASE("atr joins its arguments") {
    CHECK(asked<AtrRequest>({"atr", "3B", "02", "14", "50"}).hex == "3B 02 14 50");
    CHECK(refused({"atr"}).exit_code == ExitCode::Usage);
}

TEST_CASE("help and version are shown, for each command its own") {
    CHECK(asked<ShowRequest>({"--version"}).text.rfind("scrmctl ", 0) == 0);
    CHECK(asked<ShowRequest>({"--help"}).text.find("Exit status:") != std::string::npos);
    CHECK(asked<ShowRequest>({"apdu", "--help"}).text.find("--protocol") != std::string::npos);
    CHECK(asked<ShowRequest>({"scan", "-h"}).text.find("--once") != std::string::npos);
}

TEST_CASE("a mistyped command or option suggests the right one") {
    CHECK(refused({"lst"}).problem == "unknown command \"lst\"");
    CHECK(refused({"lst"}).remedy == "did you mean \"list\"?");
    CHECK(refused({"list", "--jsn"}).remedy == "did you mean \"--json\"?");
    CHECK(refused({"apdu", "--reder=x", "00A40000"}).remedy == "did you mean \"--reader\"?");
    CHECK(refused({"apdu", "--reder=x", "00A40000"}).problem == "unknown argument \"--reder\"");
    CHECK(refused({"--vresion"}).remedy == "did you mean \"--version\"?");
}

TEST_CASE("what is like nothing known points to the help of its command") {
    CHECK(refused({}).problem == "there is no command");
    CHECK(refused({"frobnicate"}).remedy == "'scrmctl --help' tells what there is");
    CHECK(refused({"scan", "frobnicate"}).remedy == "'scrmctl scan --help' tells what there is");
    CHECK(refused({"scan", "frobnicate"}).exit_code == ExitCode::Usage);
}
