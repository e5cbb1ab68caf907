#include "ipc/protocol_version.hpp"

namespace scrm::ipc {

VersionDecision decide_version(const Version& request) {
    const auto oldest = static_cast<std::uint32_t>(oldest_dialect);
    const auto newest = static_cast<std::uint32_t>(newest_dialect);
    const bool known = request.major == protocol_major && request.minor >= oldest && request.minor <= newest;
    if (!known)
        return {{protocol_major, newest, ResultCode::ServiceStopped}, newest_dialect};
    return {{protocol_major, request.minor, ResultCode::Success}, static_cast<Dialect>(request.minor)};
}

}  // namespace scrm::ipc
