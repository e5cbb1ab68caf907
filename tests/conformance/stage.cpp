#include "tests/conformance/stage.hpp"

#include <unistd.h>

namespace conformance {
namespace {

const char* first_name = "";
const char* second_name = "";

const Bytes verify = {0x00, 0x20, 0x00, 0x01, 0x04, '1', '2', '3', '4'};
const Bytes ask_if_verified = {0x00, 0x20, 0x00, 0x01};
const Bytes done = {0x90, 0x00};

}  // namespace

const Bytes both_atr = {0x3B, 0x9C, 0x95, 0x80, 0x31, 0xFE, 0x45, 0x80, 0x31, 0xE8,
                        0x73, 0xF4, 0x01, 0x40, 0x64, 0x73, 0x63, 0x72, 0x6D, 0xF7};
const Bytes echo = {0x80, 0xEC, 0x00, 0x00, 0x03, 0x01, 0x02, 0x03, 0x00};
const Bytes echoed = {0x01, 0x02, 0x03, 0x90, 0x00};

const char* reader() {
    return first_name;
}

const char* second_reader() {
    return second_name;
}

void name_readers(const char* first, const char* second) {
    first_name = first;
    second_name = second;
}

void await_free_reader() {
    const SCARDCONTEXT context = establish();
    while (flags(context) != (SCARD_STATE_CHANGED | SCARD_STATE_PRESENT))
        usleep(1000);
    GIVES(SCARD_S_SUCCESS, SCardReleaseContext(context));
}

SCARDCONTEXT establish() {
    SCARDCONTEXT context = 0;
    GIVES(SCARD_S_SUCCESS, SCardEstablishContext(SCARD_SCOPE_SYSTEM, nullptr, nullptr, &context));
    return context;
}

SCARDHANDLE connect(SCARDCONTEXT context, DWORD share, DWORD protocols) {
    SCARDHANDLE card = 0;
    DWORD protocol = 0;
    GIVES(SCARD_S_SUCCESS, SCardConnect(context, reader(), share, protocols, &card, &protocol));
    return card;
}

void switch_card_off() {
    const SCARDCONTEXT context = establish();
    GIVES(SCARD_S_SUCCESS, SCardDisconnect(connect(context, SCARD_SHARE_DIRECT, 0), SCARD_UNPOWER_CARD));
    GIVES(SCARD_S_SUCCESS, SCardReleaseContext(context));
}

SCARDHANDLE connect_to_empty_reader(SCARDCONTEXT context) {
    SCARDHANDLE card = 0;
    DWORD protocol = 0;
    GIVES(SCARD_S_SUCCESS, SCardConnect(context, second_reader(), SCARD_SHARE_DIRECT, 0, &card, &protocol));
    return card;
}

LONG connecting(SCARDCONTEXT context, DWORD share, DWORD protocols) {
    SCARDHANDLE card = 0;
    DWORD protocol = 0;
    return SCardConnect(context, reader(), share, protocols, &card, &protocol);
}

LONG reconnecting(SCARDHANDLE card, DWORD share, DWORD protocols, DWORD initialization) {
    DWORD protocol = 0;
    return SCardReconnect(card, share, protocols, initialization, &protocol);
}

LONG status_of(SCARDHANDLE card) {
    return SCardStatus(card, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr);
}

LONG transmitting(SCARDHANDLE card) {
    std::array<BYTE, 64> answer{};
    DWORD length = answer.size();
    return SCardTransmit(card, SCARD_PCI_T1, echo.data(), echo.size(), nullptr, answer.data(), &length);
}

Bytes transmit(SCARDHANDLE card, const Bytes& command) {
    std::array<BYTE, 300> answer{};
    DWORD length = answer.size();
    GIVES(SCARD_S_SUCCESS,
          SCardTransmit(card, SCARD_PCI_T1, command.data(), command.size(), nullptr, answer.data(), &length));
    return {answer.begin(), answer.begin() + length};
}

void make_card_remember(SCARDHANDLE card) {
    IS(done, transmit(card, verify));
}

bool card_remembers(SCARDHANDLE card) {
    return transmit(card, ask_if_verified) == done;
}

Status status(SCARDHANDLE card) {
    Status told;
    std::array<BYTE, MAX_ATR_SIZE> atr{};
    DWORD length = atr.size();
    GIVES(SCARD_S_SUCCESS,
          SCardStatus(card, nullptr, nullptr, &told.state, &told.protocol, atr.data(), &length));
    told.atr.assign(atr.begin(), atr.begin() + length);
    return told;
}

std::vector<std::string> list_readers(SCARDCONTEXT context) {
    std::array<char, 4096> names{};
    DWORD length = names.size();
    std::vector<std::string> list;
    if (SCardListReaders(context, nullptr, names.data(), &length) == SCARD_E_NO_READERS_AVAILABLE)
        return list;
    for (const char* name = names.data(); *name != '\0'; name += list.back().size() + 1)
        list.emplace_back(name);
    return list;
}

SCARD_READERSTATE asked(const char* name, DWORD known) {
    SCARD_READERSTATE state{};
    state.szReader = name;
    state.dwCurrentState = known;
    return state;
}

DWORD known_state(SCARDCONTEXT context, const char* name) {
    SCARD_READERSTATE state = asked(name);
    GIVES(SCARD_S_SUCCESS, SCardGetStatusChange(context, 0, &state, 1));
    return state.dwEventState & ~DWORD{SCARD_STATE_CHANGED};
}

DWORD flags(SCARDCONTEXT context, const char* name) {
    SCARD_READERSTATE state = asked(name);
    GIVES(SCARD_S_SUCCESS, SCardGetStatusChange(context, 0, &state, 1));
    return flags_of(state);
}

}  // namespace conformance
