#include "drivers/usb/usb_pipe.hpp"

#include <utility>

namespace scrm::usb {

UsbPipe::UsbPipe(PipeHome home)
    : home_(std::move(home)), wait_(home_.loop), transfer_(home_.calls, [this] {
          (void)noted(transfer_.status());
          ended();
          wait_.wake();
          home_.changed();
      }) {}

UsbStatus UsbPipe::noted(UsbStatus status) {
    if (status == UsbStatus::Gone)
        home_.gone();
    return status;
}

drivers::Awaitable<UsbStatus> UsbPipe::until_free(drivers::Deadline deadline) {
    const auto is_free = [this] { return free(); };
    co_return co_await wait_.until(is_free, deadline);
}

drivers::Awaitable<UsbStatus> UsbPipe::until_ended(drivers::Deadline deadline) {
    const auto has_ended = [this] { return idle(); };
    const UsbStatus status = co_await wait_.until(has_ended, deadline);
    if (status == UsbStatus::Ok)
        co_return transfer_.status();
    transfer_.take_back();
    co_return status;
}

}  // namespace scrm::usb
