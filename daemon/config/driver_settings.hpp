// How long the processes of foreign drivers may take, and how often they may fail; for all, and for some.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace scrm::config {

/// What is not set is as it was.
struct DriverTuning {
    /// To which drivers it applies: those whose library's file name is this, whose reader's name begins with
    /// this; empty for all.
    std::string library;
    std::string reader;

    using Time = std::optional<std::chrono::milliseconds>;
    Time open_deadline;
    Time power_deadline;
    Time control_deadline;
    Time presence_deadline;
    Time exchange_deadline;
    Time contended_exchange_deadline;
    std::optional<unsigned> failures;
    Time failures_within;
    Time retry_every;
};

struct DriverSettings {
    /// The programs that load drivers; empty for those that came with the daemon.
    std::string host;
    std::string host_i386;
    /// In the order in which they apply; what comes later overrides.
    std::vector<DriverTuning> tunings;
};

}  // namespace scrm::config
