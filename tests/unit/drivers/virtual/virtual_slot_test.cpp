// The verbs of a slot that works.
#include "drivers/virtual/virtual_slot.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/drivers/virtual/open_reader.hpp"

using namespace scrm::virtual_reader;
using namespace scrm::virtual_reader::test;

namespace {

CardSpec card_with(std::string_view atr) {
    return {.atr = CardAtr::from(bytes(atr)).value()};
}

ReaderSpec empty_desk() {
    return {.name = "desk", .slots = 1, .card = std::nullopt};
}

ReaderSpec desk_with(std::string_view atr) {
    return {.name = "desk", .slots = 1, .card = card_with(atr)};
}

constexpr auto echo = "80 EC 00 00 02 CA FE";

}  // namespace

TEST_CASE("power_on and reset answer the card's ATR without waiting") {
    OpenReader reader(desk_with("3B 02 14 50"));
    const auto cold = reader.loop.at_once(reader.slot().power_on(far_away()));
    REQUIRE(cold);
    CHECK(hex(cold->bytes()) == "3B 02 14 50");
    const auto warm = reader.loop.at_once(reader.slot().reset(far_away()));
    REQUIRE(warm);
    CHECK(hex(warm->bytes()) == "3B 02 14 50");
}

TEST_CASE("an empty slot has no card to power, reset or talk to") {
    OpenReader reader(empty_desk());
    auto& slot = reader.slot();
    CHECK(error_of(reader.loop.at_once(slot.power_on(far_away()))) == DriverError::NoCard);
    CHECK(error_of(reader.loop.at_once(slot.reset(far_away()))) == DriverError::NoCard);
    CHECK(error_of(reader.loop.at_once(slot.select_protocol(Protocol::T0, far_away()))) ==
          DriverError::NoCard);
    CHECK(reader.exchange(echo) == describe(DriverError::NoCard));
    CHECK(reader.loop.at_once(slot.power_off(far_away())));
}

TEST_CASE("a card without power can only be powered") {
    OpenReader reader;
    auto& slot = reader.slot();
    const auto check_unpowered = [&] {
        CHECK(error_of(reader.loop.at_once(slot.reset(far_away()))) == DriverError::CardUnpowered);
        CHECK(error_of(reader.loop.at_once(slot.select_protocol(Protocol::T0, far_away()))) ==
              DriverError::CardUnpowered);
        CHECK(reader.exchange(echo) == describe(DriverError::CardUnpowered));
    };
    check_unpowered();
    reader.power_on();
    CHECK(reader.exchange("80 EC 00 00") == "90 00");
    CHECK(reader.loop.at_once(slot.power_off(far_away())));
    check_unpowered();
}

TEST_CASE("power_on, reset and power_off each make the card forget its selection") {
    OpenReader reader;
    auto& slot = reader.slot();
    const auto select_and_check = [&] {
        CHECK(reader.exchange("00 A4 04 0C 06 F0 53 43 52 4D 01") == "90 00");
        CHECK(reader.exchange("00 B0 81 00 05") == text("Hello") + " 90 00");
    };
    reader.power_on();
    select_and_check();
    reader.power_on();
    CHECK(reader.exchange("00 B0 81 00 05") == "6A 82");
    select_and_check();
    REQUIRE(reader.loop.at_once(slot.reset(far_away())));
    CHECK(reader.exchange("00 B0 81 00 05") == "6A 82");
    select_and_check();
    REQUIRE(reader.loop.at_once(slot.power_off(far_away())));
    reader.power_on();
    CHECK(reader.exchange("00 B0 81 00 05") == "6A 82");
}

TEST_CASE("before anything is agreed on, the protocol the ATR offers first is spoken") {
    OpenReader reader;
    reader.power_on();
    CHECK(reader.exchange(echo) == "61 02");
    OpenReader single(desk_with("3B 80 01 81"));
    single.power_on();
    CHECK(single.exchange(echo) == "CA FE 90 00");
}

TEST_CASE("the protocol agreed on is spoken, and no other, until the next reset") {
    OpenReader reader;
    auto& slot = reader.slot();
    reader.power_on();
    REQUIRE(reader.loop.at_once(slot.select_protocol(Protocol::T1, far_away())));
    CHECK(reader.exchange(echo) == "CA FE 90 00");
    CHECK(reader.loop.at_once(slot.exchange(Protocol::T1, reader.sent, reader.response, far_away())));
    CHECK(error_of(reader.loop.at_once(slot.exchange(Protocol::T0, reader.sent, reader.response,
                                                     far_away()))) == DriverError::ProtocolNotSupported);
    CHECK(error_of(reader.loop.at_once(slot.select_protocol(Protocol::T0, far_away()))) ==
          DriverError::ProtocolNotSupported);
    CHECK(reader.loop.at_once(slot.select_protocol(Protocol::T1, far_away())));
    REQUIRE(reader.loop.at_once(slot.reset(far_away())));
    CHECK(reader.exchange(echo) == "61 02");
    CHECK(reader.loop.at_once(slot.select_protocol(Protocol::T0, far_away())));
}

TEST_CASE("select_protocol accepts what the ATR offers and nothing else") {
    const auto agree = [](std::string_view atr, Protocol protocol) {
        OpenReader reader(desk_with(atr));
        reader.power_on();
        return error_of(reader.loop.at_once(reader.slot().select_protocol(protocol, far_away())));
    };
    CHECK(agree("3B 02 14 50", Protocol::T0) == std::nullopt);
    CHECK(agree("3B 02 14 50", Protocol::Raw) == std::nullopt);
    CHECK(agree("3B 02 14 50", Protocol::T1) == DriverError::ProtocolNotSupported);
    CHECK(agree("3B 80 01 81", Protocol::T1) == std::nullopt);
    CHECK(agree("3B 80 01 81", Protocol::T0) == DriverError::ProtocolNotSupported);
    CHECK(agree("3B 80 0E 8E", Protocol::Raw) == DriverError::ProtocolNotSupported);
}

TEST_CASE("exchange answers at once and says when the answer does not fit") {
    OpenReader reader(desk_with("3B 80 01 81"));
    reader.power_on();
    const auto command = bytes("80 EC 00 00 04 01 02 03 04");
    std::vector<std::uint8_t> space(6);
    const auto fits = reader.loop.at_once(reader.slot().exchange(Protocol::T1, command, space, far_away()));
    REQUIRE(fits);
    CHECK(*fits == 6);
    CHECK(hex(space) == "01 02 03 04 90 00");
    CHECK(error_of(reader.loop.at_once(
              reader.slot().exchange(Protocol::T1, command, MutableBytes(space).first(5), far_away()))) ==
          DriverError::ResponseTooLong);
}

TEST_CASE("control knows the feature list, which is empty, and an echo; card or no card") {
    OpenReader reader(empty_desk());
    auto& slot = reader.slot();
    const auto input = bytes("01 02 03");
    std::vector<std::uint8_t> output(3);
    const auto features = reader.loop.at_once(slot.control(control_get_features, {}, output, far_away()));
    REQUIRE(features);
    CHECK(*features == 0);
    const auto echoed = reader.loop.at_once(slot.control(control_echo, input, output, far_away()));
    REQUIRE(echoed);
    CHECK(*echoed == 3);
    CHECK(output == input);
    CHECK(error_of(reader.loop.at_once(slot.control(control_echo, input, MutableBytes(output).first(2),
                                                    far_away()))) == DriverError::ResponseTooLong);
    CHECK(error_of(reader.loop.at_once(slot.control(0x42000001, input, output, far_away()))) ==
          DriverError::NotSupported);
}

TEST_CASE("no attribute can be set and no card ejected") {
    OpenReader reader;
    auto& slot = reader.slot();
    const auto value = bytes("00");
    CHECK(error_of(reader.loop.at_once(slot.set_attribute(0x00010100, value, far_away()))) ==
          DriverError::NotSupported);
    CHECK(error_of(reader.loop.at_once(slot.eject(far_away()))) == DriverError::NotSupported);
}

TEST_CASE("the slots of one reader know nothing of each other") {
    OpenReader reader({.name = "desk", .slots = 2, .card = CardSpec{}});
    REQUIRE(reader.device->slot_count() == 2);
    reader.power_on();
    auto& second = reader.device->slot(1);
    CHECK(error_of(reader.loop.at_once(second.reset(far_away()))) == DriverError::CardUnpowered);
    REQUIRE(reader.bus.remove({.reader = "desk", .slot = 1}) == BusAnswer::Done);
    CHECK(error_of(reader.loop.at_once(second.power_on(far_away()))) == DriverError::NoCard);
    CHECK(reader.exchange("80 EC 00 00") == "90 00");
}
