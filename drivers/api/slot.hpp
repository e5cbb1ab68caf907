// The slot seam: what the resource manager asks of any driver, be it in the loop (virtual, CCID) or in a
// process of its own (a hosted IFD handler). docs/adr/0001-slot-seam.md tells why it looks like this.
//
// Rules both sides keep:
//  - Everything runs on the daemon's loop. A verb may complete without suspending.
//  - The caller runs at most one verb of a slot at a time (its gate sees to that); presence_after() may be
//    under way beside it. To the caller the slots of one device are independent: where the device takes one
//    command at a time, its driver queues, and that counts against the deadline.
//  - A verb ends by its deadline with DeadlinePassed, and soon after cancel() with Cancelled, whatever the
//    reader, the kernel or a driver process is doing. What was given up ends behind it; the next verb waits
//    for that, within its own deadline. An answer that is there goes before both.
//  - If the card may have lost its state by that, or because its driver process ended, verbs that need a
//    powered card answer CardUnpowered, with nothing sent, until power_on().
//  - Spans are the caller's and stay alive until the verb has ended, whatever became of the client. What
//    the kernel or another process writes to is the driver's own.
//  - Once the device has gone every verb under way and every later one ends with DeviceGone.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>

#include "drivers/api/awaitable.hpp"
#include "drivers/api/driver_error.hpp"

namespace scrm::drivers {

using Bytes = std::span<const std::uint8_t>;
using MutableBytes = std::span<std::uint8_t>;
using Deadline = std::chrono::steady_clock::time_point;

/// ISO 7816-3 allows 33 bytes, the wire carries no more.
inline constexpr std::size_t max_atr_size = 33;

/// The answer to reset exactly as the card sent it; `size` <= 33.
struct AtrBytes {
    std::array<std::uint8_t, max_atr_size> data{};
    std::uint8_t size = 0;

    [[nodiscard]] Bytes bytes() const { return Bytes(data).first(size); }
};

/// How the card and the reader talk. Raw leaves the choice to the reader.
enum class Protocol : std::uint8_t { T0, T1, Raw };

/// `changes` counts insertions and removals since the slot was opened, so that a card swapped between two
/// looks is noticed although it is present both times. `lapses` says how many of these were none, as far as
/// anybody can tell: whiles in which nobody could watch the card, after which it has lost its state.
/// `answer` is what the card answered to a driver that powered it when it came; then nobody else needs to. It
/// is told only as long as no verb has been under way since.
struct Presence {
    bool present = false;
    std::uint64_t changes = 0;
    std::uint64_t lapses = 0;
    std::optional<Result<AtrBytes>> answer{};
};

/// How long a reader may take. Drivers end sooner when they know better; these are the last resort, from
/// which callers make their deadlines.
struct TimeBudgets {
    std::chrono::milliseconds power = std::chrono::seconds{60};
    std::chrono::milliseconds control = std::chrono::seconds{60};   // attributes, too
    std::chrono::milliseconds exchange = std::chrono::minutes{10};  // on-card key generation takes minutes
    /// The same, from when somebody else wants the slot.
    std::chrono::milliseconds contended_exchange = std::chrono::minutes{10};

    bool operator==(const TimeBudgets&) const = default;
};

class Slot {
  public:
    Slot() = default;
    Slot(const Slot&) = delete;
    Slot& operator=(const Slot&) = delete;
    virtual ~Slot() = default;

    /// Completes as soon as the slot's change count differs from `seen`; only DeviceGone ends it otherwise.
    /// Changes between two calls are counted; a while in which nobody could watch the card is one, too.
    virtual Awaitable<Result<Presence>> presence_after(std::uint64_t seen) = 0;

    /// Powers the card (cold); on an already powered card it is power off and on.
    virtual Awaitable<Result<AtrBytes>> power_on(Deadline deadline) = 0;
    /// Warm reset of a powered card.
    virtual Awaitable<Result<AtrBytes>> reset(Deadline deadline) = 0;
    virtual Awaitable<Result<void>> power_off(Deadline deadline) = 0;
    /// Agrees on a protocol (PPS where the card wants one). Once after each power_on or reset.
    virtual Awaitable<Result<void>> select_protocol(Protocol protocol, Deadline deadline) = 0;

    /// One command and its answer, as the protocol wants them; returns the answer's length in `response`.
    virtual Awaitable<Result<std::size_t>> exchange(Protocol protocol, Bytes command, MutableBytes response,
                                                    Deadline deadline) = 0;
    /// A reader command (PC/SC part 10, escape); works without a card.
    virtual Awaitable<Result<std::size_t>> control(std::uint32_t code, Bytes input, MutableBytes output,
                                                   Deadline deadline) = 0;
    /// The same for a command of the reader's maker, asked for by somebody whom the settings let: it needs no
    /// grant of the driver's own.
    virtual Awaitable<Result<std::size_t>> escape(std::uint32_t code, Bytes input, MutableBytes output,
                                                  Deadline deadline) {
        return control(code, input, output, deadline);
    }
    virtual Awaitable<Result<std::size_t>> get_attribute(std::uint32_t id, MutableBytes value,
                                                         Deadline deadline) = 0;
    virtual Awaitable<Result<void>> set_attribute(std::uint32_t id, Bytes value, Deadline deadline) = 0;
    virtual Awaitable<Result<void>> eject(Deadline deadline) = 0;

    /// Ends the verb under way, if any; presence_after() is not one of them. Itself it resumes nobody.
    virtual void cancel() = 0;

    /// The verb under way, if any, is to end by `deadline` although it was promised more: others want the
    /// slot.
    virtual void hurry(Deadline /*deadline*/) {}
    [[nodiscard]] virtual TimeBudgets budgets() const { return {}; }
};

}  // namespace scrm::drivers
