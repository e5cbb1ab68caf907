// The reader: all its slots, opened in pcscd's order, and what the handler says of itself.
#pragma once

#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "drivers/ifd-host/slots/library.hpp"
#include "drivers/ifd-host/slots/slot.hpp"

namespace scrm::ifd_host {

/// A slot that is open, and what was learnt by opening it.
struct OpenSlot {
    std::unique_ptr<Slot> slot;
    Waiting waiting;
    ResponseCode first_presence;
};

class Reader {
  public:
    /// Loads the library, opens the first slot, asks how many there are, and opens them: all or none.
    static std::variant<std::unique_ptr<Reader>, OpenFailure> open(const ipc::host::Open& order);

    [[nodiscard]] std::vector<OpenSlot>& slots() { return slots_; }
    [[nodiscard]] std::uint32_t traits() const { return traits_; }
    /// Whether each slot may be called whatever the others are doing.
    [[nodiscard]] bool slots_are_independent() const;

    /// Ends all; watchers and commands have been stopped as far as they could be.
    void close(ipc::host::CloseReason reason);

  private:
    explicit Reader(const ifd_abi::Functions& functions) : functions_(functions) {}

    std::optional<OpenFailure> open_slots(const ipc::host::Open& order);
    std::optional<OpenFailure> open_slot(const ipc::host::Open& order, Dword number);
    std::timed_mutex& lock_for(Dword number);
    void ask_traits();

    ifd_abi::Functions functions_;
    std::vector<std::unique_ptr<std::timed_mutex>> locks_;  // of the device, or of each slot
    std::vector<OpenSlot> slots_;
    std::uint32_t traits_ = 0;
};

}  // namespace scrm::ifd_host
