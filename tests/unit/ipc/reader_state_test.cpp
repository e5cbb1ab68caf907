#include "ipc/reader_state.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <vector>

#include "ipc/codec.hpp"

using namespace scrm::ipc;

namespace {

// Offsets in the record, by the protocol's description and not by the codec.
constexpr std::size_t counter_at = 128, state_at = 132, sharing_at = 136, atr_at = 140, atr_size_at = 176,
                      protocol_at = 180;

using Record = std::vector<std::uint8_t>;

const Record empty_record(184, 0);

Record encode(const ReaderState& state) {
    Record record(184, 0xEE);
    encode_reader_state(state, record);
    return record;
}

void put(Record& record, std::size_t at, std::initializer_list<std::uint8_t> bytes) {
    std::ranges::copy(bytes, record.begin() + static_cast<std::ptrdiff_t>(at));
}

ReaderState sample() {
    ReaderState state;
    state.name = to_reader_name("A reader 00 00");
    state.event_counter = 0x0201;
    state.state = slot_state::present | slot_state::powered | slot_state::negotiable;
    state.sharing = shared_exclusively;
    state.atr = {0x3B, 0x80, 0x80, 0x01, 0x01};
    state.atr_size = 5;
    state.protocol = 2;
    return state;
}

}  // namespace

TEST_CASE("a record has every field at its place and zeros between") {
    Record expected = empty_record;
    const std::string_view name = "A reader 00 00";
    std::ranges::copy(name, expected.begin());
    put(expected, counter_at, {0x01, 0x02, 0, 0});
    put(expected, state_at, {0x34, 0, 0, 0});
    put(expected, sharing_at, {0xFF, 0xFF, 0xFF, 0xFF});
    put(expected, atr_at, {0x3B, 0x80, 0x80, 0x01, 0x01});
    put(expected, atr_size_at, {5, 0, 0, 0});
    put(expected, protocol_at, {2, 0, 0, 0});
    CHECK(encode(sample()) == expected);
    CHECK(decode_reader_state(expected) == sample());
}

TEST_CASE("a record's longest ATR has 33 bytes") {
    ReaderState state = sample();
    state.atr.fill(0x5A);
    state.atr_size = 33;
    const Record record = encode(state);
    CHECK(std::count(record.begin(), record.end(), 0x5A) == 33);
    CHECK(decode_reader_state(record) == state);
}

TEST_CASE("a record whose ATR length is more than an ATR can have has no ATR") {
    const auto length = GENERATE(std::uint8_t{34}, std::uint8_t{255});
    Record record = empty_record;
    put(record, atr_size_at, {length, 0, 0, 0});
    CHECK(decode_reader_state(record).atr_size == 0);
}

TEST_CASE("the whole ATR length counts, not its lowest byte") {
    Record record = empty_record;
    put(record, atr_size_at, {5, 0, 0, 1});
    CHECK(decode_reader_state(record).atr_size == 0);
}

TEST_CASE("an ATR length above 33 is never sent") {
    ReaderState state = sample();
    state.atr_size = GENERATE(std::uint8_t{34}, std::uint8_t{255});
    const Record record = encode(state);
    CHECK(record[atr_size_at] == 33);
    CHECK(record[atr_size_at + 1] == 0);
}

TEST_CASE("a name that fills its field is cut, so that it ends") {
    Record record = empty_record;
    std::fill_n(record.begin(), reader_name_size, std::uint8_t{'x'});
    const ReaderState state = decode_reader_state(record);
    CHECK(state.name.back() == '\0');
    CHECK(name_of(state.name) == std::string(127, 'x'));
    CHECK(state.event_counter == 0);
}

TEST_CASE("a name is what stands before the first NUL") {
    ReaderName field{};
    CHECK(name_of(field).empty());
    field = to_reader_name("short");
    CHECK(name_of(field) == "short");
    field[2] = '\0';
    CHECK(name_of(field) == "sh");
    field.fill('y');
    CHECK(name_of(field).size() == 127);
}

TEST_CASE("a name too long for the record is cut at 127 characters") {
    const auto length = GENERATE(0U, 1U, 126U, 127U, 128U, 500U);
    const std::string name(length, 'z');
    const ReaderName field = to_reader_name(name);
    CHECK(name_of(field) == name.substr(0, 127));
    CHECK(field.back() == '\0');
}
