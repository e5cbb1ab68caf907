// The reason of a refusal, for people: the API of PC/SC has a number for it and no more.
#pragma once

#include "libpcsc-client/connection/result.hpp"

namespace scrm::client {

class Connection;

/// What the daemon answers when others, or the user's share, are in the way.
inline bool is_refusal(ResultCode result) {
    return result == ResultCode::SharingViolation || result == ResultCode::ServerTooBusy ||
           result == ResultCode::SecurityViolation;
}

/// If `result` is a refusal that just came over this connection, and the environment asks for it, fetches the
/// reason and writes it to stderr. Success costs a comparison.
void explain(Connection& connection, ResultCode result);

}  // namespace scrm::client
