// Lets one command at a time through to a slot's driver, first come, first served.
#pragma once

#include <deque>

#include "daemon/readers/wake_up.hpp"

namespace scrm::readers {

class Gate;

/// Whoever holds it is through; gives the place to the next when it goes.
class [[nodiscard]] GatePass {
  public:
    explicit GatePass(Gate& gate) : gate_(&gate) {}
    GatePass(GatePass&& other) noexcept : gate_(std::exchange(other.gate_, nullptr)) {}
    GatePass& operator=(GatePass&&) = delete;
    ~GatePass();

  private:
    Gate* gate_;
};

/// Must outlive its passes and everybody who waits for one.
class Gate {
  public:
    drivers::Awaitable<GatePass> enter();
    [[nodiscard]] std::size_t waiting() const { return queue_.size(); }

  private:
    friend class GatePass;
    void leave();

    bool taken_ = false;
    std::deque<WakeUp*> queue_;
};

}  // namespace scrm::readers
