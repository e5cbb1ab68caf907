#include "daemon/sessions/apdu_log.hpp"

#include <catch2/catch.hpp>
#include <vector>

using namespace scrm::sessions;
using Bytes = std::vector<std::uint8_t>;

TEST_CASE("a command is written as it is") {
    CHECK(command_for_log(Bytes{0x00, 0xA4, 0x04, 0x00, 0x02, 0x3F, 0x00}) == "00 A4 04 00 02 3F 00");
    CHECK(command_for_log(Bytes{}).empty());
}

TEST_CASE("what follows the header of a command that carries a PIN is left out, whatever the class") {
    const std::uint8_t instruction = GENERATE(values<std::uint8_t>({0x20, 0x21, 0x24, 0x25, 0x2C, 0x2D}));
    const std::uint8_t any_class = GENERATE(values<std::uint8_t>({0x00, 0x0C, 0x80, 0xA0}));
    const std::string line =
        command_for_log(Bytes{any_class, instruction, 0x00, 0x81, 0x04, 0x31, 0x32, 0x33, 0x34});
    CHECK(line.find("31 32") == std::string::npos);
    CHECK(line.substr(line.find(' ', 3)) == " 00 81 [5 bytes left out]");
}

TEST_CASE("an envelope may hold a command that carries a PIN") {
    const std::uint8_t instruction = GENERATE(values<std::uint8_t>({0xC2, 0xC3}));
    CHECK(command_for_log(Bytes{0x00, instruction, 0x00, 0x00, 0x05, 0x00, 0x20, 0x00, 0x81, 0x31})
              .find("31") == std::string::npos);
}

TEST_CASE("a question how many tries a PIN has left hides nothing") {
    CHECK(command_for_log(Bytes{0x00, 0x20, 0x00, 0x81}) == "00 20 00 81");
}

TEST_CASE("a long answer is cut, and its length told") {
    CHECK(answer_for_log(Bytes{0x90, 0x00}) == "90 00");
    CHECK(answer_for_log(Bytes(64, 0xAB)).find("bytes") == std::string::npos);
    const std::string line = answer_for_log(Bytes(65, 0xAB));
    CHECK(line.substr(0, 5) == "AB AB");
    CHECK(line.substr(line.size() - 13) == " ... 65 bytes");
}
