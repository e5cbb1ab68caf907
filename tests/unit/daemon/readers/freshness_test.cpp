#include "daemon/readers/freshness.hpp"

#include "tests/fakes/loop.hpp"
#include "tests/fakes/manual_clock.hpp"

using namespace scrm;
using namespace std::chrono_literals;
using drivers::Doubt;
using fakes::Loop;
using readers::Freshness;

namespace {

struct Bench {
    Loop loop;
    fakes::ManualClock clock;
    Freshness freshness{loop.io.get_executor(), clock};

    auto await_end() { return loop.start(Loop::valued(freshness.await_end())); }
};

}  // namespace

TEST_CASE("nobody waits where there is no doubt") {
    Bench bench;
    CHECK_FALSE(bench.freshness.doubted());
    CHECK_FALSE(bench.freshness.share());
    CHECK(*bench.await_end());
    CHECK(bench.clock.armed() == 0);
}

TEST_CASE("who waits does so until the last one has dropped the doubt") {
    Bench bench;
    Doubt first = bench.freshness.doubt();
    Doubt second = bench.freshness.doubt();
    Doubt third = bench.freshness.share();
    const auto one = bench.await_end();
    const auto other = bench.await_end();
    first.reset();
    second.reset();
    bench.loop.turn();
    CHECK(bench.freshness.doubted());
    CHECK_FALSE(*one);
    third.reset();
    bench.loop.turn();
    CHECK(*one);
    CHECK(*other);
    CHECK_FALSE(bench.freshness.doubted());
    CHECK(bench.clock.armed() == 0);
}

TEST_CASE("a doubt that is not dropped ends by itself, and is not mistaken for a later one") {
    Bench bench;
    Doubt old = bench.freshness.doubt();
    const auto waiting = bench.await_end();
    CHECK(bench.clock.go_on_until(bench.clock.now() + 1s));
    bench.loop.turn();
    CHECK(*waiting);
    const Doubt later = bench.freshness.doubt();
    const auto waiting_again = bench.await_end();
    old.reset();
    bench.loop.turn();
    CHECK_FALSE(*waiting_again);
    CHECK(bench.freshness.doubted());
}
