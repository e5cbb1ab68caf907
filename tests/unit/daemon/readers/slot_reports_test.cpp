// What is told of a transaction that others mind.
#include "tests/unit/daemon/readers/minded_slot.hpp"

using namespace scrm::readers;
using namespace scrm::readers::test;
using namespace std::chrono_literals;

TEST_CASE("after ten seconds of waiting the holder and who waits for it are told, once") {
    MindedSlot bench;
    bench.pass(3s);
    const auto second = bench.begin(bench.second());
    const auto third = bench.begin(bench.third());
    bench.pass(9999ms);
    CHECK(bench.long_holds.empty());
    bench.pass(1ms);
    REQUIRE(bench.long_holds.size() == 1);
    const LongHold& told = bench.long_holds.front();
    CHECK(told.reader == "Bench 00 00");
    CHECK(told.holder == Client{11});
    CHECK(told.held == 13s);
    CHECK(told.waiting == std::vector<Client>{{12}, {13}});
    CHECK(told.turned_away.empty());
    bench.pass(1h);
    CHECK(bench.long_holds.size() == 1);
    CHECK(bench.ended.empty());
    CHECK_FALSE(*second);
}

TEST_CASE("who is turned away is told of, too") {
    MindedSlot bench;
    CHECK(bench.transmit(bench.second()) == ResultCode::SharingViolation);
    CHECK(*bench.begin(bench.third(), Patience::Refuse) == ResultCode::SharingViolation);
    bench.pass(10s);
    REQUIRE(bench.long_holds.size() == 1);
    CHECK(bench.long_holds.front().waiting.empty());
    CHECK(bench.long_holds.front().turned_away == std::vector<Client>{{12}, {13}});
}

TEST_CASE("who waits for one after another is told of whom he waits for now") {
    MindedSlot bench;
    const auto second = bench.begin(bench.second());
    const auto third = bench.begin(bench.third());
    bench.pass(6s);
    bench.end(bench.holder());
    REQUIRE(*second == ResultCode::Success);
    bench.pass(9s);
    CHECK(bench.long_holds.empty());
    bench.pass(1s);
    REQUIRE(bench.long_holds.size() == 1);
    CHECK(bench.long_holds.front().holder == Client{12});
    CHECK(bench.long_holds.front().held == 10s);
    bench.end(bench.second());
    REQUIRE(*third == ResultCode::Success);
    bench.pass(1h);
    CHECK(bench.long_holds.size() == 1);
}

TEST_CASE("short transactions are never told of, however long the line is") {
    MindedSlot bench;
    for (std::size_t i = 0; i < 20; ++i) {
        const auto next = bench.begin(bench.clients[(i + 1) % 3]);
        bench.pass(1s);
        bench.end(bench.clients[i % 3]);
        REQUIRE(*next == ResultCode::Success);
    }
    CHECK(bench.long_holds.empty());
}
