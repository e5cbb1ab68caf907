#include "ipc/reader_map.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <memory>
#include <thread>
#include <vector>

using namespace scrm::ipc;

namespace {

using Buffer = std::vector<std::uint8_t>;

Buffer record_of(std::uint8_t byte) {
    return Buffer(reader_state_size, byte);
}

Buffer records_in(const ReaderMap& map, std::size_t count) {
    Buffer bytes(count * reader_state_size, 0xEE);
    copy_records(map, 0, bytes);
    return bytes;
}

}  // namespace

TEST_CASE(
    "both ends see the same places: five words, a word for each place, the records as the wire has them") {
    constexpr std::size_t head = 4 * (5 + most_mapped_readers);
    CHECK(sizeof(ReaderMap) == head + most_mapped_readers * reader_state_size);
    const auto map = std::make_unique<ReaderMap>();
    map->layout = reader_map_layout;
    MapChange(*map, 7).put_counts(8, 9);
    Buffer record(reader_state_size);
    for (std::size_t i = 0; i < record.size(); ++i)
        record[i] = static_cast<std::uint8_t>(i);
    MapChange(*map, 10).put_record(2, record);

    const auto* const bytes = reinterpret_cast<const std::uint8_t*>(map.get());
    const auto* const words = reinterpret_cast<const std::uint32_t*>(map.get());
    CHECK(std::vector(words, words + 5) == std::vector<std::uint32_t>{2, 4, 10, 8, 9});
    CHECK(std::vector(words + 5, words + 9) == std::vector<std::uint32_t>{0, 0, 10, 0});
    CHECK(std::equal(record.begin(), record.end(), bytes + head + 2 * reader_state_size));
}

TEST_CASE("what was put there is read there") {
    const auto map = std::make_unique<ReaderMap>();
    {
        MapChange change(*map, 5);
        change.put_record(0, record_of(1));
        change.put_record(1, record_of(2));
        change.put_counts(6, 2);
    }
    const MapLook look = look_at(*map);
    CHECK(look.generation == 5);
    CHECK(look.reader_events == 6);
    CHECK(look.count == 2);
    Buffer expected = record_of(1);
    expected.resize(2 * reader_state_size, 2);
    CHECK(records_in(*map, 2) == expected);
    CHECK(is_whole(*map, look));
}

TEST_CASE("a look in the midst of a change is not whole, nor is one that a change has overtaken") {
    const auto map = std::make_unique<ReaderMap>();
    const MapLook before = look_at(*map);
    CHECK(is_whole(*map, before));
    {
        const MapChange change(*map, 1);
        CHECK_FALSE(is_whole(*map, before));
        CHECK_FALSE(is_whole(*map, look_at(*map)));
    }
    CHECK_FALSE(is_whole(*map, before));
    CHECK(is_whole(*map, look_at(*map)));
}

TEST_CASE("no more is read than there is, nor written") {
    const auto map = std::make_unique<ReaderMap>();
    MapChange(*map, 1).put_record(most_mapped_readers - 1, record_of(3));
    MapChange(*map, 1).put_record(most_mapped_readers, record_of(4));
    const Buffer all = records_in(*map, most_mapped_readers + 1);
    const auto last = all.end() - std::ptrdiff_t{reader_state_size};
    CHECK(std::all_of(last - std::ptrdiff_t{reader_state_size}, last, [](auto byte) { return byte == 3; }));
    CHECK(std::all_of(last, all.end(), [](auto byte) { return byte == 0xEE; }));
}

TEST_CASE(
    "what has not been written since the generation that is known is left alone, also beyond the last "
    "number") {
    for (const std::uint32_t known : {std::uint32_t{5}, std::uint32_t{0xFFFFFFFF}}) {
        const auto map = std::make_unique<ReaderMap>();
        MapChange(*map, known - 1).put_record(0, record_of(1));
        MapChange(*map, known).put_record(1, record_of(2));
        MapChange(*map, known + 2).put_record(2, record_of(3));
        Buffer bytes(4 * reader_state_size, 0xEE);
        copy_records(*map, known, bytes);
        const auto first_of = [&](std::size_t place) { return bytes[place * reader_state_size]; };
        CHECK(first_of(0) == 0xEE);
        CHECK(first_of(1) == 2);
        CHECK(first_of(2) == 3);
    }
}

TEST_CASE("a reader beside a writer sees no mixture") {
    const auto map = std::make_unique<ReaderMap>();
    std::atomic<bool> over = false;
    std::thread writer([&] {
        for (std::uint32_t i = 0; !over; ++i) {
            MapChange change(*map, i);
            change.put_record(0, record_of(static_cast<std::uint8_t>(i)));
            change.put_record(1, record_of(static_cast<std::uint8_t>(i)));
            change.put_counts(1, 2);
        }
    });
    bool mixed = false;
    for (int whole = 0; whole < 2000;) {
        const MapLook look = look_at(*map);
        const Buffer bytes = records_in(*map, 2);
        if (!is_whole(*map, look))
            continue;
        ++whole;
        mixed |= !std::ranges::all_of(
            bytes, [&](auto byte) { return byte == static_cast<std::uint8_t>(look.generation); });
    }
    over = true;
    writer.join();
    CHECK_FALSE(mixed);
}
