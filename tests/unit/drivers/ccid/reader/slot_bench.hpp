// A slot over a port that answers as a test has written down.
#pragma once

#include "drivers/ccid/reader/ccid_slot.hpp"
#include "tests/fakes/ccid/emulated_slot.hpp"
#include "tests/unit/drivers/ccid/scripted_port.hpp"

namespace scrm::ccid {

class SlotBench : public TalkBench {
  public:
    explicit SlotBench(ExchangeLevel level = ExchangeLevel::ShortApdu) {
        facts.can.level = level;
        facts.can.pps = PpsDuty::Reader;
        facts.can.protocols = {.t0 = true, .t1 = true};
        facts.can.exchanges_ifsd = true;
        facts.can.voltages = {Voltage::Automatic};
        facts.can.pin = {.verify = true, .modify = true};
        facts.can.max_data_rate = 344'086;
        facts.speeds = std::make_shared<SpeedMemory>();
    }
    void find_card() {
        port.say("");
        run(slot.look());
    }
    void power_on() {
        find_card();
        port.say("");
        port.say(fakes::card_for_both().atr);
        REQUIRE(run(slot.power_on(forever)).has_value());
    }
    void select(drivers::Protocol protocol) {
        const bool is_t1 = protocol == drivers::Protocol::T1;
        port.say(is_t1 ? "95 10 00 05 00 FE 00" : "95 00 00 0A 00", is_t1 ? 1 : 0);
        REQUIRE(run(slot.select_protocol(protocol, forever)).has_value());
    }
    /// Powered and agreed on; nothing is left of how.
    void make_ready(drivers::Protocol protocol = drivers::Protocol::T1) {
        power_on();
        select(protocol);
        port.asked.clear();
    }
    drivers::Result<std::size_t> exchange(const std::vector<std::uint8_t>& command,
                                          drivers::Protocol protocol = drivers::Protocol::Raw) {
        return run(slot.exchange(protocol, command, room, forever));
    }
    drivers::Result<std::size_t> control(std::uint32_t code, const std::vector<std::uint8_t>& input) {
        return run(slot.control(code, input, room, forever));
    }
    [[nodiscard]] std::vector<std::uint8_t> answer(std::size_t size) const {
        return {room.begin(), room.begin() + static_cast<std::ptrdiff_t>(size)};
    }
    using TalkBench::run;
    void run(drivers::Awaitable<void> verb) { run(done(std::move(verb))); }

    static constexpr drivers::Deadline forever = drivers::Deadline::max();
    ReaderFacts facts;
    CcidSlot slot{executor(), port, 0, facts};
    std::vector<std::uint8_t> room = std::vector<std::uint8_t>(300);

  private:
    static drivers::Awaitable<bool> done(drivers::Awaitable<void> verb) {
        co_await std::move(verb);
        co_return true;
    }
};

}  // namespace scrm::ccid
