#include "daemon/sessions/reader_watch.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace scrm::sessions {

ReaderWatch::ReaderWatch(std::uint32_t process, const ipc::WatchReaders& request, UserQuota::Ticket share,
                         Outcome outcome)
    : BoardWaiter(process),
      places_(request.payload.size() / sizeof(std::uint32_t)),
      scope_(request.scope),
      known_(request.known),
      share_(std::move(share)),
      outcome_(std::move(outcome)) {
    if (!places_.empty())
        std::memcpy(places_.data(), request.payload.data(), places_.size() * sizeof(std::uint32_t));
}

void ReaderWatch::limit(readers::Clock& clock, std::uint32_t patience) {
    if (patience == ipc::endless)
        return;
    alarm_ = clock.make_alarm();
    alarm_->set(clock.now() + readers::Milliseconds(patience), [this] { end(ipc::ResultCode::Timeout); });
}

// Once; what is called does not live here any more, as it may destroy the watch.
void ReaderWatch::end(ipc::ResultCode why) {
    if (const Outcome outcome = std::exchange(outcome_, nullptr))
        outcome(why);
}

bool ReaderWatch::cares_for(readers::Position place) const {
    return !ipc::names_places(scope_) ||
           std::ranges::find(places_, static_cast<std::uint32_t>(place)) != places_.end();
}

}  // namespace scrm::sessions
