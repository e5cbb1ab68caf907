#include "daemon/readers/loop_clock.hpp"

#include <utility>

namespace scrm::readers {
namespace {

class LoopAlarm final : public Alarm {
  public:
    explicit LoopAlarm(const drivers::Executor& loop) : state_(std::make_shared<State>(loop)) {}
    LoopAlarm(const LoopAlarm&) = delete;
    LoopAlarm& operator=(const LoopAlarm&) = delete;
    ~LoopAlarm() override { stop(); }

    void set(TimePoint when, std::function<void()> then) override {
        state_->then = std::move(then);
        state_->timer.expires_at(when);
        state_->timer.async_wait([state = state_, round = ++state_->round](boost::system::error_code) {
            if (round == state->round && state->then)
                std::exchange(state->then, nullptr)();
        });
    }
    void stop() override {
        state_->then = nullptr;
        ++state_->round;
        state_->timer.cancel();
    }
    [[nodiscard]] std::optional<TimePoint> due() const override {
        if (!state_->then)
            return std::nullopt;
        return state_->timer.expiry();
    }

  private:
    // Shared with the timer's handlers: one that is on its way cannot be called back, so each knows its
    // round.
    struct State {
        explicit State(const drivers::Executor& loop) : timer(loop) {}
        drivers::Timer timer;
        std::function<void()> then;
        unsigned round = 0;
    };
    std::shared_ptr<State> state_;
};

}  // namespace

std::unique_ptr<Alarm> LoopClock::make_alarm() {
    return std::make_unique<LoopAlarm>(loop_);
}

}  // namespace scrm::readers
