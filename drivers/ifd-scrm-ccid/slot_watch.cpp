#include "drivers/ifd-scrm-ccid/slot_watch.hpp"

namespace scrm::ifd_handler {

void SlotWatch::now(const drivers::Presence& presence) {
    const std::lock_guard lock(mutex_);
    now_ = presence;
    moved_.notify_all();
}

void SlotWatch::gone() {
    const std::lock_guard lock(mutex_);
    gone_ = true;
    moved_.notify_all();
}

SlotWatch::Seen SlotWatch::look() {
    const std::lock_guard lock(mutex_);
    if (gone_)
        return Seen::Absent;
    const bool swapped = told_.present && now_.present && is_news();
    told_ = now_;
    if (swapped) {
        told_.present = false;
        --told_.changes;  // there is more to tell
    }
    return told_.present ? Seen::Present : Seen::Absent;
}

SlotWatch::Woken SlotWatch::wait(std::chrono::milliseconds time) {
    std::unique_lock lock(mutex_);
    moved_.wait_for(lock, time, [&] { return gone_ || stopped_ || is_news(); });
    stopped_ = false;
    return gone_ ? Woken::Gone : Woken::Look;
}

void SlotWatch::stop() {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    moved_.notify_all();
}

}  // namespace scrm::ifd_handler
