// VERSION, ESTABLISH, RELEASE and CANCEL.
#include "daemon/log/log.hpp"
#include "daemon/sessions/session.hpp"

namespace scrm::sessions {
namespace {

constexpr std::uint32_t last_scope = 3;  // user, terminal, system, global: accepted alike

}  // namespace

// A refused client may ask again with the version it was answered.
Next Session::on(const ipc::Version& request) {
    const ipc::VersionDecision decision = ipc::decide_version(request);
    if (decision.accepted())
        dialect_ = decision.dialect;
    else
        log::info("client with pid ", peer_pid_, " speaks protocol ", request.major, ":", request.minor,
                  ", which is not known here");
    return reply(decision.reply);
}

Next Session::on(const ipc::EstablishContext& request) {
    ipc::EstablishContext answer = request;
    if (request.scope > last_scope)
        answer.rv = ipc::ResultCode::InvalidValue;
    else if (context_ != 0)
        answer.rv = ipc::ResultCode::InvalidParameter;  // a connection is one context
    else
        answer = {request.scope, context_ = house_.handles.add_context(*this), ipc::ResultCode::Success};
    return reply(answer);
}

Later Session::on(ipc::ReleaseContext request) {
    if (context_ == 0 || request.context != context_) {
        request.rv = ipc::ResultCode::InvalidHandle;
        co_return reply(request);
    }
    co_await leave_cards();
    house_.handles.remove_context(std::exchange(context_, 0));
    request.rv = ipc::ResultCode::Success;
    co_return reply(request);
}

drivers::Awaitable<void> Session::leave_cards() {
    for (const std::uint32_t id : std::exchange(cards_, {})) {
        const readers::HandlePtr handle = house_.handles.find_card(id, this);
        co_await handle->slot->abandon(handle);
        house_.handles.remove_card(id);
    }
}

// Whoever knows the number may cancel: a client does so from a second connection.
Next Session::on(const ipc::Cancel& request) {
    ipc::Cancel answer = request;
    Session* const waiting = house_.handles.find_context(request.context);
    answer.rv = waiting ? ipc::ResultCode::Success : ipc::ResultCode::InvalidHandle;
    if (waiting)
        waiting->cancel_wait();
    return reply(answer);
}

}  // namespace scrm::sessions
