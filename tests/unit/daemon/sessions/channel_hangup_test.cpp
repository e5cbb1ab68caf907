// What a channel notices when its client leaves.
#include "tests/unit/daemon/sessions/channel_line.hpp"

using namespace scrm::sessions;
using namespace scrm::sessions::test;
namespace ipc = scrm::ipc;

TEST_CASE("a client that hangs up without reading keeps nobody waiting") {
    Line line;
    line.fill(1);
    const auto flushed = line.loop.start(Loop::valued(line.channel->flushed()));
    CHECK_FALSE(*flushed);
    line.hang_up();
    line.loop.turn();
    CHECK(*flushed);
    CHECK_FALSE(line.channel->flushing());
    line.channel->send(Bytes{1});
    CHECK_FALSE(line.channel->flushing());
}

TEST_CASE("sending to a client that has hung up closes the channel") {
    Line line;
    const auto coming = line.next();
    line.hang_up();
    line.channel->send(Bytes{1});
    CHECK_FALSE(line.channel->flushing());
    line.loop.turn();
    CHECK(*coming);
}

TEST_CASE("a hang-up is noticed while nothing is read, even one that has happened before") {
    Line line;
    const bool before = GENERATE(true, false);
    int told = 0;
    if (before)
        line.hang_up();
    line.loop.turn();
    line.channel->on_hangup([&] { ++told; });
    CHECK(told == 0);
    line.hang_up();
    line.loop.turn();
    CHECK(told == 1);
}

TEST_CASE("bytes that a client sends ahead are no hang-up") {
    Line line;
    int told = 0;
    line.channel->on_hangup([&] { ++told; });
    line.write(status_request());
    CHECK(told == 0);
    line.hang_up();
    line.loop.turn();
    CHECK(told == 1);
}

TEST_CASE("a hang-up is told to who asked last") {
    Line line;
    int first = 0;
    int second = 0;
    line.channel->on_hangup([&] { ++first; });
    line.channel->on_hangup([&] { ++second; });
    line.hang_up();
    line.loop.turn();
    CHECK(first == 0);
    CHECK(second == 1);
}

TEST_CASE("a hang-up is not told to who has lost interest") {
    Line line;
    int told = 0;
    line.channel->on_hangup([&] { ++told; });
    line.channel->ignore_hangup();
    line.hang_up();
    line.loop.turn();
    CHECK(told == 0);
}

TEST_CASE("a hang-up can be waited for again and again") {
    Line line;
    int told = 0;
    for (int i = 0; i < 3; ++i) {
        line.channel->on_hangup([&] { ++told; });
        line.channel->ignore_hangup();
        line.loop.turn();
    }
    line.channel->on_hangup([&] { ++told; });
    line.hang_up();
    line.loop.turn();
    CHECK(told == 1);
}
