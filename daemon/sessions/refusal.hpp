// Why a client was refused something: the facts are kept when it happens, and put into words if it asks.
#pragma once

#include <string>
#include <variant>

#include "daemon/access/policy.hpp"
#include "daemon/readers/obstacle.hpp"
#include "daemon/sessions/user_quota.hpp"
#include "ipc/result_code.hpp"

namespace scrm::sessions {

/// The user has as much of it as it may have.
struct OverShare {
    Good good;
    std::size_t share;
    std::uint32_t uid;
};

/// Others use the reader.
struct KeptByOthers {
    std::string reader;
    readers::Obstacle obstacle;
};

/// A rule of access says so.
struct Forbidden {
    std::uint32_t uid;
    std::string reader;  // empty: all of them
    std::string place;   // of the rule
    access::Use use = access::Use::Reader;
};

struct Refusal {
    ipc::ResultCode code;
    std::variant<OverShare, KeptByOthers, Forbidden> reason;
};

/// A sentence without its end, of printable characters and reader names, ipc::most_refusal_text bytes at
/// most.
std::string describe(const Refusal& refusal);

}  // namespace scrm::sessions
