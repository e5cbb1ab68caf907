#include "tests/fakes/drivers/usb_events.hpp"

#include <poll.h>

#include <stdexcept>
#include <utility>

namespace scrm::fakes {

namespace asio = boost::asio;

UsbEvents::Watch::Watch(const scrm::drivers::Executor& executor, int number, short events)
    : descriptor(executor, number),
      readiness((events & POLLOUT) != 0 ? descriptor.wait_write : descriptor.wait_read) {}

UsbEvents::UsbEvents(scrm::drivers::Executor executor) : executor_(std::move(executor)) {
    libusb_set_option(nullptr, LIBUSB_OPTION_NO_DEVICE_DISCOVERY);
    if (libusb_init(&context_) != LIBUSB_SUCCESS)
        throw std::runtime_error("libusb_init failed");
    const auto added = [](int descriptor, short events, void* self) {
        static_cast<UsbEvents*>(self)->watch(descriptor, events);
    };
    const auto removed = [](int descriptor, void* self) {
        static_cast<UsbEvents*>(self)->watched_.erase(descriptor);
    };
    libusb_set_pollfd_notifiers(context_, added, removed, this);
    const libusb_pollfd** descriptors = libusb_get_pollfds(context_);
    for (const libusb_pollfd** each = descriptors; *each != nullptr; ++each)
        watch((*each)->fd, (*each)->events);
    libusb_free_pollfds(descriptors);
}

UsbEvents::~UsbEvents() {
    stop();
    libusb_set_pollfd_notifiers(context_, nullptr, nullptr, nullptr);
    libusb_exit(context_);
}

void UsbEvents::watch(int descriptor, short events) {
    const auto watch = std::make_shared<Watch>(executor_, descriptor, events);
    watched_[descriptor] = watch;
    wait(watch);
}

void UsbEvents::wait(const std::shared_ptr<Watch>& watch) {
    watch->descriptor.async_wait(watch->readiness,
                                 [this, weak = std::weak_ptr(watch)](boost::system::error_code stopped) {
                                     if (stopped)
                                         return;
                                     timeval at_once{};
                                     libusb_handle_events_timeout_completed(context_, &at_once, nullptr);
                                     if (const auto still_watched = weak.lock())
                                         wait(still_watched);
                                 });
}

}  // namespace scrm::fakes
