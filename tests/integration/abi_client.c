/* abi_client [READER]: one program for every combination of headers and library. Calls everything
 * libpcsclite.so.1 exports on the first reader (or READER, with a card in it) and prints what came back. The
 * same daemon, reader and card must give the same transcript whatever headers it was built with and whatever
 * library it runs with. Exit: 0, or 1 with the name of the call that failed. */
#include <reader.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <winscard.h>

static const BYTE select_master_file[] = {0x00, 0xA4, 0x00, 0x00, 0x02, 0x3F, 0x00};

/* A call that may well be refused: a reader need not have what was asked for. */
static int ask(const char* call, LONG result) {
    printf("%s: %s\n", call, pcsc_stringify_error(result));
    return result == SCARD_S_SUCCESS;
}

/* A call that every reader and card can do. */
static void must(const char* call, LONG result) {
    if (!ask(call, result)) {
        fprintf(stderr, "%s failed: 0x%08lX\n", call, (unsigned long)result & 0xFFFFFFFFUL);
        exit(1);
    }
}

static void show_number(const char* name, DWORD number) {
    printf("  %s 0x%04lX\n", name, (unsigned long)number);
}

/* Upper halves of states count events: how many there were is not the reader's or the card's doing alone. */
static void show_state(const char* name, DWORD state) {
    show_number(name, state & 0xFFFF);
}

static void show_bytes(const char* name, const BYTE* bytes, DWORD count) {
    printf("  %s", name);
    for (DWORD i = 0; i < count; ++i) {
        printf(" %02X", bytes[i]);
    }
    printf("\n");
}

static void show_names(const char* name, const char* names) {
    for (; *names != '\0'; names += strlen(names) + 1) {
        printf("  %s \"%s\"\n", name, names);
    }
}

/* Lists into memory of ours and of the library's, and gives the first reader's name to the caller. */
static void list(SCARDCONTEXT context, char* first, size_t room) {
    char groups[256];
    DWORD length = sizeof groups;
    must("SCardListReaderGroups", SCardListReaderGroups(context, groups, &length));
    show_names("group", groups);

    char* names = NULL;
    length = SCARD_AUTOALLOCATE;
    must("SCardListReaders", SCardListReaders(context, NULL, (LPSTR)&names, &length));
    show_names("reader", names);
    snprintf(first, room, "%s", names);
    must("SCardFreeMemory", SCardFreeMemory(context, names));
}

/* Two entries, so that the second one's place in memory matters. */
static void look(SCARDCONTEXT context, const char* reader) {
    SCARD_READERSTATE states[2];
    memset(states, 0, sizeof states);
    states[0].szReader = reader;
    states[0].dwCurrentState = SCARD_STATE_IGNORE;
    states[1].szReader = reader;
    states[1].dwCurrentState = SCARD_STATE_UNAWARE;
    states[1].pvUserData = states;
    must("SCardGetStatusChange", SCardGetStatusChange(context, INFINITE, states, 2));
    show_state("state", states[1].dwEventState);
    show_bytes("ATR", states[1].rgbAtr, states[1].cbAtr);
    printf("  user data %s\n", states[1].pvUserData == states ? "kept" : "lost");
}

static void show_status(SCARDHANDLE card) {
    char name[MAX_READERNAME];
    DWORD name_length = sizeof name, state = 0, protocol = 0;
    BYTE atr[MAX_ATR_SIZE];
    DWORD atr_length = sizeof atr;
    must("SCardStatus", SCardStatus(card, name, &name_length, &state, &protocol, atr, &atr_length));
    printf("  reader \"%s\"\n", name);
    show_number("name length", name_length);
    show_state("state", state);
    show_number("protocol", protocol);
    show_bytes("ATR", atr, atr_length);
}

/* Selects the master file as the protocol wants it, then with the other protocol's control information. */
static void exchange(SCARDHANDLE card, DWORD protocol) {
    const SCARD_IO_REQUEST* right = protocol == SCARD_PROTOCOL_T1 ? SCARD_PCI_T1 : SCARD_PCI_T0;
    const SCARD_IO_REQUEST* wrong = protocol == SCARD_PROTOCOL_T1 ? SCARD_PCI_T0 : SCARD_PCI_T1;
    SCARD_IO_REQUEST received = {0, sizeof received};
    BYTE response[MAX_BUFFER_SIZE];
    DWORD length = sizeof response;
    must("SCardTransmit", SCardTransmit(card, right, select_master_file, sizeof select_master_file, &received,
                                        response, &length));
    show_bytes("response", response, length);
    show_number("received protocol", received.dwProtocol);

    length = sizeof response;
    ask("SCardTransmit with the other protocol",
        SCardTransmit(card, wrong, select_master_file, sizeof select_master_file, NULL, response, &length));
    length = sizeof response;
    if (ask("SCardTransmit raw", SCardTransmit(card, SCARD_PCI_RAW, select_master_file,
                                               sizeof select_master_file, NULL, response, &length))) {
        show_bytes("response", response, length);
    }
}

static void ask_reader(SCARDHANDLE card) {
    BYTE answer[MAX_BUFFER_SIZE];
    DWORD length = sizeof answer;
    if (ask("SCardGetAttrib", SCardGetAttrib(card, SCARD_ATTR_ATR_STRING, answer, &length))) {
        show_bytes("ATR", answer, length);
    }

    ask("SCardSetAttrib", SCardSetAttrib(card, SCARD_ATTR_SUPRESS_T1_IFS_REQUEST, (LPCBYTE) "\1", 1));

    length = 0;
    if (ask("SCardControl",
            SCardControl(card, CM_IOCTL_GET_FEATURE_REQUEST, NULL, 0, answer, sizeof answer, &length))) {
        show_bytes("features", answer, length);
    }
}

static void use(SCARDCONTEXT context, const char* reader) {
    SCARDHANDLE card = 0;
    DWORD protocol = 0;
    must("SCardConnect",
         SCardConnect(context, reader, SCARD_SHARE_SHARED, SCARD_PROTOCOL_ANY, &card, &protocol));
    show_number("protocol", protocol);
    show_status(card);

    must("SCardBeginTransaction", SCardBeginTransaction(card));
    exchange(card, protocol);
    must("SCardEndTransaction", SCardEndTransaction(card, SCARD_LEAVE_CARD));
    ask_reader(card);

    must("SCardReconnect",
         SCardReconnect(card, SCARD_SHARE_EXCLUSIVE, protocol, SCARD_RESET_CARD, &protocol));
    show_number("protocol", protocol);
    show_status(card);
    must("SCardDisconnect", SCardDisconnect(card, SCARD_LEAVE_CARD));
    ask("SCardDisconnect again", SCardDisconnect(card, SCARD_LEAVE_CARD));
}

int main(int argc, char** argv) {
    SCARDCONTEXT context = 0;
    must("SCardEstablishContext", SCardEstablishContext(SCARD_SCOPE_SYSTEM, NULL, NULL, &context));
    must("SCardIsValidContext", SCardIsValidContext(context));

    char reader[MAX_READERNAME];
    list(context, reader, sizeof reader);
    if (argc > 1) {
        snprintf(reader, sizeof reader, "%s", argv[1]);
    }
    look(context, reader);
    use(context, reader);

    must("SCardCancel", SCardCancel(context));
    must("SCardReleaseContext", SCardReleaseContext(context));
    ask("SCardIsValidContext", SCardIsValidContext(context));
    return 0;
}
