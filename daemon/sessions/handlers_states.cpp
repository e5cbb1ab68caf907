// The states of all readers, and waiting for them to change.
#include "daemon/sessions/session.hpp"

namespace scrm::sessions {

Next Session::on(const ipc::GetReadersState&) {
    const readers::EventBoard& board = house_.registry.board();
    seen_generation_ = board.generation();
    channel_->send(board.records(ipc::legacy_reader_count));
    return Next::GoOn;
}

Next Session::on(const ipc::GetReadersStateSize&) {
    promised_records_ = house_.registry.board().capacity();
    return reply(ipc::ReadersStateSize{static_cast<std::uint32_t>(*promised_records_)});
}

// Exactly as many as were promised, or the client would misread what follows.
Next Session::on(const ipc::GetReadersStateArray&) {
    const readers::EventBoard& board = house_.registry.board();
    channel_->send(board.records(promised_records_.value_or(board.capacity())));
    send_event(wait_.states_sent());
    return Next::GoOn;
}

Next Session::on(const ipc::GetReaderEvents&) {
    return reply(ipc::ReaderEvents{house_.registry.board().reader_events(), ipc::ResultCode::Success});
}

// Subscribed first, shown the states second, so that no change falls between.
Next Session::on(const ipc::WaitReaderStateChange&) {
    readers::EventBoard& board = house_.registry.board();
    readers::BoardWaiter::unlink();
    board.subscribe(*this);
    const auto event = wait_.begin(dialect_, seen_generation_ != board.generation());
    if (dialect_ == ipc::Dialect::V4_4 || dialect_ == ipc::Dialect::V4_5)
        channel_->send(board.records(ipc::legacy_reader_count));
    send_event(event);
    return Next::GoOn;
}

Next Session::on(const ipc::StopWaiting&) {
    send_event(wait_.stop());
    return Next::GoOn;
}

void Session::board_changed() {
    send_event(wait_.happened(ipc::ResultCode::Success));
}

void Session::cancel() {
    send_event(wait_.happened(ipc::ResultCode::Cancelled));
}

void Session::send_event(ReaderWait::Event event) {
    if (!event)
        return;
    readers::BoardWaiter::unlink();
    reply(ipc::WaitResult{0, *event});
}

}  // namespace scrm::sessions
