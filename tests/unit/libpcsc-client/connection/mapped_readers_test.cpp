// The library's end of the shared memory. Whoever made it may have meant harm.
#include "libpcsc-client/connection/mapped_readers.hpp"

#include <fstream>
#include <random>
#include <string>

#include "tests/fakes/map_memory.hpp"
#include "tests/unit/libpcsc-client/snapshots.hpp"

using namespace scrm::client;
using namespace scrm::ipc;
using scrm::fakes::MapMemory;

namespace {

struct Reading {
    Reading() = default;
    explicit Reading(const MapMemory& memory) { take(memory.descriptor()); }
    void take(int descriptor) { mapped.take(::dup(descriptor)); }
    bool read() { return mapped.read(readers, generation, events); }

    MappedReaders mapped;
    ReaderSnapshot readers;
    std::uint32_t generation = 0;
    std::uint32_t events = 0;
};

/// How often this process has it mapped to be read only.
int mappings() {
    std::ifstream maps("/proc/self/maps");
    int found = 0;
    for (std::string line; std::getline(maps, line);)
        found += line.find("scrm-test") != std::string::npos && line.find("r--s") != std::string::npos;
    return found;
}

int open_descriptors() {
    int count = 0;
    for (int descriptor = 0; descriptor < 1024; ++descriptor)
        count += ::fcntl(descriptor, F_GETFD) >= 0;
    return count;
}

}  // namespace

TEST_CASE("the readers are read as they were shown, and again when they are others") {
    MapMemory memory;
    const std::vector<ReaderState> first{full_reader("A"), empty_reader("B")};
    memory.show(5, first, 9);
    Reading reading(memory);
    REQUIRE(reading.mapped);
    REQUIRE(reading.read());
    CHECK(reading.generation == 5);
    CHECK(reading.events == 9);
    CHECK(reading.readers.size() == 2);
    CHECK(reading.readers.find("A") == full_reader("A"));

    memory.show(6, std::vector{empty_reader("C")}, 10);
    REQUIRE(reading.read());
    CHECK(reading.generation == 6);
    CHECK(reading.events == 10);
    CHECK(reading.readers.size() == 1);
    CHECK(reading.readers.find("C") == empty_reader("C"));
}

TEST_CASE("readers of a generation that is known are not copied again") {
    MapMemory memory;
    memory.show(5, std::vector{full_reader("A")});
    Reading reading(memory);
    REQUIRE(reading.read());
    take(reading.readers, {empty_reader("mark")});
    REQUIRE(reading.read());
    CHECK(reading.readers.find("mark"));
}

TEST_CASE(
    "of readers that are known those are copied that have changed; all after a long time, or if they are "
    "more") {
    MapMemory memory;
    memory.show(5, std::vector{full_reader("A"), empty_reader("B"), empty_reader("C")});
    Reading reading(memory);
    REQUIRE(reading.read());
    take(reading.readers, {full_reader("mark A"), empty_reader("mark B"), empty_reader("mark C")});

    memory.map().written[0] = memory.map().written[1] = 4;
    memory.show(6, std::vector{empty_reader("A")}, 9);
    MapChange(memory.map(), 6).put_counts(9, 3);
    memory.map().written[2] = 4;
    REQUIRE(reading.read());
    CHECK(reading.readers.find("A") == empty_reader("A"));
    CHECK(reading.readers.find("mark B"));
    CHECK(reading.readers.find("mark C"));

    MapChange(memory.map(), 7 + (1U << 30)).put_counts(9, 3);
    REQUIRE(reading.read());
    CHECK(reading.readers.find("B"));
    CHECK(reading.readers.find("C"));

    take(reading.readers, {full_reader("mark A"), empty_reader("mark B")});
    MapChange(memory.map(), 8 + (1U << 30)).put_counts(9, 3);
    REQUIRE(reading.read());
    CHECK(reading.readers.find("A"));
    CHECK(reading.readers.find("B"));
    CHECK(reading.readers.find("C"));
}

TEST_CASE("memory that is not fit for a map is none, and its descriptor is closed") {
    const int before = open_descriptors();
    for (const std::size_t size : {std::size_t{0}, std::size_t{4}, MapMemory::whole - 1}) {
        const MapMemory small(size);
        CHECK_FALSE(Reading(small).mapped);
    }
    const MapMemory may_shrink(MapMemory::whole, F_SEAL_GROW);
    CHECK_FALSE(Reading(may_shrink).mapped);
    MapMemory other_layout;
    other_layout.map().layout = reader_map_layout + 1;
    CHECK_FALSE(Reading(other_layout).mapped);
    Reading none;
    none.take(0);
    none.take(-1);
    CHECK_FALSE(none.mapped);
    CHECK(mappings() == 0);
    CHECK(open_descriptors() == before + 2);
}

TEST_CASE("all that have the same memory share one mapping, and the last one ends it") {
    MapMemory memory;
    memory.show(5, std::vector{full_reader("A")});
    const int before = open_descriptors();
    {
        Reading first(memory);
        Reading second(memory);
        CHECK(mappings() == 1);
        first.mapped.drop();
        CHECK(mappings() == 1);
        CHECK(second.read());

        const MapMemory newer;
        Reading third(newer);
        CHECK(mappings() == 2);
        third.take(memory.descriptor());
        CHECK(third.read());
        CHECK(open_descriptors() == before + 1);
    }
    CHECK(mappings() == 0);
}

TEST_CASE("what is being written is not believed, nor are more readers than there is room for") {
    MapMemory memory;
    memory.show(5, std::vector{full_reader("A")});
    Reading reading(memory);
    REQUIRE(reading.read());
    {
        const MapChange change(memory.map(), 5);
        CHECK_FALSE(reading.read());
        CHECK(reading.generation == 0);
    }
    CHECK(reading.read());
    CHECK(reading.generation == 5);

    MapChange(memory.map(), 6).put_counts(1, most_mapped_readers + 1);
    CHECK_FALSE(reading.read());
    MapChange(memory.map(), 7).put_counts(1, most_mapped_readers);
    CHECK(reading.read());
    CHECK(reading.readers.size() == most_mapped_readers);
}

TEST_CASE("a map full of nonsense hurts nobody") {
    std::minstd_rand engine(7);
    const auto random = [&] { return static_cast<std::uint32_t>(engine()); };
    MapMemory memory;
    Reading reading(memory);
    for (int i = 0; i < 100; ++i) {
        for (std::size_t place = 0; place < 4; ++place)
            for (ReaderMap::Word& word : memory.map().records[place])
                word = random() * 2;
        for (std::size_t place = 0; place < 4; ++place)
            memory.map().written[place] = random() * 2;
        MapChange(memory.map(), static_cast<std::uint32_t>(i + 1)).put_counts(random(), random() % 5);
        REQUIRE(reading.read());
        static_cast<void>(reading.readers.find("A"));
        static_cast<void>(reading.readers.names_fingerprint());
        for (std::size_t place = 0; place < reading.readers.size(); ++place)
            CHECK(reading.readers[place].atr_size <= max_atr_size);
    }
}
