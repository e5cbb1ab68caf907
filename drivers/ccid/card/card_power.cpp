#include "drivers/ccid/card/card_power.hpp"

#include <algorithm>
#include <utility>

namespace scrm::ccid {

using drivers::Awaitable;
using drivers::DriverError;
using drivers::Result;

namespace {

// Two bytes are the shortest answer to reset there is.
constexpr std::size_t min_atr_size = 2;

Result<PoweredCard> card_from(const Answer& answer, Voltage voltage) {
    if (answer.failed())
        return error_of(answer);
    if (answer.data.size() < min_atr_size)
        return answer.card == CardStatus::Absent ? DriverError::NoCard : DriverError::CardMute;
    PoweredCard card{.atr = {}, .voltage = voltage};
    // What is longer than any answer to reset has junk at its end.
    const std::size_t size = std::min(answer.data.size(), drivers::max_atr_size);
    std::copy_n(answer.data.begin(), size, card.atr.data.begin());
    card.atr.size = static_cast<std::uint8_t>(size);
    return card;
}

// Another voltage may help a card that did not answer, or a reader that cannot do this one.
bool another_voltage_may_help(DriverError error) {
    return error == DriverError::CardMute || error == DriverError::CommunicationFailed ||
           error == DriverError::NotSupported;
}

Awaitable<Result<PoweredCard>> switch_on(SlotTalk& talk, Voltage voltage) {
    const auto answer = co_await talk.ask(power_on_command(voltage), talk.timing().power);
    if (!answer)
        co_return answer.error();
    co_return card_from(*answer, voltage);
}

}  // namespace

Awaitable<Result<PoweredCard>> power_up(SlotTalk& talk, std::vector<Voltage> ladder, PowerNow power) {
    Result<PoweredCard> card = DriverError::CardMute;
    for (const Voltage voltage : ladder) {
        Result<void> off;
        if (std::exchange(power, PowerNow::Unknown) == PowerNow::Unknown)
            off = co_await power_down(talk);
        if (!off)
            co_return off.error();
        card = co_await switch_on(talk, voltage);
        if (card || !another_voltage_may_help(card.error()))
            break;
    }
    if (!card && card.error() == DriverError::NotSupported)
        co_return DriverError::CardMute;
    co_return card;
}

Awaitable<Result<PoweredCard>> warm_reset(SlotTalk& talk, Voltage voltage) {
    co_return co_await switch_on(talk, voltage);
}

// A reader that refuses has nothing to switch off.
Awaitable<Result<void>> power_down(SlotTalk& talk) {
    const auto answer = co_await talk.ask(plain_command(CommandType::PowerOff), talk.timing().reply);
    if (!answer)
        co_return answer.error();
    if (answer->card == CardStatus::Absent)
        co_return DriverError::NoCard;
    co_return Result<void>();
}

}  // namespace scrm::ccid
