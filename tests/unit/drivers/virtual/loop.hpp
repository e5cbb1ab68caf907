// Runs coroutines of the seam on a loop of the test's own.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <catch2/catch.hpp>
#include <memory>
#include <optional>

namespace scrm::virtual_reader::test {

/// What a coroutine will have returned; nothing while it is under way.
template <class T>
using Outcome = std::shared_ptr<std::optional<T>>;

class Loop {
  public:
    boost::asio::io_context io;

    /// Begins a coroutine and runs the loop until nothing can happen at once.
    template <class T>
    Outcome<T> start(boost::asio::awaitable<T> coroutine) {
        auto outcome = std::make_shared<std::optional<T>>();
        boost::asio::co_spawn(io, std::move(coroutine), [outcome](std::exception_ptr failed, T value) {
            if (failed)
                std::rethrow_exception(failed);
            outcome->emplace(std::move(value));
        });
        turn();
        return outcome;
    }
    void turn() {
        io.restart();
        io.poll();
    }
    template <class T>
    T wait(const Outcome<T>& outcome) {
        io.restart();
        while (!*outcome)
            if (io.run_one() == 0)
                FAIL("the coroutine waits for what can never happen");
        return std::move(**outcome);
    }
    template <class T>
    T run(boost::asio::awaitable<T> coroutine) {
        return wait(start(std::move(coroutine)));
    }
    void run(boost::asio::awaitable<void> coroutine) { run(valued(std::move(coroutine))); }
    /// The outcome of a coroutine that must not need to wait.
    template <class T>
    T at_once(boost::asio::awaitable<T> coroutine) {
        const auto outcome = start(std::move(coroutine));
        REQUIRE(*outcome);
        return std::move(**outcome);
    }

    struct Done {};
    static boost::asio::awaitable<Done> valued(boost::asio::awaitable<void> coroutine) {
        co_await std::move(coroutine);
        co_return Done{};
    }
};

}  // namespace scrm::virtual_reader::test
