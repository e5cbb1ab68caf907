// libusb's events on the loop: its descriptors are watched by Asio, its events handled without blocking, and
// there is no thread and no device scan in it.
#pragma once

#include <libusb-1.0/libusb.h>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <map>
#include <memory>

#include "drivers/api/awaitable.hpp"

namespace scrm::fakes {

class UsbEvents {
  public:
    explicit UsbEvents(scrm::drivers::Executor executor);
    UsbEvents(const UsbEvents&) = delete;
    UsbEvents& operator=(const UsbEvents&) = delete;
    ~UsbEvents();

    [[nodiscard]] libusb_context* context() const { return context_; }
    /// Stops watching, so that a loop without other work ends.
    void stop() { watched_.clear(); }

  private:
    /// Watches a descriptor that is libusb's: it is let go of, never closed.
    struct Watch {
        Watch(const scrm::drivers::Executor& executor, int number, short events);
        Watch(const Watch&) = delete;
        Watch& operator=(const Watch&) = delete;
        ~Watch() { descriptor.release(); }

        boost::asio::posix::stream_descriptor descriptor;
        boost::asio::posix::descriptor_base::wait_type readiness;
    };

    void watch(int descriptor, short events);
    void wait(const std::shared_ptr<Watch>& watch);

    scrm::drivers::Executor executor_;
    libusb_context* context_ = nullptr;
    std::map<int, std::shared_ptr<Watch>> watched_;
};

}  // namespace scrm::fakes
