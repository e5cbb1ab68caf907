#include "drivers/ccid/wire/slot_talk.hpp"

#include "tests/unit/drivers/ccid/scripted_port.hpp"

namespace scrm::ccid {
namespace {

using drivers::DriverError;

const Command status = plain_command(CommandType::GetSlotStatus);
constexpr Milliseconds silence{1000};

DriverError meaning(std::uint8_t error, CardStatus card = CardStatus::Active) {
    Answer answer;
    answer.status = CommandStatus::Failed;
    answer.error = static_cast<ReaderError>(error);
    answer.card = card;
    return error_of(answer);
}

TEST_CASE("what a refusal means; that there is no card goes before all") {
    for (const int error : {0xFE, 0xF8, 0xF7})
        CHECK(meaning(static_cast<std::uint8_t>(error)) == DriverError::CardMute);
    for (const int error : {0xF6, 0xF3})
        CHECK(meaning(static_cast<std::uint8_t>(error)) == DriverError::ProtocolNotSupported);
    CHECK(meaning(0x00) == DriverError::NotSupported);
    for (const int error : {0xFD, 0xFB, 0xFF, 0xBD, 0x81, 0x01})
        CHECK(meaning(static_cast<std::uint8_t>(error)) == DriverError::CommunicationFailed);
    CHECK(meaning(0x00, CardStatus::Absent) == DriverError::NoCard);
}

TEST_CASE("a slot that says it is busy, in either way, is asked again") {
    TalkBench bench;
    bench.port.refuse(0xE0);
    bench.port.refuse(0xF2);
    bench.port.say("90 00");
    const auto answer = bench.run(bench.talk.ask(status, silence));
    REQUIRE(answer.has_value());
    CHECK(answer->data.size() == 2);
    CHECK(bench.port.asked.size() == 3);
}

TEST_CASE("a slot that stays busy is an answer in the end") {
    TalkBench bench;
    for (int i = 0; i < 20; ++i)
        bench.port.refuse(0xE0);
    const auto answer = bench.run(bench.talk.ask(status, silence));
    REQUIRE(answer.has_value());
    CHECK(answer->error == ReaderError::SlotBusy);
    CHECK(bench.port.all_said());
}

TEST_CASE("a verb that ends while its slot is busy does not ask again") {
    TalkBench bench;
    bench.port.refuse(0xE0);
    bench.talk.interrupt(DriverError::Cancelled);
    const auto answer = bench.run(bench.talk.ask(status, silence));
    CHECK((!answer && answer.error() == DriverError::Cancelled));
    CHECK(bench.port.asked.size() == 1);
}

TEST_CASE("what is demanded is not refused") {
    TalkBench bench;
    bench.port.refuse(0xF6);
    CHECK(bench.run(bench.talk.demand(status, silence)).error() == DriverError::ProtocolNotSupported);
    bench.port.fail(DriverError::DeadlinePassed);
    CHECK(bench.run(bench.talk.demand(status, silence)).error() == DriverError::DeadlinePassed);
    bench.port.say("");
    CHECK(bench.run(bench.talk.demand(status, silence)).has_value());
}

}  // namespace
}  // namespace scrm::ccid
