// Every reader on record, brought up with a card in it.
#include "tests/unit/drivers/ccid/hex.hpp"
#include "tests/unit/drivers/ccid/reader_bench.hpp"

namespace scrm::ccid {
namespace {

using drivers::Protocol;

const auto select_application = hex("00 A4 04 00 06 F0 53 43 52 4D 01");
const auto read_hello = hex("00 B0 81 00 1C");

std::string hello() {
    return "Hello from the virtual card!";
}

bool says_hello(const Outcome& answer) {
    const std::string text(answer.bytes.begin(), answer.bytes.end());
    return text == hello() + "\x90" + std::string(1, '\0');
}

bool is_token(const fakes::RecordedReader& reader) {
    return reader.endpoints < 2;
}

fakes::CardMake card_for(Protocol protocol) {
    return protocol == Protocol::T0 ? fakes::card_for_t0() : fakes::card_for_t1();
}

void talk(const fakes::RecordedReader& recorded, Protocol protocol) {
    ReaderBench bench(recorded);
    REQUIRE(bench.refusal == "");
    bench.emulated.insert(0, card_for(protocol));
    REQUIRE(bench.bring_up().error == "");
    bench.await_presence(true);
    REQUIRE(bench.power_on().bytes == card_for(protocol).atr);
    REQUIRE(bench.select(protocol).error == "");
    REQUIRE(bench.exchange(select_application, protocol).error == "");
    const Outcome answer = bench.exchange(read_hello, protocol);
    CHECK(answer.error == "");
    CHECK(says_hello(answer));
    CHECK_FALSE(bench.emulated.overlapped());
}

// The largest command and answer: 65 535 bytes there and back, in as many parts as the reader's messages
// take.
void talk_at_length(const fakes::RecordedReader& recorded) {
    ReaderBench bench(recorded);
    bench.emulated.insert(0, fakes::card_for_t1());
    REQUIRE(bench.bring_up().error == "");
    bench.await_presence(true);
    REQUIRE(bench.power_on().ok());
    REQUIRE(bench.select(Protocol::T1).error == "");
    fakes::Octets command = hex("80 EC 00 00 00 FF FF");
    for (std::size_t i = 0; i < 65'535; ++i)
        command.push_back(static_cast<std::uint8_t>(i % 251));
    fakes::Octets expected(command.begin() + 7, command.end());
    expected.insert(expected.end(), {0x90, 0x00});
    command.insert(command.end(), {0x00, 0x00});
    const Outcome answer = bench.exchange(command, Protocol::T1);
    CHECK(answer.error == "");
    CHECK((answer.bytes == expected));
}

void talk_as_declared(const fakes::RecordedReader& reader) {
    CAPTURE(reader.name, reader.interface_number);
    const auto descriptor = find_class_descriptor(reader.descriptor);
    REQUIRE(descriptor);
    if ((descriptor->protocols & 1U) != 0)
        talk(reader, Protocol::T0);
    if ((descriptor->protocols & 2U) != 0)
        talk(reader, Protocol::T1);
    const bool carries_any_length = (descriptor->features & feature::level_extended_apdu) != 0 ||
                                    ((descriptor->features & feature::level_mask) == feature::level_tpdu &&
                                     (descriptor->protocols & 2U) != 0);
    if (carries_any_length)
        talk_at_length(reader);
}

TEST_CASE("the readers in the tree carry commands with every protocol they declare") {
    for (const fakes::RecordedReader& reader : fakes::golden_readers())
        if (!is_token(reader))
            talk_as_declared(reader);
}

// How many of them, of those whose exchange level is among `levels`.
std::size_t talk_to_recorded(std::uint32_t levels) {
    std::size_t carried = 0;
    for (const fakes::RecordedReader& reader : fakes::all_recorded_readers()) {
        const auto descriptor = find_class_descriptor(reader.descriptor);
        REQUIRE(descriptor);
        const std::uint32_t level = descriptor->features & feature::level_mask;
        if (is_token(reader) || (level & levels) != level || (level == 0) != (levels == 0))
            continue;
        talk_as_declared(reader);
        ++carried;
    }
    return carried;
}

void check_carried(std::size_t carried, std::size_t expected) {
    if (carried == 0)
        WARN("the recorded readers are not beside this tree: skipped");
    else
        CHECK(carried == expected);
}

TEST_CASE("all recorded readers of extended APDUs carry commands with every protocol they declare") {
    check_carried(talk_to_recorded(feature::level_extended_apdu), 295);
}

TEST_CASE("all recorded readers of short APDUs carry commands with every protocol they declare") {
    check_carried(talk_to_recorded(feature::level_short_apdu), 186);
}

TEST_CASE("all recorded readers of TPDUs carry commands with every protocol they declare") {
    check_carried(talk_to_recorded(feature::level_tpdu), 278);
}

TEST_CASE("all recorded readers of characters carry commands with every protocol they declare") {
    check_carried(talk_to_recorded(0), 3);
}

// A token takes what its version carries: T=0 commands, or whole APDUs.
void talk_to_token(const fakes::RecordedReader& recorded) {
    CAPTURE(recorded.name);
    const auto descriptor = find_class_descriptor(recorded.descriptor);
    REQUIRE(descriptor);
    const auto protocol = (descriptor->protocols & 2U) != 0 ? Protocol::T1 : Protocol::T0;
    TokenBench bench(recorded, {}, quick_timing(), card_for(protocol));
    REQUIRE(bench.bring_up().error == "");
    bench.await_presence(true);
    REQUIRE(bench.power_on().bytes == card_for(protocol).atr);
    REQUIRE(bench.select(protocol).error == "");
    REQUIRE(bench.exchange(select_application, protocol).error == "");
    CHECK(says_hello(bench.exchange(read_hello, protocol)));
}

std::size_t talk_to_tokens(const std::vector<fakes::RecordedReader>& readers) {
    std::size_t carried = 0;
    for (const fakes::RecordedReader& reader : readers)
        if (is_token(reader)) {
            talk_to_token(reader);
            ++carried;
        }
    return carried;
}

TEST_CASE("tokens carry commands") {
    CHECK(talk_to_tokens(fakes::golden_readers()) >= 2);
    check_carried(talk_to_tokens(fakes::all_recorded_readers()), 11);  // the other 762 are above
}

}  // namespace
}  // namespace scrm::ccid
