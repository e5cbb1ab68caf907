#include "daemon/service/idle_exit.hpp"

#include <boost/asio/io_context.hpp>
#include <catch2/catch.hpp>

using namespace scrm::service;
using namespace std::chrono_literals;

namespace {

struct Bench {
    explicit Bench(std::chrono::milliseconds patience)
        : idle_exit(loop.get_executor(), patience, [this] { ++exits; }) {}
    boost::asio::io_context loop;
    int exits = 0;
    IdleExit idle_exit;
};

}  // namespace

TEST_CASE("nobody ever comes: it ends") {
    Bench bench(1ms);
    bench.loop.run();
    CHECK(bench.exits == 1);
}

TEST_CASE("a client or a reader is enough to stay, without a timer") {
    Bench bench(1ms);
    bench.idle_exit.in_use_by(1, 0);
    bench.loop.run();
    bench.loop.restart();
    bench.idle_exit.in_use_by(0, 1);
    bench.loop.run();
    CHECK(bench.exits == 0);
    bench.loop.restart();
    bench.idle_exit.in_use_by(0, 0);
    bench.loop.run();
    CHECK(bench.exits == 1);
}

TEST_CASE("a client that comes and goes makes the patience begin anew") {
    Bench bench(1h);
    bench.idle_exit.in_use_by(1, 0);
    bench.idle_exit.in_use_by(0, 0);
    bench.loop.poll();
    CHECK(bench.exits == 0);
    CHECK_FALSE(bench.loop.stopped());
}
