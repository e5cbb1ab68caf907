#include "daemon/readers/transaction_queue.hpp"

#include "tests/fakes/loop.hpp"
#include "tests/fakes/manual_clock.hpp"

using namespace scrm::readers;
using scrm::fakes::Loop;

namespace {

struct Line {
    auto wait(const CardHandle& handle, Wanted wanted = Wanted::Transaction) {
        return loop.start(queue.wait(handle, wanted));
    }
    void end(const CardHandle& handle) {
        queue.end(handle);
        loop.turn();
    }

    Loop loop;
    scrm::fakes::ManualClock clock;
    TransactionQueue queue{clock};
    CardHandle a, b, c, d;
};

}  // namespace

TEST_CASE("nobody holds a slot at first, and whoever comes may take it") {
    Line line;
    CHECK_FALSE(line.queue.holder());
    CHECK_FALSE(line.queue.held_by_other(line.a));
    CHECK(line.queue.try_take(line.a));
    CHECK(line.queue.holder() == &line.a);
    CHECK(line.queue.held_by(line.a));
    CHECK(line.queue.held_by_other(line.b));
}

TEST_CASE("nobody else can take what is held") {
    Line line;
    line.queue.try_take(line.a);
    CHECK_FALSE(line.queue.try_take(line.b));
    CHECK(line.queue.holder() == &line.a);
}

TEST_CASE("a transaction nests: n begins need n ends") {
    Line line;
    for (int i = 0; i < 3; ++i)
        CHECK(line.queue.try_take(line.a));
    line.queue.end(line.a);
    line.queue.end(line.a);
    CHECK(line.queue.held_by(line.a));
    line.queue.end(line.a);
    CHECK_FALSE(line.queue.holder());
}

TEST_CASE("all of a holder's begins can be ended at once") {
    Line line;
    line.queue.try_take(line.a);
    line.queue.try_take(line.a);
    line.queue.end_all(line.a);
    CHECK_FALSE(line.queue.holder());
    line.queue.try_take(line.b);
    line.queue.end(line.b);
    CHECK_FALSE(line.queue.holder());
}

TEST_CASE("who does not hold ends nothing") {
    Line line;
    line.queue.try_take(line.a);
    line.queue.end(line.b);
    line.queue.end_all(line.b);
    CHECK(line.queue.held_by(line.a));
}

TEST_CASE("turns are granted in the order of asking, one a hand-over") {
    Line line;
    line.queue.try_take(line.a);
    const auto b = line.wait(line.b);
    const auto c = line.wait(line.c);
    const auto d = line.wait(line.d);
    CHECK(line.queue.waiting() == 3);
    CHECK_FALSE(*b);
    line.end(line.a);
    CHECK(*b == Turn::Granted);
    CHECK(line.queue.held_by(line.b));
    CHECK_FALSE(*c);
    line.end(line.b);
    CHECK(*c == Turn::Granted);
    CHECK_FALSE(*d);
    line.end(line.c);
    CHECK(*d == Turn::Granted);
    line.end(line.d);
    CHECK_FALSE(line.queue.holder());
}

TEST_CASE("what was waited for is begun once") {
    Line line;
    line.queue.try_take(line.a);
    line.queue.try_take(line.a);
    const auto b = line.wait(line.b);
    line.end(line.a);
    CHECK_FALSE(*b);
    line.end(line.a);
    REQUIRE(*b == Turn::Granted);
    line.end(line.b);
    CHECK_FALSE(line.queue.holder());
}

TEST_CASE("nobody slips in between a hand-over and the next holder's waking") {
    Line line;
    line.queue.try_take(line.a);
    const auto b = line.wait(line.b);
    line.queue.end(line.a);
    CHECK_FALSE(*b);
    CHECK_FALSE(line.queue.try_take(line.c));
    CHECK(line.queue.held_by(line.b));
}

TEST_CASE("one who waits merely to connect lets the next in line go on") {
    Line line;
    line.queue.try_take(line.a);
    const auto b = line.wait(line.b, Wanted::Connection);
    const auto c = line.wait(line.c, Wanted::Connection);
    const auto d = line.wait(line.d);
    line.end(line.a);
    CHECK(*b == Turn::Granted);
    CHECK(*c == Turn::Granted);
    CHECK(*d == Turn::Granted);
    CHECK(line.queue.held_by(line.d));
}

TEST_CASE("one who waits to connect behind a transaction waits for its end") {
    Line line;
    line.queue.try_take(line.a);
    const auto b = line.wait(line.b);
    const auto c = line.wait(line.c, Wanted::Connection);
    line.end(line.a);
    CHECK(*b == Turn::Granted);
    CHECK_FALSE(*c);
    line.end(line.b);
    CHECK(*c == Turn::Granted);
    CHECK_FALSE(line.queue.holder());
}

TEST_CASE("one who gives up leaves the line, and the order of the others stays") {
    Line line;
    line.queue.try_take(line.a);
    const auto b = line.wait(line.b);
    const auto c = line.wait(line.c);
    const auto d = line.wait(line.d);
    line.queue.abandon(line.c);
    line.loop.turn();
    CHECK(*c == Turn::Abandoned);
    CHECK(line.queue.waiting() == 2);
    CHECK_FALSE(*b);
    line.end(line.a);
    CHECK(*b == Turn::Granted);
    line.end(line.b);
    CHECK(*d == Turn::Granted);
}

TEST_CASE("giving up what one does not wait for changes nothing") {
    Line line;
    line.queue.try_take(line.a);
    const auto b = line.wait(line.b);
    line.queue.abandon(line.a);
    line.queue.abandon(line.c);
    line.loop.turn();
    CHECK_FALSE(*b);
    CHECK(line.queue.held_by(line.a));
    line.end(line.a);
    CHECK(*b == Turn::Granted);
}

TEST_CASE("a turn that was granted is not lost to one who gives up too late") {
    Line line;
    line.queue.try_take(line.a);
    const auto b = line.wait(line.b);
    line.queue.end(line.a);
    line.queue.abandon(line.b);
    line.loop.turn();
    CHECK(*b == Turn::Granted);
    CHECK(line.queue.held_by(line.b));
}

TEST_CASE("when the reader goes everybody is sent home and nobody holds anything") {
    Line line;
    line.queue.try_take(line.a);
    const auto b = line.wait(line.b);
    const auto c = line.wait(line.c, Wanted::Connection);
    line.queue.close();
    line.loop.turn();
    CHECK(*b == Turn::ReaderGone);
    CHECK(*c == Turn::ReaderGone);
    CHECK_FALSE(line.queue.holder());
    CHECK(line.queue.waiting() == 0);
}

TEST_CASE("a transaction has a number and a time of its own, from its first begin to its last end") {
    Line line;
    line.queue.try_take(line.a);
    const Hold first = line.queue.hold();
    CHECK(first.since == line.clock.now());
    line.clock.go_on_until(line.clock.now() + std::chrono::seconds(1));
    line.queue.try_take(line.a);
    CHECK(line.queue.hold().number == first.number);
    CHECK(line.queue.hold().since == first.since);
    const auto b = line.wait(line.b);
    line.queue.end(line.a);
    line.end(line.a);
    REQUIRE(*b == Turn::Granted);
    CHECK(line.queue.hold().number != first.number);
    CHECK(line.queue.hold().since == line.clock.now());
}

TEST_CASE("what was taken from its holder is nobody's until it is released") {
    Line line;
    line.queue.try_take(line.a);
    line.queue.try_take(line.a);
    const auto b = line.wait(line.b);
    line.queue.seize();
    CHECK(line.queue.seized());
    CHECK(line.queue.held_by_other(line.a));
    CHECK_FALSE(line.queue.try_take(line.a));
    line.queue.end_all(line.a);
    line.loop.turn();
    CHECK_FALSE(*b);
    line.queue.release();
    line.loop.turn();
    CHECK(*b == Turn::Granted);
    line.queue.release();
    CHECK(line.queue.held_by(line.b));
    line.end(line.b);
    CHECK_FALSE(line.queue.holder());
}

TEST_CASE("the line can be told by its clients, in order") {
    Line line;
    line.b.client = {2};
    line.c.client = {3};
    line.queue.try_take(line.a);
    const auto c = line.wait(line.c);
    const auto b = line.wait(line.b, Wanted::Connection);
    CHECK(line.queue.clients_waiting() == std::vector<Client>{{3}, {2}});
    line.queue.close();
    line.loop.turn();
    CHECK(line.queue.clients_waiting().empty());
}
