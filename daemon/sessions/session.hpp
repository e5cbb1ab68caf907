// One client's connection: reads its requests in order, has each handled, and sends what comes of it.
//
// There is one handler an ipc message, named on(); a message without one does not compile. A handler that can
// answer at once returns what comes next, one that must wait for the card or for its turn is a coroutine.
// Meanwhile nothing is read, so whatever waits in line asks the channel to tell it when the client hangs up.
#pragma once

#include <boost/intrusive/list.hpp>
#include <vector>

#include "daemon/log/fault_limit.hpp"
#include "daemon/readers/registry.hpp"
#include "daemon/sessions/channel.hpp"
#include "daemon/sessions/handle_table.hpp"
#include "daemon/sessions/reader_wait.hpp"
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
    explicit SessionHouse(readers::Registry& all_readers) : registry(all_readers) {}

    ApduLog apdu_log = ApduLog::Off;
    /// Told of how many clients there are whenever one comes or goes.
    std::function<void(std::size_t)> on_client_count = [](std::size_t) {};
    std::size_t clients = 0;

    readers::Registry& registry;
    HandleTable handles;
    log::FaultLimit faults{10, std::chrono::seconds{10}};
    LiveSessions sessions;
};

/// What becomes of the connection after a request.
enum class Next : std::uint8_t { GoOn, Close };
using Later = drivers::Awaitable<Next>;

class Session final : public std::enable_shared_from_this<Session>,
                      public readers::BoardWaiter,
                      public LiveSession {
  public:
    Session(SessionHouse& house, Channel::Socket socket, std::uint32_t peer_pid);
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;
    ~Session();

    /// Serves the client until it leaves; keeps itself alive meanwhile.
    void start();
    /// Ends the client's wait for a change, if it waits.
    void cancel_wait();
    void close() override { channel_->close(); }

  private:
    static drivers::Awaitable<void> run(std::shared_ptr<Session> self);
    drivers::Awaitable<void> serve();
    Later handle(ipc::Frame frame);
    void report(std::string_view fault);

    // handlers_context.cpp
    Next on(const ipc::Version& request);
    Next on(const ipc::EstablishContext& request);
    Later on(ipc::ReleaseContext request);
    Next on(const ipc::Cancel& request);
    drivers::Awaitable<void> leave_cards();

    // handlers_states.cpp
    Next on(const ipc::GetReadersState& request);
    Next on(const ipc::GetReadersStateSize& request);
    Next on(const ipc::GetReadersStateArray& request);
    Next on(const ipc::GetReaderEvents& request);
    Next on(const ipc::WaitReaderStateChange& request);
    Next on(const ipc::StopWaiting& request);
    void board_changed() override;
    void send_event(ReaderWait::Event event);

    // handlers_card.cpp
    Later on(ipc::Connect request);
    Later on(ipc::Reconnect request);
    Later on(ipc::Disconnect request);
    Later on(ipc::BeginTransaction request);
    Later on(ipc::EndTransaction request);
    [[nodiscard]] readers::HandlePtr own(std::uint32_t card) const;
    void forget(std::uint32_t card);
    [[nodiscard]] readers::Patience patience() const;
    void leave_line_on_hangup(const readers::HandlePtr& handle);

    // handlers_commands.cpp
    Next on(const ipc::Status& request);
    Later on(ipc::Transmit request);
    Later on(ipc::Control request);
    Later on(ipc::GetAttribute request);
    Later on(ipc::SetAttribute request);

    template <class Reply>
    Next reply(const Reply& message, ipc::Bytes payload = {}) {
        std::array<std::uint8_t, ipc::max_body_size> body;
        const std::size_t size = ipc::encode_reply(message, body);
        channel_->send(ipc::Bytes(body).first(size), payload);
        return Next::GoOn;
    }

    SessionHouse& house_;
    std::shared_ptr<Channel> channel_;
    std::uint32_t peer_pid_;
    ipc::Dialect dialect_ = ipc::newest_dialect;
    std::uint32_t context_ = 0;
    std::vector<std::uint32_t> cards_;
    ReaderWait wait_;
    std::uint64_t seen_generation_ = 0;  // of the board, when this client last got the states
    std::optional<std::size_t> promised_records_;
};

}  // namespace scrm::sessions
