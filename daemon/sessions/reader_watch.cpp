#include "daemon/sessions/reader_watch.hpp"

#include <algorithm>
#include <cstring>

namespace scrm::sessions {

ReaderWatch::ReaderWatch(const drivers::Executor& loop, const ipc::WatchReaders& request)
    : wake_(loop), places_(request.payload.size() / sizeof(std::uint32_t)), scope_(request.scope) {
    if (!places_.empty())
        std::memcpy(places_.data(), request.payload.data(), places_.size() * sizeof(std::uint32_t));
}

drivers::Awaitable<ipc::ResultCode> ReaderWatch::wait(readers::Clock& clock, std::uint32_t patience) {
    if (patience != ipc::endless) {
        alarm_ = clock.make_alarm();
        alarm_->set(clock.now() + readers::Milliseconds(patience), [this] { end(ipc::ResultCode::Timeout); });
    }
    co_await wake_.wait();
    co_return why_.value_or(ipc::ResultCode::Cancelled);
}

void ReaderWatch::end(ipc::ResultCode why) {
    if (why_)
        return;
    why_ = why;
    wake_.fire();
}

bool ReaderWatch::cares_for(readers::Position place) const {
    return !ipc::names_places(scope_) ||
           std::ranges::find(places_, static_cast<std::uint32_t>(place)) != places_.end();
}

}  // namespace scrm::sessions
