#include "daemon/sessions/line_wait.hpp"

namespace scrm::sessions {

LineWait::LineWait(const std::shared_ptr<Channel>& channel, const readers::HandlePtr& handle,
                   std::uint32_t patience) {
    if (!handle->slot->must_wait(*handle))
        return;
    channel_ = channel;
    channel_->on_hangup([handle] { handle->slot->stop_waiting(*handle); });
    if (patience == ipc::endless)
        return;
    alarm_.emplace(channel_->executor(), std::chrono::milliseconds(patience), [this, handle] {
        over_ = true;
        handle->slot->stop_waiting(*handle);
    });
}

LineWait::~LineWait() {
    if (channel_)
        channel_->ignore_hangup();
}

ipc::ResultCode LineWait::outcome(ipc::ResultCode code) const {
    return over_ && code == ipc::ResultCode::Cancelled ? ipc::ResultCode::Timeout : code;
}

}  // namespace scrm::sessions
