// The composition root: builds every part of the daemon, in order, and runs the loop.
#pragma once

#include "daemon/config/options.hpp"
#include "daemon/config/settings.hpp"
#include "daemon/service/background.hpp"

namespace scrm {

/// Serves until told to end. `background` is told once clients can connect. Throws what start-up may throw.
void run_daemon(const config::Options& options, const config::Settings& settings,
                service::Background background);

}  // namespace scrm
