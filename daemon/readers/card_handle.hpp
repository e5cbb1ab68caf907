// One client's connection to one slot: what it calls an SCARDHANDLE.
#pragma once

#include <cstdint>
#include <memory>

#include "daemon/readers/client.hpp"
#include "daemon/readers/sharing.hpp"

namespace scrm::readers {

class Slot;

/// Identifies the client's context that a handle belongs to.
using Owner = const void*;

/// What happened to the card behind a handle's back; told by its next call until it reconnects.
enum class CardNews : std::uint8_t { None, Reset, Removed };

struct CardHandle {
    std::uint32_t id = 0;
    Owner owner = nullptr;
    Client client;
    std::shared_ptr<Slot> slot;
    ShareMode mode = ShareMode::Shared;
    std::uint32_t protocol = 0;  // SCARD_PROTOCOL_* in force when it connected, 0 for none
    CardNews news = CardNews::None;
    bool connected = false;  // counted by the slot's sharing
    bool lost_transaction =
        false;  // a limit ended it; told by the end that comes too late, until it reconnects
};

}  // namespace scrm::readers
