#include "drivers/api/wake_up.hpp"

#include "tests/fakes/loop.hpp"

using scrm::drivers::WakeUp;
using scrm::fakes::Loop;

TEST_CASE("who waits goes on when he is woken, in the loop's next turn") {
    Loop loop;
    WakeUp wake(loop.io.get_executor());
    const auto waiting = loop.start(Loop::valued(wake.wait()));
    CHECK_FALSE(*waiting);
    wake.fire();
    CHECK_FALSE(*waiting);
    loop.turn();
    CHECK(*waiting);
}

TEST_CASE("a wake-up before the wait is not lost, and lasts") {
    Loop loop;
    WakeUp wake(loop.io.get_executor());
    wake.fire();
    CHECK(*loop.start(Loop::valued(wake.wait())));
    CHECK(*loop.start(Loop::valued(wake.wait())));
}

TEST_CASE("everybody who waits is woken") {
    Loop loop;
    WakeUp wake(loop.io.get_executor());
    const auto first = loop.start(Loop::valued(wake.wait()));
    const auto second = loop.start(Loop::valued(wake.wait()));
    wake.fire();
    loop.turn();
    CHECK(*first);
    CHECK(*second);
}

TEST_CASE("a loop runs as long as somebody waits to be woken") {
    Loop loop;
    WakeUp wake(loop.io.get_executor());
    const auto waiting = loop.start(Loop::valued(wake.wait()));
    CHECK_FALSE(loop.io.stopped());
    wake.fire();
    loop.turn();
    CHECK(loop.io.stopped());
}

TEST_CASE("a loop that ends destroys who still waits") {
    const auto alive = std::make_shared<int>();
    {
        Loop loop;
        const auto wait = [](auto executor, std::shared_ptr<int>) -> scrm::drivers::Awaitable<void> {
            WakeUp wake(executor);
            co_await wake.wait();
        };
        (void)loop.start(Loop::valued(wait(loop.io.get_executor(), alive)));
        CHECK(alive.use_count() == 2);
    }
    CHECK(alive.use_count() == 1);
}
