// The versions of the wire protocol, and which one a connection speaks.
#pragma once

#include "ipc/messages.hpp"

namespace scrm::ipc {

/// What differs between versions is small: 4:3 has bodies in WAIT and STOP and no states in WAIT's answer;
/// 4:5 adds the reader event counter; 4:6 asks for the states by size and array.
enum class Dialect : std::uint32_t { V4_3 = 3, V4_4 = 4, V4_5 = 5, V4_6 = 6 };

inline constexpr std::uint32_t protocol_major = 4;
inline constexpr Dialect oldest_dialect = Dialect::V4_3;
inline constexpr Dialect newest_dialect = Dialect::V4_6;

struct VersionDecision {
    Version reply;
    Dialect dialect = newest_dialect;  // spoken from now on; meaningless when the reply refuses
    [[nodiscard]] bool accepted() const { return reply.rv == ResultCode::Success; }
};

/// The server's answer to a client's VERSION: the client's own minor when it is known, for every client
/// accepts its own; otherwise our newest together with a refusal, upon which newer clients ask again with
/// that minor.
VersionDecision decide_version(const Version& request);

}  // namespace scrm::ipc
