// The slot seam over one slot of a CCID reader or a token.
#pragma once

#include "drivers/ccid/card/card_line.hpp"
#include "drivers/ccid/card/card_power.hpp"
#include "drivers/ccid/card/reader_facts.hpp"
#include "drivers/ccid/features/pin_entry.hpp"
#include "drivers/ccid/reader/card_presence.hpp"

namespace scrm::ccid {

class CcidSlot final : public drivers::Slot {
  public:
    template <class T>
    using Verb = drivers::Awaitable<drivers::Result<T>>;
    using Deadline = drivers::Deadline;
    using Protocol = drivers::Protocol;

    /// `port` and `facts` must outlive the slot.
    CcidSlot(const drivers::Executor& executor, CommandPort& port, std::uint8_t index, ReaderFacts& facts);

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

    [[nodiscard]] const drivers::Presence& presence() const { return presence_.now(); }
    /// The reader says by interrupt that something happened here: looks, and believes the look.
    void noticed(SlotNotice notice);
    /// Asks the reader whether a card is in.
    drivers::Awaitable<void> look();

    /// The reader is about to be closed: ends the verb under way and takes the card's power away.
    drivers::Awaitable<void> switch_off_at_last(Deadline deadline);
    /// Every verb under way and every later one ends with DeviceGone.
    void shut();
    [[nodiscard]] bool busy() const;

  private:
    enum class Power : std::uint8_t {
        Off,  // no power, or not known
        On,   // the card has answered and is as it was left
        Lost  // it was on, and has lost its state or been left in the middle of a command
    };

    struct Card {
        drivers::AtrBytes atr;
        Voltage voltage = Voltage::Automatic;
        // Once a protocol is agreed on. Whoever speaks over it holds it: a look may find the card gone
        // meanwhile.
        std::shared_ptr<CardLine> line;
    };

    /// A look that nobody waits for; `inside` is held for as long as it runs.
    drivers::Awaitable<void> look_behind(std::shared_ptr<void> inside);
    void saw(const Answer& answer);
    void card_is(CardStatus status);
    drivers::Result<drivers::AtrBytes> keep(const drivers::Result<PoweredCard>& card);
    Verb<PoweredCard> switch_on();
    /// Why a verb that needs a powered card cannot run, if it cannot.
    [[nodiscard]] std::optional<drivers::DriverError> unusable() const;
    Verb<std::size_t> exchange_by_level(std::shared_ptr<CardLine> line, Bytes command, MutableBytes response);
    Verb<std::size_t> run_control(std::uint32_t code, Bytes input, MutableBytes output);
    Verb<std::size_t> send_escape(Bytes input, MutableBytes output);
    Verb<std::size_t> enter_pin(PinOperation operation, Bytes structure, MutableBytes output);
    Verb<void> prepare_entry(PinRequest request);
    Verb<std::size_t> send_entry(PinRequest request, MutableBytes output);
    [[nodiscard]] Milliseconds exchange_silence(Bytes command) const;
    void forget_card();
    void note_loss(drivers::DriverError error);

    ReaderFacts& facts_;
    CommandPort& port_;
    drivers::Executor executor_;
    SlotTalk talk_;
    SlotTalk look_;
    CardPresence presence_;
    Power power_ = Power::Off;
    std::optional<CardStatus> status_;  // by the last answer
    Card card_;
    bool looked_ = false;
    bool looking_ = false;
    bool look_again_ = false;
    bool gone_ = false;
    std::shared_ptr<void> inside_ = std::make_shared<char>();
};

}  // namespace scrm::ccid
