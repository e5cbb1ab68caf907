// How clients come to their cards, share them, and leave them.
#include <algorithm>

#include "daemon/sessions/session.hpp"

namespace scrm::sessions {
namespace {

using ipc::ResultCode;

std::optional<readers::ShareMode> to_share_mode(std::uint32_t value) {
    if (value < 1 || value > 3)
        return std::nullopt;
    return static_cast<readers::ShareMode>(value);
}

std::optional<readers::Disposition> to_disposition(std::uint32_t value) {
    if (value > 3)
        return std::nullopt;
    return static_cast<readers::Disposition>(value);
}

}  // namespace

readers::HandlePtr Session::own(std::uint32_t card) const {
    return house_.handles.find_card(card, this);
}

void Session::forget(std::uint32_t card) {
    std::erase(cards_, card);
    house_.handles.remove_card(card);
}

// A stock library keeps its whole context locked while it waits for an answer. If it waited here for a
// transaction while another of its own handles holds one, the thread that could end that one would never get
// to speak.
readers::Patience Session::patience() const {
    const bool holds_one = std::ranges::any_of(cards_, [this](std::uint32_t card) {
        const readers::HandlePtr handle = own(card);
        return handle->slot->transactions().held_by(*handle);
    });
    return holds_one ? readers::Patience::Refuse : readers::Patience::Wait;
}

void Session::leave_line_on_hangup(const readers::HandlePtr& handle) {
    if (handle->slot->must_wait(*handle))
        channel_->on_hangup([handle] { handle->slot->stop_waiting(*handle); });
}

Later Session::on(ipc::Connect request) {
    const auto slot = house_.registry.find(ipc::name_of(request.reader));
    const auto mode = to_share_mode(request.share_mode);
    request.rv = ResultCode::Success;
    if (context_ == 0 || request.context != context_)
        request.rv = ResultCode::InvalidHandle;
    else if (!mode)
        request.rv = ResultCode::InvalidValue;
    else if (!slot)
        request.rv = ResultCode::UnknownReader;
    if (request.rv != ResultCode::Success)
        co_return reply(request);

    const readers::HandlePtr handle = house_.handles.add_card(this, slot);
    leave_line_on_hangup(handle);
    request.rv = co_await slot->connect(handle, *mode, request.preferred_protocols, patience());
    channel_->ignore_hangup();
    if (request.rv == ResultCode::Success) {
        cards_.push_back(handle->id);
        request.card = handle->id;
        request.active_protocol = handle->protocol;
    } else {
        house_.handles.remove_card(handle->id);
    }
    co_return reply(request);
}

Later Session::on(ipc::Reconnect request) {
    const readers::HandlePtr handle = own(request.card);
    if (!handle)
        co_return Next::Close;
    const auto mode = to_share_mode(request.share_mode);
    const auto initialization = to_disposition(request.initialization);
    if (!mode || !initialization || *initialization == readers::Disposition::Eject)
        request.rv = ResultCode::InvalidValue;
    else
        request.rv =
            co_await handle->slot->reconnect(handle, *mode, request.preferred_protocols, *initialization);
    if (request.rv == ResultCode::Success)
        request.active_protocol = handle->protocol;
    co_return reply(request);
}

Later Session::on(ipc::Disconnect request) {
    const readers::HandlePtr handle = own(request.card);
    if (!handle)
        co_return Next::Close;
    const auto disposition = to_disposition(request.disposition);
    if (!disposition) {
        request.rv = ResultCode::InvalidValue;
        co_return reply(request);
    }
    leave_line_on_hangup(handle);
    request.rv = co_await handle->slot->disconnect(handle, *disposition, patience());
    channel_->ignore_hangup();
    forget(handle->id);
    co_return reply(request);
}

Later Session::on(ipc::BeginTransaction request) {
    const readers::HandlePtr handle = own(request.card);
    if (!handle)
        co_return Next::Close;
    leave_line_on_hangup(handle);
    request.rv = co_await handle->slot->begin(handle, patience());
    channel_->ignore_hangup();
    co_return reply(request);
}

Later Session::on(ipc::EndTransaction request) {
    const readers::HandlePtr handle = own(request.card);
    if (!handle)
        co_return Next::Close;
    const auto disposition = to_disposition(request.disposition);
    request.rv = ResultCode::InvalidValue;
    if (disposition)
        request.rv = co_await handle->slot->end(handle, *disposition);
    co_return reply(request);
}

}  // namespace scrm::sessions
