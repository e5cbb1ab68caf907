// How the scrm dialect reads the readers and waits for those that matter.
#include "tests/unit/daemon/sessions/watcher.hpp"

using namespace scrm::sessions;
using namespace scrm::sessions::test;
namespace ipc = scrm::ipc;

TEST_CASE("readers that a client knows already are not sent again") {
    Watcher bench;
    CHECK(bench.read(bench.known).count == 0);
    CHECK(bench.read(bench.known ^ 1U).count == 2);
    bench.driver().remove();
    bench.loop.turn();
    const ipc::ReaderList list = bench.read(bench.known);
    CHECK(list.count == 2);
    CHECK(list.generation != bench.known);
}

TEST_CASE("a watch of what has changed meanwhile is answered at once") {
    Watcher bench;
    bench.driver(1).remove();
    bench.loop.turn();
    bench.watch({0});
    const ipc::ReaderList list = bench.told();
    CHECK(list.rv == ResultCode::Success);
    CHECK(list.count == 2);
}

TEST_CASE("a watch is answered by a change of the readers it names, and by no other") {
    Watcher bench;
    bench.watch({1});
    bench.driver(0).remove();
    bench.loop.turn();
    CHECK(bench.client.waiting() == 0);
    bench.driver(1).remove();
    bench.loop.turn();
    CHECK(bench.told().rv == ResultCode::Success);
}

TEST_CASE("a watch of everything is answered by any change, an arrival too") {
    Watcher bench;
    bench.watch({});
    bench.plug("Third");
    CHECK(bench.told().count == 3);
}

TEST_CASE("a watched reader that leaves is a change") {
    Watcher bench;
    bench.watch({1});
    bench.unplug(1);
    const ipc::ReaderList list = bench.told();
    CHECK(list.count == 1);
    CHECK(list.rv == ResultCode::Success);
}

TEST_CASE("a watch without patience is answered at once") {
    Watcher bench;
    bench.client.patience = 0;
    bench.watch({});
    CHECK(bench.told().rv == ResultCode::Timeout);
}

TEST_CASE("a watch whose patience ends says so") {
    Watcher bench;
    bench.client.patience = 1;
    bench.watch({});
    bench.loop.run_until([&] { return bench.client.waiting() > 0; });
    CHECK(bench.told().rv == ResultCode::Timeout);
}

TEST_CASE("a cancel ends the watches of its context that began before it, and no later one") {
    Watcher bench;
    bench.watch({});
    CHECK(bench.lane.call(ipc::CancelWaits{bench.lane.context, 1, ResultCode::Success}).rv ==
          ResultCode::Success);
    CHECK(bench.told().rv == ResultCode::Cancelled);
    bench.watch({}, 1);
    CHECK(bench.client.waiting() == 0);
    bench.plug("Third");
    CHECK(bench.told().rv == ResultCode::Success);
}

TEST_CASE("a cancel that overtook its watch is not lost") {
    Watcher bench;
    CHECK(bench.lane.call(ipc::CancelWaits{bench.lane.context, 3, ResultCode::Success}).rv ==
          ResultCode::Success);
    bench.watch({}, 2);
    CHECK(bench.told().rv == ResultCode::Cancelled);
}

TEST_CASE("a CANCEL from a stock connection ends a watch, too") {
    Watcher bench;
    bench.watch({});
    Client other = bench.stranger();
    CHECK(other.call(ipc::Cancel{bench.client.context, ResultCode::Success}).rv == ResultCode::Success);
    CHECK(bench.told().rv == ResultCode::Cancelled);
}

TEST_CASE("whoever asks before its watch is answered is hung up on") {
    Watcher bench;
    bench.watch({});
    bench.client.send(ipc::ReadReaders{bench.known});
    CHECK(bench.client.closed());
    bench.plug("Third");
}

TEST_CASE("whoever hangs up in a watch leaves nothing behind") {
    Watcher bench;
    bench.watch({});
    bench.client.hang_up();
    CHECK(bench.house.handles.context_count() == 0);
    bench.plug("Third");
}
