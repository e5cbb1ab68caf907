#include "daemon/hotplug/reader_conf.hpp"

#include <catch2/catch.hpp>

using namespace scrm::hotplug;
using Errors = std::vector<std::size_t>;  // their lines
using Names = std::vector<std::string>;

namespace {

Names names(const ConfReading& reading) {
    Names all;
    for (const ConfEntry& entry : reading.entries)
        all.push_back(entry.reader.friendly_name);
    return all;
}

Errors error_lines(const ConfReading& reading) {
    Errors all;
    for (const ConfError& error : reading.errors)
        all.push_back(error.line);
    return all;
}

ConfEntry only_entry(const std::string& text) {
    const ConfReading reading = parse_reader_conf(text);
    CHECK(reading.errors.empty());
    REQUIRE(reading.entries.size() == 1);
    return reading.entries[0];
}

std::string reader(const std::string& name) {
    return "FRIENDLYNAME \"" + name + "\"\nLIBPATH /lib/x.so\n";
}

std::string channel(const std::string& number) {
    return "FRIENDLYNAME A\nLIBPATH /x\nCHANNELID " + number + "\n";
}

}  // namespace

TEST_CASE("a reader is made of four values") {
    const ConfEntry entry = only_entry(
        "# Gemplus GemPCTwin reader\n# on the first serial port\nFRIENDLYNAME      \"GemPCTwin serial\"\n"
        "DEVICENAME        /dev/ttyS0:GemPCTwin\nLIBPATH           /usr/lib/libccidtwin.so.0.4.1\nCHANNELID  "
        "       1\n");
    CHECK(entry.reader.friendly_name == "GemPCTwin serial");
    CHECK(entry.reader.device_name == "/dev/ttyS0:GemPCTwin");
    CHECK(entry.reader.library == "/usr/lib/libccidtwin.so.0.4.1");
    CHECK(entry.reader.channel == 1);
    CHECK(entry.line == 3);
    CHECK(entry.device_line == 4);
    CHECK(entry.library_line == 5);
}

TEST_CASE("device and channel may be left out, and the order is free") {
    const ConfEntry entry = only_entry("LIBPATH /lib/x.so\nFRIENDLYNAME A");
    CHECK(entry.reader.device_name.empty());
    CHECK(entry.reader.channel == 0);
    CHECK(entry.reader.friendly_name == "A");
}

TEST_CASE("values may be quoted, comments may follow, lines may end as on Windows and hold several keys") {
    const ConfEntry entry = only_entry(
        "\tFRIENDLYNAME\t\"A # b\" # comment\r\n  DEVICENAME \"/dev/my tty:x\"  LIBPATH /lib/x.so#1 # "
        "LIBPATH /no\r\n\r\n");
    CHECK(entry.reader.friendly_name == "A # b");
    CHECK(entry.reader.device_name == "/dev/my tty:x");
    CHECK(entry.reader.library == "/lib/x.so#1");
}

TEST_CASE("numbers are decimal, hexadecimal or octal") {
    CHECK(only_entry(channel("23000")).reader.channel == 23000);
    CHECK(only_entry(channel("0x103F8")).reader.channel == 0x103F8);
    CHECK(only_entry(channel("010")).reader.channel == 8);
    CHECK(only_entry(channel("0")).reader.channel == 0);
    for (const auto* wrong : {"hello", "08", "1x", "0x", "-1", "4294967296"})
        CHECK(error_lines(parse_reader_conf(channel(wrong))) == Errors{3});
}

TEST_CASE("a key that has been given already begins the next reader") {
    const ConfReading reading = parse_reader_conf(reader("A") + reader("B") + "CHANNELID 7\n" + reader("C"));
    CHECK(names(reading) == Names{"A", "B", "C"});
    CHECK(reading.entries[0].reader.channel == 0);
    CHECK(reading.entries[1].reader.channel == 7);
    CHECK(reading.entries[2].line == 6);
}

TEST_CASE("an error costs its reader only, and is told once with its line") {
    CHECK(names(parse_reader_conf(reader("A") + "CHANNELID x\n" + reader("B"))) == Names{"B"});
    CHECK(error_lines(parse_reader_conf(reader("A") + "CHANNELID x\nDEVICENAME\n" + reader("B"))) ==
          Errors{3});
    CHECK(names(parse_reader_conf(reader("A") + reader("B") + "FOO bar\n")) == Names{"A"});
}

TEST_CASE("what is missing is told") {
    CHECK(parse_reader_conf("FRIENDLYNAME \"A\"\nCHANNELID 1\n" + reader("B")).errors ==
          std::vector<ConfError>{{1, "the reader that begins here has no LIBPATH"}});
    CHECK(parse_reader_conf("\nLIBPATH /x\n").errors ==
          std::vector<ConfError>{{2, "the reader that begins here has no FRIENDLYNAME"}});
}

TEST_CASE("what is no value is told") {
    CHECK(error_lines(parse_reader_conf("FRIENDLYNAME\nLIBPATH /x\n")) == Errors{1});
    CHECK(error_lines(parse_reader_conf("FRIENDLYNAME # none\nLIBPATH /x\n")) == Errors{1});
    CHECK(error_lines(parse_reader_conf("FRIENDLYNAME \"\"\nLIBPATH /x\n")) == Errors{1});
    CHECK(error_lines(parse_reader_conf("FRIENDLYNAME \"A\nLIBPATH /x\n")) == Errors{1});
    CHECK(error_lines(parse_reader_conf("FRIENDLYNAME \"A\x1b[m\"\nLIBPATH /x\n")) == Errors{1});
    CHECK(error_lines(parse_reader_conf("FRIENDLYNAME A\nLIBPATH x.so\n")) == Errors{2});
    CHECK(error_lines(parse_reader_conf("FRIENDLYNAME A\nLIBPATH /x\nDEVICENAME \"\"\n")) == Errors{3});
}

TEST_CASE("a name with blanks needs quotes") {
    const ConfReading reading = parse_reader_conf("FRIENDLYNAME Virtual PCD\nLIBPATH /x\n");
    CHECK(reading.entries.empty());
    REQUIRE(reading.errors.size() == 1);
    CHECK(reading.errors[0].line == 1);
    CHECK(reading.errors[0].what.starts_with("'PCD' is none of"));
}

TEST_CASE("keys are written in capitals, and a quoted word is no key") {
    CHECK(error_lines(parse_reader_conf("friendlyname A\n")) == Errors{1});
    CHECK(error_lines(parse_reader_conf("\"LIBPATH\" A\n")) == Errors{1});
}

TEST_CASE("without readers there is nothing to tell") {
    for (const auto* text : {"", "\n\n", "# FRIENDLYNAME A", "  #"}) {
        const ConfReading reading = parse_reader_conf(text);
        CHECK(reading.entries.empty());
        CHECK(reading.errors.empty());
    }
}
