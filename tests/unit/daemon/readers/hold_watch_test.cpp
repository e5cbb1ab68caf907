#include "daemon/readers/hold_watch.hpp"

#include <catch2/catch.hpp>

using namespace scrm::readers;
using namespace std::chrono_literals;
using Due = HoldWatch::Due;

namespace {

constexpr TimePoint start{1h};
constexpr Hold first{1, start};
constexpr TransactionLimits usual{};

}  // namespace

TEST_CASE("as long as nobody minds nothing is due, whatever the limits") {
    HoldWatch watch({.hold = 1s, .idle = 1s});
    CHECK_FALSE(watch.next(first));
    CHECK(watch.due(first, start + 1h) == Due::Nothing);
    watch.used(first, start + 2h);
    CHECK_FALSE(watch.next(first));
}

TEST_CASE("ten seconds after somebody began to wait it is time to tell, once") {
    HoldWatch watch(usual);
    watch.wanted(first, start + 5s);
    watch.wanted(first, start + 6s);
    CHECK(watch.next(first) == start + 15s);
    CHECK(watch.due(first, start + 15s - 1ms) == Due::Nothing);
    CHECK(watch.due(first, start + 15s) == Due::Report);
    CHECK(watch.due(first, start + 1h) == Due::Nothing);
    CHECK_FALSE(watch.next(first));
}

TEST_CASE("each transaction is told of anew, and starts without what was noted of the last") {
    HoldWatch watch(usual);
    watch.turned_away(first, {7}, start);
    REQUIRE(watch.due(first, start + 10s) == Due::Report);
    const Hold second{2, start + 20s};
    CHECK_FALSE(watch.next(second));
    watch.wanted(second, start + 21s);
    CHECK(watch.turned_away().empty());
    CHECK(watch.next(second) == start + 31s);
    CHECK(watch.due(second, start + 31s) == Due::Report);
}

TEST_CASE("a transaction may last as long as its limit, from its begin") {
    HoldWatch watch({.hold = 30s, .report_after = std::nullopt});
    watch.wanted(first, start + 29s);
    CHECK(watch.next(first) == start + 30s);
    CHECK(watch.due(first, start + 30s - 1ms) == Due::Nothing);
    CHECK(watch.due(first, start + 30s) == Due::End);
    CHECK(watch.due(first, start + 31s) == Due::Nothing);
    CHECK_FALSE(watch.next(first));
}

TEST_CASE("the holder may leave the card alone as long as the limit, from its last command") {
    HoldWatch watch({.idle = 5s, .report_after = std::nullopt});
    watch.wanted(first, start);
    CHECK(watch.next(first) == start + 5s);
    watch.used(first, start + 4s);
    CHECK(watch.next(first) == start + 9s);
    CHECK(watch.due(first, start + 5s) == Due::Nothing);
    CHECK(watch.due(first, start + 9s) == Due::End);
}

TEST_CASE("of several limits the first counts") {
    HoldWatch watch({.hold = 8s, .idle = 5s});
    watch.wanted(first, start);
    watch.used(first, start + 4s);
    CHECK(watch.next(first) == start + 8s);
    CHECK(watch.due(first, start + 8s) == Due::End);
    CHECK(watch.due(first, start + 10s) == Due::Report);
}

TEST_CASE("who leaves the line does not mind any more, who was turned away still does") {
    HoldWatch watch({.hold = 1s});
    watch.wanted(first, start);
    watch.line_is_empty(first);
    CHECK_FALSE(watch.next(first));
    watch.turned_away(first, {7}, start);
    watch.line_is_empty(first);
    CHECK(watch.next(first) == start + 1s);
}

TEST_CASE("who is turned away is remembered once, and not without bound") {
    HoldWatch watch(usual);
    watch.turned_away(first, {7}, start);
    watch.turned_away(first, {8}, start);
    watch.turned_away(first, {7}, start);
    CHECK(watch.turned_away() == std::vector<Client>{{7}, {8}});
    for (std::uint32_t pid = 100; pid < 200; ++pid)
        watch.turned_away(first, {pid}, start);
    CHECK(watch.turned_away().size() == 16);
}
