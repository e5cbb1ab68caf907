// The driver lives on a loop of its own here: one thread, in which all readers of this library are driven.
// Callers post what they want and wait for what comes of it.
#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <functional>
#include <future>
#include <memory>
#include <thread>

#include "drivers/api/spawn.hpp"
#include "drivers/ccid/ccid_driver.hpp"

namespace scrm::ifd_handler {

class DriverLoop {
  public:
    using MakeBus = std::function<std::unique_ptr<usb::Bus>(const drivers::Executor&)>;

    /// `listener` hears, in words, what people should know; it is called by the loop's thread. Rows for
    /// single models are the built-in ones and the files in `quirks`.
    DriverLoop(const MakeBus& make_bus, ccid::CcidDriver::Listener listener, std::string quirks,
               const ccid::Timing& timing = {});
    DriverLoop(const DriverLoop&) = delete;
    DriverLoop& operator=(const DriverLoop&) = delete;
    /// Every reader is closed by now.
    ~DriverLoop();

    /// Makes the coroutine on the loop and waits for its end. Not for the loop's own thread.
    template <class T>
    T run(std::function<drivers::Awaitable<T>()> make) {
        std::promise<T> promise;
        std::future<T> outcome = promise.get_future();
        boost::asio::post(io_, [this, make = std::move(make), promise = std::move(promise)]() mutable {
            drivers::spawn(executor(), keep<T>(make(), std::move(promise)));
        });
        return outcome.get();
    }
    /// For what needs no waiting.
    void post(std::function<void()> work) { boost::asio::post(io_, std::move(work)); }

    [[nodiscard]] drivers::Executor executor() { return io_.get_executor(); }
    [[nodiscard]] drivers::Driver& driver() { return driver_; }

  private:
    template <class T>
    static drivers::Awaitable<void> keep(drivers::Awaitable<T> work, std::promise<T> promise) {
        try {
            T result = co_await std::move(work);
            promise.set_value(std::move(result));
        } catch (...) {
            promise.set_exception(std::current_exception());
        }
    }
    void turn();

    boost::asio::io_context io_{1};
    boost::asio::executor_work_guard<drivers::Executor> stays_{io_.get_executor()};
    ccid::CcidDriver::Listener listener_;
    std::unique_ptr<usb::Bus> bus_;
    ccid::CcidDriver driver_;
    std::thread thread_;
};

}  // namespace scrm::ifd_handler
