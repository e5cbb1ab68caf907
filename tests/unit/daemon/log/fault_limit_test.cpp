#include "daemon/log/fault_limit.hpp"

#include <catch2/catch.hpp>

using scrm::log::FaultLimit;
using std::chrono::milliseconds;

namespace {

const FaultLimit::TimePoint start{std::chrono::hours(1000)};

struct Limit {
    FaultLimit limit{3, milliseconds(100)};
    /// 'w' for every fault that is written, '.' for every other.
    std::string admit(int times, milliseconds at) {
        std::string written;
        for (int i = 0; i < times; ++i)
            written += limit.admit(start + at).write ? 'w' : '.';
        return written;
    }
};

}  // namespace

TEST_CASE("so many faults are written in a period, and no more") {
    Limit limit;
    CHECK(limit.admit(5, milliseconds(0)) == "www..");
    CHECK(limit.admit(1, milliseconds(99)) == ".");
}

TEST_CASE("the next period begins with its first fault") {
    Limit limit;
    CHECK(limit.admit(5, milliseconds(0)) == "www..");
    CHECK(limit.admit(5, milliseconds(150)) == "www..");
    CHECK(limit.admit(1, milliseconds(249)) == ".");
    CHECK(limit.admit(1, milliseconds(250)) == "w");
}

TEST_CASE("a period is over at its end") {
    Limit limit;
    limit.admit(4, milliseconds(0));
    CHECK(limit.admit(1, milliseconds(100)) == "w");
}

TEST_CASE("the first line of a period tells how many were left out before, once") {
    FaultLimit limit(1, milliseconds(100));
    CHECK(limit.admit(start).left_out == 0);
    for (int i = 0; i < 7; ++i)
        CHECK(limit.admit(start).left_out == 0);
    CHECK(limit.admit(start + milliseconds(100)).left_out == 7);
    CHECK(limit.admit(start + milliseconds(200)).left_out == 0);
}

TEST_CASE("faults that are few and far between are all written") {
    Limit limit;
    for (int i = 0; i < 10; ++i)
        CHECK(limit.admit(1, milliseconds(i * 60)) == "w");
}
