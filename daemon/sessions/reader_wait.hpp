// When a client that waits for a change may be sent its one event, by the dialect it speaks. Pure.
//
// The event is 8 bytes in a stream of replies that have no header, so it must come where the client looks for
// it. A 4:6 client asks for the states between WAIT and its waiting: there an event would be taken for the
// answer to one of these questions, and is withheld until they are answered, or STOP takes it.
#pragma once

#include <optional>

#include "ipc/protocol_version.hpp"

namespace scrm::sessions {

class ReaderWait {
  public:
    using Event = std::optional<ipc::ResultCode>;

    /// WAIT arrived; `missed` says that something changed since the states this client has last seen. Returns
    /// the event that is to be sent at once.
    Event begin(ipc::Dialect dialect, bool missed);
    /// Something changed, or the wait was cancelled.
    Event happened(ipc::ResultCode what);
    /// The client has been sent the states it asked for after WAIT.
    Event states_sent();
    /// STOP arrived. Returns its answer, none if the event that ended the wait was the answer.
    Event stop();

    /// Between WAIT and its event, or STOP.
    [[nodiscard]] bool waiting() const { return phase_ != Phase::Idle; }

  private:
    enum class Phase : std::uint8_t {
        Idle,      // not waiting, or the event has been sent
        Asking,    // WAIT has come, the question for the states is still to come: nothing may be sent
        Listening  // the event may be sent
    };
    Event leave(ipc::ResultCode with);

    Phase phase_ = Phase::Idle;
    Event withheld_;
};

}  // namespace scrm::sessions
