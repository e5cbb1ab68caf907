// The command numbers of the wire. Those that no client has ever sent (LIST_READERS 0x03, GET_STATUS_CHANGE
// 0x0C, CANCEL_TRANSACTION 0x0E) are left out: like any unknown number they close the connection.
#pragma once

#include <cstdint>

namespace scrm::ipc {

enum class Command : std::uint32_t {
    EstablishContext = 0x01,
    ReleaseContext = 0x02,
    Connect = 0x04,
    Reconnect = 0x05,
    Disconnect = 0x06,
    BeginTransaction = 0x07,
    EndTransaction = 0x08,
    Transmit = 0x09,
    Control = 0x0A,
    Status = 0x0B,
    Cancel = 0x0D,
    GetAttribute = 0x0F,
    SetAttribute = 0x10,
    Version = 0x11,
    GetReadersState = 0x12,
    WaitReaderStateChange = 0x13,
    StopWaiting = 0x14,
    GetReaderEvents = 0x15,       // since 4:5
    GetReadersStateSize = 0x16,   // since 4:6
    GetReadersStateArray = 0x17,  // since 4:6

    // Of the scrm dialect alone.
    JoinContext = 0x101,
    ReadReaders = 0x102,
    WatchReaders = 0x103,
    CancelWaits = 0x104,
    LastRefusal = 0x105,
    MapReaders = 0x106,
};

}  // namespace scrm::ipc
