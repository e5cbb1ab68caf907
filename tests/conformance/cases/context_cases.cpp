// Contexts: how they begin and end, and what a context that is none gets.
#include <set>

#include "tests/conformance/case.hpp"
#include "tests/conformance/stage.hpp"
#include "tests/conformance/waiting.hpp"

using namespace conformance;

namespace {

LONG establishing(DWORD scope) {
    SCARDCONTEXT context = 0;
    return SCardEstablishContext(scope, nullptr, nullptr, &context);
}

SCARDCONTEXT released() {
    const SCARDCONTEXT context = establish();
    GIVES(SCARD_S_SUCCESS, SCardReleaseContext(context));
    return context;
}

}  // namespace

CASE("context: scope USER is accepted") {
    GIVES(SCARD_S_SUCCESS, establishing(SCARD_SCOPE_USER));
}

CASE("context: scope TERMINAL is accepted") {
    GIVES(SCARD_S_SUCCESS, establishing(SCARD_SCOPE_TERMINAL));
}

CASE("context: scope SYSTEM is accepted") {
    GIVES(SCARD_S_SUCCESS, establishing(SCARD_SCOPE_SYSTEM));
}

CASE("context: scope GLOBAL is accepted") {
    GIVES(SCARD_S_SUCCESS, establishing(SCARD_SCOPE_GLOBAL));
}

CASE("context: another scope is INVALID_VALUE and gives no context") {
    SCARDCONTEXT context = 0x1234;
    GIVES(SCARD_E_INVALID_VALUE, SCardEstablishContext(4, nullptr, nullptr, &context));
    IS(0, context);
}

CASE("context: nowhere to put it is INVALID_PARAMETER") {
    GIVES(SCARD_E_INVALID_PARAMETER, SCardEstablishContext(SCARD_SCOPE_SYSTEM, nullptr, nullptr, nullptr));
}

CASE("context: the reserved arguments are ignored") {
    SCARDCONTEXT context = 0;
    GIVES(SCARD_S_SUCCESS, SCardEstablishContext(SCARD_SCOPE_SYSTEM, "anything", "at all", &context));
    HOLDS(context != 0);
}

CASE("context: is valid once established") {
    GIVES(SCARD_S_SUCCESS, SCardIsValidContext(establish()));
}

CASE("context: is invalid once released") {
    GIVES(SCARD_E_INVALID_HANDLE, SCardIsValidContext(released()));
}

CASE("context: one that never was is invalid") {
    GIVES(SCARD_E_INVALID_HANDLE, SCardIsValidContext(never_given));
    GIVES(SCARD_E_INVALID_HANDLE, SCardIsValidContext(0));
}

CASE("context: released twice is INVALID_HANDLE") {
    GIVES(SCARD_E_INVALID_HANDLE, SCardReleaseContext(released()));
}

CASE("context: release of one that never was is INVALID_HANDLE") {
    GIVES(SCARD_E_INVALID_HANDLE, SCardReleaseContext(never_given));
}

CASE("context: a program may have many, all different") {
    std::set<SCARDCONTEXT> contexts;
    for (int i = 0; i < 30; ++i)
        contexts.insert(establish());
    IS(30, contexts.size());
    IS(0, contexts.count(0));
}

CASE("context: release of one leaves the others") {
    const SCARDCONTEXT kept = establish();
    (void)released();
    GIVES(SCARD_S_SUCCESS, SCardIsValidContext(kept));
    HOLDS(list_readers(kept).size() == 2);
}

CASE("context: release takes its card handles with it") {
    const SCARDCONTEXT context = establish();
    const SCARDHANDLE card = connect(context);
    GIVES(SCARD_S_SUCCESS, SCardReleaseContext(context));
    GIVES(SCARD_E_INVALID_HANDLE, status_of(card));
    GIVES(SCARD_E_INVALID_HANDLE, SCardDisconnect(card, SCARD_LEAVE_CARD));
}

CASE("context: release frees the reader for others") {
    const SCARDCONTEXT context = establish();
    (void)connect(context, SCARD_SHARE_EXCLUSIVE);
    GIVES(SCARD_S_SUCCESS, SCardReleaseContext(context));
    GIVES(SCARD_S_SUCCESS, connecting(establish(), SCARD_SHARE_EXCLUSIVE));
}

CASE("context: release without a transaction leaves the card") {
    const SCARDHANDLE mine = connect(establish());
    const SCARDCONTEXT other = establish();
    (void)connect(other);
    make_card_remember(mine);
    GIVES(SCARD_S_SUCCESS, SCardReleaseContext(other));
    HOLDS(card_remembers(mine));
}

CASE("context: release in a transaction resets the card") {
    const SCARDHANDLE mine = connect(establish());
    const SCARDCONTEXT other = establish();
    const SCARDHANDLE others = connect(other);
    make_card_remember(mine);
    GIVES(SCARD_S_SUCCESS, SCardBeginTransaction(others));
    GIVES(SCARD_S_SUCCESS, SCardReleaseContext(other));
    GIVES(SCARD_W_RESET_CARD, status_of(mine));
    GIVES(SCARD_S_SUCCESS, reconnecting(mine));
    HOLDS(!card_remembers(mine));
}

CASE("context: a released one is INVALID_HANDLE to every call") {
    const SCARDCONTEXT context = released();
    DWORD length = 0;
    SCARD_READERSTATE state = asked(reader());
    GIVES(SCARD_E_INVALID_HANDLE, SCardListReaders(context, nullptr, nullptr, &length));
    GIVES(SCARD_E_INVALID_HANDLE, SCardListReaderGroups(context, nullptr, &length));
    GIVES(SCARD_E_INVALID_HANDLE, connecting(context));
    GIVES(SCARD_E_INVALID_HANDLE, SCardGetStatusChange(context, 0, &state, 1));
    GIVES(SCARD_E_INVALID_HANDLE, SCardCancel(context));
    GIVES(SCARD_E_INVALID_HANDLE, SCardFreeMemory(context, nullptr));
}

CASE("context: serves many threads at once") {
    const SCARDCONTEXT context = establish();
    std::vector<std::future<std::size_t>> threads;
    for (int i = 0; i < 8; ++i)
        threads.push_back(std::async(std::launch::async, [context] {
            for (int j = 0; j < 20; ++j)
                if (const auto names = list_readers(context); names.size() != 2)
                    return names.size();
            return std::size_t{2};
        }));
    for (auto& thread : threads)
        IS(2, thread.get());
}

CASE("context: memory that is none may be freed") {
    GIVES(SCARD_S_SUCCESS, SCardFreeMemory(establish(), nullptr));
}

CASE("codes: every one has words") {
    IS("Command successful.", std::string(pcsc_stringify_error(SCARD_S_SUCCESS)));
    IS("Command cancelled.", std::string(pcsc_stringify_error(SCARD_E_CANCELLED)));
    IS("Invalid handle.", std::string(pcsc_stringify_error(SCARD_E_INVALID_HANDLE)));
    IS("Sharing violation.", std::string(pcsc_stringify_error(SCARD_E_SHARING_VIOLATION)));
    IS("No smart card inserted.", std::string(pcsc_stringify_error(SCARD_E_NO_SMARTCARD)));
    IS("Card was reset.", std::string(pcsc_stringify_error(SCARD_W_RESET_CARD)));
    IS("Card was removed.", std::string(pcsc_stringify_error(SCARD_W_REMOVED_CARD)));
    IS("Cannot find a smart card reader.", std::string(pcsc_stringify_error(SCARD_E_NO_READERS_AVAILABLE)));
}

CASE("codes: an unknown one is told as a number") {
    IS("Unknown error: 0x12345678", std::string(pcsc_stringify_error(0x12345678)));
}
