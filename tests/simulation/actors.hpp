// Who plays: programs with their handles and calls, and slots as the simulation knows them to be.
#pragma once

#include <memory>
#include <vector>

#include "daemon/readers/registry.hpp"
#include "tests/simulation/sim_slot.hpp"

namespace scrm::simulation {

enum class CallKind : std::uint8_t {
    Connect,
    Reconnect,
    Disconnect,
    Begin,
    End,
    Transmit,
    TransmitInTurn,  // as the scrm dialect has it: waits for the end of somebody else's transaction
    Control,
    Status,
    Abandon
};

struct SlotActor;
struct Call;

/// A handle as its program believes it to be.
struct Handle {
    std::uint32_t number = 0;
    std::shared_ptr<SlotActor> where;
    readers::HandlePtr core;
    bool open = false;
    bool exclusive = false;
    unsigned depth = 0;           // of its transaction
    std::uint64_t hold = 0;       // which transaction of the slot that is
    bool lost = false;            // a limit has ended it, and the program has not reconnected
    bool leaving = false;         // a call is under way that gives up the transaction, or the handle
    std::uint64_t life = 0;       // of the card, and
    std::uint64_t upheavals = 0;  // what it had seen, when it connected
    bool card_was_off = false;    // then: whoever powers it does nothing behind its back
    Call* call = nullptr;

    [[nodiscard]] bool holds() const { return depth > 0 && !lost && !leaving; }
};

struct Call {
    CallKind kind = CallKind::Status;
    std::shared_ptr<Handle> handle = nullptr;
    readers::Disposition disposition = readers::Disposition::Leave;
    readers::ShareMode mode = readers::ShareMode::Shared;
    readers::Patience patience = readers::Patience::Wait;
    std::uint32_t protocols = 3;

    // How things were when it was made.
    std::uint64_t number = 0;       // of all calls
    std::uint64_t own_hold = 0;     // the transaction it was made in, and
    std::uint64_t others_hold = 0;  // the one that was in its way; 0 for none
    bool was_lost = false;
    bool told_to_stop = false;
    readers::TimePoint begun{};  // when the core heard of it
};

struct Program {
    std::vector<std::shared_ptr<Handle>> handles;
    bool dying = false;
};

struct SlotActor {
    std::shared_ptr<readers::Slot> core;
    SimSlot* driver = nullptr;
    readers::Position position = 0;
    std::vector<Handle*> handles;  // open, or about to be
    readers::TimePoint last_use;
    bool in_use = false;          // and
    std::uint64_t upheavals = 0;  // of its card, at the last look
    std::uint64_t long_hold = 0;  // the transaction that was last told of for keeping others waiting
    std::uint64_t line_hold = 0;  // the one that the line was seen to wait for, and
    readers::TimePoint line_since;
    bool shown = false;
    bool gone = false;

    [[nodiscard]] Handle* holder() const {
        for (Handle* handle : handles)
            if (handle->holds())
                return handle;
        return nullptr;
    }
};

struct Reader {
    std::shared_ptr<SimDevice> device;
    readers::RegisteredDevice registered;
    std::vector<std::shared_ptr<SlotActor>> slots;
};

}  // namespace scrm::simulation
