// One SCARDCONTEXT: a connection, the cards connected through it, and a mutex that its own calls alone wait
// for.
//
// The mutex is held for a whole exchange with the daemon, and by SCardGetStatusChange for as long as it
// waits: the connection carries one conversation. SCardCancel does without it.
#pragma once

#include "libpcsc-client/card.hpp"
#include "libpcsc-client/connection.hpp"
#include "libpcsc-client/mutex.hpp"
#include "libpcsc-client/reader_list_counter.hpp"

namespace scrm::client {

/// Whether a call tries again while somebody else holds the card. Polite: unless the environment says no.
enum class Patience : std::uint8_t { None, Polite, Endless };

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
    /// Ends a SCardGetStatusChange that waits in another thread.
    ResultCode cancel();
    /// Whether the daemon still holds it. A context that another thread is using is.
    [[nodiscard]] bool is_valid();

    /// Waits for news of `asked`: StatusWait.
    ResultCode get_status_change(const Deadline& deadline, std::span<SCARD_READERSTATE> asked);

    /// CONNECT; `handle` is the program's.
    ResultCode connect(ipc::Connect& message, SCARDHANDLE& handle);
    /// RECONNECT; a lost card is connected anew by its reader's name.
    ResultCode reconnect(SCARDHANDLE handle, ipc::Reconnect& message);
    /// DISCONNECT; forgets the card.
    ResultCode disconnect(SCARDHANDLE handle, std::uint32_t disposition);

    /// use(connection), with the connection to itself.
    template <class Use>
    ResultCode with_connection(Use use);
    /// use(connection, card) for a live card, again and again while it says SCARD_E_SHARING_VIOLATION and
    /// `patience` lasts.
    template <class Use>
    ResultCode with_live_card(SCARDHANDLE handle, Patience patience, Use use);

    [[nodiscard]] TableEntry& entry() { return entry_; }
    void add_reference() { ++references_; }
    void drop_reference();
    /// In the child of a fork, before any other use.
    void let_go_in_child();

  private:
    /// Own: the connection was made by this process. Inherited: it was its parent's, and is made anew at the
    /// first use.
    enum class Link : std::uint8_t { Own, Inherited, Released };

    template <class Use>
    ResultCode with_card(SCARDHANDLE handle, Patience patience, Use use);
    ResultCode ready();
    ResultCode reconnect_lost(Card& card, ipc::Reconnect& message);
    Card* find(SCARDHANDLE handle);
    void forget(Card* card);

    const sockaddr_un address_;
    const std::uint32_t scope_;
    TableEntry entry_;
    std::atomic<std::uint32_t> references_ = 1;
    std::atomic<std::uint32_t> number_ = 0;  // the daemon's
    std::atomic<std::uint32_t> cancels_ = 0;
    std::atomic<bool> waits_ = false;  // somebody is in SCardGetStatusChange

    Mutex mutex_;  // guards all below
    Link link_ = Link::Own;
    Connection connection_;
    ReaderListCounter list_;
    Card* cards_ = nullptr;
};

/// Whether to try again, after a pause without any lock.
bool try_again(Patience patience);

template <class Use>
ResultCode Context::with_connection(Use use) {
    const Lock lock(mutex_);
    const ResultCode result = ready();
    return result == ResultCode::Success ? use(connection_) : result;
}

template <class Use>
ResultCode Context::with_card(SCARDHANDLE handle, Patience patience, Use use) {
    ResultCode result = ResultCode::Success;
    do {
        result = with_connection([&](Connection& connection) {
            Card* const card = find(handle);
            return card != nullptr ? use(connection, *card) : ResultCode::InvalidHandle;
        });
    } while (result == ResultCode::SharingViolation && try_again(patience));
    return result;
}

template <class Use>
ResultCode Context::with_live_card(SCARDHANDLE handle, Patience patience, Use use) {
    return with_card(handle, patience, [&](Connection& connection, Card& card) {
        return card.link == Card::Link::Live ? use(connection, card) : ResultCode::ResetCard;
    });
}

}  // namespace scrm::client
