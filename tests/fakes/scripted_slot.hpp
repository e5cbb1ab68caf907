// A slot that does what a test tells it to, and remembers what it was asked.
//
// A verb that is held stops before it answers. Its answer is made when the verb begins, as a real driver's is
// when the card has answered and something else happens before anybody reads it. A card that is taken out
// ends no verb by itself: the test says how the driver tells of it, with end().
#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/fakes/pause.hpp"

namespace scrm::fakes {

enum class SlotVerb : std::uint8_t {
    PowerOn,
    Reset,
    PowerOff,
    SelectProtocol,
    Exchange,
    Control,
    GetAttribute,
    SetAttribute,
    Eject
};
inline constexpr std::size_t slot_verbs = 9;

/// "3B 02 14 50" as a card would send it.
drivers::AtrBytes atr_bytes(std::string_view hex);

class ScriptedSlot final : public drivers::Slot {
  public:
    template <class T>
    using Verb = drivers::Awaitable<drivers::Result<T>>;
    using Deadline = drivers::Deadline;

    explicit ScriptedSlot(const scrm::drivers::Executor& executor);

    // What happens to the slot.
    void insert(std::string_view atr);
    /// The driver powers it at once, with this outcome.
    void insert_powered(std::string_view atr, drivers::Result<drivers::AtrBytes> outcome);
    void remove();
    /// Out, and another one in, too fast to be seen apart.
    void swap(std::string_view atr);
    /// A while in which nobody watched; the card that is in may be another by then.
    void lapse(std::string_view atr);
    /// Every verb under way and every later one ends with DeviceGone.
    void device_goes();

    // How verbs go.
    void hold(SlotVerb verb) { pause(verb).hold(); }
    [[nodiscard]] bool holding(SlotVerb verb) { return pause(verb).reached(); }
    /// The held verb ends with the answer it had, or `instead`.
    void release(SlotVerb verb) { pause(verb).release(); }
    void end(SlotVerb verb, drivers::DriverError instead);
    /// Every call fails, until it is told to work again.
    void fail(SlotVerb verb, drivers::DriverError error) { failing_[verb] = error; }
    void work(SlotVerb verb) { failing_.erase(verb); }

    /// What exchange() and control() answer; the command and 90 00, if there is nothing.
    std::vector<std::uint8_t> answer;
    /// How long they say that their answer is, if not as long as it is.
    std::optional<std::size_t> claimed_size;
    std::map<std::uint32_t, std::vector<std::uint8_t>> attributes;
    drivers::TimeBudgets time;
    /// By when the last exchange had to be done; a hurry counts.
    [[nodiscard]] Deadline deadline() const { return deadline_; }

    /// In order: "power on", "reset", "power off", "T=1", "raw", "exchange T=1 00 A4", "control 42000D48 01",
    /// "escape 42000001 01",    /// "get 00090303", "set 00090303 01", "eject".
    [[nodiscard]] const std::vector<std::string>& heard() const { return heard_; }
    void forget() { heard_.clear(); }
    [[nodiscard]] std::size_t times(std::string_view words) const;
    /// Two verbs were under way at a time, which no caller may do.
    [[nodiscard]] bool overlapped() const { return overlapped_; }

    Verb<drivers::Presence> presence_after(std::uint64_t seen) override;
    Verb<drivers::AtrBytes> power_on(Deadline deadline) override;
    Verb<drivers::AtrBytes> reset(Deadline deadline) override;
    Verb<void> power_off(Deadline deadline) override;
    Verb<void> select_protocol(drivers::Protocol protocol, Deadline deadline) override;
    Verb<std::size_t> exchange(drivers::Protocol protocol, drivers::Bytes command,
                               drivers::MutableBytes response, Deadline deadline) override;
    Verb<std::size_t> control(std::uint32_t code, drivers::Bytes input, drivers::MutableBytes output,
                              Deadline deadline) override;
    Verb<std::size_t> escape(std::uint32_t code, drivers::Bytes input, drivers::MutableBytes output,
                             Deadline deadline) override;
    Verb<std::size_t> get_attribute(std::uint32_t id, drivers::MutableBytes value,
                                    Deadline deadline) override;
    Verb<void> set_attribute(std::uint32_t id, drivers::Bytes value, Deadline deadline) override;
    Verb<void> eject(Deadline deadline) override;
    void cancel() override;
    void hurry(Deadline deadline) override { deadline_ = std::min(deadline_, deadline); }
    [[nodiscard]] drivers::TimeBudgets budgets() const override { return time; }

  private:
    Pause& pause(SlotVerb verb) { return pauses_[static_cast<std::size_t>(verb)]; }
    void moved(std::uint64_t times);
    /// Success, or why the verb ends otherwise.
    drivers::Awaitable<drivers::Result<void>> go_through(SlotVerb verb, std::string words);
    Verb<drivers::AtrBytes> answer_to_reset(SlotVerb verb, std::string words);
    Verb<std::size_t> answer_to(SlotVerb verb, std::string words, drivers::Bytes input,
                                drivers::MutableBytes output);
    Verb<void> just_do(SlotVerb verb, std::string words);

    std::vector<Pause> pauses_;
    std::map<SlotVerb, drivers::DriverError> failing_;
    std::optional<drivers::DriverError> ended_;
    scrm::drivers::Timer movement_;
    drivers::Presence presence_;
    drivers::AtrBytes atr_;
    Deadline deadline_ = Deadline::max();
    bool gone_ = false;
    std::vector<std::string> heard_;
    std::shared_ptr<void> under_way_ = std::make_shared<char>();
    bool overlapped_ = false;
};

}  // namespace scrm::fakes
