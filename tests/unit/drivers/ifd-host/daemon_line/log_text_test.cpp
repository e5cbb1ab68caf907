#include "drivers/ifd-host/daemon_line/log_text.hpp"

#include <catch2/catch.hpp>
#include <vector>

using namespace scrm::ifd_host;
using scrm::ipc::Bytes;

TEST_CASE("a line is one line") {
    CHECK(one_line("plain") == "plain");
    CHECK(one_line("ends\r\n\n") == "ends");
    CHECK(one_line("two\nlines\tand \x1b[31mred\x7f") == "two lines and  [31mred ");
    CHECK(one_line("gr\xC3\xBCn") == "gr\xC3\xBCn");
    CHECK(one_line("").empty());
    CHECK(one_line("\n").empty());
    CHECK(one_line(std::string(5000, 'x')) == std::string(max_line_size, 'x'));
}

TEST_CASE("bytes follow their label in hex") {
    const std::vector<std::uint8_t> bytes = {0x00, 0xA4, 0xFF};
    CHECK(hex_line("sent:", bytes) == "sent: 00 A4 FF");
    CHECK(hex_line("", {}).empty());
    CHECK(hex_line("a\nb", Bytes(bytes).first(1)) == "a b 00");
}

TEST_CASE("a dump that is too long says so") {
    const std::vector<std::uint8_t> bytes(65548);
    const std::string line = hex_line(std::string(3000, 'x'), bytes);
    CHECK(line.size() <= max_line_size);
    CHECK(line.ends_with(" 00 00 ..."));
    CHECK(line.starts_with("xxx"));
}
