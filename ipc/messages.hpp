// One plain struct per message. A request and its reply have the same shape on this wire: the reply is the
// request with the answers filled in. `payload` is what follows the body and is not counted in its size; it
// refers to the buffer that was decoded, or to what will be sent.
//
// fields() names each struct's fields in wire order, once, for the codec's reader, writer and size counter
// alike.
#pragma once

#include <array>
#include <type_traits>
#include <variant>

#include "ipc/command.hpp"
#include "ipc/limits.hpp"
#include "ipc/result_code.hpp"

namespace scrm::ipc {

using ReaderName = std::array<char, reader_name_size>;
using AttributeValue = std::array<std::uint8_t, attribute_size>;

struct EstablishContext {
    static constexpr Command command = Command::EstablishContext;
    std::uint32_t scope = 0;
    std::uint32_t context = 0;
    ResultCode rv = ResultCode::Success;
    static constexpr auto fields(auto& m, auto&& visit) { return visit(m.scope, m.context, m.rv); }
};

struct ReleaseContext {
    static constexpr Command command = Command::ReleaseContext;
    std::uint32_t context = 0;
    ResultCode rv = ResultCode::Success;
    static constexpr auto fields(auto& m, auto&& visit) { return visit(m.context, m.rv); }
};

struct Connect {
    static constexpr Command command = Command::Connect;
    std::uint32_t context = 0;
    ReaderName reader{};
    std::uint32_t share_mode = 0;
    std::uint32_t preferred_protocols = 0;
    std::uint32_t card = 0;
    std::uint32_t active_protocol = 0;
    ResultCode rv = ResultCode::Success;
    static constexpr auto fields(auto& m, auto&& visit) {
        return visit(m.context, m.reader, m.share_mode, m.preferred_protocols, m.card, m.active_protocol,
                     m.rv);
    }
};

struct Reconnect {
    static constexpr Command command = Command::Reconnect;
    std::uint32_t card = 0;
    std::uint32_t share_mode = 0;
    std::uint32_t preferred_protocols = 0;
    std::uint32_t initialization = 0;
    std::uint32_t active_protocol = 0;
    ResultCode rv = ResultCode::Success;
    static constexpr auto fields(auto& m, auto&& visit) {
        return visit(m.card, m.share_mode, m.preferred_protocols, m.initialization, m.active_protocol, m.rv);
    }
};

struct Disconnect {
    static constexpr Command command = Command::Disconnect;
    std::uint32_t card = 0;
    std::uint32_t disposition = 0;
    ResultCode rv = ResultCode::Success;
    static constexpr auto fields(auto& m, auto&& visit) { return visit(m.card, m.disposition, m.rv); }
};

struct BeginTransaction {
    static constexpr Command command = Command::BeginTransaction;
    std::uint32_t card = 0;
    ResultCode rv = ResultCode::Success;
    static constexpr auto fields(auto& m, auto&& visit) { return visit(m.card, m.rv); }
};

struct EndTransaction {
    static constexpr Command command = Command::EndTransaction;
    std::uint32_t card = 0;
    std::uint32_t disposition = 0;
    ResultCode rv = ResultCode::Success;
    static constexpr auto fields(auto& m, auto&& visit) { return visit(m.card, m.disposition, m.rv); }
};

struct Transmit {
    static constexpr Command command = Command::Transmit;
    std::uint32_t card = 0;
    std::uint32_t send_pci_protocol = 0;
    std::uint32_t send_pci_length = 0;
    std::uint32_t send_length = 0;  // bytes that follow the request
    std::uint32_t recv_pci_protocol = 0;
    std::uint32_t recv_pci_length = 0;
    std::uint32_t recv_length = 0;  // request: room for the answer; reply: the answer's length
    ResultCode rv = ResultCode::Success;
    Bytes payload{};
    static constexpr auto fields(auto& m, auto&& visit) {
        return visit(m.card, m.send_pci_protocol, m.send_pci_length, m.send_length, m.recv_pci_protocol,
                     m.recv_pci_length, m.recv_length, m.rv);
    }
};

struct Control {
    static constexpr Command command = Command::Control;
    std::uint32_t card = 0;
    std::uint32_t control_code = 0;
    std::uint32_t send_length = 0;  // bytes that follow the request
    std::uint32_t recv_length = 0;
    std::uint32_t bytes_returned = 0;
    ResultCode rv = ResultCode::Success;
    Bytes payload{};
    static constexpr auto fields(auto& m, auto&& visit) {
        return visit(m.card, m.control_code, m.send_length, m.recv_length, m.bytes_returned, m.rv);
    }
};

struct Status {
    static constexpr Command command = Command::Status;
    std::uint32_t card = 0;
    ResultCode rv = ResultCode::Success;
    static constexpr auto fields(auto& m, auto&& visit) { return visit(m.card, m.rv); }
};

struct Cancel {
    static constexpr Command command = Command::Cancel;
    std::uint32_t context = 0;
    ResultCode rv = ResultCode::Success;
    static constexpr auto fields(auto& m, auto&& visit) { return visit(m.context, m.rv); }
};

/// GET_ATTRIB and SET_ATTRIB have one shape.
template <Command number>
struct Attribute {
    static constexpr Command command = number;
    std::uint32_t card = 0;
    std::uint32_t id = 0;
    AttributeValue value{};
    std::uint32_t length = 0;
    ResultCode rv = ResultCode::Success;
    static constexpr auto fields(auto& m, auto&& visit) {
        return visit(m.card, m.id, m.value, m.length, m.rv);
    }
};
using GetAttribute = Attribute<Command::GetAttribute>;
using SetAttribute = Attribute<Command::SetAttribute>;

struct Version {
    static constexpr Command command = Command::Version;
    std::uint32_t major = 0;
    std::uint32_t minor = 0;
    ResultCode rv = ResultCode::Success;
    static constexpr auto fields(auto& m, auto&& visit) { return visit(m.major, m.minor, m.rv); }
};

/// A request that is a bare header.
template <Command number>
struct Bare {
    static constexpr Command command = number;
    static constexpr auto fields(auto&, auto&& visit) { return visit(); }
};
using GetReadersState = Bare<Command::GetReadersState>;
using GetReaderEvents = Bare<Command::GetReaderEvents>;
using GetReadersStateSize = Bare<Command::GetReadersStateSize>;
using GetReadersStateArray = Bare<Command::GetReadersStateArray>;
using WaitReaderStateChange = Bare<Command::WaitReaderStateChange>;  // 4:3 sends 8 bytes that mean nothing
using StopWaiting = Bare<Command::StopWaiting>;                      // likewise

/// From now on this connection serves that context too; from the process that established it.
struct JoinContext {
    static constexpr Command command = Command::JoinContext;
    std::uint32_t context = 0;
    ResultCode rv = ResultCode::Success;
    static constexpr auto fields(auto& m, auto&& visit) { return visit(m.context, m.rv); }
};

/// How are the readers? Answered by a ReaderList.
struct ReadReaders {
    static constexpr Command command = Command::ReadReaders;
    std::uint32_t known = 0;  // the generation of the records the client has; 0 for none
    static constexpr auto fields(auto& m, auto&& visit) { return visit(m.known); }
};

/// Which changes end a wait: of the readers at the places named, or any, arrivals and removals included. Who
/// reads the records in the map is sent none. A watch that stands is not ended by a change.
enum class WatchScope : std::uint32_t {
    Places = 0,
    Everything = 1,
    PlacesMapped = 2,
    EverythingMapped = 3,
    PlacesStanding = 4,     // and the map is read
    EverythingStanding = 5  // likewise
};
constexpr bool names_places(WatchScope scope) {
    return scope == WatchScope::Places || scope == WatchScope::PlacesMapped ||
           scope == WatchScope::PlacesStanding;
}
constexpr WatchScope mapped(WatchScope scope) {
    return names_places(scope) ? WatchScope::PlacesMapped : WatchScope::EverythingMapped;
}
constexpr WatchScope standing(WatchScope scope) {
    return names_places(scope) ? WatchScope::PlacesStanding : WatchScope::EverythingStanding;
}
constexpr bool stands(WatchScope scope) {
    return scope == WatchScope::PlacesStanding || scope == WatchScope::EverythingStanding;
}
constexpr bool reads_map(WatchScope scope) {
    return scope == WatchScope::PlacesMapped || scope == WatchScope::EverythingMapped || stands(scope);
}

/// Answered by a ReaderList once there is another generation of what is watched; rv says when the wait ended
/// otherwise: SCARD_E_TIMEOUT, SCARD_E_CANCELLED. The payload are places in the list, as 32-bit numbers. One
/// that stands is answered again and again, unless some of the lists lie there unread, until the next request
/// on the connection: then, before that is answered, by SCARD_E_CANCELLED.
struct WatchReaders {
    static constexpr Command command = Command::WatchReaders;
    std::uint32_t known = 0;  // the generation of the records the client has
    WatchScope scope = WatchScope::Everything;
    std::uint32_t cancels = 0;      // the count of the last CancelWaits that is not meant for this wait
    std::uint32_t places_size = 0;  // bytes that follow the request
    Bytes payload{};
    static constexpr auto fields(auto& m, auto&& visit) {
        return visit(m.known, m.scope, m.cancels, m.places_size);
    }
};

/// Ends every wait of that context which began before `count` cancels had been counted by its client.
struct CancelWaits {
    static constexpr Command command = Command::CancelWaits;
    std::uint32_t context = 0;
    std::uint32_t count = 0;
    ResultCode rv = ResultCode::Success;
    static constexpr auto fields(auto& m, auto&& visit) { return visit(m.context, m.count, m.rv); }
};

/// Why was something refused on this connection, the last time? The text, for people, follows the answer.
struct LastRefusal {
    static constexpr Command command = Command::LastRefusal;
    ResultCode refused_with =
        ResultCode::Success;      // the answer that is spoken of; success: nothing was refused
    std::uint32_t text_size = 0;  // bytes that follow the answer, most_refusal_text at most
    ResultCode rv = ResultCode::Success;
    Bytes payload{};
    static constexpr auto fields(auto& m, auto&& visit) { return visit(m.refused_with, m.text_size, m.rv); }
};

/// May this client see the readers in shared memory? With a success comes a descriptor of a ReaderMap.
struct MapReaders {
    static constexpr Command command = Command::MapReaders;
    std::uint32_t layout = 0;  // the one that the client can read
    ResultCode rv = ResultCode::Success;
    static constexpr auto fields(auto& m, auto&& visit) { return visit(m.layout, m.rv); }
};

/// The readers; `count` records follow, none if the client knows this generation already.
struct ReaderList {
    std::uint32_t generation = 0;
    std::uint32_t reader_events = 0;
    std::uint32_t count = 0;
    ResultCode rv = ResultCode::Success;
    Bytes payload{};
    static constexpr auto fields(auto& m, auto&& visit) {
        return visit(m.generation, m.reader_events, m.count, m.rv);
    }
};

/// Follows the answer to a VERSION that offered the scrm dialect and was taken up on it: what became of the
/// context it asked for.
struct Welcome {
    std::uint32_t context = 0;
    ResultCode rv = ResultCode::Success;
    static constexpr auto fields(auto& m, auto&& visit) { return visit(m.context, m.rv); }
};

/// What a waiting client is sent, and the answer to StopWaiting.
struct WaitResult {
    std::uint32_t timeout = 0;
    ResultCode rv = ResultCode::Success;
    static constexpr auto fields(auto& m, auto&& visit) { return visit(m.timeout, m.rv); }
};

struct ReaderEvents {
    std::uint32_t count = 0;
    ResultCode rv = ResultCode::Success;
    static constexpr auto fields(auto& m, auto&& visit) { return visit(m.count, m.rv); }
};

struct ReadersStateSize {
    std::uint32_t records = 0;
    static constexpr auto fields(auto& m, auto&& visit) { return visit(m.records); }
};

using Request = std::variant<EstablishContext, ReleaseContext, Connect, Reconnect, Disconnect,
                             BeginTransaction, EndTransaction, Transmit, Control, Status, Cancel,
                             GetAttribute, SetAttribute, Version, GetReadersState, WaitReaderStateChange,
                             StopWaiting, GetReaderEvents, GetReadersStateSize, GetReadersStateArray,
                             JoinContext, ReadReaders, WatchReaders, CancelWaits, LastRefusal, MapReaders>;

}  // namespace scrm::ipc
