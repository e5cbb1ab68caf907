#include "daemon/readers/loop_clock.hpp"

#include "tests/fakes/loop.hpp"

using namespace scrm::readers;
using namespace std::chrono_literals;
using scrm::fakes::Loop;

namespace {

struct Bedside {
    void ring_at(TimePoint when) {
        alarm->set(when, [this] { ++rung; });
    }
    void run() {
        loop.io.restart();
        loop.io.run();
    }

    Loop loop;
    LoopClock clock{loop.io.get_executor()};
    std::unique_ptr<Alarm> alarm = clock.make_alarm();
    int rung = 0;
};

}  // namespace

TEST_CASE("an alarm rings when its time has come, once, and not from within the call that sets it") {
    Bedside bedside;
    const TimePoint when = bedside.clock.now() + 2ms;
    bedside.ring_at(when);
    CHECK(bedside.alarm->due() == when);
    CHECK(bedside.rung == 0);
    bedside.run();
    CHECK(bedside.rung == 1);
    CHECK(bedside.clock.now() >= when);
    CHECK_FALSE(bedside.alarm->due());
}

TEST_CASE("an alarm that is stopped or destroyed does not ring, even if its time is over already") {
    const bool destroyed = GENERATE(true, false);
    Bedside bedside;
    bedside.ring_at(bedside.clock.now() - 1s);
    boost::asio::post(bedside.loop.io, [&] {
        if (destroyed)
            bedside.alarm.reset();
        else
            bedside.alarm->stop();
    });
    bedside.run();
    CHECK(bedside.rung == 0);
}

TEST_CASE("an alarm that is set anew rings for the new time alone") {
    Bedside bedside;
    bedside.ring_at(bedside.clock.now() - 1s);
    bedside.ring_at(bedside.clock.now() + 2ms);
    bedside.run();
    CHECK(bedside.rung == 1);
}

TEST_CASE("an alarm may be set anew while it rings") {
    Bedside bedside;
    bedside.alarm->set(bedside.clock.now(), [&] { bedside.ring_at(bedside.clock.now()); });
    bedside.run();
    CHECK(bedside.rung == 1);
}

TEST_CASE("an alarm that is not set keeps no loop running") {
    Bedside bedside;
    CHECK_FALSE(bedside.alarm->due());
    bedside.run();
    bedside.ring_at(bedside.clock.now() + 1h);
    bedside.alarm->stop();
    bedside.run();
    CHECK(bedside.rung == 0);
}

TEST_CASE("a loop may end while an alarm is set") {
    std::unique_ptr<Alarm> alarm;
    const auto alive = std::make_shared<int>();
    {
        Loop loop;
        LoopClock clock(loop.io.get_executor());
        alarm = clock.make_alarm();
        alarm->set(clock.now() + 1h, [alive] {});
        alarm.reset();
        loop.turn();
    }
    CHECK(alive.use_count() == 1);
}
