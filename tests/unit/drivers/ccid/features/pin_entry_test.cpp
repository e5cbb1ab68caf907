#include "drivers/ccid/features/pin_entry.hpp"

#include "tests/unit/drivers/ccid/hex.hpp"
#include "tests/unit/drivers/ccid/reader_bench.hpp"

namespace scrm::ccid {
namespace {

using drivers::DriverError;
using drivers::Protocol;

// Timeout 30 s, ASCII PIN of 4 to 8 digits in a block of 8, one message in English.
const auto verify =
    hex("1E 1E 82 08 04 08 04 02 01 09 04 00 00 00 00 0D 00 00 00 "
        "00 20 00 01 08 FF FF FF FF FF FF FF FF");
const auto modify =
    hex("1E 1E 82 08 04 00 08 08 04 03 02 03 09 04 00 01 02 00 00 00 05 00 00 00 00 24 00 01 00");

TEST_CASE("a request to verify, as the reader gets it") {
    const auto request = parse_pin_request(PinOperation::Verify, verify);
    REQUIRE(request);
    CHECK(request->timeout_s == 30);
    CHECK(patience_for(*request) == std::chrono::seconds(90));
    CHECK(encode_pin_request(*request, {}) ==
          hex("00 1E 82 08 04 08 04 02 01 09 04 00 00 00 00 00 20 00 01 08 FF FF FF FF FF FF FF FF"));
}

TEST_CASE("a request to modify: as many message indices as there are messages") {
    auto request = parse_pin_request(PinOperation::Modify, modify);
    REQUIRE(request);
    CHECK(encode_pin_request(*request, {}) ==
          hex("01 1E 82 08 04 00 08 08 04 03 02 03 09 04 00 01 02 00 00 00 00 24 00 01 00"));
    request->messages = 1;
    CHECK(encode_pin_request(*request, {}) ==
          hex("01 1E 82 08 04 00 08 08 04 03 02 01 09 04 00 01 00 00 00 00 24 00 01 00"));
    request->messages = 0;
    CHECK(encode_pin_request(*request, {}) ==
          hex("01 1E 82 08 04 00 08 08 04 03 02 00 09 04 00 00 00 00 00 24 00 01 00"));
    PinFixes all_indices;
    all_indices.three_message_indices = true;
    CHECK(encode_pin_request(*request, all_indices) ==
          hex("01 1E 82 08 04 00 08 08 04 03 02 00 09 04 00 01 02 00 00 00 00 24 00 01 00"));
}

TEST_CASE("numbers the wrong way round are put right") {
    auto reversed = verify;
    std::swap(reversed[5], reversed[6]);
    std::swap(reversed[9], reversed[10]);
    std::swap(reversed[15], reversed[18]);
    const auto request = parse_pin_request(PinOperation::Verify, reversed);
    REQUIRE(request);
    CHECK(encode_pin_request(*request, {}) ==
          encode_pin_request(*parse_pin_request(PinOperation::Verify, verify), {}));
}

TEST_CASE("structures that do not hold together are refused") {
    for (std::size_t size = 0; size < verify.size(); ++size)
        CHECK_FALSE(parse_pin_request(PinOperation::Verify, Bytes(verify).first(size)));
    auto longer = verify;
    longer.push_back(0);
    CHECK_FALSE(parse_pin_request(PinOperation::Verify, longer));
    auto messages = modify;
    messages[11] = 4;
    CHECK_FALSE(parse_pin_request(PinOperation::Modify, messages));
    messages[11] = 0xFF;
    CHECK(parse_pin_request(PinOperation::Modify, messages));
}

TEST_CASE("requests are put right for the model") {
    auto request = *parse_pin_request(PinOperation::Verify, verify);
    request.validation = 0;
    put_right(request, {});
    CHECK(request.validation == 2);
    PinFixes fixes;
    fixes.verify_message_count = 0;
    fixes.swaps_pin_sizes = true;
    put_right(request, fixes);
    CHECK(request.messages == 0);
    CHECK(request.max_extra_digit == 0x0804);
}

// The pad types the PIN into the template and hands it to the card.
std::optional<fakes::Octets> type_pin(fakes::EmulatedSlot& slot, const fakes::Octets& data) {
    const bool t1 = slot.level() == fakes::EmulatedLevel::Tpdu;
    fakes::Octets command(data.begin() + 15, data.end());
    command[4] = 4;
    command.resize(5);
    command.insert(command.end(), {'1', '2', '3', '4'});
    if (!t1)
        return slot.run(command);
    fakes::Octets block(data.begin() + 12, data.begin() + 15);
    block[2] = static_cast<std::uint8_t>(command.size());
    block.insert(block.end(), command.begin(), command.end());
    std::uint8_t check = 0;
    for (const std::uint8_t byte : block)
        check ^= byte;
    block.push_back(check);
    return slot.transfer(block, 0).data;
}

constexpr std::uint32_t verify_code = 0x42330006;
constexpr std::uint8_t secure_message = 0x69;

fakes::RecordedReader pin_pad(std::uint32_t level_bits) {
    fakes::RecordedReader reader = fakes::golden_reader("ACS APG8201-B2");
    reader.descriptor[42] = static_cast<std::uint8_t>(level_bits);
    return reader;
}

TEST_CASE("a PIN is verified at APDU level and, with the host's T=1 around it, at TPDU level") {
    for (const std::uint32_t level : {1U, 2U, 4U}) {
        CAPTURE(level);
        ReaderBench bench(pin_pad(level));
        bench.make_ready();
        bench.emulated.on_secure = type_pin;
        const auto read_secret = hex("00 B0 83 00 13");
        REQUIRE(bench.exchange(hex("00 A4 04 00 06 F0 53 43 52 4D 01 00")).ok());
        CHECK(bench.exchange(read_secret).bytes == hex("69 82"));
        CHECK(bench.control(verify_code, verify).bytes == hex("90 00"));
        CHECK(bench.exchange(read_secret).bytes.size() == 21);
    }
}

// For a reader with messages of 74 bytes: what it gets of Secure, wLevelParameter by wLevelParameter.
std::vector<std::uint8_t> parts_of_entry(std::uint32_t level, std::size_t command_size, std::string& error) {
    fakes::RecordedReader reader = pin_pad(level);
    reader.descriptor[44] = 74;
    reader.descriptor[45] = 0;
    ReaderBench bench(reader);
    bench.make_ready();
    bench.emulated.on_secure = type_pin;
    auto structure = verify;
    structure.resize(19 + command_size, 0xFF);
    structure[15] = static_cast<std::uint8_t>(command_size);
    const Outcome answer = bench.control(verify_code, structure);
    error = answer.error;
    if (answer.ok())
        CHECK(answer.bytes == hex("90 00"));
    std::vector<std::uint8_t> parts;
    for (const fakes::Octets& message : bench.emulated.received)
        if (message[0] == secure_message)
            parts.push_back(message[8]);
    return parts;
}

TEST_CASE("a request that is too long for a message goes in parts, where the reader takes parts") {
    std::string error;
    constexpr std::size_t fits = 64 - 15;
    CHECK(parts_of_entry(4, fits, error) == std::vector<std::uint8_t>{0});
    CHECK(parts_of_entry(4, fits + 1, error) == std::vector<std::uint8_t>{1, 2});
    CHECK(parts_of_entry(4, 2 * 64, error) == std::vector<std::uint8_t>{1, 3, 2});
    CHECK(error == "");
    CHECK(parts_of_entry(2, fits + 1, error).empty());
    CHECK(error == drivers::describe(DriverError::NotSupported));
}

TEST_CASE("a user who takes too long or cancels is an answer, and the card is as it was") {
    ReaderBench bench(pin_pad(1));
    bench.make_ready();
    const auto echo = hex("80 EC 00 00 03 01 02 03 00");
    for (const auto& [error, words] : {std::pair{0xF0, hex("64 00")}, std::pair{0xEF, hex("64 01")}}) {
        bench.emulated.secure_error = static_cast<std::uint8_t>(error);
        CHECK(bench.control(verify_code, verify).bytes == words);
        CHECK(bench.exchange(echo).bytes == hex("01 02 03 90 00"));
    }
}

TEST_CASE("a bad structure reaches no reader") {
    ReaderBench bench(pin_pad(2));
    bench.make_ready();
    CHECK(bench.control(verify_code, hex("00 01 02")).bytes == hex("6B 80"));
    CHECK(bench.emulated.count(secure_message) == 0);
}

TEST_CASE("a reader without a PIN pad verifies none") {
    ReaderBench bench(fakes::golden_reader("AF Care One"));
    bench.make_ready();
    CHECK(bench.control(verify_code, verify).error == drivers::describe(DriverError::NotSupported));
}

}  // namespace
}  // namespace scrm::ccid
