#include "daemon/sessions/alarm.hpp"

namespace scrm::sessions {

struct Alarm::State {
    boost::asio::steady_timer timer;
    std::function<void()> then;
};

Alarm::Alarm(const boost::asio::any_io_executor& loop, std::chrono::milliseconds after,
             std::function<void()> then)
    : state_(new State{boost::asio::steady_timer(loop, after), std::move(then)}) {
    state_->timer.async_wait([state = state_](boost::system::error_code stopped) {
        if (!stopped && state->then)
            state->then();
    });
}

Alarm::~Alarm() {
    state_->then = nullptr;
    state_->timer.cancel();
}

}  // namespace scrm::sessions
