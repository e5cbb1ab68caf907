// One SCARDCONTEXT: its link with the daemon, and the cards connected through it.
//
// Calls of several threads go side by side where the daemon allows it (Link). When the daemon was restarted,
// state queries and waits are repeated as if nothing had happened; what was done with a card never is, and
// its handle reports a reset until the program reconnects.
#pragma once

#include "libpcsc-client/connection/refusal.hpp"
#include "libpcsc-client/context/card.hpp"
#include "libpcsc-client/context/link.hpp"
#include "libpcsc-client/context/persistence.hpp"
#include "libpcsc-client/context/reader_list_counter.hpp"

namespace scrm::client {

/// Whether a call waits while somebody else holds the card. Once: as the daemon sees fit, but it is not sent
/// again. Polite: unless the environment says no.
enum class Patience : std::uint8_t { Once, Polite, Endless };

class Context {
  public:
    Context(const sockaddr_un& address, std::uint32_t scope);
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;
    ~Context();

    /// Connects, agrees on the version, establishes. To be called once, before the context is listed.
    ResultCode establish();
    /// Ends it; a SCardGetStatusChange that waits in another thread is cancelled. The context must be off the
    /// list.
    ResultCode release();
    /// Ends each SCardGetStatusChange that waits in another thread.
    ResultCode cancel();
    /// Whether the daemon still holds it, or holds it again.
    [[nodiscard]] bool is_valid() { return link_.is_valid(); }

    /// Waits for news of `asked`: StatusWait.
    ResultCode get_status_change(const Deadline& deadline, std::span<SCARD_READERSTATE> asked);

    /// CONNECT; `handle` is the program's.
    ResultCode connect(ipc::Connect& message, SCARDHANDLE& handle);
    /// RECONNECT; a lost card is connected anew by its reader's name.
    ResultCode reconnect(SCARDHANDLE handle, ipc::Reconnect& message);
    /// DISCONNECT; forgets the card.
    ResultCode disconnect(SCARDHANDLE handle, std::uint32_t disposition);

    /// use(lane) for a question about readers: asked again when the daemon went away.
    template <class Use>
    ResultCode ask(Use use);
    /// use(connection, card) for a card that the daemon knows, again and again while it says
    /// SCARD_E_SHARING_VIOLATION and `patience` lasts.
    template <class Use>
    ResultCode with_card(SCARDHANDLE handle, Patience patience, Use use);

    [[nodiscard]] TableEntry& entry() { return entry_; }
    void add_reference() { ++references_; }
    void drop_reference();
    /// In the child of a fork, before any other use.
    void let_go_in_child();

  private:
    /// What is known of a card, while others may forget it.
    struct CardView {
        std::uint32_t number;
        std::uint32_t epoch;
        ipc::ReaderName reader;
    };

    ResultCode connect_once(ipc::Connect& message, SCARDHANDLE& handle, bool& refused);
    ResultCode reconnect_lost(CardView& card, ipc::Reconnect& message);
    ResultCode list(const ipc::Connect& message, std::uint32_t epoch, SCARDHANDLE& handle);
    [[nodiscard]] std::optional<CardView> find(SCARDHANDLE handle);
    Card* find_listed(SCARDHANDLE handle);
    [[nodiscard]] std::optional<CardView> claim_lost(SCARDHANDLE handle);
    [[nodiscard]] bool settle(SCARDHANDLE handle, const CardView& card);
    void drop(const CardView& card);
    void forget(SCARDHANDLE handle);

    TableEntry entry_;
    std::atomic<std::uint32_t> references_ = 1;
    std::atomic<std::uint32_t> cancels_ = 0;
    std::atomic<std::uint32_t> waits_ = 0;  // calls in SCardGetStatusChange
    Link link_;
    ReaderListCounter list_;  // for daemons with one lane; used by whoever has it

    Mutex mutex_;  // guards all below; never held while the daemon is spoken to
    Condition returned_;
    Card* cards_ = nullptr;
};

/// Milliseconds for which the daemon may let a call wait.
std::uint32_t daemon_patience(Patience patience);
/// Whether that is what comes of trying to reach a daemon that is not there, or on its way out: it may hang
/// up on those who are just coming, as one does that does not want this user.
bool found_no_daemon(ResultCode reached);
/// Whether a refusal is not yet the program's answer: for daemons that do not let a call wait.
bool tries_again(Patience patience);
/// Before another try, without any lock.
void pause_before_next_try();

template <class Use>
ResultCode Context::ask(Use use) {
    Persistence persistence;
    for (;;) {
        ResultCode result = ResultCode::Success;
        bool no_daemon = false;
        {
            const LaneUse lane(link_);
            result = lane.result();
            no_daemon = found_no_daemon(result);
            if (result == ResultCode::Success) {
                result = use(lane);
                no_daemon = result == ResultCode::NoService;
                explain(lane.connection(), result);
            }
        }
        if (!no_daemon)
            return result;
        if (link_.released())
            return ResultCode::Cancelled;
        if (!persistence.once_more())
            return result;
    }
}

template <class Use>
ResultCode Context::with_card(SCARDHANDLE handle, Patience patience, Use use) {
    for (;;) {
        ResultCode result = ResultCode::Success;
        bool again = false;
        const std::optional<CardView> card = find(handle);
        if (!card)
            return ResultCode::InvalidHandle;
        if (card->epoch != link_.epoch())
            return link_.loss();
        {
            const LaneUse lane(link_);
            const bool same_epoch = lane.result() == ResultCode::Success && lane.epoch() == card->epoch;
            if (same_epoch)
                lane.connection().set_patience(daemon_patience(patience));
            result = same_epoch ? use(lane.connection(), *card) : ResultCode::NoService;
            again = result == ResultCode::SharingViolation && tries_again(patience);
            if (same_epoch && !again)
                explain(lane.connection(), result);
        }
        if (result == ResultCode::NoService)
            return link_.released() ? ResultCode::Cancelled : link_.loss();
        if (!again)
            return result;
        pause_before_next_try();
    }
}

}  // namespace scrm::client
