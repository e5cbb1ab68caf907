/* A reader for Debian's pcscd that costs nothing, so that what is measured is pcscd: a card that answers as
 * scrm's virtual card does (80 EC: its data; 80 DE: nothing, after P1-P2 milliseconds) and makes no system
 * call for it.
 *
 * DEVICENAME is a FIFO: '1' puts the card in, '0' takes it out. pcscd does not ask again and again whether a
 * card moved: it waits in wait_for_movement(), as with the reader drivers in use today. */
#include <errno.h>
#include <fcntl.h>
#include <ifdhandler.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdint.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#define PUBLIC __attribute__((visibility("default")))

enum { max_readers = 64 };

struct reader {
    int movements; /* the FIFO */
    int stop;      /* the eventfd that ends a wait */
    atomic_bool card_in;
};

static struct reader readers[max_readers];
static const UCHAR atr[] = {0x3B, 0x9C, 0x95, 0x80, 0x31, 0xFE, 0x45, 0x80, 0x31, 0xE8,
                            0x73, 0xF4, 0x01, 0x40, 0x64, 0x73, 0x63, 0x72, 0x6D, 0xF7};

/* pcscd numbers a reader in the upper half. */
static struct reader* reader_of(DWORD lun) {
    return &readers[(lun >> 16) % max_readers];
}

static RESPONSECODE wait_for_movement(DWORD lun, int milliseconds) {
    struct reader* reader = reader_of(lun);
    struct pollfd waiting[] = {{reader->movements, POLLIN, 0}, {reader->stop, POLLIN, 0}};
    poll(waiting, 2, milliseconds);
    uint64_t stops = 0;
    if (read(reader->stop, &stops, sizeof stops) > 0) {
        return IFD_SUCCESS;
    }
    char moves[64];
    const ssize_t count = read(reader->movements, moves, sizeof moves);
    if (count > 0) {
        atomic_store(&reader->card_in, moves[count - 1] == '1');
    }
    return IFD_SUCCESS;
}

static RESPONSECODE stop_waiting(DWORD lun) {
    const uint64_t one = 1;
    return write(reader_of(lun)->stop, &one, sizeof one) == sizeof one ? IFD_SUCCESS
                                                                       : IFD_COMMUNICATION_ERROR;
}

PUBLIC RESPONSECODE IFDHCreateChannelByName(DWORD lun, LPSTR name) {
    struct reader* reader = reader_of(lun);
    reader->movements = open(name, O_RDWR | O_NONBLOCK | O_CLOEXEC);
    reader->stop = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    atomic_store(&reader->card_in, 1);
    return reader->movements < 0 || reader->stop < 0 ? IFD_COMMUNICATION_ERROR : IFD_SUCCESS;
}

PUBLIC RESPONSECODE IFDHCreateChannel(DWORD lun, DWORD channel) {
    (void)lun;
    (void)channel;
    return IFD_NOT_SUPPORTED;
}

PUBLIC RESPONSECODE IFDHCloseChannel(DWORD lun) {
    close(reader_of(lun)->movements);
    close(reader_of(lun)->stop);
    return IFD_SUCCESS;
}

static RESPONSECODE give(const void* value, DWORD size, PDWORD length, PUCHAR to) {
    if (*length < size) {
        return IFD_ERROR_INSUFFICIENT_BUFFER;
    }
    memcpy(to, value, size);
    *length = size;
    return IFD_SUCCESS;
}

PUBLIC RESPONSECODE IFDHGetCapabilities(DWORD lun, DWORD tag, PDWORD length, PUCHAR value) {
    RESPONSECODE (*const wait)(DWORD, int) = wait_for_movement;
    RESPONSECODE (*const stop)(DWORD) = stop_waiting;
    const UCHAR one = 1, many = max_readers;
    (void)lun;
    switch (tag) {
        case TAG_IFD_POLLING_THREAD_WITH_TIMEOUT:
            return give(&wait, sizeof wait, length, value);
        case TAG_IFD_STOP_POLLING_THREAD:
            return give(&stop, sizeof stop, length, value);
        case TAG_IFD_SIMULTANEOUS_ACCESS:
            return give(&many, 1, length, value);
        case TAG_IFD_THREAD_SAFE:
        case TAG_IFD_SLOT_THREAD_SAFE:
        case TAG_IFD_SLOTS_NUMBER:
            return give(&one, 1, length, value);
        case TAG_IFD_ATR:
            return give(atr, sizeof atr, length, value);
        default:
            return IFD_ERROR_TAG;
    }
}

PUBLIC RESPONSECODE IFDHSetCapabilities(DWORD lun, DWORD tag, DWORD length, PUCHAR value) {
    (void)lun;
    (void)tag;
    (void)length;
    (void)value;
    return IFD_ERROR_TAG;
}

PUBLIC RESPONSECODE IFDHSetProtocolParameters(DWORD lun, DWORD protocol, UCHAR flags, UCHAR pts1, UCHAR pts2,
                                              UCHAR pts3) {
    (void)lun;
    (void)protocol;
    (void)flags;
    (void)pts1;
    (void)pts2;
    (void)pts3;
    return IFD_SUCCESS;
}

PUBLIC RESPONSECODE IFDHPowerICC(DWORD lun, DWORD action, PUCHAR answer, PDWORD length) {
    *length = 0;
    if (action == IFD_POWER_DOWN) {
        return IFD_SUCCESS;
    }
    if (!atomic_load(&reader_of(lun)->card_in)) {
        return IFD_COMMUNICATION_ERROR;
    }
    memcpy(answer, atr, sizeof atr);
    *length = sizeof atr;
    return IFD_SUCCESS;
}

static void take_time(unsigned milliseconds) {
    struct timespec left = {milliseconds / 1000, milliseconds % 1000 * 1000000L};
    while (nanosleep(&left, &left) != 0 && errno == EINTR) {
    }
}

/* Where an APDU's data begins, and how much it is. */
static DWORD data_of(const UCHAR* command, DWORD size, const UCHAR** data) {
    if (size > 7 && command[4] == 0) {
        *data = command + 7;
        return (DWORD)command[5] << 8 | command[6];
    }
    *data = command + 5;
    return size > 5 ? command[4] : 0;
}

PUBLIC RESPONSECODE IFDHTransmitToICC(DWORD lun, SCARD_IO_HEADER send, PUCHAR command, DWORD size,
                                      PUCHAR answer, PDWORD length, PSCARD_IO_HEADER received) {
    (void)lun;
    const UCHAR* data = command;
    const DWORD echoed = data_of(command, size, &data);
    if (size < 4 || echoed > size || *length < echoed + 2) {
        *length = 0;
        return IFD_COMMUNICATION_ERROR;
    }
    if (command[1] == 0xDE) {
        take_time((unsigned)command[2] << 8 | command[3]);
    }
    memcpy(answer, data, echoed);
    memcpy(answer + echoed, "\x90\x00", 2);
    *length = echoed + 2;
    received->Protocol = send.Protocol;
    return IFD_SUCCESS;
}

PUBLIC RESPONSECODE IFDHControl(DWORD lun, DWORD code, PUCHAR input, DWORD size, PUCHAR output, DWORD room,
                                LPDWORD returned) {
    (void)lun;
    (void)code;
    (void)input;
    (void)size;
    (void)output;
    (void)room;
    *returned = 0;
    return IFD_ERROR_NOT_SUPPORTED;
}

PUBLIC RESPONSECODE IFDHICCPresence(DWORD lun) {
    return atomic_load(&reader_of(lun)->card_in) ? IFD_ICC_PRESENT : IFD_ICC_NOT_PRESENT;
}
