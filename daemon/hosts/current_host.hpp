// The process behind a device, as the device's slots see it.
#pragma once

#include "daemon/hosts/host_link.hpp"

namespace scrm::hosts {

enum class HostPhase : std::uint8_t {
    Opening,        // it is being started, or started again, or opens the reader: commands wait
    Open,           // commands are sent
    NotResponding,  // it has failed too often: commands fail at once
    Closed          // the device has gone
};

struct CurrentHost {
    HostPhase phase = HostPhase::Opening;
    std::shared_ptr<HostLink> link;  // there at least while Open
};

}  // namespace scrm::hosts
