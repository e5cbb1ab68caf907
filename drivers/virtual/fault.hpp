// Ways in which a slot can be made to misbehave, and how often it still will.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace scrm::virtual_reader {

enum class FaultKind : std::uint8_t {
    None,
    Mute,     // the card answers neither a power-on nor a command
    Slow,     // a command takes `delay` more
    Garbage,  // the card does not see the command; random bytes answer it
    Error,    // reader and card do not understand each other
    Hang      // nothing happens until the deadline, a cancel, or the card or the device goes
};

struct Fault {
    FaultKind kind = FaultKind::None;
    std::chrono::milliseconds delay{0};
    /// How many more uses it spoils, at least 1; nothing: until another fault replaces it.
    std::optional<std::uint32_t> uses;
};

/// What the card is about to be used for. Slow and Garbage spoil exchanges alone, the other faults both.
enum class Occasion : std::uint8_t { PowerUp, Exchange };

/// The fault that spoils this use, if any; one that has no more uses becomes None.
Fault take(Fault& fault, Occasion occasion);

const char* describe(FaultKind kind);

}  // namespace scrm::virtual_reader
