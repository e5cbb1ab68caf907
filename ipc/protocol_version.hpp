// The versions of the wire protocol, and which one a connection speaks.
//
// The scrm dialect is found out in the handshake at no cost. Its offer stands in VERSION's rv, a field that
// no peer reads in a request, together with the scope of the context that is wanted; a daemon that takes it
// up says so in the rv of its answer, and adds that context. To any other peer it is a VERSION like all.
#pragma once

#include <optional>

#include "ipc/messages.hpp"

namespace scrm::ipc {

/// What differs between versions is small: 4:3 has bodies in WAIT and STOP and no states in WAIT's answer;
/// 4:5 adds the reader event counter; 4:6 asks for the states by size and array. The scrm dialect has
/// requests that say how long they may wait, and messages of its own instead of those about states.
enum class Dialect : std::uint32_t { V4_3 = 3, V4_4 = 4, V4_5 = 5, V4_6 = 6, Scrm = 0x100 };

inline constexpr std::uint32_t protocol_major = 4;
inline constexpr Dialect oldest_dialect = Dialect::V4_3;
inline constexpr Dialect newest_dialect = Dialect::V4_6;

/// What the scrm dialect has got since its first shape. A revision has all of those before it. A client asks
/// for nothing that is newer than the revision agreed on.
enum class Revision : std::uint8_t {
    First = 1,
    Second = 2,  // LastRefusal, MapReaders and the watches of those who read the map
    Third = 3    // watches that stand
};
inline constexpr Revision newest_revision = Revision::Third;

/// The client's offer to speak the scrm dialect.
struct Offer {
    std::optional<std::uint32_t> scope;   // of the context that is to be established at once
    Revision revision = newest_revision;  // the newest that the client knows, which may be one unknown here
};

/// For a VERSION's rv. A scope that cannot be offered (above 254) is none.
ResultCode to_offer(const Offer& offer);
std::optional<Offer> offer_in(const Version& request);
/// The revision in which the answer takes the offer up, one that we know; a Welcome then follows it.
std::optional<Revision> agreed_revision(const Version& answer);

struct VersionDecision {
    Version reply;
    Dialect dialect = newest_dialect;  // spoken from now on; meaningless when the reply refuses
    [[nodiscard]] bool accepted() const {
        return reply.rv == ResultCode::Success || dialect == Dialect::Scrm;
    }
};

/// The server's answer to a client's VERSION: the client's own minor when it is known, for every client
/// accepts its own; otherwise our newest together with a refusal, upon which newer clients ask again with
/// that minor. An offer is taken up in the older of its revision and `newest`.
VersionDecision decide_version(const Version& request, Revision newest = newest_revision);

}  // namespace scrm::ipc
