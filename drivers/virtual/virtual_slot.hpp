// The slot seam over a card bay.
//
// A verb completes without suspending unless the card wants time or a fault is set. VerbWait is the one place
// where verbs suspend, so that whatever interrupts a verb (cancel, card out, device gone) ends it there.
#pragma once

#include <random>

#include "drivers/virtual/card_contact.hpp"
#include "drivers/virtual/slot_attributes.hpp"
#include "drivers/virtual/verb_wait.hpp"
#include "drivers/virtual/virtual_reader.hpp"

namespace scrm::virtual_reader {

/// A control code that answers its input: SCARD_CTL_CODE(3776).
inline constexpr std::uint32_t control_echo = 0x42000EC0;
/// CM_IOCTL_GET_FEATURE_REQUEST (PC/SC part 10), SCARD_CTL_CODE(3400): an empty list, there are no features.
inline constexpr std::uint32_t control_get_features = 0x42000D48;

class VirtualSlot final : public drivers::Slot, private BayWatcher {
  public:
    template <class T>
    using Verb = drivers::Awaitable<drivers::Result<T>>;
    using Deadline = drivers::Deadline;
    using Protocol = drivers::Protocol;

    /// `reader` must outlive the slot; nobody else watches its bay `index`.
    VirtualSlot(const drivers::Executor& executor, VirtualReader& reader, std::size_t index);
    ~VirtualSlot() override;

    Verb<drivers::Presence> presence_after(std::uint64_t seen) override;
    Verb<drivers::AtrBytes> power_on(Deadline deadline) override;
    Verb<drivers::AtrBytes> reset(Deadline deadline) override;
    Verb<void> power_off(Deadline deadline) override;
    Verb<void> select_protocol(Protocol protocol, Deadline deadline) override;
    Verb<std::size_t> exchange(Protocol protocol, Bytes command, MutableBytes response,
                               Deadline deadline) override;
    Verb<std::size_t> control(std::uint32_t code, Bytes input, MutableBytes output,
                              Deadline deadline) override;
    Verb<std::size_t> get_attribute(std::uint32_t id, MutableBytes value, Deadline deadline) override;
    Verb<void> set_attribute(std::uint32_t id, Bytes value, Deadline deadline) override;
    Verb<void> eject(Deadline deadline) override;
    void cancel() override;

    /// Every verb under way and every later one ends with DeviceGone.
    void shut();
    /// True while a verb is suspended; once shut, that ends within the loop's next turns.
    [[nodiscard]] bool busy() const { return verb_.under_way() || watching_.any(); }

  private:
    void card_inserted() override;
    void card_removed() override;
    void reader_gone() override;

    [[nodiscard]] drivers::Result<EmulatedCard*> powered_card() const;
    [[nodiscard]] SlotFacts facts() const;
    Verb<drivers::AtrBytes> power_up(Deadline deadline);
    CardReply garbage(MutableBytes response);
    void presence_changed();

    VirtualReader& reader_;
    CardBay& bay_;
    std::size_t index_;
    CardContact contact_;
    VerbWait verb_;
    drivers::Timer presence_change_;  // never expires; cancelled at each change
    UnderWay watching_;
    drivers::Presence presence_;
    bool gone_ = false;
    std::minstd_rand random_;
};

}  // namespace scrm::virtual_reader
