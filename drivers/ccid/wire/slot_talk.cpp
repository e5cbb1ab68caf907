#include "drivers/ccid/wire/slot_talk.hpp"

namespace scrm::ccid {

using drivers::Awaitable;
using drivers::DriverError;
using drivers::Result;

namespace {

constexpr int most_busy_answers = 20;

bool is_busy(const Answer& answer) {
    return answer.failed() &&
           (answer.error == ReaderError::SlotBusy || answer.error == ReaderError::BusyWithAutoSequence);
}

}  // namespace

DriverError error_of(const Answer& answer) {
    if (answer.card == CardStatus::Absent)
        return DriverError::NoCard;
    switch (answer.error) {
        case ReaderError::Mute:
        case ReaderError::BadAtrStart:
        case ReaderError::BadAtrChecksum:
            return DriverError::CardMute;
        case ReaderError::ProtocolNotSupported:
        case ReaderError::DeactivatedProtocol:
            return DriverError::ProtocolNotSupported;
        case ReaderError::NotSupported:
            return DriverError::NotSupported;
        default:
            return DriverError::CommunicationFailed;
    }
}

SlotTalk::SlotTalk(const drivers::Executor& executor, CommandPort& port, std::uint8_t slot,
                   const Timing& timing, Witness witness)
    : port_(port), slot_(slot), timing_(timing), witness_(std::move(witness)), patience_(executor) {}

Awaitable<Result<Answer>> SlotTalk::ask(Command command, Milliseconds silence) {
    for (int tries = 1;; ++tries) {
        const auto answer = co_await port_.transact(patience_, slot_, command, silence);
        if (answer)
            witness_(*answer);
        if (!answer || !is_busy(*answer) || tries == most_busy_answers)
            co_return answer;
        if (const auto paused = co_await pause(timing_.busy_retry); !paused)
            co_return paused.error();
    }
}

Awaitable<Result<Answer>> SlotTalk::demand(Command command, Milliseconds silence) {
    const auto answer = co_await ask(command, silence);
    if (answer && answer->failed())
        co_return error_of(*answer);
    co_return answer;
}

Awaitable<Result<void>> SlotTalk::pause(Milliseconds time) {
    const auto end = std::chrono::steady_clock::now() + time;
    while (!patience_.ended() && std::chrono::steady_clock::now() < end)
        co_await patience_.until(end);
    if (const auto ended = patience_.ended())
        co_return *ended;
    co_return Result<void>();
}

}  // namespace scrm::ccid
