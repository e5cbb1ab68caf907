#include "daemon/access/peer_identity.hpp"

#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cstring>
#include <fstream>

using namespace scrm::access;

namespace {

struct Pair {
    Pair() { REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) == 0); }
    Pair(const Pair&) = delete;
    Pair& operator=(const Pair&) = delete;
    ~Pair() {
        for (const int end : ends)
            ::close(end);
    }
    std::array<int, 2> ends{};
};

/// One byte with a descriptor, from a child to its parent.
struct Handover {
    struct Message {
        Message() {
            header.msg_iov = &data;
            header.msg_iovlen = 1;
            header.msg_control = control.data();
            header.msg_controllen = control.size();
        }
        char byte = 0;
        iovec data{&byte, 1};
        alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> control{};
        msghdr header{};
    };

    [[nodiscard]] bool give(int descriptor) const {
        Message message;
        cmsghdr* const part = CMSG_FIRSTHDR(&message.header);
        part->cmsg_level = SOL_SOCKET;
        part->cmsg_type = SCM_RIGHTS;
        part->cmsg_len = CMSG_LEN(sizeof(int));
        std::memcpy(CMSG_DATA(part), &descriptor, sizeof descriptor);
        return ::sendmsg(pair.ends[0], &message.header, 0) == 1;
    }
    [[nodiscard]] int take() const {
        Message message;
        int descriptor = -1;
        if (::recvmsg(pair.ends[1], &message.header, MSG_CMSG_CLOEXEC) == 1)
            if (const cmsghdr* const part = CMSG_FIRSTHDR(&message.header))
                std::memcpy(&descriptor, CMSG_DATA(part), sizeof descriptor);
        return descriptor;
    }
    Pair pair;
};

std::vector<std::uint32_t> sorted(std::vector<std::uint32_t> numbers) {
    std::ranges::sort(numbers);
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
    return numbers;
}

std::vector<std::uint32_t> own_groups() {
    std::vector<std::uint32_t> groups(static_cast<std::size_t>(::getgroups(0, nullptr)));
    REQUIRE(::getgroups(static_cast<int>(groups.size()), groups.data()) >= 0);
    groups.push_back(::getegid());
    return sorted(groups);
}

/// Of a program whose name has no blank in it.
std::uint64_t started_at(const std::string& process) {
    std::ifstream words("/proc/" + process + "/stat");
    std::string word;
    for (int i = 1; i < 22; ++i)
        words >> word;
    std::uint64_t time = 0;
    words >> time;
    return time;
}

}  // namespace

TEST_CASE("a peer's user is known, and no more unless it is asked for") {
    const Pair pair;
    const Caller caller = identify_peer(pair.ends[0], {});
    CHECK(caller.uid == ::geteuid());
    CHECK_FALSE(caller.groups);
    CHECK_FALSE(caller.units);
}

TEST_CASE("a peer's groups are all it is in") {
    const Pair pair;
    const Caller caller = identify_peer(pair.ends[0], {.groups = true, .units = false});
    REQUIRE(caller.groups);
    CHECK(sorted(*caller.groups) == own_groups());
}

TEST_CASE("a peer's unit is that of its cgroup") {
    const Pair pair;
    const Caller caller = identify_peer(pair.ends[0], {.groups = false, .units = true});
    std::ifstream cgroups("/proc/self/cgroup");
    std::string line;
    std::getline(cgroups, line);
    if (!line.starts_with("0::"))
        return;  // one of the older hierarchies, or none
    REQUIRE(caller.units);
    CHECK(*caller.units == units_of(line.substr(3)));
}

TEST_CASE("a peer is one process of all that had its number, and run from a file") {
    const Pair pair;
    Questions questions;
    questions.process = questions.program = true;
    const Caller caller = identify_peer(pair.ends[0], questions);
    REQUIRE(caller.process);
    CHECK(caller.process->pid == static_cast<std::uint32_t>(::getpid()));
    CHECK(caller.process->start_time == started_at("self"));
    CHECK(caller.process->start_time >= started_at("1"));
    REQUIRE(caller.program);
    CHECK(caller.program->front().ends_with("unit_daemon_access"));
}

TEST_CASE("of what is no socket nothing is known, least of all that it is root's") {
    const Caller caller = identify_peer(-1, {.groups = true, .units = true});
    CHECK(caller.uid == static_cast<std::uint32_t>(-1));
    CHECK_FALSE(caller.groups);
    CHECK_FALSE(caller.units);
}

TEST_CASE("a peer that has ended has no unit any more") {
    const Handover handover;
    const pid_t child = ::fork();
    if (child == 0)
        ::_exit(handover.give(Pair().ends[0]) ? 0 : 1);
    REQUIRE(child > 0);
    const int socket = handover.take();
    REQUIRE(socket >= 0);
    // Ended, and not yet buried: its number is still its own, but it does nothing any more.
    siginfo_t ended{};
    REQUIRE(::waitid(P_PID, static_cast<id_t>(child), &ended, WEXITED | WNOWAIT) == 0);
    CHECK_FALSE(identify_peer(socket, {.groups = false, .units = true}).units);
    REQUIRE(::waitpid(child, nullptr, 0) == child);
    CHECK_FALSE(identify_peer(socket, {.groups = false, .units = true}).units);
    ::close(socket);
}
