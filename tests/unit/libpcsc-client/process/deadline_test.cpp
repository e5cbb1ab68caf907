#include "libpcsc-client/process/deadline.hpp"

#include <catch2/catch.hpp>
#include <limits>

using namespace scrm::client;

namespace {

std::int64_t time_now = 0;

std::int64_t test_clock() {
    return time_now;
}

}  // namespace

TEST_CASE("a deadline comes after its milliseconds, and poll waits no shorter") {
    time_now = 5;
    const Deadline deadline = Deadline::after(2, test_clock);
    CHECK(deadline.poll_timeout() == 2);
    CHECK_FALSE(deadline.is_over());
    time_now = 2'000'004;
    CHECK(deadline.poll_timeout() == 1);
    CHECK_FALSE(deadline.is_over());
    time_now = 2'000'005;
    CHECK(deadline.poll_timeout() == 0);
    CHECK(deadline.is_over());
}

TEST_CASE("a deadline of 0 is over at once") {
    CHECK(Deadline::after(0, test_clock).is_over());
    CHECK(Deadline::after(0, test_clock).poll_timeout() == 0);
}

TEST_CASE("INFINITE and above is never over") {
    for (const unsigned long milliseconds : {0xFFFFFFFFUL, std::numeric_limits<unsigned long>::max()}) {
        const Deadline never = Deadline::after(milliseconds, test_clock);
        time_now = std::numeric_limits<std::int64_t>::max();
        CHECK_FALSE(never.is_over());
        CHECK(never.poll_timeout() == -1);
        time_now = 0;
    }
}

TEST_CASE("a deadline farther away than poll can wait is waited for in parts") {
    time_now = 0;
    CHECK(Deadline::after(0xFFFFFFFE, test_clock).poll_timeout() == std::numeric_limits<int>::max());
}
