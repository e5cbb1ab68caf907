#include "daemon/sessions/session.hpp"

#include "daemon/log/log.hpp"
#include "drivers/api/spawn.hpp"

namespace scrm::sessions {
namespace {

// What readers there are, and how they are, must be known before these can be answered (registry.hpp).
bool speaks_of_readers(ipc::Command command) {
    switch (command) {
        case ipc::Command::Connect:
        case ipc::Command::GetReadersState:
        case ipc::Command::GetReadersStateSize:
        case ipc::Command::GetReadersStateArray:
        case ipc::Command::GetReaderEvents:
        case ipc::Command::WaitReaderStateChange:
        case ipc::Command::ReadReaders:
        case ipc::Command::WatchReaders:
        case ipc::Command::MapReaders:
            return true;
        default:
            return false;
    }
}

// In the scrm dialect, what stock clients must ask for again and again while another handle has a
// transaction.
template <class Message>
inline constexpr bool waits_for_turn =
    std::is_same_v<Message, ipc::Transmit> || std::is_same_v<Message, ipc::Control> ||
    std::is_same_v<Message, ipc::Status> || std::is_same_v<Message, ipc::Reconnect> ||
    std::is_same_v<Message, ipc::GetAttribute> || std::is_same_v<Message, ipc::SetAttribute>;

}  // namespace

Session::Session(SessionHouse& house, Channel::Socket socket, Peer peer)
    : BoardWaiter(peer.pid),
      house_(house),
      channel_(std::make_shared<Channel>(std::move(socket))),
      peer_(peer) {
    if (peer_.caller)
        barred_ = house_.access.bars(*peer_.caller);
    house_.sessions.push_back(*this);
    house_.on_client_count(++house_.clients);
}

Session::~Session() {
    house_.on_client_count(--house_.clients);
}

void Session::start() {
    drivers::spawn(channel_->executor(), run(shared_from_this()));
}

// One coroutine, not two, until something happens: clients are many, and each costs a frame.
drivers::Awaitable<void> Session::run(std::shared_ptr<Session> self) {
    boost::system::error_code hung_up;
    while (!hung_up) {
        const ipc::SplitResult next = self->channel_->next_frame(self->dialect_);
        if (const auto* missing = std::get_if<ipc::NeedMore>(&next)) {
            const std::size_t come = co_await self->channel_->more(*missing, hung_up);
            self->channel_->arrived(come);
            continue;
        }
        if (const auto* violation = std::get_if<ipc::Violation>(&next)) {
            self->report(ipc::describe(*violation));
            break;
        }
        const auto& frame = std::get<ipc::Frame>(next);
        Handled handled = self->handle(frame);
        Next then = Next::GoOn;
        if (auto* later = std::get_if<Later>(&handled))
            then = co_await std::move(*later);
        else
            then = std::get<Next>(handled);
        if (then == Next::Close)
            break;
        self->channel_->consume(frame);
        if (self->channel_->flushing())
            co_await self->channel_->flushed();
    }
    self->channel_->close();
    if (self->context_ && self->context_->founder == self.get())
        co_await self->release_context();
}

Handled Session::handle(const ipc::Frame& frame) {
    if (house_.authority && !cleared_)
        return handle_when_cleared(frame);
    if (watch_) {
        report("it asks before its watch is answered");
        return Next::Close;
    }
    if (standing_)
        end_watch(standing_, ipc::ResultCode::Cancelled);
    // Its library has no context, and asks no further; whoever does so all the same is not shown anything.
    if (barred_ && speaks_of_readers(frame.command)) {
        report("it may use no reader");
        return Next::Close;
    }
    if (!house_.registry.answers() && speaks_of_readers(frame.command))
        return handle_when_known(frame);
    request_patience_ = frame.patience;
    return std::visit(
        [this](const auto& message) -> Handled {
            if constexpr (waits_for_turn<std::decay_t<decltype(message)>>)
                if (must_line_up(message.card))
                    return in_turn(message);
            return on(message);
        },
        ipc::decode_request(frame));
}

Later Session::handle_when_known(ipc::Frame frame) {
    co_await house_.registry.await_answers();
    Handled handled = handle(frame);
    if (auto* later = std::get_if<Later>(&handled))
        co_return co_await std::move(*later);
    co_return std::get<Next>(handled);
}

Later Session::handle_when_cleared(ipc::Frame frame) {
    cleared_ = true;
    if (!barred_ && peer_.caller) {
        access::Caller caller = *peer_.caller;
        barred_ = co_await house_.authority->bars(std::move(caller), std::string());
    }
    Handled handled = handle(frame);
    if (auto* later = std::get_if<Later>(&handled))
        co_return co_await std::move(*later);
    co_return std::get<Next>(handled);
}

void Session::report(std::string_view fault) {
    const auto verdict = house_.faults.admit(std::chrono::steady_clock::now());
    if (verdict.left_out > 0)
        log::warning(verdict.left_out, " more clients were disconnected for their faults");
    if (verdict.write)
        log::warning("client with pid ", peer_.pid, " disconnected: ", fault);
}

}  // namespace scrm::sessions
