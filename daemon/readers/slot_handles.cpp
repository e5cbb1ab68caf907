// Connect, reconnect and disconnect: how handles come, change and go.
#include "daemon/readers/driver_codes.hpp"
#include "daemon/readers/protocol_choice.hpp"
#include "daemon/readers/slot.hpp"

namespace scrm::readers {

using ipc::ResultCode;

// The handle counts from the moment it is admitted, so that two who want the slot for themselves cannot both
// pass while the card is being powered.
CodeOutcome Slot::connect(HandlePtr handle, ShareMode mode, std::uint32_t protocols, Patience patience) {
    if (gone())
        co_return ResultCode::ReaderUnavailable;
    if (!sharing_.admits(mode))
        co_return ResultCode::SharingViolation;
    const ResultCode turn = co_await wait_in_line(handle, patience, Wanted::Connection);
    if (turn != ResultCode::Success)
        co_return turn;
    if (!sharing_.admits(mode))
        co_return ResultCode::SharingViolation;

    take_in(*handle, mode);
    const ResultCode prepared = co_await prepare_card(handle, mode, protocols);
    if (prepared != ResultCode::Success) {
        let_go(*handle);
        co_return prepared;
    }
    handle->news = CardNews::None;  // what happened to the card before it was ready for this handle
    publish();
    co_return ResultCode::Success;
}

CodeOutcome Slot::prepare_card(HandlePtr handle, ShareMode mode, std::uint32_t protocols) {
    const auto in_force = [this] {
        return card_.state().protocol() ? to_mask(*card_.state().protocol()) : 0;
    };
    if (mode != ShareMode::Direct) {
        if (!(protocols & protocol_mask::all))
            co_return ResultCode::ProtocolMismatch;
        // Nobody else minds, so a protocol left over from an earlier handle gives way.
        if (in_force() != 0 && !(in_force() & protocols) && alone(*handle)) {
            GatePass turn = co_await card_.turn();
            if (const auto fresh = co_await card_.restart(std::move(turn), ResetKind::Cold); !fresh)
                co_return code_for_power(fresh.error());
        }
        if (const auto agreed = co_await card_.agree(protocols); !agreed)
            co_return code_for_power(agreed.error());
        if (!(in_force() & protocols))
            co_return ResultCode::ProtocolMismatch;
    }
    if (gone())
        co_return ResultCode::ReaderUnavailable;
    handle->protocol = in_force();
    co_return ResultCode::Success;
}

CodeOutcome Slot::reconnect(HandlePtr handle, ShareMode mode, std::uint32_t protocols,
                            Disposition initialization) {
    if (const ResultCode free = free_for(*handle); free != ResultCode::Success)
        co_return free;
    if (mode == ShareMode::Exclusive && !alone(*handle))
        co_return ResultCode::SharingViolation;
    if (!card_.state().present())
        co_return ResultCode::NoSmartcard;

    if (initialization != Disposition::Leave) {
        const ResetKind kind = initialization == Disposition::Reset ? ResetKind::Warm : ResetKind::Cold;
        GatePass turn = co_await card_.turn();
        // Meanwhile somebody may have begun a transaction, which a reset must not get into.
        if (const ResultCode free = free_for(*handle); free != ResultCode::Success)
            co_return free;
        // The caller is told like all others, unless it succeeds.
        const ResultCode restarted = co_await restart_inside(std::move(turn), kind, nullptr);
        if (restarted != ResultCode::Success)
            co_return restarted;
    }
    const ResultCode prepared = co_await prepare_card(handle, mode, protocols);
    publish();  // the card may be on now, whatever else went wrong
    if (prepared != ResultCode::Success)
        co_return prepared;
    if (!handle->connected || !sharing_.change(mode))
        co_return ResultCode::SharingViolation;
    handle->mode = mode;
    handle->news = CardNews::None;
    handle->lost_transaction = false;
    publish();
    co_return ResultCode::Success;
}

// The handle dies whatever happens to the card; only a disposition that would disturb somebody's transaction
// waits for its end, and holds one of its own meanwhile. A card that has left takes its disposition with it.
CodeOutcome Slot::disconnect(HandlePtr handle, Disposition disposition, Patience patience) {
    const auto card_left = [&] { return gone() || handle->news == CardNews::Removed; };
    if (disposition != Disposition::Leave && !card_left()) {
        ResultCode turn = ResultCode::Success;
        if (!transactions_.try_take(*handle))
            turn = co_await wait_in_line(handle, patience, Wanted::Transaction);
        if (turn == ResultCode::Success && !card_left())
            (void)co_await dispose(disposition, handle.get());
    }
    let_go(*handle);
    co_return ResultCode::Success;
}

drivers::Awaitable<void> Slot::abandon(HandlePtr handle) {
    transactions_.abandon(*handle);
    const bool left_open = transactions_.held_by(*handle) && handle->news == CardNews::None;
    if (left_open && card_.state().present() && !gone())
        (void)co_await restart(ResetKind::Warm, handle.get());
    let_go(*handle);
}

CodeOutcome Slot::dispose(Disposition disposition, const CardHandle* unaware) {
    if (disposition == Disposition::Reset)
        co_return co_await restart(ResetKind::Warm, unaware);
    if (disposition == Disposition::Leave || !card_.state().present())
        co_return ResultCode::Success;
    if (disposition == Disposition::Eject) {
        (void)co_await card_.eject();
    } else {
        GatePass turn = co_await card_.turn();
        (void)co_await card_.switch_off(std::move(turn));
    }
    tell(CardNews::Reset, unaware);
    publish();
    co_return ResultCode::Success;
}

CodeOutcome Slot::restart(ResetKind kind, const CardHandle* unaware) {
    GatePass turn = co_await card_.turn();
    co_return co_await restart_inside(std::move(turn), kind, unaware);
}

CodeOutcome Slot::restart_inside(GatePass turn, ResetKind kind, const CardHandle* unaware) {
    if (!card_.state().present())
        co_return ResultCode::NoSmartcard;
    const auto restarted = co_await card_.restart(std::move(turn), kind);
    const bool left = !restarted && (restarted.error() == drivers::DriverError::NoCard ||
                                     restarted.error() == drivers::DriverError::DeviceGone);
    if (!left)
        tell(CardNews::Reset, unaware);
    publish();
    if (!restarted && restarted.error() == drivers::DriverError::CardMute)
        co_return ResultCode::UnresponsiveCard;
    co_return restarted ? ResultCode::Success : code_for_power(restarted.error());
}

}  // namespace scrm::readers
