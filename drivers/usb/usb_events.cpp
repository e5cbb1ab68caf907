#include "drivers/usb/usb_events.hpp"

#include <poll.h>

#include <utility>

namespace scrm::usb {

UsbEvents::Watch::Watch(const drivers::Executor& executor, int number, short events)
    : descriptor(executor, number),
      readiness((events & POLLOUT) != 0 ? descriptor.wait_write : descriptor.wait_read) {}

UsbEvents::UsbEvents(drivers::Executor executor, libusb_context* context, std::function<void()> device_lost)
    : executor_(std::move(executor)), context_(context), device_lost_(std::move(device_lost)) {
    const auto removed = [](int descriptor, void* self) {
        auto* events = static_cast<UsbEvents*>(self);
        if (events->watched_.erase(descriptor) != 0)
            events->device_lost_();
    };
    libusb_set_pollfd_notifiers(context_, nullptr, removed, this);
    const libusb_pollfd** descriptors = libusb_get_pollfds(context_);
    for (const libusb_pollfd** each = descriptors; each != nullptr && *each != nullptr; ++each) {
        const auto watch = std::make_shared<Watch>(executor_, (*each)->fd, (*each)->events);
        watched_[(*each)->fd] = watch;
        wait(watch);
    }
    libusb_free_pollfds(descriptors);
}

UsbEvents::~UsbEvents() {
    libusb_set_pollfd_notifiers(context_, nullptr, nullptr, nullptr);
}

void UsbEvents::wait(const std::shared_ptr<Watch>& watch) {
    watch->descriptor.async_wait(watch->readiness,
                                 [this, weak = std::weak_ptr(watch)](boost::system::error_code stopped) {
                                     const auto still_watched = weak.lock();
                                     if (!stopped && still_watched)
                                         ready(still_watched);
                                 });
}

void UsbEvents::ready(const std::shared_ptr<Watch>& watch) {
    if (paused_)
        return waiting_for_worker_.push_back(watch);
    handle();
    if (watched_.contains(watch->descriptor.native_handle()))
        wait(watch);
}

void UsbEvents::resume() {
    paused_ = false;
    if (waiting_for_worker_.empty())
        return;
    handle();
    for (const auto& watch : std::exchange(waiting_for_worker_, {}))
        if (watched_.contains(watch->descriptor.native_handle()))
            wait(watch);
}

void UsbEvents::handle() {
    timeval at_once{};
    libusb_handle_events_timeout_completed(context_, &at_once, nullptr);
}

}  // namespace scrm::usb
