// A connection to a reader: what the program knows as SCARDHANDLE.
#pragma once

#include "ipc/messages.hpp"
#include "libpcsc-client/handle_table.hpp"

namespace scrm::client {

struct Card {
    /// Live: the daemon knows it. Lost: it was the parent's, before a fork; the program hears of a reset
    /// until it reconnects.
    enum class Link : std::uint8_t { Live, Lost };

    TableEntry entry;          // its id is the program's handle
    std::uint32_t number = 0;  // the daemon's
    ipc::ReaderName reader{};
    Link link = Link::Live;
    Card* next = nullptr;  // of the same context
};

}  // namespace scrm::client
