// A token that is reader and card in one (ICCD), spoken to by control requests alone.
#pragma once

#include <memory>

#include "tests/fakes/ccid/emulated_slot.hpp"
#include "tests/fakes/ccid/recorded_readers.hpp"
#include "tests/fakes/usb/scripted_usb_interface.hpp"

namespace scrm::fakes {

class EmulatedToken {
  public:
    EmulatedToken(const drivers::Executor& executor, const RecordedReader& recorded, const CardMake& card);

    [[nodiscard]] std::unique_ptr<usb::Interface> take_interface() { return std::move(owned_); }
    [[nodiscard]] EmulatedSlot& card() { return card_; }
    /// So many "busy" or "ask again later" before each answer; -1: for ever.
    int busy = 0;
    /// Version B: how much of an answer goes into one block.
    std::size_t block_size = 64;

  private:
    using Reply = boost::system::result<Octets, usb::UsbStatus>;

    Reply version_a(const usb::ControlRequest& request, const Octets& data);
    void take_part(const Octets& data);
    Reply status_a();
    Reply version_b(const usb::ControlRequest& request, const Octets& data);
    Octets block_b();
    bool is_busy();

    std::unique_ptr<ScriptedUsbInterface> owned_;
    EmulatedSlot card_;
    int waits_left_ = 0;
    Octets command_;
    Octets answer_;
    bool first_block_ = true;
    bool wants_data_ = false;
};

}  // namespace scrm::fakes
