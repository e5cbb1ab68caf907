#include "drivers/api/pending_verb.hpp"

#include <boost/asio/io_context.hpp>
#include <catch2/catch.hpp>

#include "drivers/api/spawn.hpp"

namespace scrm::drivers {
namespace {

struct Waiting {
    boost::asio::io_context loop{1};
    PendingVerb verb{loop.get_executor()};
    std::optional<Result<void>> ended;

    void start() {
        spawn(loop.get_executor(), [](auto& pending, auto& result) -> Awaitable<void> {
            const auto under_way = pending.begin();
            result = co_await pending.wait(Deadline::max());
        }(verb, ended));
        loop.poll();
    }
    // The timer may run on: the loop has no end of its own.
    void run() {
        while (!ended)
            loop.run_one();
        loop.poll();
    }
    bool ended_with(DriverError error) {
        run();
        return ended && !*ended && ended->error() == error;
    }
    bool was_answered() {
        run();
        return ended && ended->has_value();
    }
};

}  // namespace

TEST_CASE("A verb that was answered stays answered, though it is cancelled behind that") {
    Waiting waiting;
    waiting.start();
    waiting.verb.answered();
    waiting.verb.fail(DriverError::Cancelled);
    CHECK(waiting.was_answered());
}

TEST_CASE("A verb that was cancelled stays cancelled, though its answer comes before it resumes") {
    Waiting waiting;
    waiting.start();
    waiting.verb.fail(DriverError::Cancelled);
    waiting.verb.answered();
    CHECK(waiting.ended_with(DriverError::Cancelled));
}

TEST_CASE("A device that leaves goes before every other reason, and ends later verbs too") {
    Waiting waiting;
    waiting.start();
    waiting.verb.fail(DriverError::Cancelled);
    waiting.verb.fail(DriverError::DeviceGone);
    CHECK(waiting.ended_with(DriverError::DeviceGone));

    waiting.loop.restart();
    waiting.ended.reset();
    waiting.start();
    CHECK(waiting.ended_with(DriverError::DeviceGone));
}

TEST_CASE("A verb is under way until its coroutine has ended") {
    Waiting waiting;
    CHECK_FALSE(waiting.verb.under_way());
    waiting.start();
    CHECK(waiting.verb.under_way());
    waiting.verb.answered();
    CHECK(waiting.was_answered());
    CHECK_FALSE(waiting.verb.under_way());
}

TEST_CASE("A verb that is hurried ends at the new deadline") {
    Waiting waiting;
    waiting.start();
    waiting.verb.hurry(std::chrono::steady_clock::now());
    CHECK(waiting.ended_with(DriverError::DeadlinePassed));
}

TEST_CASE("A verb that is hurried still takes an answer that comes before the new deadline") {
    Waiting waiting;
    waiting.start();
    waiting.verb.hurry(std::chrono::steady_clock::now() + std::chrono::hours(1));
    waiting.loop.poll();
    CHECK_FALSE(waiting.ended);
    waiting.verb.answered();
    CHECK(waiting.was_answered());
}

TEST_CASE("A verb that is answered goes on at once") {
    Waiting waiting;
    waiting.start();
    waiting.verb.answered();
    CHECK(waiting.ended);
}

TEST_CASE("A device that has gone leaves nothing that the loop would wait for") {
    Waiting waiting;
    waiting.start();
    waiting.verb.fail(DriverError::DeviceGone);
    waiting.loop.run();
    CHECK(waiting.ended);
}

TEST_CASE("The timer of an earlier verb does not end a later one") {
    Waiting waiting;
    spawn(waiting.loop.get_executor(), [](auto& pending) -> Awaitable<void> {
        const auto under_way = pending.begin();
        const Deadline soon = std::chrono::steady_clock::now() + std::chrono::milliseconds(20);
        (void)co_await pending.wait(soon);
    }(waiting.verb));
    waiting.loop.poll();
    waiting.verb.answered();
    waiting.start();
    waiting.loop.run_for(std::chrono::milliseconds(50));
    CHECK_FALSE(waiting.ended);
    waiting.verb.answered();
    CHECK(waiting.was_answered());
}

TEST_CASE("No hurry gives a verb more time than it had") {
    Waiting waiting;
    waiting.start();
    waiting.verb.hurry(std::chrono::steady_clock::now());
    waiting.verb.hurry(std::chrono::steady_clock::now() + std::chrono::hours(1));
    CHECK(waiting.ended_with(DriverError::DeadlinePassed));
}

}  // namespace scrm::drivers
