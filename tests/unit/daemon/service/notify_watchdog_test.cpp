#include "daemon/service/notify_watchdog.hpp"

#include <boost/asio/io_context.hpp>

#include "tests/unit/daemon/service/manager_socket.hpp"

using namespace scrm::service;
using namespace std::chrono_literals;
using scrm::service::test::ManagerSocket;

namespace {

void environment(const char* limit, const char* process) {
    for (const auto& [variable, value] :
         {std::pair("WATCHDOG_USEC", limit), std::pair("WATCHDOG_PID", process)})
        if (value)
            ::setenv(variable, value, 1);
        else
            ::unsetenv(variable);
}

}  // namespace

TEST_CASE("the watchdog is told twice in each of its periods") {
    const std::string here = std::to_string(::getpid());
    environment("30000000", nullptr);
    CHECK(watchdog_interval() == 15s);
    environment("2000", here.c_str());
    CHECK(watchdog_interval() == 1ms);
    CHECK(std::getenv("WATCHDOG_USEC") == nullptr);
    CHECK(std::getenv("WATCHDOG_PID") == nullptr);
}

TEST_CASE("no watchdog waits for us") {
    environment(nullptr, nullptr);
    CHECK_FALSE(watchdog_interval());
    environment("30000000", "1");
    CHECK_FALSE(watchdog_interval());
    environment("30000000", "nonsense");
    CHECK_FALSE(watchdog_interval());
    for (const char* limit : {"", "0", "1", "-5", "30s", "99999999999999999999"}) {
        environment(limit, nullptr);
        CHECK_FALSE(watchdog_interval());
    }
}

TEST_CASE("the manager is told again and again that the loop turns, until the end") {
    const ManagerSocket manager;
    const NotifySocket socket(manager.name());
    boost::asio::io_context loop;
    Watchdog watchdog(loop.get_executor(), socket, 1ms);
    for (int i = 0; i < 3; ++i) {
        REQUIRE(loop.run_one() == 1);
        CHECK(manager.next() == "WATCHDOG=1");
    }
    watchdog.stop();
    loop.run();
    CHECK(manager.next().empty());
}

TEST_CASE("nothing is set to wake the loop where no watchdog waits") {
    const ManagerSocket manager;
    boost::asio::io_context loop;
    const NotifySocket socket(manager.name());
    const NotifySocket nobody("");
    const Watchdog none(loop.get_executor(), socket, std::nullopt);
    const Watchdog alone(loop.get_executor(), nobody, 1ms);
    CHECK(loop.run() == 0);
}
