// The shared library with a delegate, and without. The environment is read once in a process, so the tests
// run in children.
#include "libpcsc-client/api/delegate.hpp"

#include <dlfcn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <string>

namespace {

template <class Check>
bool holds_in_child(const std::string& delegate, Check check) {
    const pid_t child = ::fork();
    if (child == 0) {
        ::setenv("LIBPCSCLITE_DELEGATE", delegate.c_str(), 1);
        ::setenv("FAKE_DELEGATE_REAL", REAL_LIBRARY, 1);
        ::_exit(check() ? 0 : 1);
    }
    int status = -1;
    REQUIRE(::waitpid(child, &status, 0) == child);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

template <class Function>
Function in(void* library, const char* name, Function) {
    return reinterpret_cast<Function>(::dlsym(library, name));
}

// Calls a function of ours and the delegate's own; each argument is another number or address.
#define SAME(function, ...) (function(__VA_ARGS__) == in(delegate, #function, &function)(__VA_ARGS__))

bool every_function_is_forwarded() {
    void* const delegate = ::dlopen(FAKE_DELEGATE, RTLD_NOW);
    std::array<DWORD, 4> n{};
    std::array<LONG, 2> h{};
    std::array<BYTE, 2> b{};
    std::array<char, 2> s{};
    std::array<SCARD_IO_REQUEST, 2> r{};
    SCARD_READERSTATE state{};
    return delegate != nullptr && SAME(SCardEstablishContext, 1, &b[0], &b[1], h.data()) &&
           SAME(SCardReleaseContext, 2) && SAME(SCardConnect, 3, s.data(), 4, 5, h.data(), n.data()) &&
           SAME(SCardReconnect, 3, 4, 5, 6, n.data()) && SAME(SCardDisconnect, 3, 4) &&
           SAME(SCardBeginTransaction, 3) && SAME(SCardEndTransaction, 3, 4) &&
           SAME(SCardStatus, 3, s.data(), &n[0], &n[1], &n[2], b.data(), &n[3]) &&
           SAME(SCardGetStatusChange, 3, 4, &state, 5) &&
           SAME(SCardControl, 3, 4, &b[0], 5, &b[1], 6, n.data()) &&
           SAME(SCardTransmit, 3, &r[0], &b[0], 4, &r[1], &b[1], n.data()) &&
           SAME(SCardListReaderGroups, 3, s.data(), n.data()) &&
           SAME(SCardListReaders, 3, &s[0], &s[1], n.data()) && SAME(SCardFreeMemory, 3, b.data()) &&
           SAME(SCardCancel, 3) && SAME(SCardGetAttrib, 3, 4, b.data(), n.data()) &&
           SAME(SCardSetAttrib, 3, 4, b.data(), 5);
}

}  // namespace

TEST_CASE("every function is forwarded to the delegate with all its arguments") {
    CHECK(holds_in_child(FAKE_DELEGATE, every_function_is_forwarded));
    CHECK_FALSE(holds_in_child("", every_function_is_forwarded));
}

TEST_CASE("a delegate that calls the real library is not sent back to itself") {
    CHECK(holds_in_child(FAKE_DELEGATE, [] {
        return SCardIsValidContext(1) == SCARD_E_INVALID_HANDLE && SCardReleaseContext(2) == 2 * 3 + 2;
    }));
}

TEST_CASE("a delegate that cannot be loaded, or is none, is left alone") {
    for (const char* delegate : {"/nonexistent.so", "libc.so.6", ""})
        CHECK(holds_in_child(delegate, [] { return SCardReleaseContext(2) == SCARD_E_INVALID_HANDLE; }));
}

TEST_CASE("the library may be its own delegate") {
    CHECK(holds_in_child(REAL_LIBRARY, [] { return SCardReleaseContext(2) == SCARD_E_INVALID_HANDLE; }));
}
