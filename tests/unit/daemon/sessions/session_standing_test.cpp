// Watches that stand: told again and again, without being asked.
#include "tests/unit/daemon/sessions/watcher.hpp"

using namespace scrm::sessions;
using namespace scrm::sessions::test;
namespace ipc = scrm::ipc;

namespace {

struct Standing : Watcher {
    Standing() { stand(); }
    void stand(std::uint32_t cancels = 0) { watch_as(ipc::WatchScope::PlacesStanding, {1}, cancels); }
    void move() {
        if (card_is_in)
            driver(1).remove();
        else
            driver(1).insert(both_card);
        card_is_in = !card_is_in;
        loop.turn();
    }
    ipc::ReaderList word() {
        const auto list = client.reply<ipc::ReaderList>();
        CHECK(list.count == 0);
        return list;
    }
    bool card_is_in = true;
};

}  // namespace

TEST_CASE("a watch that stands tells of each change of the readers it names, and needs no more to be asked") {
    Standing bench;
    CHECK(bench.client.waiting() == 0);
    for (int i = 0; i < 3; ++i) {
        bench.move();
        CHECK(bench.word().rv == ResultCode::Success);
        CHECK(bench.client.waiting() == 0);
    }
    bench.driver(0).remove();
    bench.loop.turn();
    CHECK(bench.client.waiting() == 0);
}

TEST_CASE("a watch that stands says no more to a client that does not read, until it has read all") {
    Standing bench;
    for (int round = 0; round < 3; ++round) {
        for (int i = 0; i < 40; ++i)
            bench.move();
        const std::size_t unread = bench.client.waiting() / ipc::body_size<ipc::ReaderList>();
        CHECK(unread > 0);
        CHECK(unread < 10);
        for (std::size_t i = 0; i < unread; ++i)
            CHECK(bench.word().rv == ResultCode::Success);
        CHECK(bench.client.waiting() == 0);
    }
}

TEST_CASE("a watch that stands tells at once of what has changed before") {
    Standing bench;
    bench.client.send(ipc::ReadReaders{bench.known});
    CHECK(bench.word().rv == ResultCode::Cancelled);
    bench.told();
    bench.move();
    bench.stand();
    CHECK(bench.word().rv == ResultCode::Success);
    bench.move();
    CHECK(bench.word().rv == ResultCode::Success);
}

TEST_CASE("a watch that stands ends with the next request, and says so before that is answered") {
    Standing bench;
    bench.move();
    bench.client.send(ipc::ReadReaders{bench.known});
    CHECK(bench.word().rv == ResultCode::Success);
    CHECK(bench.word().rv == ResultCode::Cancelled);
    CHECK(bench.told().count == 2);
    bench.move();
    CHECK(bench.client.waiting() == 0);
}

TEST_CASE("a cancel ends a watch that stands; it does not end one that began later") {
    Standing bench;
    const ipc::CancelWaits cancel{bench.lane.context, 1, ResultCode::Success};
    CHECK(bench.lane.call(cancel).rv == ResultCode::Success);
    CHECK(bench.word().rv == ResultCode::Cancelled);
    bench.move();
    CHECK(bench.client.waiting() == 0);
    bench.stand(1);
    bench.word();
    bench.move();
    CHECK(bench.word().rv == ResultCode::Success);
    bench.stand(0);
    CHECK(bench.word().rv == ResultCode::Cancelled);  // the one before
    CHECK(bench.word().rv == ResultCode::Cancelled);
    CHECK(bench.client.waiting() == 0);
}

TEST_CASE("whoever hangs up on a watch that stands leaves nothing behind") {
    Standing bench;
    CHECK(bench.house.quota.used(1000, Good::Waiting) == 1);
    bench.client.hang_up();
    CHECK(bench.house.sessions.empty());
    CHECK(bench.house.handles.context_count() == 0);
    CHECK(bench.house.quota.users() == 0);
    bench.move();
}
