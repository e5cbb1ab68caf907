#include "daemon/sessions/reader_wait.hpp"

namespace scrm::sessions {

using ipc::ResultCode;

ReaderWait::Event ReaderWait::begin(ipc::Dialect dialect, bool missed) {
    withheld_.reset();
    phase_ = dialect == ipc::Dialect::V4_6 ? Phase::Asking : Phase::Listening;
    if (dialect == ipc::Dialect::V4_3 && missed)
        return leave(ResultCode::Success);
    return std::nullopt;
}

ReaderWait::Event ReaderWait::happened(ResultCode what) {
    switch (phase_) {
        case Phase::Idle:
            return std::nullopt;
        case Phase::Asking:
            // A cancellation must not be lost behind a change; a change makes the client look and wait again.
            if (!withheld_ || *withheld_ == ResultCode::Success)
                withheld_ = what;
            return std::nullopt;
        case Phase::Listening:
            return leave(what);
    }
    return std::nullopt;
}

ReaderWait::Event ReaderWait::states_sent() {
    if (phase_ != Phase::Asking)
        return std::nullopt;
    phase_ = Phase::Listening;
    return withheld_ ? leave(*withheld_) : std::nullopt;
}

ReaderWait::Event ReaderWait::stop() {
    if (phase_ == Phase::Idle)
        return std::nullopt;
    return leave(withheld_.value_or(ResultCode::Success));
}

ReaderWait::Event ReaderWait::leave(ResultCode with) {
    phase_ = Phase::Idle;
    withheld_.reset();
    return with;
}

}  // namespace scrm::sessions
