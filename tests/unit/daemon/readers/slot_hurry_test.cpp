// How long an exchange may take: less when somebody else wants the slot.
#include "tests/unit/daemon/readers/slot_bench.hpp"

using namespace scrm::readers;
using namespace scrm::readers::test;
using namespace std::chrono_literals;

namespace {

struct Slow : SlotBench {
    Slow() {
        driver.time.exchange = 10h;
        driver.time.contended_exchange = 1h;
        start();
        first = connected();
        second = connected();
        driver.hold(SlotVerb::Exchange);
    }
    [[nodiscard]] bool hurried() const {
        const auto now = std::chrono::steady_clock::now();
        REQUIRE(driver.deadline() > now);
        return driver.deadline() < now + 2h;
    }
    HandlePtr first;
    HandlePtr second;
};

}  // namespace

TEST_CASE("an exchange that nobody minds may take as long as the reader allows") {
    Slow bench;
    const auto answer = bench.begin_transmit(bench.first);
    CHECK_FALSE(bench.hurried());
    bench.release(SlotVerb::Exchange);
}

TEST_CASE("an exchange is hurried by another command to the same card") {
    Slow bench;
    const auto answer = bench.begin_transmit(bench.first);
    const auto waiting = bench.begin_transmit(bench.second);
    CHECK(bench.hurried());
    bench.release(SlotVerb::Exchange);
    bench.release(SlotVerb::Exchange);
}

TEST_CASE("an exchange in a transaction is hurried by whoever wants one, or is turned away") {
    Slow bench;
    REQUIRE(*bench.begin(bench.first) == ResultCode::Success);
    const auto answer = bench.begin_transmit(bench.first);
    CHECK_FALSE(bench.hurried());
    if (GENERATE(true, false))
        (void)bench.begin(bench.second);
    else
        CHECK(bench.slot->status(*bench.second) == ResultCode::SharingViolation);
    CHECK(bench.hurried());
    bench.release(SlotVerb::Exchange);
}

TEST_CASE("an exchange that begins while others are in line has less time from the start") {
    Slow bench;
    REQUIRE(*bench.begin(bench.first) == ResultCode::Success);
    (void)bench.begin(bench.second);
    const auto answer = bench.begin_transmit(bench.first);
    CHECK(bench.hurried());
    bench.release(SlotVerb::Exchange);
}
