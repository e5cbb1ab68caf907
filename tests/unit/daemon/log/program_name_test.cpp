#include "daemon/log/program_name.hpp"

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>

using scrm::log::program_name;

namespace {

/// Calls this program something else for a while.
class Alias {
  public:
    explicit Alias(const char* name) {
        ::prctl(PR_GET_NAME, old_.data());
        ::prctl(PR_SET_NAME, name);
    }
    Alias(const Alias&) = delete;
    Alias& operator=(const Alias&) = delete;
    ~Alias() { ::prctl(PR_SET_NAME, old_.data()); }

  private:
    std::array<char, 16> old_{};
};

std::uint32_t own_pid() {
    return static_cast<std::uint32_t>(::getpid());
}

}  // namespace

TEST_CASE("a process is told by its number and its name") {
    const Alias alias("gpg-agent");
    CHECK(program_name(own_pid()) == std::to_string(own_pid()) + " (gpg-agent)");
}

TEST_CASE("a name cannot put anything into the log but itself") {
    const Alias alias("a\nb\x1b[1m\xc3\xa9");
    CHECK(program_name(own_pid()) == std::to_string(own_pid()) + " (a)");
    const Alias another("a\tb\x1b[1m\x7f");
    CHECK(program_name(own_pid()) == std::to_string(own_pid()) + " (ab[1m)");
}

TEST_CASE("a process that is not there any more is told by its number alone") {
    const pid_t child = ::fork();
    if (child == 0)
        ::_exit(0);
    REQUIRE(::waitpid(child, nullptr, 0) == child);
    CHECK(program_name(static_cast<std::uint32_t>(child)) == std::to_string(child));
}
