#include "drivers/ifd-host/daemon_line/line_budget.hpp"

#include <catch2/catch.hpp>

using scrm::ifd_host::LineBudget;
using namespace std::chrono_literals;

namespace {

std::uint32_t taken(LineBudget& budget, LineBudget::Time now, std::uint32_t wanted) {
    std::uint32_t count = 0;
    for (std::uint32_t i = 0; i < wanted; ++i)
        count += budget.take(now) ? 1U : 0U;
    return count;
}

constexpr LineBudget::Time start{24h};

}  // namespace

TEST_CASE("so many lines at once, and the rest is counted") {
    LineBudget budget;
    CHECK(taken(budget, start, LineBudget::at_once + 50) == LineBudget::at_once);
    CHECK(budget.take_left_out() == 50);
    CHECK(budget.take_left_out() == 0);
}

TEST_CASE("time brings lines back, up to what goes at once") {
    LineBudget budget;
    CHECK(taken(budget, start, LineBudget::at_once) == LineBudget::at_once);
    CHECK_FALSE(budget.take(start + 1ms));
    CHECK(taken(budget, start + 1s, 10000) == LineBudget::per_second);
    CHECK(taken(budget, start + 1h, 10000) == LineBudget::at_once);
}

TEST_CASE("a trickle is never thinned out") {
    LineBudget budget;
    for (std::uint32_t second = 0; second < 100; ++second)
        CHECK(taken(budget, start + std::chrono::seconds(second), LineBudget::per_second) ==
              LineBudget::per_second);
    CHECK(budget.take_left_out() == 0);
}

TEST_CASE("what could not be sent is left out, too") {
    LineBudget budget;
    budget.leave_out(3);
    budget.leave_out(4);
    CHECK(budget.take_left_out() == 7);
}
