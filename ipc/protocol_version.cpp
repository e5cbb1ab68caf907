#include "ipc/protocol_version.hpp"

#include <algorithm>

namespace scrm::ipc {
namespace {

// In a VERSION's rv: "SC" in a request and "SD" in an answer, the revision, the scope (none in an answer).
constexpr std::uint32_t offer_mark = 0x5343;
constexpr std::uint32_t acceptance_mark = 0x5344;
constexpr std::uint32_t no_scope = 0xFF;

constexpr ResultCode marked(std::uint32_t mark, Revision revision, std::uint32_t scope) {
    return ResultCode{mark << 16U | static_cast<std::uint32_t>(revision) << 8U | scope};
}

/// No revision is called 0.
std::optional<Revision> revision_behind(std::uint32_t mark, ResultCode rv) {
    const auto bits = static_cast<std::uint32_t>(rv);
    const auto revision = static_cast<std::uint8_t>(bits >> 8U);
    if (bits >> 16U != mark || revision == 0)
        return std::nullopt;
    return Revision{revision};
}

constexpr std::uint32_t scope_in(ResultCode rv) {
    return static_cast<std::uint32_t>(rv) & 0xFFU;
}

}  // namespace

ResultCode to_offer(const Offer& offer) {
    const bool fits = offer.scope && *offer.scope < no_scope;
    return marked(offer_mark, offer.revision, fits ? *offer.scope : no_scope);
}

std::optional<Offer> offer_in(const Version& request) {
    const auto revision = revision_behind(offer_mark, request.rv);
    if (!revision)
        return std::nullopt;
    const std::uint32_t scope = scope_in(request.rv);
    return Offer{scope == no_scope ? std::nullopt : std::optional(scope), *revision};
}

std::optional<Revision> agreed_revision(const Version& answer) {
    const auto revision = revision_behind(acceptance_mark, answer.rv);
    return revision <= newest_revision && scope_in(answer.rv) == 0 ? revision : std::nullopt;
}

VersionDecision decide_version(const Version& request, Revision newest) {
    const auto oldest_minor = static_cast<std::uint32_t>(oldest_dialect);
    const auto newest_minor = static_cast<std::uint32_t>(newest_dialect);
    const bool known =
        request.major == protocol_major && request.minor >= oldest_minor && request.minor <= newest_minor;
    if (!known)
        return {{protocol_major, newest_minor, ResultCode::ServiceStopped}, newest_dialect};
    if (const auto offer = offer_in(request)) {
        const ResultCode acceptance = marked(acceptance_mark, std::min(offer->revision, newest), 0);
        return {{protocol_major, request.minor, acceptance}, Dialect::Scrm};
    }
    return {{protocol_major, request.minor, ResultCode::Success}, static_cast<Dialect>(request.minor)};
}

}  // namespace scrm::ipc
