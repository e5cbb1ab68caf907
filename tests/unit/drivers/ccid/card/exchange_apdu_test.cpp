#include "drivers/ccid/card/exchange_apdu.hpp"

#include "tests/unit/drivers/ccid/scripted_port.hpp"

namespace scrm::ccid {
namespace {

using drivers::DriverError;
using drivers::Result;

struct Apdus : TalkBench {
    ApduLimits limits{.max_data = 4, .chains_commands = true, .tolerates_longer = false};
    std::vector<std::uint8_t> room = std::vector<std::uint8_t>(258);

    Result<std::size_t> exchange(const std::vector<std::uint8_t>& command) {
        return run(exchange_apdu(talk, limits, command, room, Milliseconds(1000)));
    }
    std::vector<std::uint8_t> levels() const {
        std::vector<std::uint8_t> found;
        for (const auto& each : port.asked)
            found.push_back(each.specific[1]);
        return found;
    }
};

const auto four = hex("00 A4 00 0C");
const auto nine = hex("00 D6 00 00 04 01 02 03 04");

TEST_CASE("a command goes whole, or begins, continues and ends") {
    Apdus bench;
    bench.port.say("90 00");
    CHECK(bench.exchange(four).value() == 2);
    CHECK(bench.levels() == std::vector<std::uint8_t>{0});
    bench.port.asked.clear();
    bench.port.say("", 0x10);
    bench.port.say("", 0x10);
    bench.port.say("90 00");
    CHECK(bench.exchange(nine).value() == 2);
    CHECK(bench.levels() == std::vector<std::uint8_t>{1, 3, 2});
    CHECK(bench.port.asked.at(2).data == hex("04"));
}

TEST_CASE("a part that the reader does not want more of ends the command with its answer") {
    Apdus bench;
    bench.port.say("67 00");  // not "go on": the card has had enough
    CHECK(bench.exchange(nine).value() == 2);
    CHECK(bench.levels() == std::vector<std::uint8_t>{1});
    Apdus refused;
    refused.port.refuse(0xFE);
    CHECK(refused.exchange(nine).error() == DriverError::CardMute);
    Apdus given_up;
    given_up.port.say("", 0x10);
    given_up.port.fail(DriverError::Cancelled);
    CHECK(given_up.exchange(nine).error() == DriverError::Cancelled);
}

TEST_CASE("parts of an answer are put together, at the short level too") {
    Apdus bench;
    bench.limits.chains_commands = false;
    bench.port.say("01", 1);
    bench.port.say("02", 3);
    bench.port.say("", 0x10);
    bench.port.say("90 00", 2);
    CHECK(bench.exchange(four).value() == 4);
    CHECK(std::vector(bench.room.begin(), bench.room.begin() + 4) == hex("01 02 90 00"));
    CHECK(bench.levels() == std::vector<std::uint8_t>{0, 0x10, 0x10, 0x10});
}

TEST_CASE("an answer in parts that is refused or lost in the middle is an error") {
    Apdus bench;
    bench.port.say("01", 1);
    bench.port.refuse(0xFE, CardStatus::Absent);
    CHECK(bench.exchange(four).error() == DriverError::NoCard);
    bench.port.say("01", 1);
    bench.port.fail(DriverError::DeadlinePassed);
    CHECK(bench.exchange(four).error() == DriverError::DeadlinePassed);
}

TEST_CASE("a reader that goes on for ever without a byte is left") {
    Apdus bench;
    for (int i = 0; i < 17; ++i)
        bench.port.say("", 3);
    CHECK(bench.exchange(four).error() == DriverError::CommunicationFailed);
    CHECK(bench.port.all_said());
}

TEST_CASE("a reader that goes on for ever with data is left, and what does not fit is not written") {
    Apdus bench;
    bench.room.resize(3);
    std::string much;
    for (int i = 0; i < 16'384; ++i)
        much += "5A";
    for (int i = 0; i < 9; ++i)
        bench.port.say(much, 3);
    CHECK(bench.exchange(four).error() == DriverError::CommunicationFailed);
    CHECK(bench.room == hex("5A 5A 5A"));
}

TEST_CASE("a whole answer that does not fit, or has no status word") {
    Apdus bench;
    bench.room.resize(3);
    bench.port.say("01 02 90 00");
    CHECK(bench.exchange(four).error() == DriverError::ResponseTooLong);
    bench.room.resize(4);
    bench.port.say("01 02 90 00");
    CHECK(bench.exchange(four).value() == 4);
    bench.port.say("90");
    CHECK(bench.exchange(four).error() == DriverError::CardMute);
}

TEST_CASE("a command that is too long for a short reader is tried where the model takes more than it says") {
    Apdus bench;
    bench.limits.chains_commands = false;
    CHECK(bench.exchange(nine).error() == DriverError::NotSupported);
    CHECK(bench.port.asked.empty());
    bench.limits.tolerates_longer = true;
    bench.port.say("90 00");
    CHECK(bench.exchange(nine).value() == 2);
    CHECK(bench.port.asked.at(0).data == nine);
}

}  // namespace
}  // namespace scrm::ccid
