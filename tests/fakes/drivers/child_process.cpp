#include "tests/fakes/drivers/child_process.hpp"

#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/asio/redirect_error.hpp>
#include <csignal>
#include <system_error>

#include "drivers/api/awaitable.hpp"

extern "C" {
#include <sys/pidfd.h>  // glibc 2.36 forgot to say so itself
}

namespace scrm::fakes {
namespace {

namespace asio = boost::asio;

void check(int error, const char* what) {
    if (error != 0)
        throw std::system_error(error, std::generic_category(), what);
}

int spawn_with_stdio(int socket, const std::vector<std::string>& command) {
    std::vector<char*> arguments;
    arguments.reserve(command.size() + 1);
    for (const std::string& argument : command)
        arguments.push_back(const_cast<char*>(argument.c_str()));
    arguments.push_back(nullptr);

    posix_spawn_file_actions_t actions;
    check(posix_spawn_file_actions_init(&actions), "posix_spawn_file_actions_init");
    posix_spawn_file_actions_adddup2(&actions, socket, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, socket, STDOUT_FILENO);
    pid_t id = 0;
    const int error = posix_spawnp(&id, arguments[0], &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    check(error, "posix_spawn");
    return id;
}

}  // namespace

ChildProcess::ChildProcess(const scrm::drivers::Executor& executor, const std::vector<std::string>& command)
    : channel_(executor), watch_(executor) {
    int ends[2];
    check(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) == 0 ? 0 : errno, "socketpair");
    channel_.assign({AF_UNIX, 0}, ends[0]);
    channel_.non_blocking(true);
    id_ = spawn_with_stdio(ends[1], command);
    close(ends[1]);
    watch_.assign(pidfd_open(id_, 0));
}

void ChildProcess::kill() {
    pidfd_send_signal(watch_.native_handle(), SIGKILL, nullptr, 0);
}

drivers::Awaitable<void> ChildProcess::reap() {
    boost::system::error_code ignored;
    co_await watch_.async_wait(asio::posix::descriptor_base::wait_read,
                               asio::redirect_error(scrm::drivers::use_awaitable, ignored));
    siginfo_t how{};
    waitid(P_PIDFD, static_cast<id_t>(watch_.native_handle()), &how, WEXITED);
}

}  // namespace scrm::fakes
