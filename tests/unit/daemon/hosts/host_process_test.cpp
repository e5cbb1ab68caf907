#include "daemon/hosts/host_process.hpp"

#include <array>
#include <boost/asio/redirect_error.hpp>
#include <csignal>

#include "tests/fakes/loop.hpp"

using namespace scrm::hosts;
using scrm::fakes::Loop;

namespace {

struct Started {
    explicit Started(const std::string& script)
        : process(std::move(HostProcess::start(loop.io.get_executor(), {"/bin/sh", "-c", script}).value())) {}

    ProcessEnd end() { return loop.run(process->reap()); }
    std::string said() {
        std::array<char, 1000> text{};
        int flags = 0;
        boost::system::error_code error;
        process->socket().non_blocking(false);
        const std::size_t size = process->socket().receive(boost::asio::buffer(text), 0, flags, error);
        return {text.data(), error ? 0 : size};
    }

    Loop loop;
    std::unique_ptr<HostProcess> process;
};

}  // namespace

TEST_CASE("how a process ended is told in words") {
    CHECK(Started("exit 7").end() == ProcessEnd{ProcessEnd::Kind::Exited, 7});
    CHECK(Started("kill -SEGV $$").end() == ProcessEnd{ProcessEnd::Kind::Killed, SIGSEGV});
    CHECK(describe({ProcessEnd::Kind::Exited, 7}) == "ended with status 7");
    CHECK(describe({ProcessEnd::Kind::Killed, SIGSEGV}) == "was killed by signal 11 (Segmentation fault)");
}

TEST_CASE("a process has its socket, nothing to read, and no descriptor of ours") {
    Started started(
        "ls -l /proc/$$/fd | sed -n 's/.* \\([0-9]*\\) -> \\([a-z/]*\\).*/\\1 \\2/p' | grep -v 'pipe' | "
        "grep -v '^[12] ' | tr '\\n' ';' >&3");
    const std::string said = started.said();
    CHECK(said.starts_with("0 /dev/null;3 socket;"));
    CHECK(started.end().kind == ProcessEnd::Kind::Exited);
}

TEST_CASE("what a process has started goes with it") {
    Started started("sleep 1000 & echo $! >&3; exec sleep 1000");
    const int child = std::stoi(started.said());
    REQUIRE(::kill(child, 0) == 0);
    started.process->kill();
    CHECK(started.end() == ProcessEnd{ProcessEnd::Kind::Killed, SIGKILL});
    // Nobody else reaps it here, so it may be left as a zombie of init's: but it does not run.
    std::array<char, 200> state{};
    if (FILE* file = std::fopen(("/proc/" + std::to_string(child) + "/stat").c_str(), "r")) {
        (void)!std::fread(state.data(), 1, state.size() - 1, file);
        (void)std::fclose(file);
        CHECK(std::string(state.data()).find(") S ") == std::string::npos);
    }
}

TEST_CASE("a program that is not there is told at once") {
    Loop loop;
    const auto none = HostProcess::start(loop.io.get_executor(), {"/nowhere/host"});
    REQUIRE_FALSE(none.has_value());
    CHECK(none.error() == boost::system::errc::no_such_file_or_directory);
}

TEST_CASE("a process whose owner goes is not left behind") {
    int id = 0;
    {
        Started started("exec sleep 1000");
        id = started.process->id();
    }
    CHECK(::kill(id, 0) != 0);
}
