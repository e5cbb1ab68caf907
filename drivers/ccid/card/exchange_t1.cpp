#include "drivers/ccid/card/exchange_t1.hpp"

#include <algorithm>

namespace scrm::ccid {

using drivers::Awaitable;
using drivers::DriverError;
using drivers::Result;
using iso7816::T1Action;
using iso7816::T1Done;
using iso7816::T1Failed;
using iso7816::T1Failure;
using iso7816::T1Machine;
using iso7816::T1Send;

namespace {

DriverError error_of_t1(T1Failure failure) {
    switch (failure) {
        case T1Failure::AnswerTooLong:
            return DriverError::ResponseTooLong;
        case T1Failure::CommandTooLong:
            return DriverError::NotSupported;
        case T1Failure::CardMute:
            return DriverError::CardMute;
        case T1Failure::NeedsReset:
            return DriverError::CardUnpowered;
        default:
            return DriverError::CommunicationFailed;
    }
}

// A character-level reader is told first of the prologue, then of what the prologue announces.
Awaitable<Result<Answer>> fetch_block(SlotTalk& talk, T1Route route, Bytes block, Milliseconds silence,
                                      std::uint8_t waiting, iso7816::Buffer& whole) {
    auto answer = co_await talk.ask(xfr_block(block, iso7816::t1_prologue_size, waiting), silence);
    if (!answer || answer->failed())
        co_return answer;
    whole.assign(answer->data.begin(), answer->data.end());
    const auto rest = iso7816::t1_rest_size(whole, route.error_detection);
    if (!rest || whole.size() != iso7816::t1_prologue_size)
        co_return answer;
    answer = co_await talk.ask(xfr_block({}, static_cast<std::uint16_t>(*rest)), silence);
    if (!answer || answer->failed())
        co_return answer;
    whole.insert(whole.end(), answer->data.begin(), answer->data.end());
    answer->data = whole;
    co_return answer;
}

}  // namespace

Result<T1Action> hand_over(T1Machine& machine, const Answer& answer) {
    if (!answer.failed())
        return answer.data.empty() ? machine.missing() : machine.received(answer.data);
    if (answer.card == CardStatus::Absent)
        return DriverError::NoCard;
    switch (answer.error) {
        case ReaderError::Parity:
        case ReaderError::Overrun:
            return machine.damaged();
        case ReaderError::Mute:
            return machine.missing();
        default:
            return error_of(answer);
    }
}

Awaitable<Result<Bytes>> run_t1(SlotTalk& talk, T1Machine& machine, T1Route route, T1Action begun) {
    iso7816::Buffer whole;
    T1Action action = begun;
    while (const auto* send = std::get_if<T1Send>(&action)) {
        const std::uint8_t waiting = send->bwt_multiplier > 1 ? send->bwt_multiplier : std::uint8_t{0};
        const Milliseconds silence = route.silence * std::max<std::uint8_t>(send->bwt_multiplier, 1);
        const Bytes block = send->block;
        Result<Answer> answer = DriverError::CommunicationFailed;
        if (route.level == ExchangeLevel::Character)
            answer = co_await fetch_block(talk, route, block, silence, waiting, whole);
        else
            answer = co_await talk.ask(xfr_block(block, 0, waiting), silence);
        if (!answer)
            co_return answer.error();
        const auto next = hand_over(machine, *answer);
        if (!next)
            co_return next.error();
        action = *next;
    }
    if (const auto* failed = std::get_if<T1Failed>(&action))
        co_return error_of_t1(failed->reason);
    co_return std::get<T1Done>(action).response;
}

Awaitable<Result<std::size_t>> exchange_t1(SlotTalk& talk, T1Machine& machine, T1Route route, Bytes command,
                                           MutableBytes response) {
    const T1Action begun = machine.transmit(command);
    const auto answer = co_await run_t1(talk, machine, route, begun);
    if (!answer)
        co_return answer.error();
    if (answer->size() > response.size())
        co_return DriverError::ResponseTooLong;
    std::copy_n(answer->begin(), answer->size(), response.begin());
    co_return answer->size();
}

Awaitable<Result<void>> offer_ifsd(SlotTalk& talk, T1Machine& machine, T1Route route, std::uint8_t ifsd) {
    T1Action action = machine.offer_ifsd(ifsd);
    const auto answer = co_await run_t1(talk, machine, route, action);
    if (answer || (machine.idle() && answer.error() == DriverError::CommunicationFailed))
        co_return Result<void>();
    co_return answer.error();
}

}  // namespace scrm::ccid
