// A CCID reader made of a recorded descriptor, with emulated cards in its slots: it answers at the USB seam
// what such firmware answers, and goes wrong in the ways that firmware goes wrong.
#pragma once

#include <deque>
#include <memory>

#include "drivers/api/awaitable.hpp"
#include "tests/fakes/ccid/emulated_slot.hpp"
#include "tests/fakes/ccid/recorded_readers.hpp"
#include "tests/fakes/usb/scripted_usb_interface.hpp"

namespace scrm::fakes {

/// What becomes of an answer.
enum class ReaderFault : std::uint8_t {
    None,
    Late,       // after everything else has had its turn: an answer to the abort comes first
    Truncated,  // the frame ends in the middle
    ShorterThanHeader,
    LyingLength,  // dwLength says more than there is
    WrongSequence,
    WrongSlot,
    WrongType,
    Echo,      // the command comes back
    Stall,     // the pipe in halts
    OutStall,  // the pipe out halts before the command is seen
    Overflow,
    NoData,      // success without a byte
    Silence,     // nothing
    Extensions,  // for ever "still at work"
    Mute,        // the card does not answer, says the reader
    Parity,
    CardOut,  // the card leaves in mid-command
    Busy,     // the slot is busy, twice
    PortReset,
    Unplugged
};

class EmulatedReader {
  public:
    /// Every slot is empty at first.
    EmulatedReader(const drivers::Executor& executor, const RecordedReader& recorded);

    /// What the driver takes; the reader goes on behind it, and must outlive it.
    [[nodiscard]] std::unique_ptr<usb::Interface> take_interface();
    /// Another program resets the port: cards lose their power, what the driver has of the interface is gone,
    /// and there is another one to take.
    void reset_port();
    /// Another one to take, beside the last, which a test has spoiled.
    void make_interface();
    /// The last one; valid until the driver destroys it.
    [[nodiscard]] ScriptedUsbInterface& usb() { return *usb_; }

    void insert(std::size_t slot, const CardMake& make);
    void remove(std::size_t slot);
    [[nodiscard]] EmulatedSlot& slot(std::size_t index) { return slots_.at(index); }
    [[nodiscard]] std::size_t slot_count() const { return slots_.size(); }

    /// The next answers of this message type go wrong like this.
    void fault(std::uint8_t message_type, ReaderFault fault, int times = 1);
    /// No more Extensions.
    void stop_working() { working_.reset(); }
    /// Aborts are not answered either.
    bool ignores_aborts = false;
    /// Time extensions before each answer to XfrBlock.
    int extensions = 0;
    /// Answers to Escape, to Secure: nothing means "not supported".
    std::function<std::optional<Octets>(const Octets&)> on_escape;
    std::function<std::optional<Octets>(EmulatedSlot&, const Octets&)> on_secure;
    /// bError of every answer to Secure.
    std::optional<std::uint8_t> secure_error;

    /// The driver had two calls under way on one pipe.
    [[nodiscard]] bool overlapped() const { return usb_->overlapped(); }
    /// Messages that came, by type.
    [[nodiscard]] std::size_t count(std::uint8_t message_type) const;
    std::vector<Octets> received;

  private:
    void take(const Octets& message);
    void answer(const Octets& message, EmulatedSlot& slot);
    SlotReply carry_out(const Octets& message, EmulatedSlot& slot);
    SlotReply token(std::optional<Octets> data);
    SlotReply take_secure(std::uint8_t part, const Octets& data, EmulatedSlot& slot);
    void go_wrong(ReaderFault fault, const Octets& message, Octets frame, EmulatedSlot& slot);
    [[nodiscard]] Octets frame_for(const Octets& message, const EmulatedSlot& slot,
                                   const SlotReply& reply) const;
    void notify();
    /// "Still at work", until the command is aborted.
    drivers::Awaitable<void> ask_for_time(Octets message);
    void abort(const Octets& message);
    boost::system::result<Octets, usb::UsbStatus> control(const usb::ControlRequest& request);

    struct PlannedFault {
        std::uint8_t type;
        ReaderFault fault;
        int times;
    };

    drivers::Executor executor_;
    RecordedReader recorded_;
    std::unique_ptr<ScriptedUsbInterface> owned_;
    ScriptedUsbInterface* usb_ = nullptr;
    std::deque<EmulatedSlot> slots_;
    std::vector<PlannedFault> faults_;
    std::deque<Octets> late_;
    Octets entry_;                         // parts of Secure that have come
    std::optional<std::uint8_t> working_;  // the number of the command that time is asked for
    std::optional<int> abort_asked_;       // by control request: number and slot
};

}  // namespace scrm::fakes
