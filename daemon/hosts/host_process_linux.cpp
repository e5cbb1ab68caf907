#include "daemon/hosts/host_process.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/redirect_error.hpp>
#include <csignal>
#include <cstring>

extern "C" {
#include <sys/pidfd.h>  // glibc 2.36 forgot to say so itself
}

namespace scrm::hosts {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using drivers::Descriptor;

error_code system_error(int number) {
    return {number, boost::system::system_category()};
}

class SpawnSettings {
  public:
    explicit SpawnSettings(const std::vector<Descriptor>& given) {
        posix_spawn_file_actions_init(&actions_);
        posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        posix_spawn_file_actions_adddup2(&actions_, STDERR_FILENO, STDOUT_FILENO);
        int number = host_socket_number;
        for (const Descriptor& descriptor : given)
            posix_spawn_file_actions_adddup2(&actions_, descriptor.number(), number++);
        posix_spawn_file_actions_addclosefrom_np(&actions_, number);

        sigset_t all;
        sigset_t none;
        sigfillset(&all);
        sigemptyset(&none);
        posix_spawnattr_init(&attributes_);
        posix_spawnattr_setsigdefault(&attributes_, &all);
        posix_spawnattr_setsigmask(&attributes_, &none);
        posix_spawnattr_setflags(&attributes_,
                                 POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    }
    SpawnSettings(const SpawnSettings&) = delete;
    SpawnSettings& operator=(const SpawnSettings&) = delete;
    ~SpawnSettings() {
        posix_spawn_file_actions_destroy(&actions_);
        posix_spawnattr_destroy(&attributes_);
    }

    int spawn(int& id, const std::vector<std::string>& command) {
        std::vector<char*> arguments;
        arguments.reserve(command.size() + 1);
        for (const std::string& argument : command)
            arguments.push_back(const_cast<char*>(argument.c_str()));
        arguments.push_back(nullptr);
        return posix_spawn(&id, arguments[0], &actions_, &attributes_, arguments.data(), environ);
    }

  private:
    posix_spawn_file_actions_t actions_;
    posix_spawnattr_t attributes_;
};

// Copies with numbers that no process is given anything at: what is put there must not be another one of
// them.
std::vector<Descriptor> out_of_the_way(const Descriptor& socket, std::span<const Descriptor> shared) {
    constexpr int lowest = 16;
    std::vector<Descriptor> copies;
    copies.emplace_back(::fcntl(socket.number(), F_DUPFD_CLOEXEC, lowest));
    for (const Descriptor& descriptor : shared)
        copies.emplace_back(::fcntl(descriptor.number(), F_DUPFD_CLOEXEC, lowest));
    return copies;
}

}  // namespace

std::string describe(const ProcessEnd& end) {
    if (end.kind == ProcessEnd::Kind::Exited)
        return "ended with status " + std::to_string(end.number);
    const char* name = sigdescr_np(end.number);
    return "was killed by signal " + std::to_string(end.number) + " (" + (name ? name : "unknown") + ")";
}

boost::system::result<std::unique_ptr<HostProcess>> HostProcess::start(
    const drivers::Executor& executor, const std::vector<std::string>& command,
    std::span<const Descriptor> shared) {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
        return system_error(errno);
    Descriptor ours(ends[0]);
    Descriptor theirs(ends[1]);
    const std::vector<Descriptor> copies = out_of_the_way(theirs, shared);
    int id = 0;
    const int failure =
        std::ranges::all_of(copies, &Descriptor::is_open) ? SpawnSettings(copies).spawn(id, command) : EMFILE;
    if (failure != 0)
        return system_error(failure);
    theirs.close();
    Descriptor watch(pidfd_open(id, 0));
    if (watch.is_open())
        return std::unique_ptr<HostProcess>(new HostProcess(executor, std::move(ours), id, std::move(watch)));
    const int error = errno;  // it runs, but no descriptor is left to watch it by
    ::kill(-id, SIGKILL);
    ::waitpid(id, nullptr, 0);
    return system_error(error);
}

HostProcess::HostProcess(const drivers::Executor& executor, Descriptor socket, int id, Descriptor watch)
    : socket_(executor, {AF_UNIX, 0}, socket.release()), watch_(executor, watch.release()), id_(id) {
    socket_.non_blocking(true);
}

HostProcess::~HostProcess() {
    if (id_ == 0)
        return;
    kill();
    bury();
}

void HostProcess::kill() {
    if (id_ != 0)
        ::kill(-id_, SIGKILL);
}

drivers::Awaitable<ProcessEnd> HostProcess::reap() {
    error_code ignored;
    co_await watch_.async_wait(asio::posix::descriptor_base::wait_read,
                               asio::redirect_error(drivers::use_awaitable, ignored));
    co_return bury();
}

// Until its leader is reaped the session keeps its number, and nobody else can be meant by it.
ProcessEnd HostProcess::bury() {
    kill();
    siginfo_t how{};
    waitid(P_PIDFD, static_cast<id_t>(watch_.native_handle()), &how, WEXITED);
    id_ = 0;
    const auto kind = how.si_code == CLD_EXITED ? ProcessEnd::Kind::Exited : ProcessEnd::Kind::Killed;
    return {.kind = kind, .number = how.si_status};
}

}  // namespace scrm::hosts
