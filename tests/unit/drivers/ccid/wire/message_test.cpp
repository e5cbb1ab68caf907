// The examples are from public logs of real readers.
#include "drivers/ccid/wire/message.hpp"

#include <catch2/catch.hpp>

#include "drivers/ccid/wire/commands.hpp"
#include "tests/unit/drivers/ccid/hex.hpp"

namespace scrm::ccid {
namespace {

std::vector<std::uint8_t> encoded(const Command& command, std::uint8_t slot, std::uint8_t sequence) {
    std::vector<std::uint8_t> message{1, 2, 3};
    encode(command, slot, sequence, message);
    return message;
}

TEST_CASE("commands as they go out") {
    CHECK(encoded(plain_command(CommandType::GetSlotStatus), 0, 0) == hex("65 00000000 00 00 000000"));
    CHECK(encoded(power_on_command(Voltage::Volt5), 0, 0x0C) == hex("62 00000000 00 0C 01 0000"));
    const auto pps = hex("FF 11 18 F6");
    CHECK(encoded(xfr_block(pps, 0), 0, 0x0D) == hex("6F 04000000 00 0D 00 0000 FF 11 18 F6"));
    CHECK(encoded(xfr_part({}, Chain::NextPart), 3, 0xFF) == hex("6F 00000000 03 FF 00 1000"));
    CHECK(encoded(xfr_block(pps, 0x0102, 9), 0, 1) == hex("6F 04000000 00 01 09 0201 FF 11 18 F6"));
}

TEST_CASE("the status of an empty slot, of a card without power, of one with power") {
    const auto empty = hex("81 00000000 00 00 42 FE 01");
    const DecodedFrame frame = decode(empty);
    REQUIRE(frame.answer);
    CHECK_FALSE(frame.fault);
    CHECK(frame.answer->type == AnswerType::SlotStatus);
    CHECK(frame.answer->card == CardStatus::Absent);
    CHECK(frame.answer->failed());
    CHECK(frame.answer->error == ReaderError::Mute);
    CHECK(frame.answer->specific == 1);
    CHECK(decode(hex("81 00000000 00 01 01 00 01")).answer->card == CardStatus::Inactive);
    CHECK(decode(hex("81 00000000 00 01 00 00 00")).answer->card == CardStatus::Active);
    CHECK(decode(hex("81 00000000 00 01 03 00 00")).answer->card == CardStatus::Absent);
}

TEST_CASE("an answer to reset") {
    const auto bytes = hex("80 06000000 00 0C 00 00 00 3B 04 17 04 FF FF");
    const DecodedFrame frame = decode(bytes);
    REQUIRE(frame.answer);
    CHECK(frame.answer->type == AnswerType::DataBlock);
    CHECK(frame.answer->sequence == 0x0C);
    CHECK(frame.answer->status == CommandStatus::Done);
    CHECK(std::vector(frame.answer->data.begin(), frame.answer->data.end()) == hex("3B 04 17 04 FF FF"));
}

TEST_CASE("a power-on that failed, a time extension") {
    CHECK(decode(hex("80 00000000 00 4E 41 FE 00")).answer->failed());
    CHECK(decode(hex("80 00000000 00 4E 80 09 00")).answer->status == CommandStatus::TimeExtension);
}

TEST_CASE("what a card that has died, or a reader that has lost its way, was seen to say") {
    const auto parameters = hex("82 05000000 00 0E 40 FE 00 12 00 00 0A 00");
    CHECK(decode(parameters).answer->error == ReaderError::Mute);
    CHECK(decode(parameters).answer->data.size() == 5);
    const auto nothing = hex("80 00000000 00 0F 00 FE 00");  // success, and not a byte
    CHECK_FALSE(decode(nothing).answer->failed());
    CHECK(decode(nothing).answer->data.empty());
    const auto other_type = hex("81 00000000 00 61 40 FC 00");  // to a Transmit
    CHECK(decode(other_type).answer->type == AnswerType::SlotStatus);
    CHECK(decode(other_type).answer->error == ReaderError::Overrun);
}

TEST_CASE("frames that are none") {
    CHECK(decode({}).fault == FrameFault::TooShort);
    CHECK(decode(hex("80 00000000 00 00 00 00")).fault == FrameFault::TooShort);
    CHECK_FALSE(decode(hex("80 00000000 00 00 00 00")).answer);
    // A reader that sends our own command back.
    CHECK(decode(hex("65 00000000 00 00 00 00 00")).fault == FrameFault::NotAnAnswer);
    CHECK_FALSE(decode(hex("65 00000000 00 00 00 00 00")).answer);
    CHECK(decode(hex("85 00000000 00 00 00 00 00")).fault == FrameFault::NotAnAnswer);
}

TEST_CASE("a length that lies is told, with what did come") {
    const auto bytes = hex("80 FFFFFFFF 01 02 00 00 00 90 00");
    const DecodedFrame frame = decode(bytes);
    CHECK(frame.fault == FrameFault::WrongLength);
    REQUIRE(frame.answer);
    CHECK(frame.answer->slot == 1);
    CHECK(frame.answer->data.size() == 2);
    CHECK(decode(hex("80 01000000 00 00 00 00 00 90 00")).fault == FrameFault::WrongLength);
}

TEST_CASE("interrupt messages: a card in, a card out, several slots") {
    const auto in = std::get<SlotChange>(decode_interrupt(hex("50 03"), 1));
    REQUIRE(in.slots.size() == 1);
    CHECK(in.slots[0].present);
    CHECK(in.slots[0].changed);
    const auto out = std::get<SlotChange>(decode_interrupt(hex("50 02"), 1));
    CHECK_FALSE(out.slots[0].present);
    CHECK(out.slots[0].changed);
    const auto fifth = std::get<SlotChange>(decode_interrupt(hex("50 00 03"), 5));
    REQUIRE(fifth.slots.size() == 5);
    CHECK(fifth.slots[4].present);
    CHECK_FALSE(fifth.slots[3].present);
}

TEST_CASE("interrupt messages that say less than they should") {
    CHECK(std::get<SlotChange>(decode_interrupt(hex("50 03"), 8)).slots.size() == 4);
    CHECK(std::get<SlotChange>(decode_interrupt(hex("50"), 8)).slots.empty());
    CHECK(std::holds_alternative<std::monostate>(decode_interrupt({}, 1)));
    CHECK(std::holds_alternative<std::monostate>(decode_interrupt(hex("51 00 00"), 1)));
    CHECK(std::get<HardwareError>(decode_interrupt(hex("51 02 00 01"), 1)).slot == 2);
}

}  // namespace
}  // namespace scrm::ccid
