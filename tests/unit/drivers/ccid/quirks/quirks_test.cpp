#include "drivers/ccid/quirks/quirks.hpp"

#include <catch2/catch.hpp>

namespace scrm::ccid {
namespace {

Capabilities with(const Quirks& quirks, Capabilities can = {}) {
    apply(quirks, can);
    return can;
}

TEST_CASE("a quirk goes before what the descriptor says") {
    Quirks quirks;
    quirks.level = ExchangeLevel::Tpdu;
    quirks.voltages = 3;
    quirks.protocols = 2;
    quirks.default_clock_khz = 5000;
    quirks.max_data_rate = 200'000;
    const Capabilities can = with(quirks);
    CHECK(can.level == ExchangeLevel::Tpdu);
    CHECK(can.voltages == std::vector{Voltage::Volt3, Voltage::Volt5});
    CHECK((can.protocols.t1 && !can.protocols.t0));
    CHECK(can.default_clock_khz == 5000);
    CHECK(can.max_clock_khz == 5000);  // never below the default
    CHECK(can.max_data_rate == 200'000);
}

TEST_CASE("without quirks the descriptor stands") {
    Capabilities announced;
    announced.protocols = {.t0 = true, .t1 = false};
    announced.pin = {.verify = true, .modify = true};
    announced.ifsd = 100;
    announced.max_clock_khz = 8000;
    const Capabilities can = with({}, announced);
    CHECK((can.protocols.t0 && !can.protocols.t1));
    CHECK((can.pin.verify && can.pin.modify));
    CHECK(can.ifsd == 100);
    CHECK(can.max_clock_khz == 8000);
    CHECK_FALSE(can.exchanges_ifsd);
}

TEST_CASE("an IFSD from a quirk is at least 1, and fits the reader's messages") {
    Quirks quirks;
    Capabilities small;
    small.max_message = 64;
    quirks.ifsd = 254;
    CHECK(with(quirks, small).ifsd == longest_block(64));
    quirks.ifsd = 0;
    CHECK(with(quirks, small).ifsd == 1);
}

TEST_CASE("a PIN pad that is none, and an IFSD exchange that the reader forgot to announce") {
    Quirks quirks;
    quirks.no_pin_pad = true;
    quirks.exchanges_ifsd = true;
    Capabilities announced;
    announced.pin = {.verify = true, .modify = true};
    const Capabilities can = with(quirks, announced);
    CHECK_FALSE((can.pin.verify || can.pin.modify));
    CHECK(can.exchanges_ifsd);
    announced.exchanges_ifsd = true;
    CHECK(with({}, announced).exchanges_ifsd);
}

}  // namespace
}  // namespace scrm::ccid
