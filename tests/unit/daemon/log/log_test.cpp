#include "daemon/log/log.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <string>

using namespace scrm;

namespace {

/// A pipe in the place of stderr, whose other end reads when it likes.
class Stderr {
  public:
    Stderr() {
        REQUIRE(::pipe2(ends_.data(), O_CLOEXEC) == 0);
        REQUIRE(::fcntl(ends_[0], F_SETFL, O_NONBLOCK) == 0);
        ::dup2(ends_[1], STDERR_FILENO);
    }
    Stderr(const Stderr&) = delete;
    Stderr& operator=(const Stderr&) = delete;
    ~Stderr() {
        ::dup2(before_, STDERR_FILENO);
        for (const int end : {ends_[0], ends_[1], before_})
            ::close(end);
    }
    std::string read() {
        std::string all;
        std::array<char, 4096> piece{};
        for (ssize_t got = 0; (got = ::read(ends_[0], piece.data(), piece.size())) > 0;)
            all.append(piece.data(), static_cast<std::size_t>(got));
        return all;
    }

  private:
    int before_ = ::dup(STDERR_FILENO);
    std::array<int, 2> ends_{};
};

}  // namespace

TEST_CASE("a line is written with its level, if that is on") {
    Stderr err;
    log::open(log::Target::Stderr, log::Level::Info);
    log::info("reader ", 5);
    log::debug("nobody wants to know");
    const std::string written = err.read();
    CHECK(written.ends_with(" info    reader 5\n"));
    CHECK(std::ranges::count(written, '\n') == 1);
}

TEST_CASE(
    "a log that nobody reads keeps nobody waiting, and how much was lost is told when it is read again") {
    Stderr err;
    log::open(log::Target::Stderr, log::Level::Info);
    const std::string long_line(1000, 'x');
    constexpr int lines = 200;  // more than a pipe holds
    for (int i = 0; i < lines; ++i)
        log::info(long_line);
    const auto written = std::ranges::count(err.read(), '\n');
    REQUIRE(written < lines);
    log::info("here again");
    const std::string told = err.read();
    CHECK(told.find(std::to_string(lines - written) + " lines could not be written\n") != std::string::npos);
    CHECK(told.ends_with("here again\n"));
    log::info("and again");
    CHECK(err.read().find("could not be written") == std::string::npos);
}
