// What scrmd and a scrm-ifd-host say to each other: one plain struct per message, fields() names its fields
// in the order in which they are sent. Text and bytes of a decoded message refer to the buffer it was decoded
// from.
//
//   host                                   scrmd
//   Hello                          --->
//                                  <---    Hello, Open
//   Opened                         --->            and if it could not, the host ends
//   Presence of each slot, LogLine --->            whenever there is something to say
//                                  <---    Watch   as often as wanted
//   Looked                         --->            where a Watch has the handler asked for a card
//                                  <---    Power, SetProtocol, Transmit, Control, GetCapability,
//                                  SetCapability
//   Answer                         --->
//                                  <---    Close, and then scrmd shuts its writing side down, so that a host
//                                          that is inside its handler notices
//   Closed                         --->            and the host ends
//
// Commands to one slot are carried out in the order sent, those to different slots side by side if the
// handler allows it. Each has a sequence number of the daemon's choosing that its one answer repeats: an
// answer to what was given up is known by it. The end of the connection ends the host, whatever it is doing.
//
// Where both have the memory for it a Transmit and its Answer lie there (exchange_area.hpp) and are no
// packets.
#pragma once

#include <string_view>
#include <variant>

#include "ipc/limits.hpp"

namespace scrm::ipc::host {

inline constexpr std::uint32_t protocol_version = 5;
inline constexpr std::size_t max_bytes_size = max_payload_size;  // an extended APDU
inline constexpr std::size_t max_text_size = 4096;               // paths, reasons, log lines
inline constexpr std::uint32_t max_slots = 255;                  // one byte tells a handler's number of slots
inline constexpr std::uint32_t shared_slots = 32;                // that the shared memory has areas for

/// Daemon to host below 0x100, host to daemon from there on.
enum class Kind : std::uint32_t {
    DaemonHello = 1,
    Open,
    Power,
    SetProtocol,
    Transmit,
    Control,
    GetCapability,
    SetCapability,
    Watch,
    Close,
    HostHello = 0x100,
    Opened,
    Answer,
    Presence,
    LogLine,
    Closed,
    Overdue,
    Looked
};

/// The first message of each side. A host that is told a version it does not speak says so and ends.
struct DaemonHello {
    static constexpr Kind kind = Kind::DaemonHello;
    std::uint32_t version = protocol_version;
    static constexpr auto fields(auto& m, auto&& visit) { return visit(m.version); }
};

struct HostHello {
    static constexpr Kind kind = Kind::HostHello;
    std::uint32_t version = protocol_version;
    static constexpr auto fields(auto& m, auto&& visit) { return visit(m.version); }
};

/// Those of the handler's log_msg().
enum class LogLevel : std::uint32_t { Debug, Info, Error, Critical };

/// Loads the library and opens the reader in it, once in a host's life.
struct Open {
    static constexpr Kind kind = Kind::Open;
    std::uint32_t sequence = 0;
    std::uint32_t lun = 0;      // of slot 0: reader << 16
    std::uint32_t channel = 0;  // for handlers and readers without device names
    std::string_view library;
    std::string_view device_name;        // empty: opened by its channel
    LogLevel log_from = LogLevel::Info;  // lines below it are not wanted
    std::uint32_t shared = 0;  // the first of three descriptors: memory for exchanges, and the pipes that
                               // tell of commands and of answers in it; 0: there are none
    static constexpr auto fields(auto& m, auto&& visit) {
        return visit(m.sequence, m.lun, m.channel, m.library, m.device_name, m.log_from, m.shared);
    }
};

/// The handler's own numbers. PowerUp and Reset are answered with the ATR; on an empty slot with
/// IFD_ICC_NOT_PRESENT, without the handler being asked to.
enum class PowerAction : std::uint32_t { PowerUp = 500, PowerDown = 501, Reset = 502 };

struct Power {
    static constexpr Kind kind = Kind::Power;
    std::uint32_t slot = 0;
    std::uint32_t sequence = 0;
    PowerAction action = PowerAction::PowerDown;
    static constexpr auto fields(auto& m, auto&& visit) { return visit(m.slot, m.sequence, m.action); }
};

/// `known`, here and below, are the last changes that were told, their low half. What was meant for an
/// earlier card than the one that the host powered by itself is answered with IFD_ICC_NOT_PRESENT.
struct SetProtocol {
    static constexpr Kind kind = Kind::SetProtocol;
    std::uint32_t slot = 0;
    std::uint32_t sequence = 0;
    std::uint32_t protocol = 0;  // SCARD_PROTOCOL_*
    std::uint32_t known = 0;
    static constexpr auto fields(auto& m, auto&& visit) {
        return visit(m.slot, m.sequence, m.protocol, m.known);
    }
};

/// `room`, here and below, is how many bytes of answer are wanted at most; <= max_bytes_size.
struct Transmit {
    static constexpr Kind kind = Kind::Transmit;
    std::uint32_t slot = 0;
    std::uint32_t sequence = 0;
    std::uint32_t pci_protocol = 0;  // 0: T=0, 1: T=1, 4: raw
    std::uint32_t room = 0;
    std::uint32_t known = 0;
    Bytes command;
    static constexpr auto fields(auto& m, auto&& visit) {
        return visit(m.slot, m.sequence, m.pci_protocol, m.room, m.known, m.command);
    }
};

struct Control {
    static constexpr Kind kind = Kind::Control;
    std::uint32_t slot = 0;
    std::uint32_t sequence = 0;
    std::uint32_t code = 0;
    std::uint32_t room = 0;
    Bytes input;
    static constexpr auto fields(auto& m, auto&& visit) {
        return visit(m.slot, m.sequence, m.code, m.room, m.input);
    }
};

struct GetCapability {
    static constexpr Kind kind = Kind::GetCapability;
    std::uint32_t slot = 0;
    std::uint32_t sequence = 0;
    std::uint32_t tag = 0;
    std::uint32_t room = 0;
    static constexpr auto fields(auto& m, auto&& visit) { return visit(m.slot, m.sequence, m.tag, m.room); }
};

struct SetCapability {
    static constexpr Kind kind = Kind::SetCapability;
    std::uint32_t slot = 0;
    std::uint32_t sequence = 0;
    std::uint32_t tag = 0;
    Bytes value;
    static constexpr auto fields(auto& m, auto&& visit) { return visit(m.slot, m.sequence, m.tag, m.value); }
};

/// How closely the slot's card is to be watched. Milliseconds; unless told, as below.
struct Watch {
    static constexpr Kind kind = Kind::Watch;
    std::uint32_t slot = 0;
    std::uint32_t ask_every = 0;        // where the handler must be asked: its period, 0 = never
    std::uint32_t wait_for = 30000;     // where the handler waits by itself: how long it is let to, at a time
    std::uint32_t look_within = 60000;  // when it must be back, from a wait or from saying how the slot is
    std::uint32_t power_within = 0;     // a card that comes is powered at once, in this time; 0: it is not
    static constexpr auto fields(auto& m, auto&& visit) {
        return visit(m.slot, m.ask_every, m.wait_for, m.look_within, m.power_within);
    }
};

enum class CloseReason : std::uint32_t { Released, Unplugged };

struct Close {
    static constexpr Kind kind = Kind::Close;
    CloseReason reason = CloseReason::Released;
    static constexpr auto fields(auto& m, auto&& visit) { return visit(m.reason); }
};

enum class OpenResult : std::uint32_t {
    Opened,
    LibraryNotLoaded,  // detail: the loader's reason
    FunctionsMissing,  // detail: their names
    Refused            // detail: the function that failed, with `code`
};

/// What the handler says of itself, as bits.
namespace trait {
inline constexpr std::uint32_t thread_safe = 1;       // readers may be called side by side
inline constexpr std::uint32_t slot_thread_safe = 2;  // so may slots: each is served by itself
inline constexpr std::uint32_t waits = 4;             // it waits for cards, and need not be asked
inline constexpr std::uint32_t by_channel = 8;        // it has only the functions of version 2
inline constexpr std::uint32_t shares = 16;           // the host's: Transmit and its Answer go by memory
}  // namespace trait

struct Opened {
    static constexpr Kind kind = Kind::Opened;
    std::uint32_t sequence = 0;
    OpenResult result = OpenResult::Opened;
    std::int32_t code = 0;    // the handler's RESPONSECODE
    std::uint32_t slots = 0;  // <= max_slots; 0 unless Opened
    std::uint32_t traits = 0;
    std::string_view detail;
    static constexpr auto fields(auto& m, auto&& visit) {
        return visit(m.sequence, m.result, m.code, m.slots, m.traits, m.detail);
    }
};

/// To every command with a slot, one each.
struct Answer {
    static constexpr Kind kind = Kind::Answer;
    std::uint32_t slot = 0;
    std::uint32_t sequence = 0;
    std::int32_t code = 0;  // the handler's RESPONSECODE
    Bytes bytes;            // none unless `code` is 0; never more than the command had room for
    static constexpr auto fields(auto& m, auto&& visit) { return visit(m.slot, m.sequence, m.code, m.bytes); }
};

enum class Powering : std::uint32_t { NotTried, Tried };

/// Unasked: once after Opened for each slot, with 0 changes, and then whenever the handler's word on it
/// differs. A card that has come since was powered before, if Watch says so.
struct Presence {
    static constexpr Kind kind = Kind::Presence;
    std::uint32_t slot = 0;
    std::int32_t code = 0;  // IFD_ICC_PRESENT, IFD_ICC_NOT_PRESENT, or that the handler could not tell
    std::uint64_t changes = 0;
    Powering powering = Powering::NotTried;
    std::int32_t power_code = 0;  // what came of it: the handler's RESPONSECODE
    Bytes atr{};                  // none unless that is 0
    static constexpr auto fields(auto& m, auto&& visit) {
        return visit(m.slot, m.code, m.changes, m.powering, m.power_code, m.atr);
    }
};

/// Output: written to stdout or stderr.
enum class LogOrigin : std::uint32_t { Handler, Output, Host };

/// Unasked. Text of one line, whatever bytes the handler chose; some may be left out if there are too many.
struct LogLine {
    static constexpr Kind kind = Kind::LogLine;
    LogLevel level = LogLevel::Info;
    LogOrigin origin = LogOrigin::Handler;
    std::string_view text;
    static constexpr auto fields(auto& m, auto&& visit) { return visit(m.level, m.origin, m.text); }
};

enum class LookCall : std::uint32_t { Presence, Wait, Power };

/// Unasked: a thread that watches the slot's card has not come back from the handler in time. Said again and
/// again, until the daemon ends the host.
struct Overdue {
    static constexpr Kind kind = Kind::Overdue;
    std::uint32_t slot = 0;
    LookCall call = LookCall::Presence;
    static constexpr auto fields(auto& m, auto&& visit) { return visit(m.slot, m.call); }
};

/// To a Watch that has the handler asked: it was, and after `watches` such words on the slot. What was new
/// has been told before. One may answer several.
struct Looked {
    static constexpr Kind kind = Kind::Looked;
    std::uint32_t slot = 0;
    std::uint32_t watches = 0;
    static constexpr auto fields(auto& m, auto&& visit) { return visit(m.slot, m.watches); }
};

struct Closed {
    static constexpr Kind kind = Kind::Closed;
    static constexpr auto fields(auto&, auto&& visit) { return visit(); }
};

using FromDaemon = std::variant<DaemonHello, Open, Power, SetProtocol, Transmit, Control, GetCapability,
                                SetCapability, Watch, Close>;
using FromHost = std::variant<HostHello, Opened, Answer, Presence, LogLine, Closed, Overdue, Looked>;

}  // namespace scrm::ipc::host
