#include "ipc/protocol_version.hpp"

namespace scrm::ipc {
namespace {

// "SC" and "SD", the revision of the dialect, the scope.
constexpr std::uint32_t offer_mark = 0x53430100;
constexpr ResultCode acceptance{0x53440100};
constexpr std::uint32_t mark_mask = 0xFFFFFF00;
constexpr std::uint32_t no_scope = 0xFF;

}  // namespace

ResultCode to_offer(std::optional<std::uint32_t> scope) {
    return ResultCode{offer_mark | (scope && *scope < no_scope ? *scope : no_scope)};
}

std::optional<Offer> offer_in(const Version& request) {
    const auto mark = static_cast<std::uint32_t>(request.rv);
    if ((mark & mark_mask) != offer_mark)
        return std::nullopt;
    const std::uint32_t scope = mark & ~mark_mask;
    return scope == no_scope ? Offer{} : Offer{scope};
}

bool takes_offer(const Version& answer) {
    return answer.rv == acceptance;
}

VersionDecision decide_version(const Version& request) {
    const auto oldest = static_cast<std::uint32_t>(oldest_dialect);
    const auto newest = static_cast<std::uint32_t>(newest_dialect);
    const bool known = request.major == protocol_major && request.minor >= oldest && request.minor <= newest;
    if (!known)
        return {{protocol_major, newest, ResultCode::ServiceStopped}, newest_dialect};
    if (offer_in(request))
        return {{protocol_major, request.minor, acceptance}, Dialect::Scrm};
    return {{protocol_major, request.minor, ResultCode::Success}, static_cast<Dialect>(request.minor)};
}

}  // namespace scrm::ipc
