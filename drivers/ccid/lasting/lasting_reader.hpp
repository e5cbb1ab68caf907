// A reader for as long as its device is there, however often it has to be opened.
//
// When another program resets the device's port, or takes its interface, what we had open is lost and the
// device is not: nobody tells that it has left, and it has to be opened anew. Clients keep their reader by
// it, and are told that the card was reset.
//
//   open -> lost -> pause, open, each time longer -> open
//             |                                  +-> given up: empty, tried from time to time
//             +-> told that the device has left: closed
#pragma once

#include <deque>

#include "drivers/ccid/lasting/lasting_slot.hpp"
#include "drivers/ccid/reader/ccid_reader.hpp"

namespace scrm::ccid {

class LastingReader final : public drivers::ReaderDevice {
  public:
    using Opened = drivers::Result<std::unique_ptr<CcidReader>>;
    /// DeviceGone: it has left for good.
    using Opener = std::function<drivers::Awaitable<Opened>()>;

    /// `first` has been brought up.
    LastingReader(const drivers::Executor& executor, std::unique_ptr<CcidReader> first, Opener open_anew,
                  const Timing& timing);

    [[nodiscard]] const drivers::ReaderIdentity& identity() const override { return identity_; }
    [[nodiscard]] std::size_t slot_count() const override { return slots_.size(); }
    drivers::Slot& slot(std::size_t index) override { return slots_[index]; }
    drivers::Awaitable<void> close() override;

  private:
    enum class Stage : std::uint8_t {
        Open,       // reader_ is there
        Returning,  // come_back() is under way
        Gone        // the device has left; nothing is open
    };

    void keep(std::unique_ptr<CcidReader> reader);
    void lost();
    drivers::Awaitable<void> come_back(std::unique_ptr<CcidReader> before);
    drivers::Awaitable<void> try_until_open();
    drivers::Awaitable<void> take_in(std::unique_ptr<CcidReader> reader);
    void leave();

    drivers::Executor executor_;
    drivers::ReaderIdentity identity_;
    Opener open_anew_;
    Timing timing_;
    std::unique_ptr<CcidReader> reader_;
    std::deque<LastingSlot> slots_;
    Stage stage_ = Stage::Open;
    bool closing_ = false;
    drivers::Timer pause_;
    drivers::WakeUp returned_;
};

}  // namespace scrm::ccid
