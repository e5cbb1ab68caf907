// The slot seam held by two drivers that could not be less alike: a card in this process, and a card behind
// another process that hangs, crashes and is killed. `cat` is the other process; SIGSTOP is the hang.
#include <sys/wait.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <catch2/catch.hpp>
#include <csignal>
#include <functional>

#include "drivers/api/spawn.hpp"
#include "tests/fakes/drivers/child_process_slot.hpp"
#include "tests/fakes/drivers/echo_slot.hpp"

namespace scrm::fakes {
namespace {

using namespace std::chrono_literals;
using drivers::Awaitable;
using drivers::Deadline;
using drivers::DriverError;
using drivers::Protocol;
using drivers::Result;
using Size = Result<std::size_t>;

constexpr std::array<std::uint8_t, 5> get_data{0x00, 0xCA, 0x00, 0x5A, 0x00};
constexpr std::array<std::uint8_t, 4> select_root{0x00, 0xA4, 0x00, 0x00};

Deadline in(std::chrono::milliseconds time) {
    return std::chrono::steady_clock::now() + time;
}

/// A place for an answer, and the answer.
struct Exchange {
    std::array<std::uint8_t, 258> response{};
    std::optional<Size> ended;

    [[nodiscard]] bool answered_with(drivers::Bytes expected) const {
        return ended && *ended && std::ranges::equal(drivers::Bytes(response).first(**ended), expected);
    }
    [[nodiscard]] bool failed_with(DriverError error) const {
        return ended && !*ended && ended->error() == error;
    }
};

Awaitable<void> run(drivers::Slot& slot, drivers::Bytes command, Deadline deadline, Exchange& exchange) {
    exchange.ended = co_await slot.exchange(Protocol::T1, command, exchange.response, deadline);
}

bool child_is_left() {
    siginfo_t who{};
    return waitid(P_ALL, 0, &who, WEXITED | WNOHANG | WNOWAIT) == 0;
}

struct HostedCard {
    boost::asio::io_context loop{1};
    ChildProcessSlot slot{loop.get_executor(), echoing_process};

    HostedCard() { power_on(); }
    ~HostedCard() {
        bool closed = false;
        drivers::spawn(loop.get_executor(), [](auto& card, auto& done) -> Awaitable<void> {
            co_await card.close();
            done = true;
        }(slot, closed));
        until([&] { return closed; });
    }

    void power_on() {
        std::optional<Result<drivers::AtrBytes>> atr;
        drivers::spawn(loop.get_executor(), [](auto& card, auto& result) -> Awaitable<void> {
            result = co_await card.power_on(in(10s));
        }(slot, atr));
        until([&] { return atr.has_value(); });
        REQUIRE(atr->has_value());
    }
    void start(drivers::Bytes command, Deadline deadline, Exchange& exchange) {
        drivers::spawn(loop.get_executor(), run(slot, command, deadline, exchange));
        loop.restart();
        loop.poll();
    }
    void signal(int number) const {
        REQUIRE(slot.process_id() > 0);
        kill(slot.process_id(), number);
    }
    void until(const std::function<bool()>& reached) {
        loop.restart();
        while (!reached() && loop.run_one() != 0) {
        }
    }
};

}  // namespace

TEST_CASE("An exchange with a card in the same process ends without a turn of the loop") {
    boost::asio::io_context loop{1};
    EchoSlot slot;
    Exchange exchange;
    bool turned = false;
    drivers::spawn(loop.get_executor(),
                   [](auto& card, auto& result, auto& turn, auto& io) -> Awaitable<void> {
                       boost::asio::post(io, [&turn] { turn = true; });
                       co_await run(card, get_data, in(10s), result);
                       CHECK_FALSE(turn);
                   }(slot, exchange, turned, loop));
    loop.run();
    CHECK(turned);
    CHECK(exchange.answered_with(get_data));
}

TEST_CASE("An exchange with a card behind another process carries its answer back") {
    HostedCard card;
    Exchange exchange;
    card.start(get_data, in(10s), exchange);
    card.until([&] { return exchange.ended.has_value(); });
    CHECK(exchange.answered_with(get_data));
}

TEST_CASE("An answer longer than the caller's buffer fails and harms nothing") {
    HostedCard card;
    Exchange exchange;
    const std::vector<std::uint8_t> command(exchange.response.size() + 1, 0x5A);
    card.start(command, in(10s), exchange);
    card.until([&] { return exchange.ended.has_value(); });
    CHECK(exchange.failed_with(DriverError::ResponseTooLong));
}

TEST_CASE("A process that hangs past the deadline is killed, and the card has to be powered again") {
    HostedCard card;
    card.signal(SIGSTOP);
    Exchange hung;
    card.start(get_data, in(10ms), hung);
    card.until([&] { return hung.ended.has_value(); });
    CHECK(hung.failed_with(DriverError::DeadlinePassed));

    Exchange refused;
    card.start(get_data, in(10s), refused);
    CHECK(refused.failed_with(DriverError::CardUnpowered));

    card.power_on();
    Exchange answered;
    card.start(get_data, in(10s), answered);
    card.until([&] { return answered.ended.has_value(); });
    CHECK(answered.answered_with(get_data));
}

TEST_CASE("A cancelled exchange ends, and its late answer is not taken for the next one's") {
    HostedCard card;
    card.signal(SIGSTOP);
    Exchange given_up;
    card.start(get_data, in(10s), given_up);
    card.slot.cancel();
    CHECK_FALSE(given_up.ended);  // cancel() itself resumes nobody
    card.until([&] { return given_up.ended.has_value(); });
    CHECK(given_up.failed_with(DriverError::Cancelled));

    Exchange next;
    card.start(select_root, in(10s), next);
    card.signal(SIGCONT);
    card.until([&] { return next.ended.has_value(); });
    CHECK(next.answered_with(select_root));
}

TEST_CASE("A cancel with no verb under way does not reach the next verb") {
    HostedCard card;
    card.slot.cancel();
    Exchange exchange;
    card.start(get_data, in(10s), exchange);
    card.until([&] { return exchange.ended.has_value(); });
    CHECK(exchange.answered_with(get_data));
}

TEST_CASE(
    "A process that crashes in mid-exchange fails that exchange, and counts as a movement of the card") {
    HostedCard card;
    std::optional<Result<drivers::Presence>> moved;
    drivers::spawn(card.loop.get_executor(), [](auto& slot, auto& result) -> Awaitable<void> {
        result = co_await slot.presence_after(0);
    }(card.slot, moved));
    card.signal(SIGSTOP);
    Exchange exchange;
    card.start(get_data, in(10s), exchange);
    card.signal(SIGSEGV);
    card.signal(SIGCONT);
    card.until([&] { return exchange.ended && moved; });
    CHECK(exchange.failed_with(DriverError::CommunicationFailed));
    REQUIRE(moved->has_value());
    CHECK((*moved)->changes == 1);
    CHECK_FALSE(child_is_left());

    card.power_on();
    Exchange answered;
    card.start(get_data, in(10s), answered);
    card.until([&] { return answered.ended.has_value(); });
    CHECK(answered.answered_with(get_data));
}

TEST_CASE("close() ends the verbs under way with DeviceGone and leaves no process behind") {
    HostedCard card;
    std::optional<Result<drivers::Presence>> watched;
    drivers::spawn(card.loop.get_executor(), [](auto& slot, auto& result) -> Awaitable<void> {
        result = co_await slot.presence_after(0);
    }(card.slot, watched));
    card.signal(SIGSTOP);
    Exchange exchange;
    card.start(get_data, in(10s), exchange);

    bool closed = false;
    drivers::spawn(card.loop.get_executor(), [](auto& slot, auto& flag) -> Awaitable<void> {
        co_await slot.close();
        flag = true;
    }(card.slot, closed));
    card.until([&] { return closed; });
    CHECK(exchange.failed_with(DriverError::DeviceGone));
    REQUIRE(watched);
    CHECK(watched->error() == DriverError::DeviceGone);
    CHECK_FALSE(child_is_left());

    Exchange later;
    card.start(get_data, in(10s), later);
    CHECK(later.failed_with(DriverError::DeviceGone));
}

}  // namespace scrm::fakes
