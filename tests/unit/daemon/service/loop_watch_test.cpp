#include "daemon/service/loop_watch.hpp"

#include <time.h>

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <catch2/catch.hpp>
#include <thread>
#include <vector>

using namespace scrm::service;
using namespace std::chrono_literals;

namespace {

std::chrono::nanoseconds processor_time() {
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

void work(std::chrono::nanoseconds how_long) {
    const auto end = processor_time() + how_long;
    while (processor_time() < end) {
    }
}

std::vector<LoopTurn> turns_of(boost::asio::io_context& loop) {
    std::vector<LoopTurn> turns;
    run_and_measure(loop, [&](const LoopTurn& turn) { turns.push_back(turn); });
    return turns;
}

}  // namespace

TEST_CASE("each piece of work is a turn of its own") {
    boost::asio::io_context loop(1);
    for (int i = 0; i < 3; ++i)
        boost::asio::post(loop, [] {});
    CHECK(turns_of(loop).size() == 3);
    CHECK(loop.stopped());
}

TEST_CASE("a turn that works is as long as it works") {
    boost::asio::io_context loop(1);
    boost::asio::post(loop, [] { work(20ms); });
    const auto turns = turns_of(loop);
    REQUIRE(turns.size() == 1);
    CHECK(turns[0].processor >= 20ms);
    REQUIRE(turns[0].in_all);
    CHECK(*turns[0].in_all >= 20ms);
}

TEST_CASE("a turn that waits has not worked, and shows in all") {
    boost::asio::io_context loop(1);
    boost::asio::post(loop, [] { std::this_thread::sleep_for(50ms); });
    const auto turns = turns_of(loop);
    REQUIRE(turns.size() == 1);
    CHECK(turns[0].processor < 50ms);
    CHECK(*turns[0].in_all >= 50ms);
}

TEST_CASE("waiting for work is no part of the turn that comes of it") {
    boost::asio::io_context loop(1);
    boost::asio::steady_timer timer(loop, 50ms);
    timer.async_wait([](boost::system::error_code) {});
    const auto turns = turns_of(loop);
    REQUIRE(turns.size() == 1);
    CHECK(turns[0].processor < 50ms);
    CHECK_FALSE(turns[0].in_all);
}

TEST_CASE("what a turn throws goes through") {
    boost::asio::io_context loop(1);
    boost::asio::post(loop, [] { throw 7; });
    CHECK_THROWS_AS(turns_of(loop), int);
}
