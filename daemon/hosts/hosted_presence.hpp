// Whether a card is in a hosted slot, over the lives of several hosts: each counts the changes that it saw,
// and the end of one counts as one more, because nobody watches until the next one does.
#pragma once

#include <memory>
#include <optional>

#include "drivers/api/bell.hpp"
#include "drivers/api/slot.hpp"

namespace scrm::hosts {

class HostedPresence {
  public:
    /// As in drivers::Presence.
    using Answer = std::optional<drivers::Result<drivers::AtrBytes>>;

    explicit HostedPresence(const drivers::Executor& executor) : movement_(executor) {}

    /// As drivers::Slot::presence_after(). Waits, too, until a host has told for the first time.
    drivers::Awaitable<drivers::Result<drivers::Presence>> after(std::uint64_t seen);

    /// The present host says so; `changes` since it opened the slot. Resumes who waits before it returns: to
    /// be called last.
    void told(bool present, std::uint64_t changes, const Answer& answer = {});
    /// The card may be in another state by now.
    void forget_answer() { presence_.answer.reset(); }
    /// The present host has ended: a lapse. Whether a card is in stands until the next one tells.
    void host_lost();
    /// No next one is to be expected: the slot counts as empty.
    void given_up();
    /// The device goes.
    void leave();

    /// The last changes that the present host told, their low half.
    [[nodiscard]] std::uint32_t known_changes() const {
        return static_cast<std::uint32_t>(host_changes_.value_or(0));
    }
    /// The card that is in was powered by the host, and who follows its comings and goings was told so.
    [[nodiscard]] bool powered_card_was_told() const {
        return told_ && presence_.answer && presence_.answer->has_value();
    }
    /// The present host has told.
    [[nodiscard]] bool known() const { return host_changes_.has_value(); }
    [[nodiscard]] bool somebody_waits() const { return inside_.use_count() > 1; }

  private:
    void count(bool present, std::uint64_t changes, const Answer& answer = {});

    drivers::Presence presence_;
    std::optional<std::uint64_t> host_changes_;
    bool ever_known_ = false;
    bool gone_ = false;
    bool told_ = false;  // to who waits in after(), all that presence_ says
    drivers::Bell movement_;
    std::shared_ptr<void> inside_ = std::make_shared<char>();
};

}  // namespace scrm::hosts
