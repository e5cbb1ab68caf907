// A slot for as long as its device is there: behind it is one CcidSlot after the other, as often as the
// reader has to be opened.
//
// While there is none, the slot is shown as it was, what needs a powered card is answered CardUnpowered, and
// what needs the reader waits for the next one. That one's first word on the card is one change more: a lapse
// if a card is in as before, for nobody watched it.
#pragma once

#include "drivers/api/pending_verb.hpp"
#include "drivers/api/wake_up.hpp"
#include "drivers/ccid/reader/ccid_slot.hpp"

namespace scrm::ccid {

class LastingSlot final : public drivers::Slot {
  public:
    template <class T>
    using Verb = drivers::Awaitable<drivers::Result<T>>;
    using Deadline = drivers::Deadline;
    using Protocol = drivers::Protocol;

    /// `first` may be used until lost().
    LastingSlot(const drivers::Executor& executor, CcidSlot& first)
        : executor_(executor), slot_(&first), waiting_(executor) {}

    Verb<drivers::Presence> presence_after(std::uint64_t seen) override;
    Verb<drivers::AtrBytes> power_on(Deadline deadline) override;
    Verb<drivers::AtrBytes> reset(Deadline deadline) override;
    Verb<void> power_off(Deadline deadline) override;
    Verb<void> select_protocol(Protocol protocol, Deadline deadline) override;
    Verb<std::size_t> exchange(Protocol protocol, Bytes command, MutableBytes response,
                               Deadline deadline) override;
    Verb<std::size_t> control(std::uint32_t code, Bytes input, MutableBytes output,
                              Deadline deadline) override;
    Verb<std::size_t> escape(std::uint32_t code, Bytes input, MutableBytes output,
                             Deadline deadline) override;
    Verb<std::size_t> get_attribute(std::uint32_t id, MutableBytes value, Deadline deadline) override;
    Verb<void> set_attribute(std::uint32_t id, Bytes value, Deadline deadline) override;
    Verb<void> eject(Deadline deadline) override;
    void cancel() override;

    // None of these resumes anybody before the loop's next turn.
    /// The CcidSlot has been shut: it is used no more.
    void lost();
    /// The reader is open again, and knows whether a card is in.
    void found(CcidSlot& next);
    /// The reader does not come back soon: shown empty, and nobody waits for it.
    void given_up();
    /// The device has left, or is given back.
    void leave();
    [[nodiscard]] bool busy() const { return waiting_.under_way() || inside_.use_count() > 1; }

  private:
    enum class Needs : std::uint8_t {
        Reader,        // that is there, or that comes
        ReaderOrNext,  // and if that is lost meanwhile the verb may be carried out anew
        PoweredCard
    };

    template <class Call>
    std::invoke_result_t<Call, CcidSlot&> pass(Needs needs, Deadline deadline, Call call);
    [[nodiscard]] std::optional<drivers::DriverError> unserved(Needs needs) const;
    /// What that of the present CcidSlot comes to.
    [[nodiscard]] drivers::Presence in_all(const drivers::Presence& present) const;
    void tell();

    drivers::Executor executor_;
    CcidSlot* slot_;  // null between two
    drivers::PendingVerb waiting_;
    drivers::Presence earlier_;  // what the counts of the present CcidSlot are added to
    drivers::Presence shown_;    // while there is none
    bool given_up_ = false;
    drivers::WakeUp* movement_ = nullptr;
    std::shared_ptr<void> inside_ = std::make_shared<char>();
};

}  // namespace scrm::ccid
