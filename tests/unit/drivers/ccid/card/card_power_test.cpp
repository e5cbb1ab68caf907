#include "drivers/ccid/card/card_power.hpp"

#include "tests/unit/drivers/ccid/scripted_port.hpp"

namespace scrm::ccid {
namespace {

using drivers::DriverError;

const std::vector<Voltage> all{Voltage::Volt1_8, Voltage::Volt3, Voltage::Volt5};

struct Power : TalkBench {
    std::vector<std::uint8_t> selected() const {
        std::vector<std::uint8_t> found;
        for (const auto& each : port.asked)
            if (each.type == CommandType::PowerOn)
                found.push_back(each.specific[0]);
        return found;
    }
};

TEST_CASE("another voltage is tried where it may help, and the first that does is kept") {
    for (const std::uint8_t error : {std::uint8_t{0xFE}, std::uint8_t{0xFB}, std::uint8_t{0x00}}) {
        CAPTURE(int{error});
        Power bench;
        bench.port.say("");
        bench.port.refuse(error);
        bench.port.say("");
        bench.port.say("3B 00");
        const auto card = bench.run(power_up(bench.talk, all));
        REQUIRE(card.has_value());
        CHECK(card->voltage == Voltage::Volt3);
        CHECK(bench.selected() == std::vector<std::uint8_t>{3, 2});
        CHECK(bench.port.asked.at(0).type == CommandType::PowerOff);
        CHECK(bench.port.asked.at(2).type == CommandType::PowerOff);
    }
}

TEST_CASE("a card that is off is switched on at once, and off before it is tried with another voltage") {
    Power bench;
    bench.port.refuse(0xFE);
    bench.port.say("");
    bench.port.say("3B 00");
    CHECK(bench.run(power_up(bench.talk, all, PowerNow::Off)).has_value());
    REQUIRE(bench.port.asked.size() == 3);
    CHECK(bench.port.asked.at(0).type == CommandType::PowerOn);
    CHECK(bench.port.asked.at(1).type == CommandType::PowerOff);
}

TEST_CASE("what is no fault of the voltage ends the ladder") {
    Power no_card;
    no_card.port.say("");
    no_card.port.refuse(0xFE, CardStatus::Absent);
    CHECK(no_card.run(power_up(no_card.talk, all)).error() == DriverError::NoCard);
    Power empty;
    empty.port.say_empty_slot();
    CHECK(empty.run(power_up(empty.talk, all)).error() == DriverError::NoCard);
    CHECK(empty.selected().empty());
    Power cancelled;
    cancelled.port.say("");
    cancelled.port.fail(DriverError::Cancelled);
    CHECK(cancelled.run(power_up(cancelled.talk, all)).error() == DriverError::Cancelled);
    Power given_up;
    given_up.port.fail(DriverError::DeadlinePassed);
    CHECK(given_up.run(power_up(given_up.talk, all)).error() == DriverError::DeadlinePassed);
}

TEST_CASE("a reader that can do none of the voltages leaves a card that is mute") {
    Power bench;
    for (int i = 0; i < 3; ++i) {
        bench.port.refuse(0x07);  // nothing to switch off
        bench.port.refuse(0x00);
    }
    CHECK(bench.run(power_up(bench.talk, all)).error() == DriverError::CardMute);
    CHECK(bench.selected() == std::vector<std::uint8_t>{3, 2, 1});
}

TEST_CASE("an answer to reset of less than two bytes is none; what is over 33 is junk") {
    Power bench;
    bench.port.say("3B");
    CHECK(bench.run(warm_reset(bench.talk, Voltage::Volt5)).error() == DriverError::CardMute);
    CHECK(bench.selected() == std::vector<std::uint8_t>{1});
    bench.port.say_empty_slot();
    CHECK(bench.run(warm_reset(bench.talk, Voltage::Volt5)).error() == DriverError::NoCard);
    std::string longest = "3B";
    for (int i = 0; i < 33; ++i)
        longest += " 5A";
    bench.port.say(longest);
    const auto card = bench.run(warm_reset(bench.talk, Voltage::Volt5));
    REQUIRE(card.has_value());
    CHECK(card->atr.size == 33);
}

}  // namespace
}  // namespace scrm::ccid
