// LIBPCSCLITE_DELEGATE: another library that serves this process in our place: pcsc-spy, a remote one.
//
// Such a library may itself call libpcsclite_real.so.1, which is this library again; what it calls while it
// serves a call of ours is served here.
#pragma once

#include "libpcsc-client/include/PCSC/winscard.h"

namespace scrm::client {

struct Delegate {
    decltype(&SCardEstablishContext) establish_context;
    decltype(&SCardReleaseContext) release_context;
    decltype(&SCardIsValidContext) is_valid_context;
    decltype(&SCardConnect) connect;
    decltype(&SCardReconnect) reconnect;
    decltype(&SCardDisconnect) disconnect;
    decltype(&SCardBeginTransaction) begin_transaction;
    decltype(&SCardEndTransaction) end_transaction;
    decltype(&SCardStatus) status;
    decltype(&SCardGetStatusChange) get_status_change;
    decltype(&SCardControl) control;
    decltype(&SCardTransmit) transmit;
    decltype(&SCardListReaderGroups) list_reader_groups;
    decltype(&SCardListReaders) list_readers;
    decltype(&SCardFreeMemory) free_memory;
    decltype(&SCardCancel) cancel;
    decltype(&SCardGetAttrib) get_attrib;
    decltype(&SCardSetAttrib) set_attrib;
};

/// Where the call that makes it goes: the first line of every exported function.
class Forward {
  public:
    Forward();
    Forward(const Forward&) = delete;
    Forward& operator=(const Forward&) = delete;
    ~Forward();

    explicit operator bool() const { return delegate_ != nullptr; }
    const Delegate* operator->() const { return delegate_; }

  private:
    const Delegate* delegate_ = nullptr;
};

}  // namespace scrm::client
