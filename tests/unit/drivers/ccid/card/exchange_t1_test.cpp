#include "drivers/ccid/card/exchange_t1.hpp"

#include "tests/unit/drivers/ccid/scripted_port.hpp"

namespace scrm::ccid {
namespace {

using drivers::DriverError;
using drivers::Result;

// A block with its LRC.
std::string block(std::string_view without_check) {
    std::uint8_t check = 0;
    for (const std::uint8_t byte : hex(without_check))
        check ^= byte;
    constexpr std::string_view digits = "0123456789ABCDEF";
    return std::string(without_check) + digits[check >> 4U] + digits[check & 0xFU];
}

const auto command = hex("00 A4 00 0C");
const std::string said_ok = block("00 00 02 90 00");

struct Blocks : TalkBench {
    iso7816::T1Machine machine{iso7816::T1Settings{}};
    T1Route route;
    std::vector<std::uint8_t> room = std::vector<std::uint8_t>(258);

    Result<std::size_t> exchange() { return run(exchange_t1(talk, machine, route, command, room)); }
};

TEST_CASE("a block goes out whole and its answer is the card's") {
    Blocks bench;
    bench.port.say(said_ok);
    CHECK(bench.exchange().value() == 2);
    CHECK(bench.port.asked.at(0).data == hex(block("00 00 04 00 A4 00 0C")));
    CHECK(bench.port.asked.at(0).specific == std::array<std::uint8_t, 3>{0, 0, 0});
    CHECK(bench.port.asked.at(0).silence == bench.route.silence);
}

TEST_CASE("a card that asks for time is granted it by the reader's bBWI and by the host's watchdog") {
    Blocks bench;
    bench.port.say(block("00 C3 01 09"));
    bench.port.say(said_ok);
    CHECK(bench.exchange().has_value());
    CHECK(bench.port.asked.at(1).data == hex(block("00 E3 01 09")));
    CHECK(bench.port.asked.at(1).specific[0] == 9);
    CHECK(bench.port.asked.at(1).silence == 9 * bench.route.silence);
}

TEST_CASE("damaged characters, silence and an answer without data are asked for again") {
    for (const std::uint8_t error : {std::uint8_t{0xFD}, std::uint8_t{0xFC}, std::uint8_t{0xFE}}) {
        CAPTURE(int{error});
        Blocks bench;
        bench.port.refuse(error);
        bench.port.say(said_ok);
        CHECK(bench.exchange().value() == 2);
        const bool damaged = error != 0xFE;
        CHECK(bench.port.asked.at(1).data == hex(block(damaged ? "00 81 00" : "00 82 00")));
    }
    Blocks bench;
    bench.port.say("");
    bench.port.say(said_ok);
    CHECK(bench.exchange().value() == 2);
}

TEST_CASE("what ends an exchange: no card, a reader that refuses, a port that gives up") {
    Blocks bench;
    bench.port.refuse(0xFE, CardStatus::Absent);
    CHECK(bench.exchange().error() == DriverError::NoCard);
    Blocks refused;
    refused.port.refuse(0xF6);
    CHECK(refused.exchange().error() == DriverError::ProtocolNotSupported);
    Blocks given_up;
    given_up.port.fail(DriverError::Cancelled);
    CHECK(given_up.exchange().error() == DriverError::Cancelled);
}

TEST_CASE("an exchange that was left in the middle lets no other begin") {
    Blocks bench;
    bench.port.fail(DriverError::Cancelled);
    CHECK(bench.exchange().error() == DriverError::Cancelled);
    CHECK_FALSE(bench.machine.idle());
    CHECK(bench.exchange().error() == DriverError::CommunicationFailed);
    CHECK(bench.port.asked.size() == 1);
}

TEST_CASE("a card that never says a good block is mute, and then must be reset") {
    Blocks bench;
    for (int i = 0; i < 3; ++i)
        bench.port.refuse(0xFE);
    CHECK(bench.exchange().error() == DriverError::CardMute);
    CHECK(bench.exchange().error() == DriverError::CardUnpowered);
}

TEST_CASE("an answer longer than the caller's room is too long, and the line is in order") {
    Blocks bench;
    bench.room.resize(1);
    bench.port.say(said_ok);
    CHECK(bench.exchange().error() == DriverError::ResponseTooLong);
    CHECK(bench.machine.idle());
    Blocks filled;
    filled.room.resize(2);
    filled.port.say(said_ok);
    CHECK(filled.exchange().value() == 2);
}

TEST_CASE("a command longer than T=1 carries reaches no card") {
    Blocks bench;
    const std::vector<std::uint8_t> endless(65'545);
    CHECK(bench.run(exchange_t1(bench.talk, bench.machine, bench.route, endless, bench.room)).error() ==
          DriverError::NotSupported);
    CHECK(bench.port.asked.empty());
}

TEST_CASE("at character level the prologue is fetched first, and tells how much more to take") {
    Blocks bench;
    bench.route.level = ExchangeLevel::Character;
    bench.port.say("00 00 02");
    bench.port.say(said_ok.substr(std::string_view("00 00 02").size()));
    CHECK(bench.exchange().value() == 2);
    CHECK(bench.port.asked.at(0).specific[1] == 3);
    CHECK(bench.port.asked.at(1).data.empty());
    CHECK(bench.port.asked.at(1).specific[1] == 3);  // two bytes and the LRC
    CHECK(std::vector(bench.room.begin(), bench.room.begin() + 2) == hex("90 00"));
}

TEST_CASE("at character level a CRC is one byte more") {
    Blocks bench;
    bench.route = {.level = ExchangeLevel::Character,
                   .error_detection = iso7816::ErrorDetection::Crc,
                   .silence = Milliseconds(1000)};
    bench.port.say("00 00 02");
    bench.port.fail(DriverError::Cancelled);
    CHECK(bench.exchange().error() == DriverError::Cancelled);
    CHECK(bench.port.asked.at(1).specific[1] == 4);
}

TEST_CASE("at character level what is no prologue is not followed by a fetch") {
    for (const char* odd : {"00 00", "00 00 FF", "00 00 02 90"}) {
        CAPTURE(odd);
        Blocks bench;
        bench.route.level = ExchangeLevel::Character;
        bench.port.say(odd);
        bench.port.fail(DriverError::Cancelled);
        CHECK(bench.exchange().error() == DriverError::Cancelled);
        CHECK_FALSE(bench.port.asked.at(1).data.empty());  // asked again, by a block
    }
}

TEST_CASE("at character level a refusal of either half is the block's") {
    Blocks bench;
    bench.route.level = ExchangeLevel::Character;
    bench.port.refuse(0xF6);
    CHECK(bench.exchange().error() == DriverError::ProtocolNotSupported);
    Blocks second;
    second.route.level = ExchangeLevel::Character;
    second.port.say("00 00 02");
    second.port.refuse(0xFD);
    second.port.fail(DriverError::Cancelled);
    CHECK(second.exchange().error() == DriverError::Cancelled);
    CHECK(second.port.asked.at(2).data == hex(block("00 81 00")));
}

TEST_CASE("a card that refuses our block length is used with its own") {
    Blocks bench;
    bench.port.say(block("00 E1 01 FE"));
    CHECK(bench.run(offer_ifsd(bench.talk, bench.machine, bench.route, 254)).has_value());
    CHECK(bench.machine.ifsd() == 254);
    Blocks silent;
    for (int i = 0; i < 3; ++i)
        silent.port.refuse(0xFE);
    CHECK(silent.run(offer_ifsd(silent.talk, silent.machine, silent.route, 254)).error() ==
          DriverError::CardMute);
    Blocks refusing;
    for (int i = 0; i < 3; ++i)
        refusing.port.say(block("00 82 00"));
    CHECK(refusing.run(offer_ifsd(refusing.talk, refusing.machine, refusing.route, 254)).has_value());
    CHECK(refusing.machine.ifsd() == 32);
    CHECK(refusing.machine.idle());
}

}  // namespace
}  // namespace scrm::ccid
