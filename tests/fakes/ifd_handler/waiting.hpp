// The functions that wait for a card, given to whoever asks for the tags.
#pragma once

#include "drivers/ifd_abi/functions.hpp"

namespace scrm::fakes::ifd {

/// Returns when the slot's card in the script differs from what tell_presence() was told last, after
/// `milliseconds`, or when stop_waiting() was called.
ifd_abi::ResponseCode wait_for_card(ifd_abi::Dword lun, int milliseconds);
ifd_abi::ResponseCode stop_waiting(ifd_abi::Dword lun);
void tell_presence(ifd_abi::Dword lun, bool card);

}  // namespace scrm::fakes::ifd
