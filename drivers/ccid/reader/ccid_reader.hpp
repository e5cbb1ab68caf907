// A reader that is open: its slots, what watches them, and how it was brought up.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <string>

#include "drivers/api/reader_device.hpp"
#include "drivers/ccid/reader/ccid_slot.hpp"
#include "drivers/usb/usb_interface.hpp"

namespace scrm::ccid {

class CcidReader final : public drivers::ReaderDevice {
  public:
    /// `facts` tell of the interface that `usb` is.
    CcidReader(const drivers::Executor& executor, std::unique_ptr<usb::Interface> usb, ReaderFacts facts);

    /// Gets the reader to answer, within `deadline`, and begins to watch its slots. DeviceGone if it has
    /// left; a reader that stays mute is no error: it is asked again from time to time.
    drivers::Awaitable<drivers::Result<void>> bring_up(drivers::Deadline deadline);

    /// `tell` is called, once, when the device or what was open of it turns out to be gone; not by close().
    void when_lost(std::function<void()> tell) { lost_ = std::move(tell); }

    [[nodiscard]] const drivers::ReaderIdentity& identity() const override { return identity_; }
    [[nodiscard]] std::size_t slot_count() const override { return slots_.size(); }
    CcidSlot& slot(std::size_t index) override { return slots_[index]; }
    drivers::Awaitable<void> close() override;

    [[nodiscard]] const ReaderFacts& facts() const { return facts_; }
    [[nodiscard]] bool responds() const { return responds_; }

  private:
    drivers::Awaitable<bool> wake(drivers::Deadline deadline);
    drivers::Awaitable<bool> answers(Milliseconds patience, drivers::Deadline deadline);
    drivers::Awaitable<void> read_data_rates(drivers::Deadline deadline);
    drivers::Awaitable<void> ask_again(std::shared_ptr<void> inside);
    drivers::Awaitable<void> look_at_all();
    drivers::Awaitable<void> watch(std::shared_ptr<void> inside);
    drivers::Awaitable<void> poll();
    drivers::Awaitable<bool> take_notice(MutableBytes room);
    void shut();
    [[nodiscard]] bool busy() const;

    drivers::Executor executor_;
    std::unique_ptr<usb::Interface> usb_;
    ReaderFacts facts_;
    drivers::ReaderIdentity identity_;
    std::unique_ptr<CommandPort> port_;
    std::deque<CcidSlot> slots_;
    Patience bringing_up_;
    Patience watching_;
    std::function<void()> lost_;
    bool responds_ = false;
    bool gone_ = false;
    std::shared_ptr<void> inside_ = std::make_shared<char>();
};

}  // namespace scrm::ccid
