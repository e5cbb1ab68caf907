#include "daemon/readers/gate.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <exception>

#include "tests/fakes/loop.hpp"
#include "tests/fakes/pause.hpp"

using namespace scrm::readers;
using scrm::drivers::Awaitable;
using scrm::fakes::Loop;
using scrm::fakes::Pause;

namespace {

/// Somebody who goes through the gate, and stays inside until told to leave.
struct Visitor {
    Visitor(Loop& loop, Gate& gate) : inside(loop.io.get_executor()) {
        inside.hold();
        left = loop.start(Loop::valued(visit(gate)));
    }
    [[nodiscard]] bool through() const { return inside.reached(); }
    void leave(Loop& loop) {
        inside.release();
        loop.turn();
    }

    Awaitable<void> visit(Gate& gate) {
        const GatePass pass = co_await gate.enter();
        co_await inside.pass();
    }

    Pause inside;
    scrm::fakes::Outcome<Loop::Done> left;
};

}  // namespace

TEST_CASE("a free gate lets through at once") {
    Loop loop;
    Gate gate;
    Visitor visitor(loop, gate);
    CHECK(visitor.through());
    visitor.leave(loop);
    CHECK(*visitor.left);
}

TEST_CASE("one is let through at a time, in the order of their coming") {
    Loop loop;
    Gate gate;
    Visitor first(loop, gate);
    Visitor second(loop, gate);
    Visitor third(loop, gate);
    CHECK_FALSE(second.through());
    CHECK(gate.waiting() == 2);
    first.leave(loop);
    CHECK(second.through());
    CHECK_FALSE(third.through());
    second.leave(loop);
    CHECK(third.through());
    CHECK(gate.waiting() == 0);
    third.leave(loop);
    Visitor next(loop, gate);
    CHECK(next.through());
    next.leave(loop);
}

TEST_CASE("one who leaves and comes back at once goes to the end of the line") {
    Loop loop;
    Gate gate;
    Pause inside(loop.io.get_executor());
    inside.hold();
    std::string order;
    const auto visit = [&](char who, int times) -> Awaitable<void> {
        for (int i = 0; i < times; ++i) {
            const GatePass pass = co_await gate.enter();
            order += who;
            co_await inside.pass();
        }
    };
    const auto often = loop.start(Loop::valued(visit('a', 3)));
    const auto once = loop.start(Loop::valued(visit('b', 1)));
    inside.release();
    loop.turn();
    CHECK(order == "abaa");
}

TEST_CASE("a pass that is handed on is given back once") {
    Loop loop;
    Gate gate;
    std::optional<GatePass> pass;
    const auto enter = [&]() -> Awaitable<void> {
        GatePass entered = co_await gate.enter();
        pass.emplace(std::move(entered));
    };
    loop.run(enter());
    std::optional<GatePass> other(std::move(*pass));
    pass.reset();
    Visitor visitor(loop, gate);
    CHECK_FALSE(visitor.through());
    other.reset();
    loop.turn();
    CHECK(visitor.through());
    visitor.leave(loop);
}

TEST_CASE("one who gives up in line is passed over") {
    Loop loop;
    Gate gate;
    Visitor first(loop, gate);
    boost::asio::cancellation_signal give_up;
    boost::asio::co_spawn(
        loop.io, [](Gate& at) -> Awaitable<void> { const GatePass pass = co_await at.enter(); }(gate),
        boost::asio::bind_cancellation_slot(give_up.slot(), [](std::exception_ptr) {}));
    loop.turn();
    Visitor third(loop, gate);
    CHECK(gate.waiting() == 2);
    give_up.emit(boost::asio::cancellation_type::terminal);
    loop.turn();
    CHECK(gate.waiting() == 1);
    first.leave(loop);
    CHECK(third.through());
    third.leave(loop);
}

TEST_CASE("a loop may go with somebody at the gate and others in line") {
    Gate gate;
    Loop loop;
    const Visitor inside(loop, gate);
    const Visitor first(loop, gate);
    const Visitor second(loop, gate);
    CHECK(inside.through());
    CHECK(gate.waiting() == 2);
}
