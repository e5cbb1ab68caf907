#include "tools/scrmctl/command_source.hpp"

#include <catch2/catch.hpp>
#include <sstream>

using namespace scrm::tools;

namespace {

using Commands = std::vector<Command>;

Outcome<Commands> from_arguments(const std::vector<std::string>& arguments,
                                 CommandRule rule = CommandRule::Apdu) {
    return commands_in(arguments, rule);
}

Outcome<Commands> from_file(const std::string& text) {
    std::istringstream file(text);
    return read_commands(file, "script", CommandRule::Apdu);
}

Failure refused(const Outcome<Commands>& outcome) {
    return std::get<Failure>(outcome);
}

}  // namespace

TEST_CASE("each argument is one command") {
    CHECK(std::get<Commands>(from_arguments({"00A40000", "00 b0:00 00 10"})) ==
          Commands{{0x00, 0xA4, 0x00, 0x00}, {0x00, 0xB0, 0x00, 0x00, 0x10}});
}

TEST_CASE("an argument that is no hex is named") {
    const Failure failure = refused(from_arguments({"00A40000", "SELECT"}));
    CHECK(failure.problem == "\"SELECT\" is no hex: \"S\" at position 1 is no hex digit");
    CHECK(failure.exit_code == ExitCode::Usage);
}

TEST_CASE("a command has at least four bytes, unless the reader takes anything") {
    CHECK(refused(from_arguments({"00A404"})).problem ==
          "\"00A404\" is a command of 3 bytes, and the shortest has 4");
    CHECK(std::get<Commands>(from_arguments({"00A404"}, CommandRule::Anything)).size() == 1);
    CHECK(refused(from_arguments({""}, CommandRule::Anything)).problem == "\"\" is empty");
}

TEST_CASE("a command has at most 65544 bytes") {
    CHECK(std::get<Commands>(from_arguments({std::string(2 * 65544, '0')})).size() == 1);
    CHECK(refused(from_arguments({std::string(2 * 65545, '0')})).exit_code == ExitCode::Usage);
}

TEST_CASE("a file has a command a line, empty lines and comments") {
    const std::string text =
        "# select\n"
        "00 A4 00 00 # the master file\r\n"
        "\n"
        "  \t\n"
        "00B0000010";
    CHECK(std::get<Commands>(from_file(text)) ==
          Commands{{0x00, 0xA4, 0x00, 0x00}, {0x00, 0xB0, 0x00, 0x00, 0x10}});
    CHECK(std::get<Commands>(from_file("")).empty());
}

TEST_CASE("a fault in a file is named by its line") {
    CHECK(refused(from_file("00A40000\n\n00A4000")).problem ==
          "script:3 is no hex: \"0\" at position 7 is half a byte: each byte takes two hex digits");
}
