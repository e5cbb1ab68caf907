// What the caller may ask: of the library, of a reader, of a card.
#pragma once

#include "drivers/ifd-scrm-ccid/channels.hpp"
#include "drivers/ifd_abi/functions.hpp"

namespace scrm::ifd_handler {

/// Where an answer goes: `length` is in: room, out: bytes; without `value` only the length is asked for.
struct AnswerRoom {
    ifd_abi::Dword* length = nullptr;
    std::uint8_t* value = nullptr;
};

/// The functions by which callers wait for cards.
struct WaitFunctions {
    ifd_abi::WaitForCard wait = nullptr;
    ifd_abi::StopWaiting stop = nullptr;
};

[[nodiscard]] ifd_abi::ResponseCode get_capability(const Channel& channel, const WaitFunctions& functions,
                                                   ifd_abi::Dword tag, AnswerRoom room);

}  // namespace scrm::ifd_handler
