// One client's connection: reads its requests in order, has each handled, and sends what comes of it.
//
// There is one handler an ipc message, named on(); a message without one does not compile. A handler that can
// answer at once returns what comes next, one that must wait for the card or for its turn is a coroutine.
// Meanwhile nothing is read, so whatever waits in line asks the channel to tell it when the client hangs up.
//
// What the dialects do not have in common is in handlers_states (stock) and handlers_scrm.
#pragma once

#include <boost/intrusive/list.hpp>
#include <vector>

#include "daemon/access/authority.hpp"
#include "daemon/log/fault_limit.hpp"
#include "daemon/readers/registry.hpp"
#include "daemon/sessions/channel.hpp"
#include "daemon/sessions/context.hpp"
#include "daemon/sessions/handle_table.hpp"
#include "daemon/sessions/line_wait.hpp"
#include "daemon/sessions/reader_wait.hpp"
#include "daemon/sessions/refusal.hpp"
#include "daemon/sessions/send_message.hpp"
#include "daemon/sessions/shared_board.hpp"
#include "daemon/sessions/single_watch.hpp"
#include "daemon/sessions/standing_watch.hpp"
#include "daemon/sessions/user_quota.hpp"
#include "ipc/codec.hpp"

namespace scrm::sessions {

/// A connection as the daemon's shutdown knows it; listed from birth to death.
class LiveSession
    : public boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>,
                                              boost::intrusive::tag<class LiveSession>> {
  public:
    /// Hangs up; the session then ends by itself.
    virtual void close() = 0;

  protected:
    ~LiveSession() = default;
};
using LiveSessions = boost::intrusive::list<
    LiveSession, boost::intrusive::constant_time_size<false>,
    boost::intrusive::base_hook<boost::intrusive::list_base_hook<
        boost::intrusive::link_mode<boost::intrusive::auto_unlink>, boost::intrusive::tag<LiveSession>>>>;

enum class ApduLog : std::uint8_t { Off, Redacted };

/// What all sessions share; outlives them.
struct SessionHouse {
    explicit SessionHouse(readers::Registry& all_readers, UserShares shares = {})
        : registry(all_readers), quota(shares), shared_board(all_readers.board()) {}

    ApduLog apdu_log = ApduLog::Off;
    /// Told of how many clients there are whenever one comes or goes.
    std::function<void(std::size_t)> on_client_count = [](std::size_t) {};
    std::size_t clients = 0;

    access::Policy access;
    access::Authority* authority = nullptr;  // asked beside the policy, if there is one
    readers::Registry& registry;
    UserQuota quota;
    HandleTable handles;
    SharedBoard shared_board;
    log::FaultLimit faults{10, std::chrono::seconds{10}};
    log::FaultLimit refusals{10, std::chrono::seconds{10}};
    LiveSessions sessions;
};

/// What becomes of the connection after a request.
enum class Next : std::uint8_t { GoOn, Close };
using Later = drivers::Awaitable<Next>;
/// A coroutine only where there is something to wait for: most requests need none, and each costs.
using Handled = std::variant<Next, Later>;

class Session final : public std::enable_shared_from_this<Session>,
                      public readers::BoardWaiter,
                      public LiveSession,
                      public Lane,
                      public Wait {
  public:
    Session(SessionHouse& house, Channel::Socket socket, Peer peer);
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;
    ~Session();

    /// Serves the client until it leaves; keeps itself alive meanwhile.
    void start();
    void close() override { channel_->close(); }

  private:
    static drivers::Awaitable<void> run(std::shared_ptr<Session> self);
    Handled handle(const ipc::Frame& frame);
    Later handle_when_known(ipc::Frame frame);
    Later handle_when_cleared(ipc::Frame frame);
    void report(std::string_view fault);

    // handlers_context.cpp
    Next on(const ipc::Version& request);
    Next on(const ipc::EstablishContext& request);
    Later on(ipc::ReleaseContext request);
    Next on(const ipc::Cancel& request);
    ipc::ResultCode establish(std::uint32_t scope);
    drivers::Awaitable<void> release_context();

    // handlers_states.cpp
    Next on(const ipc::GetReadersState& request);
    Next on(const ipc::GetReadersStateSize& request);
    Next on(const ipc::GetReadersStateArray& request);
    Next on(const ipc::GetReaderEvents& request);
    Next on(const ipc::WaitReaderStateChange& request);
    Next on(const ipc::StopWaiting& request);
    void board_changed() override;
    void cancel() override;
    void send_event(ReaderWait::Event event);

    // handlers_scrm.cpp
    Next on(const ipc::JoinContext& request);
    Next on(const ipc::ReadReaders& request);
    Next on(const ipc::WatchReaders& request);
    void begin_watch(ReaderWatch& watch);
    template <class Watch>
    void end_watch(std::unique_ptr<Watch>& watch, ipc::ResultCode outcome);
    Next on(const ipc::CancelWaits& request);
    Next on(const ipc::LastRefusal& request);
    Next on(const ipc::MapReaders& request);
    [[nodiscard]] const access::Rule* escape_rule(std::uint32_t code,
                                                  const readers::CardHandle& handle) const;
    /// SecurityViolation, with the reason in the log and kept for whoever asks. `reader` is empty if it is
    /// about all of them.
    ipc::ResultCode forbidden(const access::Rule& rule, std::string_view reader);
    /// ServerTooBusy, with the reason kept for whoever asks.
    ipc::ResultCode over_share(Good good);
    /// `code`, with the reason kept if it is that others are in the way of `handle`.
    ipc::ResultCode noted(ipc::ResultCode code, const readers::CardHandle& handle);
    Next reply_readers(std::uint32_t known, ipc::ResultCode rv);
    Next reply_watch(ipc::WatchScope scope, std::uint32_t known, ipc::ResultCode rv);
    [[nodiscard]] bool must_line_up(std::uint32_t card) const;
    template <class Message>
    Later in_turn(Message request);

    // handlers_card.cpp
    Later on(ipc::Connect request);
    /// Why that is refused, as far as it is known at once.
    ipc::ResultCode examine(const ipc::Connect& request, const readers::Slot* slot);
    drivers::Awaitable<ipc::ResultCode> ask_authority(std::shared_ptr<readers::Slot> slot);
    Later connect(ipc::Connect request, readers::HandlePtr handle);
    Later on(ipc::Reconnect request);
    Later on(ipc::Disconnect request);
    Handled on(const ipc::BeginTransaction& request);
    Handled on(const ipc::EndTransaction& request);
    Later begin_in_line(ipc::BeginTransaction request);
    Later end_with(ipc::EndTransaction request, readers::Disposition disposition);
    Later reply_after_the_next(ipc::EndTransaction ended);
    [[nodiscard]] readers::HandlePtr own(std::uint32_t card) const;
    void forget(std::uint32_t card);
    [[nodiscard]] readers::Patience patience() const;
    LineRules line_rules();

    // handlers_commands.cpp
    Next on(const ipc::Status& request);
    Later on(ipc::Transmit request);
    Later on(ipc::Control request);
    Later on(ipc::GetAttribute request);
    Later on(ipc::SetAttribute request);

    template <class Reply>
    Next reply(const Reply& message, ipc::Bytes payload = {}) {
        send_message(*channel_, message, payload);
        return Next::GoOn;
    }

    SessionHouse& house_;
    std::shared_ptr<Channel> channel_;
    Peer peer_;
    const access::Rule* barred_ = nullptr;  // the rule by which this client may use no reader
    bool cleared_ = false;                  // the authority has been asked about that
    ipc::Dialect dialect_ = ipc::newest_dialect;
    std::shared_ptr<Context> context_;
    std::uint32_t request_patience_ = ipc::endless;  // of the request at hand
    ReaderWait wait_;
    std::unique_ptr<SingleWatch> watch_;       // its answer is due, and its client asks nothing else
    std::unique_ptr<StandingWatch> standing_;  // whatever its client asks next ends it
    std::uint32_t seen_generation_ = 0;        // of the board, when this client last got the states
    std::optional<std::size_t> promised_records_;
    std::unique_ptr<Refusal> refusal_;  // the last one
};

template <class Watch>
void Session::end_watch(std::unique_ptr<Watch>& watch, ipc::ResultCode outcome) {
    const std::unique_ptr<Watch> ended = std::move(watch);
    reply_watch(ended->scope(), ended->known(), outcome);
}

// The request is carried out in a transaction of its own.
template <class Message>
Later Session::in_turn(Message request) {
    const readers::HandlePtr handle = own(request.card);
    const LineWait wait(line_rules(), channel_, handle, request_patience_);
    if (wait.turned_away()) {
        request.rv = over_share(Good::Waiting);
        co_return reply(request);
    }
    const ipc::ResultCode turn = co_await handle->slot->take_turn(handle);
    if (turn != ipc::ResultCode::Success) {
        request.rv = noted(wait.outcome(turn), *handle);
        co_return reply(request);
    }
    Next next = Next::GoOn;
    if constexpr (std::is_same_v<decltype(on(request)), Next>)
        next = on(request);
    else
        next = co_await on(request);
    handle->slot->give_turn_back(*handle);
    co_return next;
}

}  // namespace scrm::sessions
