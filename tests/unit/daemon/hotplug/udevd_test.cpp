#include "daemon/hotplug/udevd.hpp"

#include <linux/netlink.h>
#include <sched.h>
#include <sys/socket.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "tests/fakes/temporary_folder.hpp"

using namespace scrm::hotplug;
using scrm::fakes::TemporaryFolder;

namespace {

constexpr const char* head =
    "sk               Eth Pid        Groups   Rmem     Wmem     Dump  Locks    Drops    Inode\n";

std::string row(const std::string& protocol, const std::string& groups) {
    return "000000002d2e3f8b " + protocol + " 512 " + groups + " 0 0 0 2 0 4\n";
}

/// Listens to the kernel's events, as udevd does.
class Listener {
  public:
    Listener() {
        sockaddr_nl address{};
        address.nl_family = AF_NETLINK;
        address.nl_groups = 1;
        REQUIRE(::bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    }
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;
    ~Listener() { ::close(socket_); }

  private:
    int socket_ = ::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_KOBJECT_UEVENT);
};

}  // namespace

TEST_CASE("who listens to the kernel's events stands in the kernel's table of sockets") {
    CHECK(has_event_listener(head + row("0 ", "00000001") + row("15", "00000001")));
    CHECK(has_event_listener(row("15", "80000003")));
    SECTION("listeners to others are none") {
        CHECK_FALSE(has_event_listener(row("15", "00000000")));
        CHECK_FALSE(has_event_listener(row("15", "00000002")));
        CHECK_FALSE(has_event_listener(row("9", "00000001")));
        CHECK_FALSE(has_event_listener(row("150", "00000001")));
    }
}

TEST_CASE("whatever else stands in the table is no listener") {
    for (const auto* table :
         {"", "\n", "   \n", "1 15", "1 15 1", "1 15 1 x", "1 15 1 \n1", "15 15 15 fffffffff"})
        CHECK_FALSE(has_event_listener(table));
    CHECK(has_event_listener("\n\n1 15 1 1"));
}

TEST_CASE("without its control socket there is no udevd") {
    const TemporaryFolder folder;
    const Listener listener;
    CHECK_FALSE(udevd_is_heard(folder / "control"));
}

TEST_CASE("udevd is heard where it has its control socket and somebody listens to the kernel") {
    const TemporaryFolder folder;
    const auto control = folder.write("control", "");
    const Listener listener;
    CHECK(udevd_is_heard(control));
}

TEST_CASE("a udevd of another network namespace is not heard") {
    const TemporaryFolder folder;
    const auto control = folder.write("control", "");
    if (::unshare(CLONE_NEWNET) != 0) {
        WARN("no network namespace can be had here");
        return;
    }
    CHECK_FALSE(udevd_is_heard(control));
    const Listener listener;
    CHECK(udevd_is_heard(control));
}
