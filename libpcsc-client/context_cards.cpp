// The cards of a context: how they come, change and go.
#include "libpcsc-client/context.hpp"
#include "libpcsc-client/context_table.hpp"

namespace scrm::client {

ResultCode Context::connect(ipc::Connect& message, SCARDHANDLE& handle) {
    return with_connection([&](Connection& connection) {
        Card* const card = create<Card>();
        if (card == nullptr)
            return ResultCode::NoMemory;
        card->reader = message.reader;
        message.context = number_;
        const ResultCode result = connection.call(message);
        if (result != ResultCode::Success) {
            destroy(card);
            return result;
        }
        card->number = message.card;
        card->entry.id = static_cast<long>(message.card);
        card->entry.context = this;
        list_card(card->entry);
        card->next = cards_;
        cards_ = card;
        handle = card->entry.id;
        return ResultCode::Success;
    });
}

ResultCode Context::reconnect(SCARDHANDLE handle, ipc::Reconnect& message) {
    return with_card(handle, Patience::Polite, [&](Connection& connection, Card& card) {
        ipc::Reconnect attempt = message;
        if (card.link == Card::Link::Lost)
            return reconnect_lost(card, message);
        attempt.card = card.number;
        const ResultCode result = connection.call(attempt);
        message.active_protocol = attempt.active_protocol;
        return result;
    });
}

/// The reset that the program asked for, if any, is the new connection's first act.
ResultCode Context::reconnect_lost(Card& card, ipc::Reconnect& message) {
    ipc::Connect anew{.context = number_,
                      .reader = card.reader,
                      .share_mode = message.share_mode,
                      .preferred_protocols = message.preferred_protocols};
    ResultCode result = connection_.call(anew);
    if (result != ResultCode::Success)
        return result;
    card.number = anew.card;
    card.link = Card::Link::Live;
    message.active_protocol = anew.active_protocol;
    if (message.initialization == SCARD_LEAVE_CARD)
        return result;
    ipc::Reconnect reset = message;
    reset.card = card.number;
    result = connection_.call(reset);
    message.active_protocol = reset.active_protocol;
    return result;
}

ResultCode Context::disconnect(SCARDHANDLE handle, std::uint32_t disposition) {
    return with_card(handle, Patience::None, [&](Connection& connection, Card& card) {
        ipc::Disconnect message{.card = card.number, .disposition = disposition};
        const ResultCode result =
            card.link == Card::Link::Live ? connection.call(message) : ResultCode::Success;
        if (result == ResultCode::Success)
            forget(&card);
        return result;
    });
}

Card* Context::find(SCARDHANDLE handle) {
    Card* card = cards_;
    while (card != nullptr && card->entry.id != handle)
        card = card->next;
    return card;
}

void Context::forget(Card* card) {
    Card** link = &cards_;
    while (*link != card)
        link = &(*link)->next;
    *link = card->next;
    unlist_card(card->entry);
    destroy(card);
}

}  // namespace scrm::client
