// What the slot seam costs: nanoseconds and allocations per exchange, after warm-up.
// docs/adr/0001-slot-seam.md quotes it. Compare rows of one run only.
#include <algorithm>
#include <array>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <cstdio>
#include <cstdlib>

#include "drivers/api/awaitable.hpp"
#include "drivers/api/pending_verb.hpp"
#include "drivers/api/spawn.hpp"
#include "drivers/api/wake_up.hpp"
#include "tests/bench/slot_seam/allocations.hpp"
#include "tests/fakes/drivers/child_process_slot.hpp"
#include "tests/fakes/drivers/echo_slot.hpp"

namespace scrm::bench {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using drivers::Awaitable;
using drivers::Result;

struct Bench {
    asio::io_context loop{1};
    fakes::EchoSlot echo;
    drivers::Slot* volatile card = &echo;  // no compiler may look through the seam
    fakes::ChildProcessSlot hosted{loop.get_executor(), fakes::echoing_process};
    drivers::PendingVerb verb{loop.get_executor()};
    std::array<std::uint8_t, 16> command{0x00, 0xA4, 0x04, 0x00};
    std::array<std::uint8_t, 258> response{};

    Awaitable<Result<std::size_t>> exchange(drivers::Slot& slot) {
        return slot.exchange(drivers::Protocol::T1, command, response, Clock::now() + 1min);
    }
};

void require(bool holds) {
    if (!holds)
        std::abort();
}

Awaitable<void> clock_alone(Bench&, int loops) {
    for (int i = 0; i < loops; ++i)
        require(Clock::now() + 1min != drivers::Deadline{});
    co_return;
}

// What the seam would be without coroutines.
struct PlainSlot {
    PlainSlot() = default;
    PlainSlot(const PlainSlot&) = delete;
    PlainSlot& operator=(const PlainSlot&) = delete;
    virtual ~PlainSlot() = default;
    virtual Result<std::size_t> exchange(drivers::Bytes command, drivers::MutableBytes response) {
        if (command.size() > response.size())
            return drivers::DriverError::ResponseTooLong;
        std::ranges::copy(command, response.begin());
        return command.size();
    }
};

Awaitable<void> plain(Bench& bench, int loops) {
    PlainSlot slot;
    PlainSlot* volatile card = &slot;
    for (int i = 0; i < loops; ++i)
        require(card->exchange(bench.command, bench.response).has_value());
    co_return;
}

Awaitable<void> awaited(Bench& bench, int loops) {
    for (int i = 0; i < loops; ++i)
        require((co_await bench.exchange(*bench.card)).has_value());
}

template <int depth>
Awaitable<bool> deeper(Bench& bench) {
    if constexpr (depth == 0) {
        const Result<std::size_t> size = co_await bench.exchange(*bench.card);
        co_return size.has_value();
    } else {
        co_return co_await deeper<depth - 1>(bench);
    }
}

Awaitable<void> through_two_more(Bench& bench, int loops) {
    for (int i = 0; i < loops; ++i)
        require(co_await deeper<1>(bench));
}

Awaitable<void> through_six_more(Bench& bench, int loops) {
    for (int i = 0; i < loops; ++i)
        require(co_await deeper<5>(bench));
}

Awaitable<void> spawned(Bench& bench, int loops) {
    for (int i = 0; i < loops; ++i)
        require(
            (co_await asio::co_spawn(bench.loop, bench.exchange(*bench.card), scrm::drivers::use_awaitable))
                .has_value());
}

Awaitable<void> spawned_with_signal(Bench& bench, int loops) {
    for (int i = 0; i < loops; ++i) {
        asio::cancellation_signal cancel;
        auto token = asio::bind_cancellation_slot(cancel.slot(), scrm::drivers::use_awaitable);
        require(
            (co_await asio::co_spawn(bench.loop, bench.exchange(*bench.card), std::move(token))).has_value());
    }
}

Awaitable<void> loop_turn(Bench& bench, int loops) {
    for (int i = 0; i < loops; ++i)
        co_await asio::post(bench.loop, scrm::drivers::use_awaitable);
}

Awaitable<void> woken_up(Bench& bench, int loops) {
    for (int i = 0; i < loops; ++i) {
        drivers::WakeUp turn(bench.loop.get_executor());
        asio::post(bench.loop, [&turn] { turn.fire(); });
        co_await turn.wait();
    }
}

// An answer that comes in the loop's next turn, waited for with a deadline.
Awaitable<void> waited_on_one_timer(Bench& bench, int loops) {
    for (int i = 0; i < loops; ++i) {
        const auto under_way = bench.verb.begin();
        asio::post(bench.loop, [&verb = bench.verb] { verb.answered(); });
        require((co_await bench.verb.wait(Clock::now() + 1min)).has_value());
    }
}

Awaitable<void> waited_with_operators(Bench& bench, int loops) {
    using asio::experimental::awaitable_operators::operator||;
    for (int i = 0; i < loops; ++i) {
        scrm::drivers::Timer deadline(bench.loop, 1min);
        auto answer = asio::post(bench.loop, scrm::drivers::use_awaitable);
        auto timeout = deadline.async_wait(scrm::drivers::use_awaitable);
        require((co_await (std::move(answer) || std::move(timeout))).index() == 0);
    }
}

Awaitable<void> behind_a_process(Bench& bench, int loops) {
    for (int i = 0; i < loops; ++i)
        require((co_await bench.exchange(bench.hosted)).has_value());
}

struct Row {
    const char* name;
    Awaitable<void> (*run)(Bench& bench, int loops);
    int loops;
};

constexpr std::array rows{Row{"asking the clock for the deadline, alone", clock_alone, 1'000'000},
                          Row{"a plain virtual function that does the same", plain, 1'000'000},
                          Row{"in process, awaited", awaited, 1'000'000},
                          Row{"in process, 2 coroutines further up", through_two_more, 1'000'000},
                          Row{"in process, 6 coroutines further up", through_six_more, 1'000'000},
                          Row{"in process, spawned per exchange", spawned, 300'000},
                          Row{"in process, spawned with a cancellation signal", spawned_with_signal, 300'000},
                          Row{"a turn of the loop, alone", loop_turn, 300'000},
                          Row{"a wait and its wake-up, two turns", woken_up, 300'000},
                          Row{"answer in the next turn, one timer", waited_on_one_timer, 300'000},
                          Row{"answer in the next turn, answer || timer", waited_with_operators, 100'000},
                          Row{"behind another process (cat)", behind_a_process, 30'000}};

Awaitable<void> run(Bench& bench) {
    require((co_await bench.hosted.power_on(Clock::now() + 1min)).has_value());
    std::printf("%-50s %10s %12s\n", "exchange", "ns", "allocations");
    for (const Row& row : rows) {
        co_await row.run(bench, 100);
        const unsigned long allocated = allocations();
        const auto start = Clock::now();
        co_await row.run(bench, row.loops);
        const std::chrono::duration<double, std::nano> time = Clock::now() - start;
        std::printf("%-50s %10.1f %12.2f\n", row.name, time.count() / row.loops,
                    static_cast<double>(allocations() - allocated) / row.loops);
    }
    co_await bench.hosted.close();
}

}  // namespace
}  // namespace scrm::bench

int main() {
    scrm::bench::Bench bench;
    scrm::drivers::spawn(bench.loop.get_executor(), scrm::bench::run(bench));
    bench.loop.run();
}
