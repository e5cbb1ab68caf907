// The cards of a context: how they come, change and go.
#include "libpcsc-client/context/context.hpp"
#include "libpcsc-client/context/context_table.hpp"

namespace scrm::client {

// Sent again only if it is certain that no daemon received it.
ResultCode Context::connect(ipc::Connect& message, SCARDHANDLE& handle) {
    Persistence persistence;
    for (;;) {
        bool refused = false;
        const ResultCode result = connect_once(message, handle, refused);
        if (!refused || !persistence.once_more())
            return result;
    }
}

ResultCode Context::connect_once(ipc::Connect& message, SCARDHANDLE& handle, bool& refused) {
    const LaneUse lane(link_);
    refused = found_no_daemon(lane.result()) && !link_.released();
    if (lane.result() != ResultCode::Success)
        return lane.result();
    lane.connection().set_patience(ipc::endless);
    message.context = lane.context();
    const ResultCode result = lane.connection().call(message);
    refused = lane.connection().request_was_refused();
    explain(lane.connection(), result);
    return result == ResultCode::Success ? list(message, lane.epoch(), handle) : result;
}

ResultCode Context::list(const ipc::Connect& message, std::uint32_t epoch, SCARDHANDLE& handle) {
    Card* const card = create<Card>();
    if (card == nullptr)
        return ResultCode::NoMemory;
    card->reader = message.reader;
    card->number = message.card;
    card->epoch = epoch;
    card->entry.id = static_cast<long>(message.card);
    card->entry.context = this;
    list_card(card->entry);
    const Lock lock(mutex_);
    card->next = cards_;
    cards_ = card;
    handle = card->entry.id;
    return ResultCode::Success;
}

ResultCode Context::reconnect(SCARDHANDLE handle, ipc::Reconnect& message) {
    if (std::optional<CardView> lost = claim_lost(handle)) {
        const ResultCode result = reconnect_lost(*lost, message);
        if (settle(handle, *lost))
            return result;
        drop(*lost);
        return ResultCode::InvalidHandle;
    }
    return with_card(handle, Patience::Polite, [&](Connection& connection, const CardView& view) {
        ipc::Reconnect attempt = message;
        attempt.card = view.number;
        const ResultCode result = connection.call(attempt);
        message.active_protocol = attempt.active_protocol;
        return result;
    });
}

/// The reset that the program asked for, if any, is the new connection's first act.
ResultCode Context::reconnect_lost(CardView& card, ipc::Reconnect& message) {
    return ask([&](const LaneUse& lane) {
        lane.connection().set_patience(ipc::endless);
        ipc::Connect connect{.context = lane.context(),
                             .reader = card.reader,
                             .share_mode = message.share_mode,
                             .preferred_protocols = message.preferred_protocols};
        ResultCode result = lane.connection().call(connect);
        if (result == ResultCode::UnknownReader)
            return ResultCode::ReaderUnavailable;
        if (result != ResultCode::Success)
            return result;
        card.number = connect.card;
        card.epoch = lane.epoch();
        message.active_protocol = connect.active_protocol;
        if (message.initialization == SCARD_LEAVE_CARD)
            return result;
        ipc::Reconnect reset = message;
        reset.card = card.number;
        result = lane.connection().call(reset);
        message.active_protocol = reset.active_protocol;
        return result;
    });
}

// A card that the daemon does not know any more is disconnected already.
ResultCode Context::disconnect(SCARDHANDLE handle, std::uint32_t disposition) {
    const ResultCode result =
        with_card(handle, Patience::Once, [&](Connection& connection, const CardView& card) {
            ipc::Disconnect message{.card = card.number, .disposition = disposition};
            return connection.call(message);
        });
    const std::optional<CardView> card = find(handle);
    const bool lost = card && card->epoch != link_.epoch();
    if (result != ResultCode::Success && !lost)
        return result;
    forget(handle);
    return ResultCode::Success;
}

std::optional<Context::CardView> Context::find(SCARDHANDLE handle) {
    const Lock lock(mutex_);
    const Card* const card = find_listed(handle);
    if (card == nullptr)
        return std::nullopt;
    return CardView{card->number, card->epoch, card->reader};
}

Card* Context::find_listed(SCARDHANDLE handle) {
    Card* card = cards_;
    while (card != nullptr && card->entry.id != handle)
        card = card->next;
    return card;
}

/// The card if it is lost: the caller is to connect it anew, and to settle it. Who else comes with it waits
/// for that, and then looks again.
std::optional<Context::CardView> Context::claim_lost(SCARDHANDLE handle) {
    const Lock lock(mutex_);
    Card* card = find_listed(handle);
    for (; card != nullptr && card->returning; card = find_listed(handle))
        returned_.wait(mutex_);
    if (card == nullptr || card->epoch == link_.epoch())
        return std::nullopt;
    card->returning = true;
    return CardView{card->number, card->epoch, card->reader};
}

/// False: another thread disconnected it meanwhile. Its handle may be another card's by now.
bool Context::settle(SCARDHANDLE handle, const CardView& card) {
    const Lock lock(mutex_);
    returned_.wake_all();
    Card* const listed = find_listed(handle);
    if (listed == nullptr || !listed->returning)
        return false;
    listed->number = card.number;
    listed->epoch = card.epoch;
    listed->returning = false;
    return true;
}

/// Disconnects what no handle stands for, if the daemon has it.
void Context::drop(const CardView& card) {
    if (card.epoch != link_.epoch())
        return;
    const LaneUse lane(link_);
    if (lane.result() != ResultCode::Success || lane.epoch() != card.epoch)
        return;
    ipc::Disconnect message{.card = card.number, .disposition = SCARD_LEAVE_CARD};
    static_cast<void>(lane.connection().call(message));
}

void Context::forget(SCARDHANDLE handle) {
    const Lock lock(mutex_);
    Card** link = &cards_;
    while (*link != nullptr && (*link)->entry.id != handle)
        link = &(*link)->next;
    Card* const card = *link;
    if (card == nullptr)
        return;
    *link = card->next;
    unlist_card(card->entry);
    destroy(card);
}

}  // namespace scrm::client
