// How programs call the core, and what they do when they are answered.
#pragma once

#include "tests/simulation/referee.hpp"

namespace scrm::simulation {

class Callers {
  public:
    Callers(Stage& stage, Referee& referee) : stage_(stage), referee_(referee) {}

    void connect(Program& program, const std::shared_ptr<SlotActor>& where);
    /// Some call that makes sense on an open handle.
    void call_on(const std::shared_ptr<Handle>& handle);
    void disconnect(const std::shared_ptr<Handle>& handle);
    void abandon(const std::shared_ptr<Handle>& handle);
    /// It is not waited for any more, as far as it stands in line.
    void stop(Call& call);

  private:
    using CallPlace = std::list<Call>::iterator;

    void make(const std::shared_ptr<Handle>& handle, Call call);
    static drivers::Awaitable<void> play(Callers& self, CallPlace call);
    static drivers::Awaitable<ipc::ResultCode> ask(CallPlace call);
    static drivers::Awaitable<ipc::ResultCode> ask_with_bytes(CallPlace call);
    CallKind choose(const Handle& handle);
    void note(const Call& call, const std::string& what);

    Stage& stage_;
    Referee& referee_;
    std::uint32_t numbers_given_ = 0;
};

}  // namespace scrm::simulation
