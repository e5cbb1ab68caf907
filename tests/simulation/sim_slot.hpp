// A slot whose card, driver and time are the simulation's: verbs take as long as chance has it, fail, are
// overtaken by removals and power losses, and tell of what they find wrong.
#pragma once

#include <deque>

#include "daemon/readers/clock.hpp"
#include "drivers/api/reader_device.hpp"
#include "drivers/api/wake_up.hpp"
#include "tests/simulation/random.hpp"

namespace scrm::simulation {

/// What the simulation wants to know of a driver's verbs.
class SlotObserver {
  public:
    /// A command of the handle of this number has reached the card.
    virtual void command_reached_card(std::uint32_t handle) = 0;
    virtual void command_reached_reader(std::uint32_t handle) = 0;
    virtual void card_switched_off() = 0;
    /// A second verb was begun before the first one ended.
    virtual void verbs_overlapped() = 0;

  protected:
    ~SlotObserver() = default;
};

/// A command that carries the number of the handle that sent it.
std::vector<std::uint8_t> command_of(std::uint32_t handle);

class SimSlot final : public drivers::Slot {
  public:
    template <class T>
    using Verb = drivers::Awaitable<drivers::Result<T>>;
    using Deadline = drivers::Deadline;

    SimSlot(readers::Clock& clock, Random& random) : clock_(clock), random_(random) {}

    SlotObserver* observer = nullptr;

    void insert();
    void remove();
    void lose_power();
    void device_goes();

    [[nodiscard]] bool present() const { return presence_.present; }
    [[nodiscard]] bool powered() const { return powered_; }
    [[nodiscard]] std::uint64_t moves() const { return presence_.changes; }
    [[nodiscard]] bool gone() const { return gone_; }
    [[nodiscard]] bool busy() const { return under_way_ > 0; }
    /// Another number whenever the card forgets what was said to it: when a reset or a removal begins.
    [[nodiscard]] std::uint64_t life() const { return life_; }
    /// How many resets and the like have begun or ended.
    [[nodiscard]] std::uint64_t upheavals() const { return upheavals_; }
    /// Movements before the resource manager first looked.
    [[nodiscard]] std::uint64_t first_moves() const { return first_moves_.value_or(presence_.changes); }
    /// The card went off by itself, and nobody can know yet.
    [[nodiscard]] bool lost_power() const { return lost_power_; }
    [[nodiscard]] drivers::AtrBytes atr() const;

    Verb<drivers::Presence> presence_after(std::uint64_t seen) override;
    Verb<drivers::AtrBytes> power_on(Deadline deadline) override;
    Verb<drivers::AtrBytes> reset(Deadline deadline) override;
    Verb<void> power_off(Deadline deadline) override;
    Verb<void> select_protocol(drivers::Protocol protocol, Deadline deadline) override;
    Verb<std::size_t> exchange(drivers::Protocol protocol, drivers::Bytes command,
                               drivers::MutableBytes response, Deadline deadline) override;
    Verb<std::size_t> control(std::uint32_t code, drivers::Bytes input, drivers::MutableBytes output,
                              Deadline deadline) override;
    Verb<std::size_t> get_attribute(std::uint32_t id, drivers::MutableBytes value,
                                    Deadline deadline) override;
    Verb<void> set_attribute(std::uint32_t id, drivers::Bytes value, Deadline deadline) override;
    Verb<void> eject(Deadline deadline) override;
    void cancel() override;

  private:
    void moved();
    void forget();
    [[nodiscard]] bool on_for_verbs() const { return powered_ && !unasked_; }
    /// Lets the time pass that a verb takes. Success, or what came in between.
    Verb<void> take_time();
    drivers::Result<drivers::AtrBytes> answer_to_reset(std::uint64_t moves_before);
    readers::Milliseconds some_time();

    readers::Clock& clock_;
    Random& random_;
    drivers::Presence presence_;
    std::size_t card_ = 0;
    bool mute_ = false;
    bool powered_ = false;
    bool was_on_ = false;   // and has not forgotten it
    bool unasked_ = false;  // it was powered when it came, and that was not told yet
    bool gone_ = false;
    bool cancelled_ = false;
    bool lost_power_ = false;
    std::uint64_t life_ = 1;
    std::uint64_t upheavals_ = 1;
    std::optional<std::uint64_t> first_moves_;
    int under_way_ = 0;
    drivers::WakeUp* verb_wait_ = nullptr;
    drivers::WakeUp* movement_wait_ = nullptr;
};

/// Several slots in one housing.
class SimDevice final : public drivers::ReaderDevice {
  public:
    SimDevice(std::size_t slots, readers::Clock& clock, Random& random) {
        for (std::size_t i = 0; i < slots; ++i)
            slots_.emplace_back(clock, random);
    }

    [[nodiscard]] const drivers::ReaderIdentity& identity() const override { return identity_; }
    [[nodiscard]] std::size_t slot_count() const override { return slots_.size(); }
    SimSlot& slot(std::size_t index) override { return slots_[index]; }
    drivers::Awaitable<void> close() override;

  private:
    drivers::ReaderIdentity identity_{"Sim", {}, {}};
    std::deque<SimSlot> slots_;
};

}  // namespace scrm::simulation
