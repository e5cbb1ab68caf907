// The USB seam over libusb: pipes on the loop, everything that blocks on a worker.
#pragma once

#include <array>

#include "drivers/usb/control_pipe.hpp"
#include "drivers/usb/in_pipe.hpp"
#include "drivers/usb/interrupt_pipe.hpp"
#include "drivers/usb/out_pipe.hpp"
#include "drivers/usb/usb_events.hpp"
#include "drivers/usb/usb_session.hpp"

namespace scrm::usb {

class LibusbInterface final : public Interface, private BlockingCall::Bystander {
  public:
    /// `calls` is shared by all interfaces of the device.
    LibusbInterface(const drivers::Executor& loop, std::shared_ptr<BlockingCall> calls,
                    std::unique_ptr<UsbSession> session);
    /// Only after close().
    ~LibusbInterface() override;

    [[nodiscard]] const InterfaceDescription& description() const override { return description_; }
    drivers::Awaitable<Transferred> bulk_out(drivers::Bytes message, drivers::Deadline deadline) override;
    drivers::Awaitable<Transferred> bulk_in(drivers::MutableBytes room, drivers::Deadline deadline) override;
    drivers::Awaitable<Transferred> interrupt_in(drivers::MutableBytes room) override;
    drivers::Awaitable<Transferred> control_out(ControlRequest request, drivers::Bytes data,
                                                drivers::Deadline deadline) override;
    drivers::Awaitable<Transferred> control_in(ControlRequest request, drivers::MutableBytes room,
                                               drivers::Deadline deadline) override;
    void cancel(Pipe pipe) override { this->pipe(pipe).cancel(); }
    drivers::Awaitable<UsbStatus> clear_halt(Pipe pipe, drivers::Deadline deadline) override;
    drivers::Awaitable<UsbStatus> set_interface(std::uint8_t alternate, drivers::Deadline deadline) override;
    drivers::Awaitable<UsbStatus> reset(drivers::Deadline deadline) override;
    drivers::Awaitable<void> close() override;

  private:
    using Pipes = std::vector<UsbPipe*>;
    using Call = std::function<int(UsbSession&)>;

    void worker_enters() override;
    void worker_left() override;
    void device_gone();
    [[nodiscard]] UsbPipe& pipe(Pipe pipe) { return *pipes_.at(static_cast<std::size_t>(pipe)); }
    [[nodiscard]] Pipes all_pipes() { return {pipes_.begin(), pipes_.end()}; }
    [[nodiscard]] bool anybody_inside() const;
    /// `call` on a worker, while none of `pipes` has a transfer queued.
    drivers::Awaitable<UsbStatus> undisturbed(Pipes pipes, Call call, drivers::Deadline deadline);
    /// Suspends until the kernel has given back what was held; the wait is for blocking calls.
    drivers::Awaitable<UsbStatus> given_back(Pipes pipes, drivers::Deadline deadline);
    drivers::Awaitable<void> give_session_back();

    std::shared_ptr<BlockingCall> calls_;
    std::shared_ptr<UsbSession> session_;
    InterfaceDescription description_;
    std::shared_ptr<PipeWait> call_wait_;
    std::shared_ptr<PipeWait> closing_;
    bool gone_ = false;
    PipeHome home_;
    ControlPipe control_;
    OutPipe out_;
    InPipe in_;
    InterruptPipe interrupt_;
    std::array<UsbPipe*, 4> pipes_{&control_, &out_, &in_, &interrupt_};  // as Pipe counts them
    std::unique_ptr<UsbEvents> events_;
};

}  // namespace scrm::usb
