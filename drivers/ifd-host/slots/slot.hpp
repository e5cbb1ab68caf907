// One slot of the handler: its functions with that slot's Lun, one call at a time of what shares its lock.
// Called as pcscd calls them, and with answers that are no longer than they may be.
#pragma once

#include <chrono>
#include <functional>
#include <mutex>
#include <optional>
#include <string>

#include "drivers/ifd-host/slots/transfer_buffer.hpp"
#include "drivers/ifd_abi/functions.hpp"

namespace scrm::ifd_host {

using ifd_abi::Dword;
using ifd_abi::ResponseCode;

/// `bytes` are there until the slot's next command.
struct Outcome {
    ResponseCode code = ifd_abi::success;
    ipc::Bytes bytes{};
};

/// How the handler waits for a card by itself, if it does.
struct Waiting {
    ifd_abi::WaitForCard wait = nullptr;
    ifd_abi::StopWaiting stop = nullptr;
};

class Slot {
  public:
    Slot(const ifd_abi::Functions& functions, Dword lun, std::timed_mutex& lock);

    /// By name, or by channel if there is no name or the handler takes none.
    ResponseCode open(const std::string& device_name, Dword channel);
    /// Calls `inside` first, once it is this call's turn.
    ResponseCode presence(const std::function<void()>& inside = [] {});
    /// A tag whose value is one byte; nothing if the handler has none.
    std::optional<std::uint8_t> byte_of(Dword tag);
    Waiting ask_waiting();

    /// Of a card that came with so many `changes`, for which nobody asked; the answer's bytes are in
    /// `answer`. Calls `inside` first, once it is this call's turn.
    Outcome power_up(std::uint64_t changes, TransferBuffer& answer, const std::function<void()>& inside);

    // Commands: from one thread at a time.
    Outcome power(Dword action);
    // `known`: the changes that the sender knew of.
    Outcome set_protocol(Dword protocol, std::uint32_t known);
    Outcome transmit(Dword protocol, ipc::Bytes command, std::size_t room, std::uint32_t known) {
        return transmit(protocol, command, room, known, answer_);
    }
    /// The answer's bytes are in `answer`.
    Outcome transmit(Dword protocol, ipc::Bytes command, std::size_t room, std::uint32_t known,
                     TransferBuffer& answer);
    Outcome control(Dword code, ipc::Bytes input, std::size_t room);
    Outcome get_capability(Dword tag, std::size_t room);
    Outcome set_capability(Dword tag, ipc::Bytes value);

    /// Unlocked, as is what Waiting points to.
    [[nodiscard]] ResponseCode wait(const Waiting& waiting, std::chrono::milliseconds limit) const;
    void stop_waiting(const Waiting& waiting) const;

    /// The slot's last calls: powers the card down and closes the channel, even when somebody is still inside
    /// the handler after half a second.
    void close();
    /// Tells the handler that the device was unplugged, if it wants to know.
    void tell_removal();

  private:
    static Outcome checked(const char* function, ResponseCode code, Dword length, std::size_t room,
                           const TransferBuffer& answer);
    [[nodiscard]] ResponseCode presence_locked() const { return functions_.icc_presence(lun_); }
    Outcome power_inside(Dword action, TransferBuffer& answer);
    ResponseCode power_locked(Dword action, std::uint8_t* atr, Dword& length);
    /// Who sent it did not know yet of the card that is on.
    [[nodiscard]] bool meant_for_another(std::uint32_t known) const {
        return static_cast<std::int32_t>(powered_unasked_ - known) > 0;
    }

    ifd_abi::Functions functions_;
    Dword lun_;
    std::timed_mutex& lock_;
    TransferBuffer answer_;
    bool powered_ = false;
    std::uint32_t powered_unasked_ =
        0;  // with which change the last card came for which power_up() was called
};

}  // namespace scrm::ifd_host
