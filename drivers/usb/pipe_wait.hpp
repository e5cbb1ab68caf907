// Where a call waits for something outside the process: until it is there, or for one of the reasons to stop
// waiting. What is there goes before all reasons but the device's leaving.
//
// A wait without a deadline arms no timer: the kernel would be woken every few minutes for nothing.
#pragma once

#include <boost/asio/experimental/channel.hpp>
#include <boost/asio/redirect_error.hpp>
#include <memory>

#include "drivers/api/awaitable.hpp"
#include "drivers/usb/usb_interface.hpp"

namespace scrm::usb {

class PipeWait {
  public:
    /// Held by a call for as long as it runs. Its end touches nothing of the interface, which may have gone
    /// first when a loop is destroyed with coroutines in it.
    using UnderWay = std::shared_ptr<void>;

    explicit PipeWait(const drivers::Executor& executor) : timer_(executor), wake_up_(executor) {}

    /// Starts a call: that an earlier one was cancelled is forgotten.
    [[nodiscard]] UnderWay begin() {
        cancelled_ = false;
        return token_;
    }
    /// Suspends until `reached()`, which is asked at first and after each wake(). GCC 12 wants a condition
    /// with captures to have a name of its own.
    template <class Condition>
    drivers::Awaitable<UsbStatus> until(Condition reached, drivers::Deadline deadline) {
        bool expired = false;
        while (!gone_ && !reached() && !cancelled_ && !expired) {
            boost::system::error_code stopped;
            if (deadline == drivers::Deadline::max()) {
                co_await wake_up_.async_receive(boost::asio::redirect_error(drivers::use_awaitable, stopped));
            } else {
                timer_.expires_at(deadline);
                co_await timer_.async_wait(boost::asio::redirect_error(drivers::use_awaitable, stopped));
                expired = !stopped;
            }
        }
        if (gone_)
            co_return UsbStatus::Gone;
        if (reached())
            co_return UsbStatus::Ok;
        co_return cancelled_ ? UsbStatus::Cancelled : UsbStatus::Timeout;
    }

    // None of these resumes anybody before the loop's next turn.
    void wake() {
        timer_.cancel();
        wake_up_.cancel();
    }
    void cancel() {
        cancelled_ = true;
        wake();
    }
    /// For good.
    void device_gone() {
        gone_ = true;
        wake();
    }

    [[nodiscard]] bool gone() const { return gone_; }
    [[nodiscard]] bool under_way() const { return token_.use_count() > 1; }

  private:
    drivers::Timer timer_;
    boost::asio::experimental::channel<drivers::Executor, void(boost::system::error_code)> wake_up_;
    bool cancelled_ = false;
    bool gone_ = false;
    UnderWay token_ = std::make_shared<char>();
};

}  // namespace scrm::usb
