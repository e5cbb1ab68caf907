#include "drivers/ccid/wire/iccd_port.hpp"

#include <algorithm>

#include "drivers/ccid/wire/iccd_requests.hpp"

namespace scrm::ccid {

using drivers::Awaitable;
using drivers::Deadline;
using drivers::DriverError;
using drivers::Result;

namespace {

constexpr std::uint8_t class_request_out = 0x21;
constexpr std::uint8_t class_request_in = 0xA1;
constexpr std::size_t largest_transfer = 4096;

}  // namespace

IccdPort::IccdPort(const drivers::Executor&, usb::Interface& usb, Transport version, const Timing& timing)
    : usb_(usb), version_(version), timing_(timing), room_(largest_transfer) {}

Awaitable<Result<Answer>> IccdPort::transact(Patience& who, std::uint8_t, Command command,
                                             Milliseconds silence) {
    const auto inside = inside_;
    line_.push_back(&who);
    while (!gone_ && !who.ended() && (holder_ != nullptr || line_.front() != &who))
        co_await who.until(Deadline::max());
    std::erase(line_, &who);
    Result<Answer> answer = gone_ ? DriverError::DeviceGone : DriverError::Cancelled;
    if (const auto ended = who.ended(); ended && !gone_)
        answer = *ended;
    if (!gone_ && !who.ended()) {
        holder_ = &who;
        answer = co_await run(who, command, silence);
        holder_ = nullptr;
    }
    for (Patience* each : line_)
        each->wake();
    co_return answer;
}

Awaitable<Result<Answer>> IccdPort::run(Patience& who, Command command, Milliseconds silence) {
    if (version_ == Transport::IccdA)
        co_return co_await run_a(who, command, silence);
    co_return co_await run_b(who, command, silence);
}

void IccdPort::interrupt(Patience& who, DriverError why) {
    who.interrupt(why);
    if (holder_ == &who)
        usb_.cancel(usb::Pipe::Control);
}

void IccdPort::shut() {
    gone_ = true;
    for (Patience* each : line_)
        each->wake();
    if (holder_ != nullptr)
        holder_->interrupt(DriverError::DeviceGone);
    usb_.cancel(usb::Pipe::Control);
}

Awaitable<Result<Answer>> IccdPort::power_off(Patience& who) {
    const auto off = co_await out(who, iccd::power_off, 0, {});
    if (!off)
        co_return off.error();
    powered_ = false;
    co_return status(CardStatus::Inactive);
}

Answer IccdPort::status(CardStatus card) {
    Answer answer;
    answer.card = card;
    return answer;
}

Answer IccdPort::failure(ReaderError error) {
    Answer answer = status(CardStatus::Active);
    answer.type = AnswerType::DataBlock;
    answer.status = CommandStatus::Failed;
    answer.error = error;
    return answer;
}

Result<std::size_t> IccdPort::outcome(const usb::Transferred& moved, const Patience& who) {
    if (moved.status == usb::UsbStatus::Gone)
        found_gone();
    if (gone_)
        return DriverError::DeviceGone;
    if (moved.ok())
        return moved.size;
    return who.ended().value_or(DriverError::CommunicationFailed);
}

Awaitable<Result<std::size_t>> IccdPort::out(Patience& who, std::uint8_t request, std::uint16_t value,
                                             Bytes data) {
    const usb::ControlRequest setup{.request_type = class_request_out,
                                    .request = request,
                                    .value = value,
                                    .index = usb_.description().interface.number};
    const Deadline end = std::min(who.deadline(), std::chrono::steady_clock::now() + timing_.write);
    const auto moved = co_await usb_.control_out(setup, data, end);
    co_return outcome(moved, who);
}

Awaitable<Result<std::size_t>> IccdPort::in(Patience& who, std::uint8_t request, MutableBytes room) {
    const usb::ControlRequest setup{.request_type = class_request_in,
                                    .request = request,
                                    .value = 0,
                                    .index = usb_.description().interface.number};
    const Deadline end = std::min(who.deadline(), std::chrono::steady_clock::now() + timing_.exchange);
    const auto moved = co_await usb_.control_in(setup, room, end);
    co_return outcome(moved, who);
}

Awaitable<Result<void>> IccdPort::pause(Patience& who, Milliseconds time) {
    const Deadline end = std::chrono::steady_clock::now() + time;
    while (!gone_ && !who.ended() && std::chrono::steady_clock::now() < end)
        co_await who.until(end);
    if (gone_)
        co_return DriverError::DeviceGone;
    if (const auto ended = who.ended())
        co_return *ended;
    co_return Result<void>();
}

}  // namespace scrm::ccid
