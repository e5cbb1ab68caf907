#include "drivers/api/bell.hpp"

#include "tests/fakes/loop.hpp"

using scrm::drivers::Bell;
using scrm::fakes::Loop;

TEST_CASE("who waits has gone on when the ring returns") {
    Loop loop;
    Bell bell(loop.io.get_executor());
    const auto waiting = loop.start(Loop::valued(bell.wait()));
    CHECK_FALSE(*waiting);
    bell.ring();
    CHECK(*waiting);
}

TEST_CASE("a ring for later resumes nobody before the loop's next turn") {
    Loop loop;
    Bell bell(loop.io.get_executor());
    const auto waiting = loop.start(Loop::valued(bell.wait()));
    bell.ring_soon();
    CHECK_FALSE(*waiting);
    loop.turn();
    CHECK(*waiting);
}

TEST_CASE("a ring that nobody waits for is not remembered") {
    Loop loop;
    Bell bell(loop.io.get_executor());
    bell.ring();
    bell.ring_soon();
    const auto waiting = loop.start(Loop::valued(bell.wait()));
    CHECK_FALSE(*waiting);
    bell.ring();
    CHECK(*waiting);
}

TEST_CASE("who is woken may wait again from within the ring") {
    Loop loop;
    Bell bell(loop.io.get_executor());
    const auto wait_twice = [](Bell& rung) -> scrm::drivers::Awaitable<void> {
        co_await rung.wait();
        co_await rung.wait();
    };
    const auto waiting = loop.start(Loop::valued(wait_twice(bell)));
    bell.ring();
    CHECK_FALSE(*waiting);
    bell.ring();
    CHECK(*waiting);
}

TEST_CASE("a loop runs as long as somebody waits for a bell") {
    Loop loop;
    Bell bell(loop.io.get_executor());
    const auto waiting = loop.start(Loop::valued(bell.wait()));
    CHECK_FALSE(loop.io.stopped());
    bell.ring();
    loop.turn();
    CHECK(loop.io.stopped());
}

TEST_CASE("a bell that goes destroys who still waits for it") {
    const auto alive = std::make_shared<int>();
    {
        Loop loop;
        Bell bell(loop.io.get_executor());
        const auto wait = [](Bell& rung, std::shared_ptr<int>) -> scrm::drivers::Awaitable<void> {
            co_await rung.wait();
        };
        const auto waiting = loop.start(Loop::valued(wait(bell, alive)));
        CHECK(alive.use_count() > 1);
    }
    CHECK(alive.use_count() == 1);
}
