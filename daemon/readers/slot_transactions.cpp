// Begin and end: having the slot to oneself for a while.
#include "daemon/readers/slot.hpp"

namespace scrm::readers {

using ipc::ResultCode;

std::optional<ResultCode> Slot::begin_at_once(const CardHandle& handle) {
    const ResultCode ready = usable(handle);
    if (ready != ResultCode::Success)
        return ready;
    if (transactions_.try_take(handle))
        return ResultCode::Success;
    return std::nullopt;
}

CodeOutcome Slot::begin(HandlePtr handle, Patience patience) {
    if (const auto code = begin_at_once(*handle))
        co_return *code;
    co_return co_await wait_in_line(handle, patience, Wanted::Transaction);
}

CodeOutcome Slot::take_turn(HandlePtr handle) {
    if (gone())
        co_return ResultCode::ReaderUnavailable;
    if (transactions_.try_take(*handle))
        co_return ResultCode::Success;
    co_return co_await wait_in_line(handle, Patience::Wait, Wanted::Transaction);
}

// Success at once when nobody is in the way. A transaction that was waited for is begun.
CodeOutcome Slot::wait_in_line(HandlePtr handle, Patience patience, Wanted wanted) {
    if (!transactions_.held_by_other(*handle))
        co_return gone() ? ResultCode::ReaderUnavailable : ResultCode::Success;
    if (patience == Patience::Refuse) {
        note_refusal(*handle);
        co_return ResultCode::SharingViolation;
    }
    note_line();
    const std::unique_ptr<Alarm> limit = limit_wait(handle, wanted);
    const Turn turn = co_await transactions_.wait(*handle, wanted);
    switch (turn) {
        case Turn::Granted:
            if (transactions_.held_by(*handle) && transactions_.waiting() > 0)
                note_line();
            co_return gone() ? ResultCode::ReaderUnavailable : ResultCode::Success;
        case Turn::ReaderGone:
            co_return ResultCode::ReaderUnavailable;
        case Turn::TooLong:  // as if it had not been willing to wait at all
            co_return ResultCode::SharingViolation;
        case Turn::Abandoned:
            break;
    }
    co_return ResultCode::Cancelled;
}

std::optional<ResultCode> Slot::end_at_once(const CardHandle& handle, Disposition disposition) {
    if (gone())
        return ResultCode::ReaderUnavailable;
    if (!transactions_.held_by(handle)) {
        if (handle.lost_transaction)
            return usable(handle);
        const bool disturbs = transactions_.holder() && disposition != Disposition::Leave;
        return disturbs ? ResultCode::SharingViolation : ResultCode::NotTransacted;
    }
    const ResultCode ready = usable(handle);
    if (ready == ResultCode::Success && disposition != Disposition::Leave)
        return std::nullopt;
    transactions_.end(handle);
    return ready;
}

// The card is reset before the next in line is let in; the caller's own handle is told of it like all others.
CodeOutcome Slot::end(HandlePtr handle, Disposition disposition) {
    if (const auto code = end_at_once(*handle, disposition))
        co_return *code;
    ResultCode code = ResultCode::Success;
    if (disposition == Disposition::Unpower)
        code = co_await restart(ResetKind::Cold, nullptr);
    else
        code = co_await dispose(disposition, nullptr);
    transactions_.end(*handle);
    co_return gone() ? ResultCode::ReaderUnavailable : code;
}

}  // namespace scrm::readers
