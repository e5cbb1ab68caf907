// Runs coroutines of the seam on a loop of the test's own.
#pragma once

#include <boost/asio/io_context.hpp>
#include <catch2/catch.hpp>
#include <memory>
#include <optional>

#include "drivers/api/spawn.hpp"

namespace scrm::fakes {

/// What a coroutine will have returned; nothing while it is under way.
template <class T>
using Outcome = std::shared_ptr<std::optional<T>>;

class Loop {
  public:
    boost::asio::io_context io;

    /// Begins a coroutine and runs the loop until nothing can happen at once.
    template <class T>
    Outcome<T> start(drivers::Awaitable<T> coroutine) {
        auto outcome = std::make_shared<std::optional<T>>();
        drivers::spawn(io.get_executor(), keep(std::move(coroutine), outcome));
        turn();
        return outcome;
    }
    void turn() {
        io.restart();
        io.poll();
    }
    /// Time goes by until it holds.
    template <class Holds>
    void run_until(Holds holds) {
        io.restart();
        while (!holds())
            if (io.run_one() == 0)
                FAIL("this waits for what can never happen");
    }
    template <class T>
    T wait(const Outcome<T>& outcome) {
        run_until([&] { return outcome->has_value(); });
        return std::move(**outcome);
    }
    template <class T>
    T run(drivers::Awaitable<T> coroutine) {
        return wait(start(std::move(coroutine)));
    }
    void run(drivers::Awaitable<void> coroutine) { run(valued(std::move(coroutine))); }
    /// The outcome of a coroutine that must not need to wait.
    template <class T>
    T at_once(drivers::Awaitable<T> coroutine) {
        const auto outcome = start(std::move(coroutine));
        REQUIRE(*outcome);
        return std::move(**outcome);
    }

    template <class T>
    static drivers::Awaitable<void> keep(drivers::Awaitable<T> coroutine, Outcome<T> outcome) {
        outcome->emplace(co_await std::move(coroutine));
    }

    struct Done {};
    static drivers::Awaitable<Done> valued(drivers::Awaitable<void> coroutine) {
        co_await std::move(coroutine);
        co_return Done{};
    }
};

}  // namespace scrm::fakes
