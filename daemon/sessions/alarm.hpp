// Calls somebody once, when a time is over, unless it has been destroyed before.
#pragma once

#include <functional>
#include <memory>

#include "drivers/api/awaitable.hpp"

namespace scrm::sessions {

class Alarm {
  public:
    Alarm(const drivers::Executor& loop, std::chrono::milliseconds after, std::function<void()> then);
    Alarm(const Alarm&) = delete;
    Alarm& operator=(const Alarm&) = delete;
    ~Alarm();

  private:
    struct State;
    std::shared_ptr<State> state_;  // shared with the timer's handler, which may be under way already
};

}  // namespace scrm::sessions
