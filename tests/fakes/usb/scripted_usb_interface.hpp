// A USB interface in memory, with the device behind it played by a test.
//
// What the device sends waits in the order it was sent, faults among it, until the driver reads it: send()
// may come before or after the bulk_in() that takes it. Deadlines are real time; a fault Timeout is one at
// once.
#pragma once

#include <boost/system/result.hpp>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "drivers/usb/pipe_wait.hpp"
#include "drivers/usb/usb_bus.hpp"

namespace scrm::fakes {

class ScriptedUsbInterface final : public usb::Interface {
  public:
    using Data = std::vector<std::uint8_t>;
    using Status = usb::UsbStatus;

    ScriptedUsbInterface(const drivers::Executor& executor, usb::InterfaceDescription description);

    // The device's side.
    /// Each message that came in by bulk; it may send(), and anything else but destroy the interface.
    std::function<void(const Data& message)> on_bulk_out;
    /// Each control request, with its data if it goes out. What it returns goes in; a Status ends it instead.
    std::function<boost::system::result<Data, Status>(const usb::ControlRequest& request, const Data& data)>
        on_control;
    /// One message by bulk, cut into packets; its last is a short or an empty one, as USB wants it.
    void send(Data message);
    /// A message that ends with a full packet, as broken devices do: more is waited for.
    void send_without_end(Data message);
    /// A frame of the interrupt pipe.
    void notify(Data frame);
    /// The next call on that pipe, or the one that waits there, ends so. In: after what was sent before.
    /// Stall stays until clear_halt(), except on Control.
    void fail_next(usb::Pipe pipe, Status status);
    /// The next bulk_out() or control request never ends by itself, and the device never sees it.
    void hold_next(usb::Pipe pipe);
    /// The next bulk_out() ends well with so many bytes on their way, of which the device gets as many.
    void cut_next(std::size_t size) { cut_ = size; }
    /// Ends every call with Gone.
    void unplug();
    /// clear_halt(), set_interface() and reset() end so.
    Status blocking_calls_end = Status::Ok;

    // What was asked of it: "clear_halt bulk in", "set_interface 1", "reset", "close", in order.
    std::vector<std::string> asked;
    [[nodiscard]] bool closed() const { return closed_; }
    /// Two calls were under way on one pipe, which no caller may do.
    [[nodiscard]] bool overlapped() const { return overlapped_; }

    [[nodiscard]] const usb::InterfaceDescription& description() const override { return description_; }
    drivers::Awaitable<usb::Transferred> bulk_out(drivers::Bytes message,
                                                  drivers::Deadline deadline) override;
    drivers::Awaitable<usb::Transferred> bulk_in(drivers::MutableBytes room,
                                                 drivers::Deadline deadline) override;
    drivers::Awaitable<usb::Transferred> interrupt_in(drivers::MutableBytes room) override;
    drivers::Awaitable<usb::Transferred> control_out(usb::ControlRequest request, drivers::Bytes data,
                                                     drivers::Deadline deadline) override;
    drivers::Awaitable<usb::Transferred> control_in(usb::ControlRequest request, drivers::MutableBytes room,
                                                    drivers::Deadline deadline) override;
    void cancel(usb::Pipe pipe) override;
    drivers::Awaitable<Status> clear_halt(usb::Pipe pipe, drivers::Deadline deadline) override;
    drivers::Awaitable<Status> set_interface(std::uint8_t alternate, drivers::Deadline deadline) override;
    drivers::Awaitable<Status> reset(drivers::Deadline deadline) override;
    drivers::Awaitable<void> close() override;

  private:
    static constexpr std::size_t whole = ~std::size_t{0};

    /// What a pipe will say next: bytes of one message or frame, or how the call ends.
    struct Event {
        Data bytes;
        Status status = Status::Ok;
        bool last = true;  // nothing more belongs to this message
    };
    struct End {
        explicit End(const drivers::Executor& executor) : wait(executor) {}
        usb::PipeWait wait;
        std::deque<Event> events;
        bool halted = false;
        bool held = false;
    };

    End& end_of(usb::Pipe pipe) { return ends_.at(pipe); }
    void push(usb::Pipe pipe, Event event);
    usb::PipeWait::UnderWay enter(End& end);
    /// Passes what was told by fail_next() and hold_next(); Ok: go on.
    drivers::Awaitable<Status> admit(usb::Pipe pipe, drivers::Deadline deadline);
    /// Takes from the front event what fits; true when the call is over.
    static bool take(End& end, drivers::MutableBytes room, usb::Transferred& so_far);
    Status blocking_call(std::string words);

    usb::InterfaceDescription description_;
    std::map<usb::Pipe, End> ends_;
    std::size_t cut_ = whole;
    bool gone_ = false;
    bool closed_ = false;
    bool overlapped_ = false;
};

/// Opens one interface that a test has made, or fails as told.
class ScriptedUsbBus final : public usb::Bus {
  public:
    std::unique_ptr<usb::Interface> next;
    usb::OpenError failure{usb::OpenFailure::Gone, "nothing is plugged in"};  // when there is no next

    drivers::Awaitable<usb::OpenResult> open(drivers::UsbInterface, drivers::Deadline) override {
        if (next == nullptr)
            co_return failure;
        co_return std::move(next);
    }
};

}  // namespace scrm::fakes
