// What a client knows as SCARDCONTEXT: its cards, what it waits for, and the connections that serve it.
//
// A stock client has one connection a context. In the scrm dialect others may join the one that established
// it, so that a call which waits does not keep the client's other threads from calling.
#pragma once

#include <boost/intrusive/list.hpp>
#include <cstdint>
#include <vector>

#include "daemon/sessions/peer.hpp"
#include "daemon/sessions/user_quota.hpp"

namespace scrm::sessions {

/// Unlinks itself when it is destroyed.
template <class Tag>
using AutoHook = boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>,
                                                  boost::intrusive::tag<Tag>>;
template <class T>
using AutoList = boost::intrusive::list<T, boost::intrusive::constant_time_size<false>,
                                        boost::intrusive::base_hook<AutoHook<T>>>;

/// A wait for a change of the readers, as CANCEL knows it.
class Wait : public AutoHook<Wait> {
  public:
    virtual void cancel() = 0;

  protected:
    ~Wait() = default;
};

/// A connection that serves the context.
class Lane : public AutoHook<Lane> {
  public:
    /// Hangs up; whatever the connection waits for ends.
    virtual void close() = 0;

  protected:
    ~Lane() = default;
};

struct Context {
    Context(std::uint32_t its_number, UserQuota::Ticket its_share)
        : number(its_number), share(std::move(its_share)) {}

    const std::uint32_t number;
    const UserQuota::Ticket share;
    Peer peer;
    const Lane* founder = nullptr;  // the context ends with this connection
    bool released = false;
    std::uint32_t cancels = 0;  // as its client counts them, scrm dialect
    std::vector<std::uint32_t> cards;
    AutoList<Wait> waits;
    AutoList<Lane> lanes;

    void cancel_waits();
};

}  // namespace scrm::sessions
