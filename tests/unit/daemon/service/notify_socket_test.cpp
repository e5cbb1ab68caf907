#include "daemon/service/notify_socket.hpp"

#include <filesystem>
#include <optional>

#include "tests/unit/daemon/service/manager_socket.hpp"

using scrm::service::NotifySocket;
using scrm::service::test::ManagerSocket;

TEST_CASE("a message is one datagram, to an abstract name") {
    const ManagerSocket manager;
    const NotifySocket socket(manager.name());
    REQUIRE(socket.connected());
    socket.tell("READY=1");
    socket.tell("STATUS=two\nWATCHDOG=1");
    CHECK(manager.next() == "READY=1");
    CHECK(manager.next() == "STATUS=two\nWATCHDOG=1");
    CHECK(manager.next().empty());
}

TEST_CASE("the manager's socket may be a file") {
    const auto path = std::filesystem::temp_directory_path() / ("scrm-notify-" + std::to_string(::getpid()));
    const ManagerSocket manager(path.string());
    NotifySocket(manager.name()).tell("STOPPING=1");
    CHECK(manager.next() == "STOPPING=1");
}

TEST_CASE("the environment names the manager, and only to us") {
    const ManagerSocket manager;
    ::setenv("NOTIFY_SOCKET", manager.name().c_str(), 1);
    NotifySocket::from_environment().tell("READY=1");
    CHECK(manager.next() == "READY=1");
    CHECK(std::getenv("NOTIFY_SOCKET") == nullptr);
    CHECK_FALSE(NotifySocket::from_environment().connected());
}

TEST_CASE("without a manager nobody is told anything") {
    for (const std::string& name : {std::string(), std::string("/"), std::string("relative/path"),
                                    std::string("@nobody-listens-here"), "/" + std::string(200, 'x')}) {
        const NotifySocket socket(name);
        CHECK_FALSE(socket.connected());
        socket.tell("READY=1");
    }
}

TEST_CASE("a manager that does not read, or dies, keeps nobody waiting") {
    std::optional<ManagerSocket> manager(std::in_place);
    const NotifySocket socket(manager->name());
    for (int i = 0; i < 10000; ++i)
        socket.tell("STATUS=again");
    CHECK(manager->next() == "STATUS=again");
    manager.reset();
    socket.tell("STATUS=gone");
}
