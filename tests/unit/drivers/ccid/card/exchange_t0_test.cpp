#include "drivers/ccid/card/exchange_t0.hpp"

#include "tests/unit/drivers/ccid/scripted_port.hpp"

namespace scrm::ccid {
namespace {

using drivers::DriverError;
using drivers::Result;

constexpr Milliseconds silence{1000};
const auto case_1 = hex("00 A4 00 0C");

struct Tpdus : TalkBench {
    ReaderFacts facts;
    std::vector<std::uint8_t> room = std::vector<std::uint8_t>(258);

    Result<std::size_t> exchange(const std::vector<std::uint8_t>& command) {
        return run(exchange_t0_tpdu(talk, facts, command, room, silence));
    }
    DriverError complaint(const std::vector<std::uint8_t>& command) {
        const auto size = exchange(command);
        REQUIRE_FALSE(size.has_value());
        return size.error();
    }
};

TEST_CASE("a reader that dislikes a command without P3 gets one with P3 from then on") {
    Tpdus bench;
    bench.port.refuse(1);  // the length is wrong
    bench.port.say("90 00");
    CHECK(bench.exchange(case_1).value() == 2);
    CHECK(bench.port.asked.at(0).data == case_1);
    CHECK(bench.port.asked.at(1).data == hex("00 A4 00 0C 00"));
    bench.port.say("90 00");
    CHECK(bench.exchange(case_1).has_value());
    CHECK(bench.port.asked.at(2).data == hex("00 A4 00 0C 00"));
}

TEST_CASE("a reader that dislikes both ways is not remembered for either") {
    Tpdus bench;
    bench.port.refuse(1);
    bench.port.refuse(1);
    CHECK(bench.complaint(case_1) == DriverError::CommunicationFailed);
    bench.port.refuse(1);
    bench.port.fail(DriverError::DeadlinePassed);
    CHECK(bench.complaint(case_1) == DriverError::DeadlinePassed);
    CHECK_FALSE(bench.facts.wants_p3);
}

TEST_CASE("what is no complaint of the message is no reason to send a command twice") {
    for (const std::uint8_t error : {std::uint8_t{0x00}, std::uint8_t{0xFE}, std::uint8_t{0x80}}) {
        Tpdus bench;
        bench.port.refuse(error);
        CHECK_FALSE(bench.exchange(case_1).has_value());
        CHECK(bench.port.asked.size() == 1);
    }
    Tpdus with_data;
    with_data.port.refuse(1);
    CHECK_FALSE(with_data.exchange(hex("00 A4 00 0C 02 3F 00")).has_value());
    CHECK(with_data.port.asked.size() == 1);
}

TEST_CASE("what T=0 cannot carry reaches no reader; lengths that contradict the size are the card's affair") {
    Tpdus bench;
    CHECK(bench.complaint(hex("00 A4 00")) == DriverError::NotSupported);
    CHECK(bench.complaint(hex("00 B0 00 00 00 01 00")) == DriverError::NotSupported);
    CHECK(bench.port.asked.empty());
    bench.port.say("67 00");
    CHECK(bench.exchange(hex("00 A4 00 0C 05 3F 00")).value() == 2);
    CHECK(bench.port.asked.at(0).data == hex("00 A4 00 0C 05 3F 00"));
}

TEST_CASE("a TPDU that does not fit a message is refused, unless the model is known to take it") {
    Tpdus bench;
    bench.facts.can.max_message = 74;
    std::vector<std::uint8_t> command = hex("00 D6 00 00 64");
    command.resize(5 + 100);
    CHECK(bench.complaint(command) == DriverError::NotSupported);
    CHECK(bench.port.asked.empty());
    bench.facts.quirks.tolerates_longer = true;
    bench.port.say("90 00");
    CHECK(bench.exchange(command).has_value());
}

TEST_CASE("an answer without a status word is none; one that does not fit is not cut") {
    Tpdus bench;
    bench.port.say("90");
    CHECK(bench.complaint(case_1) == DriverError::CardMute);
    bench.room.resize(3);
    bench.port.say("01 02 90 00");
    CHECK(bench.complaint(hex("00 B0 00 00 02")) == DriverError::ResponseTooLong);
    bench.room.resize(4);
    bench.port.say("01 02 90 00");
    CHECK(bench.exchange(hex("00 B0 00 00 02")).value() == 4);
}

struct Characters : TalkBench {
    std::vector<std::uint8_t> room = std::vector<std::uint8_t>(258);

    Result<std::size_t> exchange(const std::vector<std::uint8_t>& command) {
        return run(exchange_t0_character(talk, command, room, silence));
    }
    std::uint16_t expected(std::size_t at) {
        const auto& specific = port.asked.at(at).specific;
        return static_cast<std::uint16_t>(specific[1] | specific[2] << 8U);
    }
};

TEST_CASE("byte by byte: the reader is told how many characters to take") {
    Characters bench;
    bench.port.say("B0");
    bench.port.say("01 02");
    bench.port.say("90 00");
    CHECK(bench.exchange(hex("00 B0 00 00 02")).value() == 4);
    CHECK(std::vector(bench.room.begin(), bench.room.begin() + 4) == hex("01 02 90 00"));
    CHECK(bench.port.asked.at(0).data == hex("00 B0 00 00 02"));
    CHECK(bench.expected(0) == 1);
    CHECK(bench.port.all_said());
}

TEST_CASE("a count that would make whole packets is not asked for: some readers never end those") {
    Characters bench;
    bench.port.say("B0");
    bench.port.fail(DriverError::Cancelled);
    CHECK(bench.exchange(hex("00 B0 00 00 36")).error() == DriverError::Cancelled);
    CHECK(bench.expected(1) == 1);
}

TEST_CASE("byte by byte: silence, a wrong procedure byte, a command that T=0 cannot carry") {
    Characters bench;
    bench.port.say("");
    CHECK(bench.exchange(case_1).error() == DriverError::CardMute);
    bench.port.refuse(0xFE);
    CHECK(bench.exchange(case_1).error() == DriverError::CardMute);
    bench.port.say("12");
    CHECK(bench.exchange(case_1).error() == DriverError::CommunicationFailed);
    CHECK(bench.exchange(hex("00 B0 00 00 00 01 00")).error() == DriverError::NotSupported);
    CHECK(bench.port.asked.size() == 3);
}

}  // namespace
}  // namespace scrm::ccid
