// What is asked in the scrm dialect alone: other connections for a context, the readers in one answer,
// waiting for those that matter.
#include "daemon/log/log.hpp"
#include "daemon/log/program_name.hpp"
#include "daemon/sessions/reader_list.hpp"
#include "daemon/sessions/session.hpp"

namespace scrm::sessions {

using ipc::ResultCode;

// The number alone is not enough: it may have been seen by others.
Next Session::on(const ipc::JoinContext& request) {
    ipc::JoinContext answer = request;
    const std::shared_ptr<Context> context = house_.handles.find_context(request.context);
    answer.rv = ResultCode::InvalidHandle;
    if (context && context->peer == peer_ && !context_) {
        context_ = context;
        context_->lanes.push_back(*this);
        answer.rv = ResultCode::Success;
    }
    return reply(answer);
}

bool Session::must_line_up(std::uint32_t card) const {
    if (dialect_ != ipc::Dialect::Scrm || request_patience_ == 0)
        return false;
    const readers::HandlePtr handle = own(card);
    return handle && handle->slot->must_wait(*handle);
}

Next Session::on(const ipc::ReadReaders& request) {
    return reply_readers(request.known, ResultCode::Success);
}

// Subscribed first, looked at second, without a suspension in between.
Next Session::on(const ipc::WatchReaders& request) {
    readers::EventBoard& board = house_.registry.board();
    if (!context_)
        return reply_readers(board.generation(), ResultCode::InvalidHandle);
    if (context_->cancels > request.cancels)
        return reply_watch(request.scope, request.known, ResultCode::Cancelled);
    const bool news = board.generation() != request.known;
    if (news && !ipc::stands(request.scope))
        return reply_watch(request.scope, request.known, ResultCode::Success);
    if (request_patience_ == 0)
        return reply_watch(request.scope, request.known, ResultCode::Timeout);

    auto share = house_.quota.take(peer_.uid, Good::Waiting);
    if (!share)
        return reply_watch(request.scope, request.known, over_share(Good::Waiting));

    if (!ipc::stands(request.scope)) {
        watch_ = std::make_unique<SingleWatch>(peer_.pid, request, std::move(*share),
                                               [this](ResultCode outcome) { end_watch(watch_, outcome); });
        begin_watch(*watch_);
        return Next::GoOn;
    }
    standing_ = std::make_unique<StandingWatch>(
        peer_.pid, request, std::move(*share), [this](ResultCode outcome) { end_watch(standing_, outcome); },
        board, *channel_);
    begin_watch(*standing_);
    if (news)
        standing_->tell();
    return Next::GoOn;
}

void Session::begin_watch(ReaderWatch& watch) {
    house_.registry.board().subscribe(watch);
    context_->waits.push_back(watch);
    watch.limit(house_.registry.clock(), request_patience_);
}

Next Session::on(const ipc::CancelWaits& request) {
    ipc::CancelWaits answer = request;
    answer.rv =
        context_ && request.context == context_->number ? ResultCode::Success : ResultCode::InvalidHandle;
    if (answer.rv == ResultCode::Success) {
        context_->cancels = std::max(context_->cancels, request.count);
        context_->cancel_waits();
    }
    return reply(answer);
}

Next Session::on(const ipc::LastRefusal& request) {
    ipc::LastRefusal answer = request;
    const std::string text = refusal_ ? describe(*refusal_) : std::string();
    answer.refused_with = refusal_ ? refusal_->code : ResultCode::Success;
    answer.text_size = static_cast<std::uint32_t>(text.size());
    answer.rv = ResultCode::Success;
    return reply(answer, {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

ResultCode Session::forbidden(const access::Rule& rule, std::string_view reader) {
    refusal_ = std::make_unique<Refusal>(Refusal{
        ResultCode::SecurityViolation, Forbidden{peer_.uid, std::string(reader), rule.place, rule.use}});
    if (house_.refusals.admit(std::chrono::steady_clock::now()).write)
        log::warning("refused pid ", log::program_name(peer_.pid), ": ", describe(*refusal_));
    return ResultCode::SecurityViolation;
}

ResultCode Session::over_share(Good good) {
    refusal_ = std::make_unique<Refusal>(
        Refusal{ResultCode::ServerTooBusy, OverShare{good, house_.quota.share(good), peer_.uid}});
    return ResultCode::ServerTooBusy;
}

ResultCode Session::noted(ResultCode code, const readers::CardHandle& handle) {
    if (dialect_ != ipc::Dialect::Scrm)
        return code;
    if (code == ResultCode::ServerTooBusy)
        return over_share(Good::Waiting);
    if (code == ResultCode::SharingViolation)
        refusal_ = std::make_unique<Refusal>(
            Refusal{code, KeptByOthers{handle.slot->name(), handle.slot->in_the_way_of(handle)}});
    return code;
}

Next Session::on(const ipc::MapReaders& request) {
    ipc::MapReaders answer = request;
    answer.rv = ResultCode::Success;
    const auto map =
        request.layout == ipc::reader_map_layout ? house_.shared_board.descriptor() : std::nullopt;
    if (map) {
        std::array<std::uint8_t, ipc::body_size<ipc::MapReaders>()> body;
        ipc::encode_reply(answer, body);
        if (channel_->send_with(*map, body))
            return Next::GoOn;
    }
    answer.rv = ResultCode::UnsupportedFeature;
    return reply(answer);
}

Next Session::reply_watch(ipc::WatchScope scope, std::uint32_t known, ResultCode rv) {
    return reply_readers(ipc::reads_map(scope) ? house_.registry.board().generation() : known, rv);
}

Next Session::reply_readers(std::uint32_t known, ResultCode rv) {
    send_readers(*channel_, house_.registry.board(), known, rv);
    return Next::GoOn;
}

}  // namespace scrm::sessions
