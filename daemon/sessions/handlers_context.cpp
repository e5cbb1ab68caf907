// VERSION, ESTABLISH, RELEASE and CANCEL.
#include "daemon/log/log.hpp"
#include "daemon/sessions/session.hpp"
#include "drivers/api/spawn.hpp"

namespace scrm::sessions {
namespace {

constexpr std::uint32_t last_scope = 3;  // user, terminal, system, global: accepted alike

/// How many of a context's cards have not been given up yet.
struct Farewells {
    Farewells(const drivers::Executor& loop, std::size_t cards) : over(loop), left(cards) {}
    drivers::WakeUp over;
    std::size_t left;
};

drivers::Awaitable<void> give_up(HandleTable& handles, readers::HandlePtr handle,
                                 std::shared_ptr<Farewells> farewells) {
    co_await handle->slot->abandon(handle);
    handles.remove_card(handle->id);
    if (--farewells->left == 0)
        farewells->over.fire();
}

}  // namespace

// A refused client may ask again with the version it was answered. Whoever offers the scrm dialect is given
// the context it asked for along with the answer, which is the last message in the old framing.
Next Session::on(const ipc::Version& request) {
    const ipc::VersionDecision decision = ipc::decide_version(request);
    if (!decision.accepted()) {
        log::info("client with pid ", peer_.pid, " speaks protocol ", request.major, ":", request.minor,
                  ", which is not known here");
        return reply(decision.reply);
    }
    if (decision.dialect != ipc::Dialect::Scrm) {
        dialect_ = decision.dialect;
        return reply(decision.reply);
    }
    ipc::Welcome welcome;
    if (const auto scope = ipc::offer_in(request)->scope) {
        welcome.rv = establish(*scope);
        welcome.context = context_ ? context_->number : 0;
    }
    std::array<std::uint8_t, ipc::body_size<ipc::Welcome>()> tail;
    ipc::encode_reply(welcome, tail);
    dialect_ = decision.dialect;
    return reply(decision.reply, tail);
}

Next Session::on(const ipc::EstablishContext& request) {
    ipc::EstablishContext answer = request;
    answer.rv = establish(request.scope);
    if (answer.rv == ipc::ResultCode::Success)
        answer.context = context_->number;
    return reply(answer);
}

ipc::ResultCode Session::establish(std::uint32_t scope) {
    if (scope > last_scope)
        return ipc::ResultCode::InvalidValue;
    if (context_)
        return ipc::ResultCode::InvalidParameter;  // a connection serves one context
    if (barred_)
        return forbidden(*barred_, {});
    auto share = house_.quota.take(peer_.uid, Good::Context);
    if (!share)
        return over_share(Good::Context);
    context_ = house_.handles.add_context(std::move(*share));
    context_->peer = peer_;
    context_->founder = this;
    context_->lanes.push_back(*this);
    context_->waits.push_back(*this);
    return ipc::ResultCode::Success;
}

Later Session::on(ipc::ReleaseContext request) {
    if (!context_ || request.context != context_->number) {
        request.rv = ipc::ResultCode::InvalidHandle;
        co_return reply(request);
    }
    co_await release_context();
    request.rv = ipc::ResultCode::Success;
    co_return reply(request);
}

// The cards go before the answer does: whoever comes next finds them free. They go side by side, so that one
// which does not answer keeps nobody from the others. Other connections that served the context are hung up
// on, which ends whatever they wait for.
drivers::Awaitable<void> Session::release_context() {
    const std::shared_ptr<Context> context = std::exchange(context_, nullptr);
    if (std::exchange(context->released, true))
        co_return;
    house_.handles.remove_context(context->number);
    Wait::unlink();
    Lane::unlink();
    while (!context->lanes.empty()) {
        Lane& other = context->lanes.front();
        context->lanes.pop_front();
        other.close();
    }
    const std::vector<std::uint32_t> cards = std::exchange(context->cards, {});
    if (cards.empty())
        co_return;
    const auto farewells = std::make_shared<Farewells>(channel_->executor(), cards.size());
    for (const std::uint32_t id : cards)
        drivers::spawn(channel_->executor(),
                       give_up(house_.handles, house_.handles.find_card(id, context.get()), farewells));
    co_await farewells->over.wait();
}

// Whoever knows the number may cancel: a client does so from a second connection.
Next Session::on(const ipc::Cancel& request) {
    ipc::Cancel answer = request;
    const std::shared_ptr<Context> context = house_.handles.find_context(request.context);
    answer.rv = context ? ipc::ResultCode::Success : ipc::ResultCode::InvalidHandle;
    if (context)
        context->cancel_waits();
    return reply(answer);
}

}  // namespace scrm::sessions
