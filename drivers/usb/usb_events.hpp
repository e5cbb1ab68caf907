// libusb's events on the loop: the descriptors of one context are watched by Asio, its events handled without
// blocking, and there is no thread and no device scan in it.
#pragma once

#include <libusb-1.0/libusb.h>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "drivers/api/awaitable.hpp"

namespace scrm::usb {

class UsbEvents {
  public:
    /// `device_lost` is called, perhaps out of libusb, when the kernel has let go of the device.
    UsbEvents(drivers::Executor executor, libusb_context* context, std::function<void()> device_lost);
    UsbEvents(const UsbEvents&) = delete;
    UsbEvents& operator=(const UsbEvents&) = delete;
    /// Lets go of the descriptors, so that another thread may close them.
    ~UsbEvents();

    /// From here on nothing is asked of the device: a worker is in.
    void pause() { paused_ = true; }
    /// Handles what happened meanwhile.
    void resume();

  private:
    /// Watches a descriptor that is libusb's: it is let go of, never closed.
    struct Watch {
        Watch(const drivers::Executor& executor, int number, short events);
        Watch(const Watch&) = delete;
        Watch& operator=(const Watch&) = delete;
        ~Watch() { descriptor.release(); }

        boost::asio::posix::basic_stream_descriptor<drivers::Executor> descriptor;
        boost::asio::posix::descriptor_base::wait_type readiness;
    };

    void wait(const std::shared_ptr<Watch>& watch);
    void ready(const std::shared_ptr<Watch>& watch);
    void handle();

    drivers::Executor executor_;
    libusb_context* context_;
    std::function<void()> device_lost_;
    std::map<int, std::shared_ptr<Watch>> watched_;
    std::vector<std::shared_ptr<Watch>> waiting_for_worker_;
    bool paused_ = false;
};

}  // namespace scrm::usb
