// A context's link with the daemon: the connection that established the context, and others that joined it.
//
// A call takes a lane for itself and gives it back. When all are in use, another is opened if the daemon
// speaks the scrm dialect; with any other daemon the call waits until the one lane is free.
//
// When the daemon hangs up, what was established is gone. The link then has a new epoch, in which the next
// call that takes a lane establishes the context anew; whatever was had from an older epoch is lost. The
// mutex is held to look at lanes, and while the context is established; never during a call.
#pragma once

#include <atomic>

#include "libpcsc-client/context/lane.hpp"
#include "libpcsc-client/process/mutex.hpp"

namespace scrm::client {

class Link {
  public:
    Link(const sockaddr_un& address, std::uint32_t scope) : address_(address), scope_(scope) {}
    Link(const Link&) = delete;
    Link& operator=(const Link&) = delete;
    ~Link();

    /// A lane for the caller alone, with a connection to an established context.
    ResultCode take(Lane*& lane);
    /// Back from the caller. A closed connection begins a new epoch.
    void give_back(Lane& lane);

    /// Ends the context, if the daemon still knows it; calls that are under way are hung up on.
    ResultCode release(bool holds_cards);
    [[nodiscard]] bool released() const { return state_ == State::Released; }
    /// Whether the daemon holds the context, now or again.
    [[nodiscard]] bool is_valid();

    /// Ends what waits for a change of the readers, and has seen fewer than `count` cancels.
    ResultCode cancel_waits(std::uint32_t count);

    /// Another one whenever all that the daemon knew of the context is lost.
    [[nodiscard]] std::uint32_t epoch() const { return epoch_; }

    /// The answer to a call about something that was lost with an epoch: a reset, which the program may put
    /// right, or that there is no service if it will not come back.
    [[nodiscard]] ResultCode loss() const;

    /// In the child of a fork, before any other use: what was established is the parent's.
    void let_go_in_child();

  private:
    /// Down: to be established, at first or again.
    enum class State : std::uint8_t { Down, Up, Released };

    ResultCode take_when_free(Lane*& lane);
    void wake_next();
    ResultCode establish();
    ResultCode join(Lane& lane);
    Lane* idle_lane();
    Lane* new_lane();
    void lose(const Lane& lost);
    void end();
    [[nodiscard]] bool others_may_join() const { return joinable_; }
    [[nodiscard]] bool in_use() const;

    const sockaddr_un address_;
    const std::uint32_t scope_;
    std::atomic<std::uint32_t> epoch_ = 1;
    std::atomic<State> state_ = State::Down;
    std::atomic<bool> lost_ = false;  // the daemon went away, and may not come back

    Mutex mutex_;  // guards all below
    Condition given_back_;
    unsigned waiting_ = 0;  // for a lane to be given back
    std::uint32_t context_ = 0;
    bool joinable_ = false;
    Lane first_;
    Lane* lanes_ = &first_;
};

/// Has a lane for as long as it lives.
class LaneUse {
  public:
    explicit LaneUse(Link& link) : link_(link), result_(link.take(lane_)) {}
    LaneUse(const LaneUse&) = delete;
    LaneUse& operator=(const LaneUse&) = delete;
    ~LaneUse() {
        if (lane_ != nullptr)
            link_.give_back(*lane_);
    }

    /// Success: there is a lane.
    [[nodiscard]] ResultCode result() const { return result_; }
    [[nodiscard]] Connection& connection() const { return lane_->connection; }
    [[nodiscard]] std::uint32_t epoch() const { return lane_->epoch; }
    /// What the daemon calls the context.
    [[nodiscard]] std::uint32_t context() const { return lane_->context; }

  private:
    Link& link_;
    Lane* lane_ = nullptr;
    ResultCode result_;
};

}  // namespace scrm::client
