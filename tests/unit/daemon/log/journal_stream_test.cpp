#include "daemon/log/journal_stream.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <string>

TEST_CASE("stderr is the journal if it is the stream that systemd names") {
    struct stat now {};
    REQUIRE(::fstat(STDERR_FILENO, &now) == 0);
    const std::string device = std::to_string(now.st_dev) + ":";
    ::setenv("JOURNAL_STREAM", (device + std::to_string(now.st_ino)).c_str(), 1);
    CHECK(scrm::log::stderr_is_the_journal());
    ::setenv("JOURNAL_STREAM", (device + std::to_string(now.st_ino + 1)).c_str(), 1);
    CHECK_FALSE(scrm::log::stderr_is_the_journal());
    ::unsetenv("JOURNAL_STREAM");
    CHECK_FALSE(scrm::log::stderr_is_the_journal());
}
