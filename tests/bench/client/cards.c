/* What every measurement begins with: a context, the readers, a card. */
#include <string.h>

#include "tests/bench/client/bench.h"

SCARDCONTEXT establish(void) {
    SCARDCONTEXT context;
    must("SCardEstablishContext", SCardEstablishContext(SCARD_SCOPE_SYSTEM, NULL, NULL, &context));
    return context;
}

struct reader_list readers_of(SCARDCONTEXT context) {
    struct reader_list list;
    DWORD size = sizeof list.names;
    must("SCardListReaders", SCardListReaders(context, NULL, list.names, &size));
    return list;
}

const char* nth(const struct reader_list* readers, long n) {
    const char* name = readers->names;
    for (; n > 0; --n) {
        name += strlen(name) + 1;
        if (!*name) {
            name = readers->names;
        }
    }
    return name;
}

const char* chosen(const struct reader_list* readers) {
    const char* wanted = text_option("reader", "");
    const char* name = readers->names;
    while (*name && strncmp(name, wanted, strlen(wanted)) != 0) {
        name += strlen(name) + 1;
    }
    if (!*name) {
        broken(wanted, SCARD_E_UNKNOWN_READER);
    }
    return name;
}

SCARDHANDLE connect_card(SCARDCONTEXT context, const char* reader) {
    SCARDHANDLE card;
    DWORD protocol;
    must("SCardConnect",
         SCardConnect(context, reader, SCARD_SHARE_SHARED, SCARD_PROTOCOL_T1, &card, &protocol));
    return card;
}

DWORD echo_command(BYTE* command, DWORD size) {
    memset(command, 0x5A, size);
    memcpy(command, "\x80\xEC\x00\x00", 4);
    if (size == 5) {
        command[4] = 0;
    } else if (size <= 261) {
        command[4] = (BYTE)(size - 6);
        command[size - 1] = 0;
    } else {
        const DWORD data = size - 9;
        command[4] = 0;
        command[5] = (BYTE)(data >> 8);
        command[6] = (BYTE)data;
        memset(command + size - 2, 0, 2);
    }
    return size;
}

DWORD slow_command(BYTE* command, unsigned milliseconds) {
    memcpy(command, "\x80\xDE", 2);
    command[2] = (BYTE)(milliseconds >> 8);
    command[3] = (BYTE)milliseconds;
    return 4;
}

void transmit(SCARDHANDLE card, const BYTE* command, DWORD size) {
    static _Thread_local BYTE answer[max_command];
    DWORD length = sizeof answer;
    must("SCardTransmit", SCardTransmit(card, SCARD_PCI_T1, command, size, NULL, answer, &length));
    if (length < 2 || answer[length - 2] != 0x90) {
        broken("the card's status word", length < 2 ? 0 : answer[length - 2]);
    }
}
