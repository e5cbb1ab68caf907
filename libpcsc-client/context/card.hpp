// A connection to a reader: what the program knows as SCARDHANDLE.
#pragma once

#include "ipc/messages.hpp"
#include "libpcsc-client/context/handle_table.hpp"

namespace scrm::client {

struct Card {
    TableEntry entry;          // its id is the program's handle
    std::uint32_t number = 0;  // the daemon's
    ipc::ReaderName reader{};
    std::uint32_t epoch = 0;  // of the link in which it was connected; in another the daemon does not know it
    bool returning = false;   // a thread is connecting it anew
    Card* next = nullptr;     // of the same context
};

}  // namespace scrm::client
