#include "daemon/sessions/alarm.hpp"

namespace scrm::sessions {

struct Alarm::State {
    drivers::Timer timer;
    std::function<void()> then;
};

Alarm::Alarm(const drivers::Executor& loop, std::chrono::milliseconds after, std::function<void()> then)
    : state_(new State{drivers::Timer(loop, after), std::move(then)}) {
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
