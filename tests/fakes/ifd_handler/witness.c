/* An IFD handler that hands every call to the one that SCRM_WITNESSED names, and writes each with its answer
 * to the file SCRM_WITNESS: what somebody else's handler was asked and what it said. */
#include <dlfcn.h>
#include <ifdhandler.h>
#include <stdio.h>
#include <stdlib.h>

#define PUBLIC __attribute__((visibility("default")))

static void* function(const char* name) {
    static void* handler;
    if (handler == NULL) {
        handler = dlopen(getenv("SCRM_WITNESSED"), RTLD_NOW);
    }
    void* const found = handler ? dlsym(handler, name) : NULL;
    if (found == NULL) {
        (void)fprintf(stderr, "the witness finds no %s: %s\n", name, dlerror());
        abort();
    }
    return found;
}

static RESPONSECODE noted(const char* name, RESPONSECODE code) {
    FILE* const trace = fopen(getenv("SCRM_WITNESS"), "a");
    if (trace != NULL) {
        (void)fprintf(trace, "%s %ld\n", name, (long)code);
        (void)fclose(trace);
    }
    return code;
}

#define WITNESSED(NAME, PARAMETERS, ARGUMENTS)  \
    PUBLIC RESPONSECODE NAME PARAMETERS {       \
        RESPONSECODE(*const theirs) PARAMETERS; \
        *(void**)&theirs = function(#NAME);     \
        return noted(#NAME, theirs ARGUMENTS);  \
    }

WITNESSED(IFDHCreateChannelByName, (DWORD lun, LPSTR name), (lun, name))
WITNESSED(IFDHCreateChannel, (DWORD lun, DWORD channel), (lun, channel))
WITNESSED(IFDHCloseChannel, (DWORD lun), (lun))
WITNESSED(IFDHGetCapabilities, (DWORD lun, DWORD tag, PDWORD length, PUCHAR value), (lun, tag, length, value))
WITNESSED(IFDHSetCapabilities, (DWORD lun, DWORD tag, DWORD length, PUCHAR value), (lun, tag, length, value))
WITNESSED(IFDHSetProtocolParameters,
          (DWORD lun, DWORD protocol, UCHAR flags, UCHAR pts1, UCHAR pts2, UCHAR pts3),
          (lun, protocol, flags, pts1, pts2, pts3))
WITNESSED(IFDHPowerICC, (DWORD lun, DWORD action, PUCHAR atr, PDWORD length), (lun, action, atr, length))
WITNESSED(IFDHTransmitToICC,
          (DWORD lun, SCARD_IO_HEADER send, PUCHAR command, DWORD size, PUCHAR answer, PDWORD length,
           PSCARD_IO_HEADER received),
          (lun, send, command, size, answer, length, received))
WITNESSED(IFDHControl,
          (DWORD lun, DWORD code, PUCHAR input, DWORD size, PUCHAR output, DWORD room, LPDWORD returned),
          (lun, code, input, size, output, room, returned))
WITNESSED(IFDHICCPresence, (DWORD lun), (lun))
