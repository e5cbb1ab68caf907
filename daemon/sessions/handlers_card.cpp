// How clients come to their cards, share them, and leave them.
#include <algorithm>
#include <boost/asio/post.hpp>

#include "daemon/sessions/line_wait.hpp"
#include "daemon/sessions/session.hpp"

namespace scrm::sessions {
namespace {

// Of the loop: one to tell the next in line, one to look whether it has asked, one to take that.
constexpr unsigned turns_of_a_hand_over = 3;

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
    return house_.handles.find_card(card, context_.get());
}

void Session::forget(std::uint32_t card) {
    std::erase(context_->cards, card);
    house_.handles.remove_card(card);
}

// A stock library keeps its whole context locked while it waits for an answer. If it waited here for a
// transaction while another of its own handles holds one, the thread that could end that one would never get
// to speak. Whoever speaks the scrm dialect has other connections for that.
readers::Patience Session::patience() const {
    if (dialect_ == ipc::Dialect::Scrm)
        return request_patience_ == 0 ? readers::Patience::Refuse : readers::Patience::Wait;
    const bool holds_one = std::ranges::any_of(context_->cards, [this](std::uint32_t card) {
        const readers::HandlePtr handle = own(card);
        return handle->slot->transactions().held_by(*handle);
    });
    return holds_one ? readers::Patience::Refuse : readers::Patience::Wait;
}

LineRules Session::line_rules() {
    return {house_.registry.clock(), house_.quota, peer_.uid};
}

ResultCode Session::examine(const ipc::Connect& request, const readers::Slot* slot) {
    if (!context_ || request.context != context_->number)
        return ResultCode::InvalidHandle;
    if (!to_share_mode(request.share_mode))
        return ResultCode::InvalidValue;
    if (slot == nullptr)
        return ResultCode::UnknownReader;
    const access::Rule* const rule = peer_.caller ? house_.access.bars(*peer_.caller, slot->name()) : nullptr;
    return rule != nullptr ? forbidden(*rule, slot->name()) : ResultCode::Success;
}

drivers::Awaitable<ResultCode> Session::ask_authority(std::shared_ptr<readers::Slot> slot) {
    access::Caller caller = *peer_.caller;
    std::string name = slot->name();
    const access::Rule* const rule = co_await house_.authority->bars(std::move(caller), std::move(name));
    co_return rule != nullptr ? forbidden(*rule, slot->name()) : ResultCode::Success;
}

Later Session::on(ipc::Connect request) {
    const auto slot = house_.registry.find(ipc::name_of(request.reader));
    request.rv = examine(request, slot.get());
    if (request.rv == ResultCode::Success && house_.authority && peer_.caller)
        request.rv = co_await ask_authority(slot);
    if (request.rv != ResultCode::Success)
        co_return reply(request);
    auto share = house_.quota.take(peer_.uid, Good::Handle);
    if (!share) {
        request.rv = over_share(Good::Handle);
        co_return reply(request);
    }
    const readers::HandlePtr handle = house_.handles.add_card(context_.get(), slot, std::move(*share));
    handle->client = {peer_.pid};
    co_return co_await connect(request, handle);
}

Later Session::connect(ipc::Connect request, readers::HandlePtr handle) {
    const std::shared_ptr<Context> context = context_;
    const LineWait wait(line_rules(), channel_, handle, request_patience_);
    const ResultCode code = co_await handle->slot->connect(
        handle, *to_share_mode(request.share_mode), request.preferred_protocols, wait.allowed(patience()));
    request.rv = noted(wait.outcome(code), *handle);
    if (request.rv == ResultCode::Success && context->released) {
        co_await handle->slot->abandon(handle);
        request.rv = ResultCode::InvalidHandle;
    }
    if (request.rv == ResultCode::Success) {
        context->cards.push_back(handle->id);
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
    request.rv = noted(request.rv, *handle);
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
    const LineWait wait(line_rules(), channel_, handle, request_patience_);
    request.rv = co_await handle->slot->disconnect(handle, *disposition, wait.allowed(patience()));
    request.rv = noted(request.rv, *handle);
    forget(handle->id);
    co_return reply(request);
}

Handled Session::on(const ipc::BeginTransaction& request) {
    const readers::HandlePtr handle = own(request.card);
    if (!handle)
        return Next::Close;
    if (const auto code = handle->slot->begin_at_once(*handle))
        return reply(ipc::BeginTransaction{request.card, *code});
    return begin_in_line(request);
}

Later Session::begin_in_line(ipc::BeginTransaction request) {
    const readers::HandlePtr handle = own(request.card);
    const LineWait wait(line_rules(), channel_, handle, request_patience_);
    const ResultCode code = co_await handle->slot->begin(handle, wait.allowed(patience()));
    request.rv = noted(wait.outcome(code), *handle);
    co_return reply(request);
}

Handled Session::on(const ipc::EndTransaction& request) {
    const readers::HandlePtr handle = own(request.card);
    if (!handle)
        return Next::Close;
    const auto disposition = to_disposition(request.disposition);
    if (!disposition)
        return reply(ipc::EndTransaction{request.card, request.disposition, ResultCode::InvalidValue});
    const bool awaited = handle->slot->transactions().waiting() > 0;
    const auto code = handle->slot->end_at_once(*handle, *disposition);
    if (!code)
        return end_with(request, *disposition);
    const ipc::EndTransaction ended{request.card, request.disposition, noted(*code, *handle)};
    if (awaited)
        return reply_after_the_next(ended);
    return reply(ended);
}

// The card lies idle until the next in line knows that it is its turn, and its first command is here: if it
// comes at once, it is taken before. Who has ended can wait a moment.
Later Session::reply_after_the_next(ipc::EndTransaction ended) {
    for (unsigned turn = 0; turn < turns_of_a_hand_over; ++turn)
        co_await boost::asio::post(channel_->executor(), drivers::use_awaitable);
    co_return reply(ended);
}

Later Session::end_with(ipc::EndTransaction request, readers::Disposition disposition) {
    const readers::HandlePtr handle = own(request.card);
    request.rv = co_await handle->slot->end(handle, disposition);
    request.rv = noted(request.rv, *handle);
    co_return reply(request);
}

}  // namespace scrm::sessions
