// A library for LIBPCSCLITE_DELEGATE, made as pcsc-spy is: it opens libpcsclite_real.so.1 (from where
// FAKE_DELEGATE_REAL says) and asks that. Its answers are the arguments it got, so that a test sees that each
// function is forwarded, and whole.
#include <dlfcn.h>

#include <cstdlib>
#include <initializer_list>

#include "libpcsc-client/include/PCSC/winscard.h"

namespace {

/// What the real library, which is the one that called us, says to a handle that nobody has.
LONG real_answer() {
    void* const library = ::dlopen(std::getenv("FAKE_DELEGATE_REAL"), RTLD_NOW);
    if (library == nullptr)
        return 0;
    const auto is_valid =
        reinterpret_cast<decltype(&SCardIsValidContext)>(::dlsym(library, "SCardIsValidContext"));
    return is_valid(12345);
}

LONG sum(std::initializer_list<const void*> pointers, std::initializer_list<DWORD> numbers) {
    DWORD total = 0;
    for (const void* pointer : pointers)
        total += reinterpret_cast<DWORD>(pointer);
    for (const DWORD number : numbers)
        total = total * 3 + number;
    return static_cast<LONG>(total);
}

}  // namespace

#define EXPORTED extern "C" __attribute__((visibility("default"))) LONG

EXPORTED SCardEstablishContext(DWORD a, LPCVOID b, LPCVOID c, LPSCARDCONTEXT d) {
    return sum({b, c, d}, {1, a});
}
EXPORTED SCardReleaseContext(SCARDCONTEXT a) {
    return sum({}, {2, static_cast<DWORD>(a)});
}
EXPORTED SCardIsValidContext(SCARDCONTEXT) {
    return real_answer();
}
EXPORTED SCardConnect(SCARDCONTEXT a, LPCSTR b, DWORD c, DWORD d, LPSCARDHANDLE e, LPDWORD f) {
    return sum({b, e, f}, {3, static_cast<DWORD>(a), c, d});
}
EXPORTED SCardReconnect(SCARDHANDLE a, DWORD b, DWORD c, DWORD d, LPDWORD e) {
    return sum({e}, {4, static_cast<DWORD>(a), b, c, d});
}
EXPORTED SCardDisconnect(SCARDHANDLE a, DWORD b) {
    return sum({}, {5, static_cast<DWORD>(a), b});
}
EXPORTED SCardBeginTransaction(SCARDHANDLE a) {
    return sum({}, {6, static_cast<DWORD>(a)});
}
EXPORTED SCardEndTransaction(SCARDHANDLE a, DWORD b) {
    return sum({}, {7, static_cast<DWORD>(a), b});
}
EXPORTED SCardStatus(SCARDHANDLE a, LPSTR b, LPDWORD c, LPDWORD d, LPDWORD e, LPBYTE f, LPDWORD g) {
    return sum({b, c, d, e, f, g}, {8, static_cast<DWORD>(a)});
}
EXPORTED SCardGetStatusChange(SCARDCONTEXT a, DWORD b, SCARD_READERSTATE* c, DWORD d) {
    return sum({c}, {9, static_cast<DWORD>(a), b, d});
}
EXPORTED SCardControl(SCARDHANDLE a, DWORD b, LPCVOID c, DWORD d, LPVOID e, DWORD f, LPDWORD g) {
    return sum({c, e, g}, {10, static_cast<DWORD>(a), b, d, f});
}
EXPORTED SCardTransmit(SCARDHANDLE a, const SCARD_IO_REQUEST* b, LPCBYTE c, DWORD d, SCARD_IO_REQUEST* e,
                       LPBYTE f, LPDWORD g) {
    return sum({b, c, e, f, g}, {11, static_cast<DWORD>(a), d});
}
EXPORTED SCardListReaderGroups(SCARDCONTEXT a, LPSTR b, LPDWORD c) {
    return sum({b, c}, {12, static_cast<DWORD>(a)});
}
EXPORTED SCardListReaders(SCARDCONTEXT a, LPCSTR b, LPSTR c, LPDWORD d) {
    return sum({b, c, d}, {13, static_cast<DWORD>(a)});
}
EXPORTED SCardFreeMemory(SCARDCONTEXT a, LPCVOID b) {
    return sum({b}, {14, static_cast<DWORD>(a)});
}
EXPORTED SCardCancel(SCARDCONTEXT a) {
    return sum({}, {15, static_cast<DWORD>(a)});
}
EXPORTED SCardGetAttrib(SCARDHANDLE a, DWORD b, LPBYTE c, LPDWORD d) {
    return sum({c, d}, {16, static_cast<DWORD>(a), b});
}
EXPORTED SCardSetAttrib(SCARDHANDLE a, DWORD b, LPCBYTE c, DWORD d) {
    return sum({c}, {17, static_cast<DWORD>(a), b, d});
}
