// A card behind another process, as a hosted driver is: one message out, one message back, with a deadline.
//
// The process is expendable. It is started by power_on(), killed when a deadline passes, and started again by
// the next power_on(): the card is then a card that was reset.
#pragma once

#include <array>

#include "daemon/hosts/host_process.hpp"
#include "drivers/api/pending_verb.hpp"
#include "tests/fakes/drivers/exchange_only_slot.hpp"

namespace scrm::fakes {

inline const std::vector<std::string> echoing_process{"/bin/sh", "-c", "exec cat <&3 >&3"};

class ChildProcessSlot final : public ExchangeOnlySlot {
  public:
    /// `command` is a program, by its path, and its words. It answers each message at its socket with the
    /// message (hosts::host_socket_number; `echoing_process` is one).
    ChildProcessSlot(const scrm::drivers::Executor& executor, std::vector<std::string> command);

    Verb<drivers::Presence> presence_after(std::uint64_t seen) override;
    Verb<drivers::AtrBytes> power_on(drivers::Deadline deadline) override;
    Verb<std::size_t> exchange(drivers::Protocol protocol, drivers::Bytes command,
                               drivers::MutableBytes response, drivers::Deadline deadline) override;
    void cancel() override;

    /// What a device's close() does for its slot.
    drivers::Awaitable<void> close();

    /// The process behind the card, 0 while there is none.
    [[nodiscard]] int process_id() const { return child_ ? child_->id() : 0; }

  private:
    struct Answer {
        std::uint8_t sequence = 0;
        drivers::MutableBytes room;
        std::size_t size = 0;
    };

    bool send(drivers::Bytes command);
    drivers::Awaitable<void> serve_child();
    void take_answer(drivers::Bytes message);

    scrm::drivers::Executor executor_;
    std::vector<std::string> command_;
    std::unique_ptr<hosts::HostProcess> child_;  // null once reaped
    drivers::PendingVerb verb_;
    drivers::PendingVerb movement_;
    drivers::PendingVerb child_end_;
    Answer answer_;
    drivers::Presence presence_{.present = true, .changes = 0};
    bool powered_ = false;
};

}  // namespace scrm::fakes
