// All that is needed to open one reader device through a foreign IFD handler.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "daemon/hosts/restart_policy.hpp"
#include "drivers/api/driver.hpp"
#include "drivers/api/reader_device.hpp"

namespace scrm::hosts {

/// How long one call into the handler may take; past it the handler's process is killed.
struct HandlerDeadlines {
    drivers::TimeBudgets calls{.contended_exchange = std::chrono::seconds{60}};
    std::chrono::milliseconds open = std::chrono::seconds{60};
    /// A look whether a card is in; a handler that waits for cards by itself is let to for half of it.
    std::chrono::milliseconds presence = std::chrono::seconds{60};

    bool operator==(const HandlerDeadlines&) const = default;
};

struct HandlerSpec {
    std::string library;      // absolute path of the shared object
    std::string device_name;  // for IFDHCreateChannelByName; empty: opened by its channel
    std::uint32_t channel = 0;
    /// The upper half of the Lun. Every handler is alone in its process, so any number will do.
    std::uint16_t reader_number = 0;
    drivers::ReaderIdentity identity;
    /// How well it fits the device, as drivers::Driver::match() says it.
    drivers::Match match = drivers::Match::Exact;
    /// Filled in from the settings when the reader is opened.
    HandlerDeadlines deadlines;
    RestartLimits restarts;
};

}  // namespace scrm::hosts
