#include "drivers/ifd-host/daemon_line/refusal.hpp"

#include <unistd.h>

#include "drivers/ifd-host/daemon_line/log.hpp"

namespace scrm::ifd_host {
namespace {

constexpr int bad_message = 65;  // sysexits.h: the data was wrong

}  // namespace

void refuse(const Connection& daemon, const std::string& why) {
    log_own(ipc::host::LogLevel::Critical, "this host ends because the daemon cannot be understood: " + why);
    daemon.finish();
    _exit(bad_message);
}

}  // namespace scrm::ifd_host
