#include "drivers/ifd-host/slots/commands.hpp"

namespace scrm::ifd_host {

Outcome carry_out(const ipc::host::Power& command, Slot& slot) {
    return slot.power(static_cast<Dword>(command.action));
}

Outcome carry_out(const ipc::host::SetProtocol& command, Slot& slot) {
    return slot.set_protocol(command.protocol, command.known);
}

Outcome carry_out(const ipc::host::Transmit& command, Slot& slot) {
    return slot.transmit(command.pci_protocol, command.command, command.room, command.known);
}

Outcome carry_out(const ipc::host::Control& command, Slot& slot) {
    return slot.control(command.code, command.input, command.room);
}

Outcome carry_out(const ipc::host::GetCapability& command, Slot& slot) {
    return slot.get_capability(command.tag, command.room);
}

Outcome carry_out(const ipc::host::SetCapability& command, Slot& slot) {
    return slot.set_capability(command.tag, command.value);
}

}  // namespace scrm::ifd_host
