#include "daemon/hosts/restart_policy.hpp"

#include <catch2/catch.hpp>

using namespace scrm::hosts;
using namespace std::chrono_literals;

namespace {

struct Watched {
    RestartPolicy policy{
        {.failures = 4, .period = 1min, .shortest_pause = 1s, .longest_pause = 3s, .retry_every = 1h}};
    RestartPolicy::TimePoint now{};

    RestartPolicy::Verdict fail_after(std::chrono::milliseconds time) {
        now += time;
        return policy.failed(now);
    }
};

}  // namespace

TEST_CASE("a process that fails is started again, each time after a longer pause") {
    Watched process;
    CHECK(process.fail_after(1h) == RestartPolicy::Verdict{1s, true});
    CHECK(process.fail_after(1s) == RestartPolicy::Verdict{2s, true});
    CHECK(process.fail_after(1s) == RestartPolicy::Verdict{3s, true});
}

TEST_CASE("failures that lie back a period are forgotten") {
    Watched process;
    for (int i = 0; i < 10; ++i)
        CHECK(process.fail_after(1min) == RestartPolicy::Verdict{1s, true});
    CHECK(process.fail_after(59s) == RestartPolicy::Verdict{2s, true});
}

TEST_CASE("after too many failures in a period its reader is not responding, until a start goes well") {
    Watched process;
    for (int i = 0; i < 3; ++i)
        CHECK(process.fail_after(1s).responding);
    CHECK(process.fail_after(1s) == RestartPolicy::Verdict{1h, false});
    CHECK_FALSE(process.policy.responding());
    CHECK(process.fail_after(1h) == RestartPolicy::Verdict{1h, false});
    process.policy.started();
    CHECK(process.policy.responding());
    CHECK(process.fail_after(1s) == RestartPolicy::Verdict{1s, true});
}

TEST_CASE("a start that goes well does not make up for failures while its reader responds") {
    Watched process;
    for (int i = 0; i < 3; ++i) {
        CHECK(process.fail_after(1s).responding);
        process.policy.started();
    }
    CHECK_FALSE(process.fail_after(1s).responding);
}

TEST_CASE("the only failure that is allowed is one too many") {
    RestartPolicy policy({.failures = 1});
    CHECK_FALSE(policy.failed({}).responding);
}
