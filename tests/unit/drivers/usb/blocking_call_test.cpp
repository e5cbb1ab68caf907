// Calls on a worker, one after another, with the loop's deadline.
#include "drivers/usb/blocking_call.hpp"

#include <signal.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <future>
#include <thread>

#include "tests/fakes/loop.hpp"

namespace scrm::usb {
namespace {

using namespace std::chrono_literals;
using fakes::Loop;

drivers::Deadline in(std::chrono::milliseconds time) {
    return std::chrono::steady_clock::now() + time;
}

struct Calling {
    Loop loop;
    BlockingCall calls{loop.io.get_executor()};
    std::shared_ptr<PipeWait> wait = std::make_shared<PipeWait>(loop.io.get_executor());
    std::promise<void> gate;  // what slow() waits for

    template <class T>
    fakes::Outcome<std::optional<T>> start(std::function<T()> work, drivers::Deadline deadline) {
        return loop.start(calls.run(wait, std::move(work), deadline));
    }
    std::function<int()> slow() {
        return [open = gate.get_future().share()] {
            open.wait();
            return 1;
        };
    }
    void until_idle() {
        loop.run_until([&] { return !calls.busy(); });
    }
};

/// Tells which thread it ended on.
struct Result {
    explicit Result(std::shared_ptr<std::atomic<std::thread::id>> teller) : ended_on(std::move(teller)) {}
    Result(Result&&) = default;
    Result& operator=(Result&&) = default;
    ~Result() {
        if (ended_on != nullptr)
            *ended_on = std::this_thread::get_id();
    }
    std::shared_ptr<std::atomic<std::thread::id>> ended_on;
};

struct Witness final : BlockingCall::Bystander {
    void worker_enters() override { told += "in "; }
    void worker_left() override { told += "out "; }
    std::string told;
};

}  // namespace

// Where this code may be unloaded next.
TEST_CASE("a worker has left for good when its calls are destroyed") {
    static std::atomic<bool> left{false};
    struct AtTheEnd {
        ~AtTheEnd() {
            std::this_thread::sleep_for(20ms);
            left = true;
        }
    };
    {
        Calling calling;
        calling.start<int>(
            [] {
                static thread_local AtTheEnd here;
                (void)&here;
                return 1;
            },
            in(1min));
        calling.until_idle();
    }
    CHECK(left);
}

TEST_CASE("Work is done on another thread, and its result comes back to the loop") {
    Calling calling;
    const std::function<std::thread::id()> work = [] { return std::this_thread::get_id(); };
    const auto done = calling.loop.wait(calling.start(work, in(5min)));
    REQUIRE(done);
    CHECK(*done != std::this_thread::get_id());
    CHECK_FALSE(calling.calls.busy());
}

TEST_CASE("A call that takes too long is given up, and others wait until it has ended") {
    Calling calling;
    CHECK_FALSE(calling.loop.wait(calling.start(calling.slow(), in(5ms))));
    CHECK(calling.calls.busy());
    bool done = false;
    calling.calls.ask([] {}, [&] { done = true; });
    calling.loop.turn();
    CHECK_FALSE(done);
    calling.gate.set_value();
    calling.until_idle();
    CHECK(done);
}

TEST_CASE("Work that was given up before its turn is never done") {
    Calling calling;
    CHECK_FALSE(calling.loop.wait(calling.start(calling.slow(), in(5ms))));
    std::atomic<bool> done = false;
    const std::function<int()> late = [&done] {
        done = true;
        return 0;
    };
    CHECK_FALSE(calling.loop.wait(calling.start(late, in(5ms))));
    calling.gate.set_value();
    calling.until_idle();
    CHECK_FALSE(done);
}

TEST_CASE("A result that comes too late ends on a worker") {
    Calling calling;
    const auto ended_on = std::make_shared<std::atomic<std::thread::id>>();
    const std::function<Result()> work = [open = calling.gate.get_future().share(), ended_on] {
        open.wait();
        return Result(ended_on);
    };
    CHECK_FALSE(calling.loop.wait(calling.start(work, in(5ms))).has_value());
    calling.gate.set_value();
    calling.until_idle();
    CHECK(ended_on->load() != std::thread::id());
    CHECK(ended_on->load() != std::this_thread::get_id());
}

TEST_CASE("Bystanders are told when the first worker enters and when the last has left") {
    Calling calling;
    Witness witness;
    calling.calls.add(witness);
    calling.calls.ask([] {}, [&] { witness.told += "one "; });
    calling.calls.ask([] {}, [&] { witness.told += "two "; });
    calling.until_idle();
    CHECK(witness.told == "in one two out ");
    calling.calls.remove(witness);
}

TEST_CASE("A worker gets no signals") {
    Calling calling;
    const std::function<bool()> work = [] {
        sigset_t blocked;
        pthread_sigmask(SIG_SETMASK, nullptr, &blocked);
        return sigismember(&blocked, SIGTERM) == 1;
    };
    CHECK(calling.loop.wait(calling.start(work, in(5min))) == std::optional(true));
    sigset_t here;
    pthread_sigmask(SIG_SETMASK, nullptr, &here);
    CHECK(sigismember(&here, SIGTERM) == 0);
}

TEST_CASE("The end of it waits for the worker") {
    std::atomic<bool> done = false;
    Loop loop;
    {
        BlockingCall calls(loop.io.get_executor());
        calls.ask(
            [&] {
                std::this_thread::sleep_for(10ms);
                done = true;
            },
            [] { FAIL("nobody is left to be told"); });
    }
    CHECK(done);
    loop.turn();
}

}  // namespace scrm::usb
