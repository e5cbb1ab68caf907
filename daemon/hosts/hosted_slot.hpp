// A slot behind a host process. Each verb is one command to the host and one answer, matched by number.
//
//   verb: begin -> wait for its turn -> send -> wait for the answer, the deadline, or a cancel
//
// A command whose verb was cancelled runs on behind it, as the slot's call, until its own deadline; the next
// verb waits for it. Past the deadline of a call the process is killed.
#pragma once

#include <optional>

#include "daemon/hosts/current_host.hpp"
#include "daemon/hosts/handler_spec.hpp"
#include "daemon/hosts/hosted_presence.hpp"
#include "drivers/api/pending_verb.hpp"

namespace scrm::hosts {

class HostedSlot final : public drivers::Slot {
  public:
    template <class T>
    using Verb = drivers::Awaitable<drivers::Result<T>>;

    /// `host` outlives the slot.
    HostedSlot(const drivers::Executor& executor, const CurrentHost& host, std::uint32_t number,
               const HandlerDeadlines& deadlines);

    Verb<drivers::Presence> presence_after(std::uint64_t seen) override { return presence_.after(seen); }
    Verb<drivers::AtrBytes> power_on(drivers::Deadline deadline) override;
    Verb<drivers::AtrBytes> reset(drivers::Deadline deadline) override;
    Verb<void> power_off(drivers::Deadline deadline) override;
    Verb<void> select_protocol(drivers::Protocol protocol, drivers::Deadline deadline) override;
    Verb<std::size_t> exchange(drivers::Protocol protocol, drivers::Bytes command,
                               drivers::MutableBytes response, drivers::Deadline deadline) override;
    Verb<std::size_t> control(std::uint32_t code, drivers::Bytes input, drivers::MutableBytes output,
                              drivers::Deadline deadline) override;
    Verb<std::size_t> get_attribute(std::uint32_t id, drivers::MutableBytes value,
                                    drivers::Deadline deadline) override;
    Verb<void> set_attribute(std::uint32_t id, drivers::Bytes value, drivers::Deadline deadline) override;
    Verb<void> eject(drivers::Deadline deadline) override;
    void cancel() override;
    void hurry(drivers::Deadline deadline) override;
    [[nodiscard]] drivers::TimeBudgets budgets() const override { return deadlines_.calls; }

    /// The host's process has ended: nothing is left of what it was asked, and the card has lost its state.
    void host_lost();
    /// The host is not responding: the slot is shown empty.
    void given_up();
    void take(const ipc::host::Answer& answer);
    void take(const ipc::host::Presence& presence);
    /// The device goes: every verb ends with DeviceGone.
    void leave();

    /// The present host has told whether a card is in.
    [[nodiscard]] bool presence_known() const { return presence_.known(); }
    /// The present host has looked for a card after so many words on how to watch.
    void looked(std::uint32_t watches) { watches_heeded_ = watches; }
    [[nodiscard]] std::uint32_t watches_heeded() const { return watches_heeded_; }
    [[nodiscard]] bool anybody_inside() const { return verb_.under_way() || presence_.somebody_waits(); }

  private:
    enum class Needs : std::uint8_t { Reader, PoweredCard };
    using ErrorOf = std::optional<drivers::DriverError> (*)(std::int32_t code);

    /// What the host was asked and has not answered.
    struct Call {
        const char* function = "";  // of the handler, for the log
        ErrorOf error_of = nullptr;
        drivers::MutableBytes room;
        drivers::Deadline deadline;
        std::uint32_t sequence = 0;
        bool abandoned = false;
    };

    template <class Message>
    Verb<std::size_t> ask(Message message, Call call, Needs needs);
    template <class Message>
    Verb<void> tell(Message message, Call call, Needs needs);
    Verb<drivers::AtrBytes> power(ipc::host::PowerAction action, Needs needs, drivers::Deadline deadline);
    Verb<void> power_down(drivers::Deadline deadline);
    /// A card that its host has powered is on for verbs as soon as the movement was told, and not before:
    /// what comes earlier is meant for the card before.
    [[nodiscard]] bool powered() const { return powered_ || presence_.powered_card_was_told(); }
    /// The host can be asked at once.
    [[nodiscard]] bool has_turn(Needs needs) const;
    Verb<void> await_turn(Needs needs, drivers::Deadline deadline);
    void call_ended_early(drivers::DriverError why);
    void watch_abandoned_call();
    [[nodiscard]] std::string overdue_text() const;

    const CurrentHost& host_;
    std::uint32_t number_;
    HandlerDeadlines deadlines_;
    drivers::PendingVerb verb_;
    std::uint32_t sequence_ = 0;
    std::optional<Call> call_;
    drivers::Result<std::size_t> outcome_ = std::size_t{0};  // of the last call that was answered
    drivers::Timer overdue_;                                 // ends an abandoned call
    bool powered_ = false;
    std::uint32_t movements_ = 0;  // and hosts that ended
    HostedPresence presence_;
    std::uint32_t watches_heeded_ = 0;
};

}  // namespace scrm::hosts
