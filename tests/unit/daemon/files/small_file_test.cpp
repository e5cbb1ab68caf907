#include "daemon/files/small_file.hpp"

#include <sys/stat.h>

#include <catch2/catch.hpp>

#include "tests/fakes/temporary_folder.hpp"

using scrm::fakes::TemporaryFolder;
using scrm::files::read_small_file;

TEST_CASE("a small file is read whole") {
    const TemporaryFolder folder;
    const std::string text("a\0b\r\n", 5);
    CHECK(read_small_file(folder.write("x", text)).value() == text);
    CHECK(read_small_file(folder.write("empty", "")).value().empty());
}

TEST_CASE("what is not there, no file or too large is an error, and nobody waits for it") {
    const TemporaryFolder folder;
    CHECK(read_small_file(folder / "nothing").error() == boost::system::errc::no_such_file_or_directory);
    CHECK(read_small_file(folder.path()).error() == boost::system::errc::invalid_argument);
    REQUIRE(::mkfifo((folder / "pipe").c_str(), 0600) == 0);
    CHECK(read_small_file(folder / "pipe").error() == boost::system::errc::invalid_argument);
    const std::string large = folder.write("large", "");
    std::filesystem::resize_file(large, (4 << 20) + 1);
    CHECK(read_small_file(large).error() == boost::system::errc::file_too_large);
}
