// Lets one command at a time through to a slot's driver, first come, first served.
#pragma once

#include <boost/intrusive/list.hpp>
#include <optional>
#include <utility>

#include "drivers/api/wake_up.hpp"

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

/// Must outlive its passes. Who waits in line leaves it by being destroyed, too: when a loop goes with
/// coroutines in it, they go in any order.
class Gate {
  public:
    drivers::Awaitable<GatePass> enter();
    /// Without waiting, if nobody is in the way: the usual case, and it costs no coroutine.
    std::optional<GatePass> try_enter();
    [[nodiscard]] bool taken() const { return taken_; }
    [[nodiscard]] std::size_t waiting() const { return queue_.size(); }

  private:
    friend class GatePass;
    struct Waiter
        : boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
        explicit Waiter(const drivers::Executor& executor) : turn(executor) {}
        drivers::WakeUp turn;
    };
    void leave();

    bool taken_ = false;
    boost::intrusive::list<Waiter, boost::intrusive::constant_time_size<false>> queue_;
};

}  // namespace scrm::readers
