// What a program would have written to stderr.
#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <string>

namespace scrm::client::test {

/// Everything written to stderr while it lives.
class Overheard {
  public:
    Overheard() {
        REQUIRE(::pipe2(pipe_.data(), O_CLOEXEC | O_NONBLOCK) == 0);
        REQUIRE(::dup2(pipe_[1], STDERR_FILENO) == STDERR_FILENO);
    }
    Overheard(const Overheard&) = delete;
    Overheard& operator=(const Overheard&) = delete;
    ~Overheard() {
        ::dup2(before_, STDERR_FILENO);
        for (const int descriptor : {before_, pipe_[0], pipe_[1]})
            ::close(descriptor);
    }
    [[nodiscard]] std::string text() const {
        std::array<char, 4096> bytes;
        const ssize_t size = ::read(pipe_[0], bytes.data(), bytes.size());
        return {bytes.data(), static_cast<std::size_t>(std::max<ssize_t>(size, 0))};
    }

  private:
    int before_ = ::dup(STDERR_FILENO);
    std::array<int, 2> pipe_{};
};

}  // namespace scrm::client::test
