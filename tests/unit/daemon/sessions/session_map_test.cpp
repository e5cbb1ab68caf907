// The readers in shared memory: who gets them, and that they are what the answers would be.
#include <sys/mman.h>
#include <sys/stat.h>

#include "ipc/reader_map.hpp"
#include "tests/unit/daemon/sessions/session_bench.hpp"

using namespace scrm::sessions;
using namespace scrm::sessions::test;
namespace ipc = scrm::ipc;

namespace {

/// A client's end of the shared memory.
struct Map {
    explicit Map(int its_descriptor) : descriptor(its_descriptor) {
        REQUIRE(descriptor >= 0);
        address = ::mmap(nullptr, sizeof(ipc::ReaderMap), PROT_READ, MAP_SHARED, descriptor, 0);
        REQUIRE(address != MAP_FAILED);
    }
    Map(const Map&) = delete;
    Map& operator=(const Map&) = delete;
    ~Map() {
        ::munmap(address, sizeof(ipc::ReaderMap));
        ::close(descriptor);
    }
    [[nodiscard]] const ipc::ReaderMap& readers() const { return *static_cast<ipc::ReaderMap*>(address); }
    [[nodiscard]] Payload records() const {
        Payload bytes(ipc::look_at(readers()).count * ipc::reader_state_size);
        ipc::copy_records(readers(), 0, bytes);
        return bytes;
    }

    int descriptor;
    void* address = nullptr;
};

const ipc::MapReaders request{.layout = ipc::reader_map_layout};

struct Mapped : SessionBench {
    Mapped() : client(scrm_client()), map(ask(client)) {}

    static int ask(Client& asking) {
        asking.send(request);
        const auto [answer, descriptor] = asking.reply_with_descriptor<ipc::MapReaders>();
        CHECK(answer.rv == ResultCode::Success);
        CHECK(asking.waiting() == 0);
        return descriptor;
    }
    /// What the map says is what the client would be answered.
    void check_map() {
        client.send(ipc::ReadReaders{});
        const auto list = client.reply<ipc::ReaderList>();
        const ipc::MapLook look = ipc::look_at(map.readers());
        CHECK(ipc::is_whole(map.readers(), look));
        CHECK(look.generation == list.generation);
        CHECK(look.reader_events == list.reader_events);
        CHECK(look.count == list.count);
        CHECK(map.records() == client.read(list.count * ipc::reader_state_size));
    }
    [[nodiscard]] std::int32_t sharing() const { return ipc::decode_reader_state(map.records()).sharing; }

    Client client;
    Map map;
};

}  // namespace

TEST_CASE("the map shows the readers as they are answered, whatever comes and goes") {
    Mapped bench;
    bench.check_map();
    bench.plug("Shelf");
    bench.check_map();
    bench.remove_card();
    bench.check_map();
    bench.unplug(0);
    bench.check_map();
    bench.unplug(0);
    bench.check_map();
}

TEST_CASE("who has been answered sees in the map what came of it") {
    Mapped bench;
    const std::uint32_t card = bench.client.connect(desk, 1);
    CHECK(bench.sharing() == ipc::shared_exclusively);
    bench.client.call(ipc::Disconnect{card, leave, ResultCode::Success});
    CHECK(bench.sharing() == 0);
}

TEST_CASE("all clients are given the same map, which they can neither write nor cut") {
    Mapped bench;
    Client other = bench.scrm_client();
    const Map second(Mapped::ask(other));
    struct stat one {
    }, two{};
    REQUIRE(::fstat(bench.map.descriptor, &one) == 0);
    REQUIRE(::fstat(second.descriptor, &two) == 0);
    CHECK(one.st_ino == two.st_ino);

    const int descriptor = second.descriptor;
    const std::size_t size = sizeof(ipc::ReaderMap);
    CHECK(::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0) == MAP_FAILED);
    CHECK(::mprotect(second.address, size, PROT_READ | PROT_WRITE) != 0);
    CHECK(::pwrite(descriptor, "x", 1, 0) == -1);
    CHECK(::ftruncate(descriptor, 0) == -1);
    CHECK(::ftruncate(descriptor, 2 * size) == -1);
    bench.check_map();
}

TEST_CASE("a map that the client could not read is refused") {
    SessionBench bench;
    Client client = bench.scrm_client();
    const auto answer = client.call(ipc::MapReaders{.layout = ipc::reader_map_layout + 1});
    CHECK(answer.rv == ResultCode::UnsupportedFeature);
}

TEST_CASE("the map is not to be had before the first enumeration has settled") {
    SessionBench bench(Settled::No);
    Client client = bench.scrm_client();
    client.send(request);
    CHECK(client.waiting() == 0);
    bench.registry.settle();
    bench.loop.turn();
    const auto [answer, descriptor] = client.reply_with_descriptor<ipc::MapReaders>();
    CHECK(answer.rv == ResultCode::Success);
    const Map map(descriptor);
    CHECK(ipc::look_at(map.readers()).count == 1);
}

TEST_CASE("a watch of one who has the map is answered without the records, for the places it names") {
    Mapped bench;
    bench.plug("Shelf");
    const std::uint32_t shelf = 1;
    const ipc::WatchReaders watch{.known = ipc::look_at(bench.map.readers()).generation,
                                  .scope = ipc::WatchScope::PlacesMapped,
                                  .places_size = sizeof shelf,
                                  .payload = {reinterpret_cast<const std::uint8_t*>(&shelf), sizeof shelf}};
    bench.client.send(watch);
    bench.remove_card();
    CHECK(bench.client.waiting() == 0);
    bench.driver(1).remove();
    bench.loop.turn();
    const auto list = bench.client.reply<ipc::ReaderList>();
    CHECK(list.rv == ResultCode::Success);
    CHECK(list.count == 0);
    CHECK(bench.client.waiting() == 0);
    CHECK(list.generation == ipc::look_at(bench.map.readers()).generation);
    CHECK(list.generation != watch.known);

    bench.client.send(watch);  // of what is old already
    CHECK(bench.client.reply<ipc::ReaderList>().count == 0);
    CHECK(bench.client.waiting() == 0);
}
