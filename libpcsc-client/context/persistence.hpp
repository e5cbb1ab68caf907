// For how long one call tries to reach a daemon that is being restarted: some seconds at most, with longer
// pauses from try to try, and not in step with the other programs that lost the same daemon.
#pragma once

#include <cstdint>
#include <optional>

#include "libpcsc-client/process/deadline.hpp"

namespace scrm::client {

class Persistence {
  public:
    /// Before another try. The first comes without a pause. False: enough.
    [[nodiscard]] bool once_more();

  private:
    std::optional<Deadline> end_;
    std::uint32_t pause_ = 5;  // milliseconds
};

}  // namespace scrm::client
