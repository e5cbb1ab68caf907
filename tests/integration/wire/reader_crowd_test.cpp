// More readers than a stock client of an older version can be told of.
#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/integration/wire/conversation.hpp"
#include "tests/integration/wire/desk.hpp"

namespace scrm::integration {
namespace {

using fakes::WireClient;
using ipc::Dialect;

std::ptrdiff_t named(const std::vector<ipc::ReaderState>& states) {
    return std::ranges::count_if(states, [](const auto& state) { return !ipc::name_of(state.name).empty(); });
}

}  // namespace

TEST_CASE("clients before 4:6 are shown 16 readers of 41") {
    const auto dialect = GENERATE(Dialect::V4_3, Dialect::V4_4, Dialect::V4_5);
    Desk desk;
    desk.plug_crowd();
    WireClient client(Desk::socket_path());
    introduce(client, dialect);
    const auto states = client.states();
    check(states, dialect);
    CHECK(named(states) == 16);
    desk.unplug_crowd();
}

TEST_CASE("4:6 clients are shown 41 readers in 48 records, and as many records when the readers have gone") {
    Desk desk;
    WireClient client(Desk::socket_path());
    introduce(client, Dialect::V4_6);
    for (int round = 0; round < 3; ++round) {
        desk.plug_crowd();
        const auto crowded = client.states();
        check(crowded, Dialect::V4_6);
        CHECK(crowded.size() == 48);
        CHECK(named(crowded) == 41);
        desk.unplug_crowd();
        const auto left = client.states();
        check(left, Dialect::V4_6);
        CHECK(left.size() == 48);
        CHECK(named(left) == 1);
    }
}

TEST_CASE("4:6 clients are sent as many records as they were told of, however many readers come meanwhile") {
    Desk desk;
    WireClient client(Desk::socket_path());
    introduce(client, Dialect::V4_6);
    int step = 0;
    client.between_messages([&] {
        if (++step == 3)  // between the answer to the size and the question for the records
            desk.plug_crowd();
    });
    check(client.states(), Dialect::V4_6);
    CHECK(step == 4);
    client.between_messages([] {});
    check(client.states(), Dialect::V4_6);
    desk.unplug_crowd();
}

}  // namespace scrm::integration
