// One request about a card, as most exported functions make it.
#pragma once

#include "libpcsc-client/context/context_table.hpp"

namespace scrm::client {

/// exchange(connection, message) with message.card filled in; the reply is left in `message`. Tried again as
/// long as somebody else holds the card and `patience` lasts, each time with the request as it was.
template <class Message, class Exchange>
ResultCode exchange_about_card(SCARDHANDLE handle, Patience patience, Message& message, Exchange exchange) {
    const ContextRef context = find_card_context(handle);
    if (!context)
        return ResultCode::InvalidHandle;
    const Message request = message;
    return context->with_card(handle, patience, [&](Connection& connection, const auto& card) {
        message = request;
        message.card = card.number;
        return exchange(connection, message);
    });
}

/// The same for a request that is answered by a message alone.
template <class Message>
ResultCode call_about_card(SCARDHANDLE handle, Patience patience, Message& message) {
    return exchange_about_card(handle, patience, message, [](Connection& connection, Message& attempt) {
        return connection.call(attempt);
    });
}

}  // namespace scrm::client
