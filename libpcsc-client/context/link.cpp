#include "libpcsc-client/context/link.hpp"

#include "libpcsc-client/process/environment.hpp"
#include "libpcsc-client/process/memory.hpp"

namespace scrm::client {

Link::~Link() {
    for (Lane* lane = lanes_; lane != nullptr;) {
        Lane* const next = lane->next;
        if (lane != &first_)
            destroy(lane);
        lane = next;
    }
}

ResultCode Link::take(Lane*& lane) {
    const Lock lock(mutex_);
    const ResultCode result = take_when_free(lane);
    if (lane == nullptr)
        wake_next();  // who was woken and takes none leaves it to the next in line
    return result;
}

/// With the mutex held.
ResultCode Link::take_when_free(Lane*& lane) {
    for (;;) {
        if (state_ == State::Released)
            return ResultCode::InvalidHandle;
        if (state_ == State::Down)
            if (const ResultCode result = establish(); result != ResultCode::Success)
                return result;
        lane = idle_lane();
        if (lane != nullptr || others_may_join())
            break;
        ++waiting_;
        given_back_.wait(mutex_);
        --waiting_;
    }
    if (lane == nullptr)
        lane = new_lane();
    if (lane == nullptr)
        return ResultCode::NoMemory;
    lane->busy = true;
    if (lane->connection.is_open())
        return ResultCode::Success;
    const ResultCode result = join(*lane);
    if (result != ResultCode::Success) {
        lane->busy = false;
        lane = nullptr;
    }
    return result;
}

void Link::give_back(Lane& lane) {
    const Lock lock(mutex_);
    lane.busy = false;
    if (state_ == State::Released || lane.epoch != epoch_)
        lane.connection.close();
    else if (!lane.connection.is_open())
        lose(lane);
    wake_next();
}

/// With the mutex held.
void Link::wake_next() {
    if (waiting_ > 0)
        given_back_.wake_one();
}

/// With the mutex held. Lanes that are in use will find out by themselves.
void Link::lose(const Lane& lost) {
    ++epoch_;
    state_ = State::Down;
    lost_ = true;
    for (Lane* lane = lanes_; lane != nullptr; lane = lane->next)
        if (lane != &lost && !lane->busy)
            lane->connection.close();
}

/// With the mutex held. A daemon that was there once must not keep a call waiting that nobody gave it.
ResultCode Link::establish() {
    const unsigned long limit = lost_ ? reconnect_time() : 0;
    if (lost_ && limit == 0)
        return ResultCode::NoService;
    Lane* lane = idle_lane();
    if (lane == nullptr)
        lane = new_lane();
    if (lane == nullptr)
        return ResultCode::NoMemory;
    const ResultCode result = lane->connection.establish(address_, scope_, context_, limit);
    if (result != ResultCode::Success)
        return result;
    lane->epoch = epoch_;
    lane->context = context_;
    joinable_ = lane->connection.speaks_scrm();
    state_ = State::Up;
    lost_ = false;
    return result;
}

/// With the mutex held: the daemon answers this at once.
ResultCode Link::join(Lane& lane) {
    lane.epoch = epoch_;
    lane.context = context_;
    const ResultCode result = lane.connection.join(address_, context_);
    if (result == ResultCode::NoService)
        lose(lane);
    return result;
}

/// An open one if there is any.
Lane* Link::idle_lane() {
    Lane* closed = nullptr;
    for (Lane* lane = lanes_; lane != nullptr; lane = lane->next) {
        if (lane->busy)
            continue;
        if (lane->connection.is_open())
            return lane;
        closed = lane;
    }
    return state_ == State::Down || others_may_join() ? closed : nullptr;
}

Lane* Link::new_lane() {
    Lane* const lane = create<Lane>();
    if (lane != nullptr)
        lane->next = std::exchange(lanes_, lane);
    return lane;
}

bool Link::in_use() const {
    for (const Lane* lane = lanes_; lane != nullptr; lane = lane->next)
        if (lane->busy)
            return true;
    return false;
}

// A context without cards that nobody is using needs no farewell: nothing of it can be seen by anyone.
ResultCode Link::release(bool holds_cards) {
    mutex_.lock();
    const bool silent = state_ != State::Up || (others_may_join() && !holds_cards && !in_use());
    if (silent)
        end();
    mutex_.unlock();
    if (silent)
        return ResultCode::Success;

    const LaneUse lane(*this);
    if (lane.result() != ResultCode::Success)
        return lane.result();
    mutex_.lock();
    end();  // before the daemon hangs up on the other lanes, whose callers must not take that for a loss
    mutex_.unlock();
    ipc::ReleaseContext message{.context = lane.context()};
    return lane.connection().call(message);
}

/// With the mutex held.
void Link::end() {
    state_ = State::Released;
    for (Lane* lane = lanes_; lane != nullptr; lane = lane->next)
        if (!lane->busy)
            lane->connection.close();
}

bool Link::is_valid() {
    const Lock lock(mutex_);
    for (Lane* lane = lanes_; lane != nullptr; lane = lane->next)
        if (!lane->busy && lane->connection.is_open() && lane->connection.has_ended() && state_ == State::Up)
            lose(*lane);
    return state_ == State::Up || (state_ == State::Down && establish() == ResultCode::Success);
}

// A stock daemon has one lane, on which somebody is waiting; a second connection carries the message.
ResultCode Link::cancel_waits(std::uint32_t count) {
    mutex_.lock();
    const bool up = state_ == State::Up;
    const bool joinable = others_may_join();
    ipc::Cancel message{.context = context_};
    mutex_.unlock();
    if (!up)
        return ResultCode::Success;
    if (joinable) {
        const LaneUse lane(*this);
        ipc::CancelWaits counted{.context = lane.context(), .count = count};
        return lane.result() == ResultCode::Success ? lane.connection().call(counted) : lane.result();
    }
    Connection second;
    const ResultCode result = second.open(address_);
    return result == ResultCode::Success ? second.call(message) : result;
}

ResultCode Link::loss() const {
    return lost_ && reconnect_time() == 0 ? ResultCode::NoService : ResultCode::ResetCard;
}

void Link::let_go_in_child() {
    new (&mutex_) Mutex;
    new (&given_back_) Condition;
    waiting_ = 0;
    for (Lane* lane = lanes_; lane != nullptr; lane = lane->next) {
        lane->busy = false;
        lane->connection.close();
    }
    ++epoch_;
    lost_ = false;
    if (state_ != State::Released)
        state_ = State::Down;
}

}  // namespace scrm::client
