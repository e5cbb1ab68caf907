// Groups are those of the moment of connect(), whatever became of the process since. Its unit is read from
// /proc, by a number that may have been given to another process meanwhile: so a descriptor of the process is
// held while reading, and if the process has ended by then, what was read is not believed. Kernels from 6.5
// on give a descriptor of the very process that connected; with older ones it is opened here, which leaves
// the time between connect() and accept() unguarded.
#include "daemon/access/peer_identity.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "daemon/access/seats.hpp"
#include "drivers/api/descriptor.hpp"

namespace scrm::access {
namespace {

using drivers::Descriptor;

constexpr int peer_pidfd_option = 77;  // SO_PEERPIDFD, newer than our oldest headers
constexpr std::size_t most_groups = 65536;

std::optional<std::vector<std::uint32_t>> groups_of(int socket, std::uint32_t primary) {
    std::vector<std::uint32_t> groups(64);
    for (;;) {
        auto size = static_cast<socklen_t>(groups.size() * sizeof(gid_t));
        const bool told = ::getsockopt(socket, SOL_SOCKET, SO_PEERGROUPS, groups.data(), &size) == 0;
        const std::size_t count = size / sizeof(gid_t);
        if (!told && (errno != ERANGE || count <= groups.size() || count > most_groups))
            return std::nullopt;
        groups.resize(count);
        if (told)
            break;
    }
    groups.push_back(primary);
    return groups;
}

int open_process(int socket, pid_t pid) {
    int descriptor = -1;
    socklen_t size = sizeof descriptor;
    if (::getsockopt(socket, SOL_SOCKET, peer_pidfd_option, &descriptor, &size) == 0)
        return descriptor;
    return errno == ENOPROTOOPT ? static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)) : -1;
}

bool is_alive(const Descriptor& process) {
    pollfd end{process.number(), POLLIN, 0};
    return ::poll(&end, 1, 0) == 0;
}

// "0::/user.slice/...", or with the older hierarchies "1:name=systemd:/user.slice/..."
std::optional<std::string> cgroup_of(pid_t pid) {
    std::ifstream lines("/proc/" + std::to_string(pid) + "/cgroup");
    std::optional<std::string> found;
    for (std::string line; std::getline(lines, line);) {
        const std::size_t path = line.find(":/");
        const std::string hierarchy = line.substr(0, path);
        if (path != std::string::npos &&
            (hierarchy.ends_with(":name=systemd") || (hierarchy == "0:" && !found)))
            found = line.substr(path + 1);
    }
    return found;
}

// The 22nd word; the second is the program's name in parentheses, whatever is in it.
std::optional<std::uint64_t> start_time_of(pid_t pid) {
    constexpr int words_between = 19;
    std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
    std::string text;
    std::getline(file, text, '\0');
    std::istringstream words(text.substr(std::min(text.rfind(')') + 1, text.size())));
    std::string word;
    for (int i = 0; i < words_between; ++i)
        words >> word;
    std::uint64_t start_time = 0;
    return words >> start_time ? std::optional(start_time) : std::nullopt;
}

std::optional<std::vector<std::string>> program_of(pid_t pid) {
    std::error_code error;
    const auto file = std::filesystem::read_symlink("/proc/" + std::to_string(pid) + "/exe", error);
    return error ? std::nullopt : std::optional(std::vector{file.string()});
}

// What it has in /proc, unless it has ended by then.
void look_at_process(int socket, pid_t pid, Questions questions, Caller& caller) {
    if (pid <= 0)
        return;  // of another pid namespace
    const Descriptor process(open_process(socket, pid));
    if (!process.is_open())
        return;
    const auto cgroup = questions.units || questions.seats ? cgroup_of(pid) : std::nullopt;
    const auto start_time = questions.process ? start_time_of(pid) : std::nullopt;
    auto program = questions.program ? program_of(pid) : std::nullopt;
    if (!is_alive(process))
        return;
    if (cgroup)
        caller.units = units_of(*cgroup);
    if (questions.seats && caller.units)
        caller.seats = seats_of(*caller.units, caller.uid);
    caller.program = std::move(program);
    if (start_time)
        caller.process = Process{static_cast<std::uint32_t>(pid), *start_time};
}

}  // namespace

Caller identify_peer(int socket, Questions questions) {
    ucred peer{};
    socklen_t size = sizeof peer;
    if (::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0)
        peer.uid = static_cast<uid_t>(-1);  // nobody's
    Caller caller;
    caller.uid = peer.uid;
    if (questions.groups)
        caller.groups = groups_of(socket, peer.gid);
    if (questions.units || questions.process || questions.seats || questions.program)
        look_at_process(socket, peer.pid, questions, caller);
    return caller;
}

}  // namespace scrm::access
