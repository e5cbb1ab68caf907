// Commands to a slot: from the daemon's words to the handler's functions and back.
#pragma once

#include "drivers/ifd-host/slots/slot.hpp"
#include "ipc/host_messages.hpp"

namespace scrm::ifd_host {

Outcome carry_out(const ipc::host::Power& command, Slot& slot);
Outcome carry_out(const ipc::host::SetProtocol& command, Slot& slot);
Outcome carry_out(const ipc::host::Transmit& command, Slot& slot);
Outcome carry_out(const ipc::host::Control& command, Slot& slot);
Outcome carry_out(const ipc::host::GetCapability& command, Slot& slot);
Outcome carry_out(const ipc::host::SetCapability& command, Slot& slot);

template <class Message>
concept SlotCommand = requires(const Message& message, Slot& slot) {
    carry_out(message, slot);
};

}  // namespace scrm::ifd_host
