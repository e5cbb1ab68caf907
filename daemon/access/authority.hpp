// Somebody who is asked beside the rules of the settings, and takes time to answer.
#pragma once

#include <string>

#include "daemon/access/policy.hpp"
#include "drivers/api/awaitable.hpp"

namespace scrm::access {

class Authority {
  public:
    virtual ~Authority() = default;

    /// Null if the caller may use this reader, or with an empty name any at all; else what is told as the
    /// reason. The rule outlives the authority's users.
    virtual drivers::Awaitable<const Rule*> bars(Caller caller, std::string reader) = 0;
};

}  // namespace scrm::access
