#include "daemon/service/sleep_watch.hpp"

#include <boost/asio/io_context.hpp>
#include <catch2/catch.hpp>

using namespace scrm::service;

TEST_CASE("a machine does not sleep while it runs a test, and nobody is told that it does") {
    const auto before = time_asleep();
    boost::asio::io_context loop;
    int woken = 0;
    SleepWatch watch(loop.get_executor(), [&] { ++woken; });
    loop.poll();
    CHECK(woken == 0);
    CHECK(time_asleep() - before < std::chrono::milliseconds(50));
    watch.stop();
    loop.restart();
    loop.run();  // nothing keeps it
}
