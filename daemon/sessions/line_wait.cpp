#include "daemon/sessions/line_wait.hpp"

namespace scrm::sessions {

using ipc::ResultCode;

LineWait::LineWait(const LineRules& rules, const std::shared_ptr<Channel>& channel,
                   const readers::HandlePtr& handle, std::uint32_t patience) {
    if (!handle->slot->must_wait(*handle))
        return;
    share_ = rules.quota.take(rules.uid, Good::Waiting);
    turned_away_ = !share_;
    if (turned_away_)
        return;
    channel_ = channel;
    channel_->on_hangup([handle] { handle->slot->stop_waiting(*handle); });
    if (patience == ipc::endless)
        return;
    alarm_ = rules.clock.make_alarm();
    alarm_->set(rules.clock.now() + readers::Milliseconds(patience), [this, handle] {
        over_ = true;
        handle->slot->stop_waiting(*handle);
    });
}

LineWait::~LineWait() {
    if (channel_)
        channel_->ignore_hangup();
}

readers::Patience LineWait::allowed(readers::Patience patience) const {
    return turned_away_ ? readers::Patience::Refuse : patience;
}

ResultCode LineWait::outcome(ResultCode code) const {
    if (turned_away_ && code == ResultCode::SharingViolation)
        return ResultCode::ServerTooBusy;
    return over_ && code == ResultCode::Cancelled ? ResultCode::Timeout : code;
}

}  // namespace scrm::sessions
