// Whether a card is in a slot, and how often that has changed: what presence_after() waits for.
#pragma once

#include <boost/asio/experimental/channel.hpp>
#include <memory>

#include "drivers/api/awaitable.hpp"
#include "drivers/api/slot.hpp"

namespace scrm::ccid {

class CardPresence {
  public:
    explicit CardPresence(const drivers::Executor& executor);

    [[nodiscard]] const drivers::Presence& now() const { return now_; }
    [[nodiscard]] bool present() const { return now_.present; }

    drivers::Awaitable<drivers::Result<drivers::Presence>> after(std::uint64_t seen);

    /// As a look at the slot found it; does nothing if that is no news.
    void found(bool present);
    /// One card went and another came, with no look in between.
    void swapped();

    void shut();
    [[nodiscard]] bool under_way() const { return token_.use_count() > 1; }

  private:
    void tell();

    drivers::Presence now_;
    // Carries nothing; who waits is cancelled at each change. Unlike a timer that never expires it has the
    // kernel wake nobody up.
    boost::asio::experimental::channel<drivers::Executor, void(boost::system::error_code)> change_;
    bool gone_ = false;
    std::shared_ptr<void> token_ = std::make_shared<char>();
};

}  // namespace scrm::ccid
