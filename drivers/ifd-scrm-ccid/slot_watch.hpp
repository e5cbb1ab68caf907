// What is known of a slot's card: the loop tells, callers ask and wait.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

#include "drivers/api/slot.hpp"

namespace scrm::ifd_handler {

class SlotWatch {
  public:
    enum class Seen : std::uint8_t { Present, Absent };
    enum class Woken : std::uint8_t {
        Look,  // something happened, or the time is over, or somebody wants the waiting to end
        Gone   // the reader has left; no wait will be longer than nothing
    };

    // The loop's side.
    void now(const drivers::Presence& presence);
    void gone();

    /// A card that was taken out and put in between two questions is absent once. A reader that has left
    /// holds no card.
    Seen look();
    /// Returns as soon as look() would tell something new, or at once if it has been told to stop.
    Woken wait(std::chrono::milliseconds time);
    /// Ends the wait under way, or else the next one.
    void stop();

  private:
    [[nodiscard]] bool is_news() const { return now_.changes != told_.changes; }

    std::mutex mutex_;
    std::condition_variable moved_;
    drivers::Presence now_;
    drivers::Presence told_;
    bool gone_ = false;
    bool stopped_ = false;
};

}  // namespace scrm::ifd_handler
