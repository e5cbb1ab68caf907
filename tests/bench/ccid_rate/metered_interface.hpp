// A USB interface through which another is used, and that counts what a full-speed bus would have carried.
#pragma once

#include <memory>

#include "drivers/usb/usb_interface.hpp"

namespace scrm::bench {

/// What goes over a full-speed bus in a frame of a millisecond, at most: nineteen packets of 64 bytes.
struct BusTime {
    std::size_t messages = 0;
    std::size_t packets = 0;

    void add(std::size_t bytes) {
        ++messages;
        packets += bytes / 64 + 1;  // whole packets are ended by an empty one
    }
    [[nodiscard]] double microseconds() const { return static_cast<double>(packets) * 1000 / 19; }
};

class MeteredInterface final : public usb::Interface {
  public:
    using Deadline = drivers::Deadline;

    MeteredInterface(std::unique_ptr<usb::Interface> used, BusTime& bus)
        : used_(std::move(used)), bus_(bus) {}

    [[nodiscard]] const usb::InterfaceDescription& description() const override {
        return used_->description();
    }
    drivers::Awaitable<usb::Transferred> bulk_out(drivers::Bytes message, Deadline deadline) override {
        bus_.add(message.size());
        return used_->bulk_out(message, deadline);
    }
    drivers::Awaitable<usb::Transferred> bulk_in(drivers::MutableBytes room, Deadline deadline) override {
        const auto read = co_await used_->bulk_in(room, deadline);
        if (read.ok() && read.size != 0)
            bus_.add(read.size);
        co_return read;
    }
    drivers::Awaitable<usb::Transferred> interrupt_in(drivers::MutableBytes room) override {
        return used_->interrupt_in(room);
    }
    drivers::Awaitable<usb::Transferred> control_out(usb::ControlRequest request, drivers::Bytes data,
                                                     Deadline deadline) override {
        return used_->control_out(request, data, deadline);
    }
    drivers::Awaitable<usb::Transferred> control_in(usb::ControlRequest request, drivers::MutableBytes room,
                                                    Deadline deadline) override {
        return used_->control_in(request, room, deadline);
    }
    void cancel(usb::Pipe pipe) override { used_->cancel(pipe); }
    drivers::Awaitable<usb::UsbStatus> clear_halt(usb::Pipe pipe, Deadline deadline) override {
        return used_->clear_halt(pipe, deadline);
    }
    drivers::Awaitable<usb::UsbStatus> set_interface(std::uint8_t alternate, Deadline deadline) override {
        return used_->set_interface(alternate, deadline);
    }
    drivers::Awaitable<usb::UsbStatus> reset(Deadline deadline) override { return used_->reset(deadline); }
    drivers::Awaitable<void> close() override { return used_->close(); }

  private:
    std::unique_ptr<usb::Interface> used_;
    BusTime& bus_;
};

}  // namespace scrm::bench
