#include "tests/fakes/usb/scripted_usb_interface.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/post.hpp>
#include <utility>

namespace scrm::fakes {

using drivers::Awaitable;
using drivers::Bytes;
using drivers::Deadline;
using drivers::MutableBytes;
using usb::Pipe;
using usb::Transferred;
using usb::UsbStatus;

namespace {

constexpr std::array all_pipes{Pipe::Control, Pipe::BulkOut, Pipe::BulkIn, Pipe::InterruptIn};

std::string name_of(Pipe pipe) {
    constexpr std::array names{"control", "bulk out", "bulk in", "interrupt in"};
    return names.at(static_cast<std::size_t>(pipe));
}

}  // namespace

ScriptedUsbInterface::ScriptedUsbInterface(const drivers::Executor& executor,
                                           usb::InterfaceDescription description)
    : description_(std::move(description)) {
    for (const Pipe pipe : all_pipes)
        ends_.try_emplace(pipe, executor);
}

void ScriptedUsbInterface::push(Pipe pipe, Event event) {
    End& end = end_of(pipe);
    end.events.push_back(std::move(event));
    end.wait.wake();
}

void ScriptedUsbInterface::send(Data message) {
    push(Pipe::BulkIn, {std::move(message), UsbStatus::Ok, true});
}

void ScriptedUsbInterface::send_without_end(Data message) {
    push(Pipe::BulkIn, {std::move(message), UsbStatus::Ok, false});
}

void ScriptedUsbInterface::notify(Data frame) {
    push(Pipe::InterruptIn, {std::move(frame), UsbStatus::Ok, true});
}

void ScriptedUsbInterface::fail_next(Pipe pipe, UsbStatus status) {
    push(pipe, {{}, status, true});
}

void ScriptedUsbInterface::hold_next(Pipe pipe) {
    end_of(pipe).held = true;
}

void ScriptedUsbInterface::unplug() {
    gone_ = true;
    for (auto& [pipe, end] : ends_)
        end.wait.device_gone();
}

usb::PipeWait::UnderWay ScriptedUsbInterface::enter(End& end) {
    overlapped_ = overlapped_ || end.wait.under_way();
    return end.wait.begin();
}

Awaitable<UsbStatus> ScriptedUsbInterface::admit(Pipe pipe, Deadline deadline) {
    End& end = end_of(pipe);
    if (!std::exchange(end.held, false) && !gone_ && end.events.empty())
        co_return end.halted ? UsbStatus::Stall : UsbStatus::Ok;
    const auto failed = [&end] { return !end.events.empty(); };
    const UsbStatus status = co_await end.wait.until(failed, deadline);
    if (status != UsbStatus::Ok)
        co_return status;
    const UsbStatus told = end.events.front().status;
    end.events.pop_front();
    end.halted = told == UsbStatus::Stall && pipe != Pipe::Control;
    co_return told;
}

Awaitable<Transferred> ScriptedUsbInterface::bulk_out(Bytes message, Deadline deadline) {
    const auto under_way = enter(end_of(Pipe::BulkOut));
    const UsbStatus status = co_await admit(Pipe::BulkOut, deadline);
    if (status != UsbStatus::Ok)
        co_return Transferred{status, 0};
    const Bytes sent = message.first(std::min(std::exchange(cut_, whole), message.size()));
    const Data received(sent.begin(), sent.end());
    if (on_bulk_out)
        on_bulk_out(received);
    co_return Transferred{UsbStatus::Ok, sent.size()};
}

bool ScriptedUsbInterface::take(End& end, MutableBytes room, Transferred& so_far) {
    Event event = std::move(end.events.front());
    end.events.pop_front();
    so_far.status = event.status;
    if (event.status != UsbStatus::Ok) {
        end.halted = event.status == UsbStatus::Stall;
        return true;
    }
    const std::size_t fits = std::min(event.bytes.size(), room.size() - so_far.size);
    std::copy_n(event.bytes.begin(), fits, room.subspan(so_far.size).begin());
    so_far.size += fits;
    event.bytes.erase(event.bytes.begin(), event.bytes.begin() + static_cast<std::ptrdiff_t>(fits));
    const bool full = so_far.size == room.size();
    const bool empty_packet_left = event.last && fits != 0 && full;
    if (!event.bytes.empty() || empty_packet_left)
        end.events.push_front(std::move(event));
    return full || event.last;
}

Awaitable<Transferred> ScriptedUsbInterface::bulk_in(MutableBytes room, Deadline deadline) {
    End& end = end_of(Pipe::BulkIn);
    const auto under_way = enter(end);
    Transferred so_far;
    bool over = false;
    while (!over) {
        const auto something = [&end] { return end.halted || !end.events.empty(); };
        so_far.status = co_await end.wait.until(something, deadline);
        if (so_far.ok() && end.halted)
            so_far.status = UsbStatus::Stall;
        over = !so_far.ok() || take(end, room, so_far);
    }
    co_return so_far;
}

Awaitable<Transferred> ScriptedUsbInterface::interrupt_in(MutableBytes room) {
    End& end = end_of(Pipe::InterruptIn);
    const auto under_way = enter(end);
    const auto something = [&end] { return end.halted || !end.events.empty(); };
    Transferred frame;
    frame.status = co_await end.wait.until(something, Deadline::max());
    if (!frame.ok())
        co_return frame;
    if (end.halted)
        co_return Transferred{UsbStatus::Stall, 0};
    Data& bytes = end.events.front().bytes;  // a frame ends with itself, whatever does not fit
    bytes.resize(std::min(bytes.size(), room.size()));
    end.events.front().last = false;
    (void)take(end, room, frame);
    co_return frame;
}

Awaitable<Transferred> ScriptedUsbInterface::control_out(usb::ControlRequest request, Bytes data,
                                                         Deadline deadline) {
    const auto under_way = enter(end_of(Pipe::Control));
    const UsbStatus status = co_await admit(Pipe::Control, deadline);
    if (status != UsbStatus::Ok)
        co_return Transferred{status, 0};
    if (!on_control)
        co_return Transferred{UsbStatus::Stall, 0};
    const auto answered = on_control(request, Data(data.begin(), data.end()));
    co_return answered ? Transferred{UsbStatus::Ok, data.size()} : Transferred{answered.error(), 0};
}

Awaitable<Transferred> ScriptedUsbInterface::control_in(usb::ControlRequest request, MutableBytes room,
                                                        Deadline deadline) {
    const auto under_way = enter(end_of(Pipe::Control));
    const UsbStatus status = co_await admit(Pipe::Control, deadline);
    if (status != UsbStatus::Ok)
        co_return Transferred{status, 0};
    if (!on_control)
        co_return Transferred{UsbStatus::Stall, 0};
    const auto answered = on_control(request, Data());
    if (!answered)
        co_return Transferred{answered.error(), 0};
    if (answered->size() > room.size())
        co_return Transferred{UsbStatus::Overflow, 0};
    std::ranges::copy(*answered, room.begin());
    co_return Transferred{UsbStatus::Ok, answered->size()};
}

void ScriptedUsbInterface::cancel(Pipe pipe) {
    end_of(pipe).wait.cancel();
}

UsbStatus ScriptedUsbInterface::blocking_call(std::string words) {
    if (gone_)
        return UsbStatus::Gone;
    asked.push_back(std::move(words));
    return blocking_calls_end;
}

Awaitable<UsbStatus> ScriptedUsbInterface::clear_halt(Pipe pipe, Deadline) {
    const UsbStatus status = blocking_call("clear_halt " + name_of(pipe));
    if (status == UsbStatus::Ok)
        end_of(pipe).halted = false;
    co_return status;
}

Awaitable<UsbStatus> ScriptedUsbInterface::set_interface(std::uint8_t alternate, Deadline) {
    co_return blocking_call("set_interface " + std::to_string(alternate));
}

Awaitable<UsbStatus> ScriptedUsbInterface::reset(Deadline) {
    const UsbStatus status = blocking_call("reset");
    if (status == UsbStatus::Ok)
        for (auto& [pipe, end] : ends_)
            end.halted = false;
    co_return status;
}

Awaitable<void> ScriptedUsbInterface::close() {
    unplug();
    asked.emplace_back("close");
    const auto somebody_is_inside = [](const auto& each) { return each.second.wait.under_way(); };
    while (std::ranges::any_of(ends_, somebody_is_inside))
        co_await boost::asio::post(drivers::use_awaitable);
    closed_ = true;
}

}  // namespace scrm::fakes
