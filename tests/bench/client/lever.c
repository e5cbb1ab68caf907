/* Moves the card of a virtual reader (a line to its control socket) or of the null handler (a byte into its
 * FIFO). */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "tests/bench/client/bench.h"

static struct {
    int descriptor, fifo;
    char reader[128];
} lever;

static void open_socket(const char* path, size_t length) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (length >= sizeof address.sun_path) {
        broken("the lever's path is too long", (long)length);
    }
    memcpy(address.sun_path, path, length);
    lever.descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connect(lever.descriptor, (const struct sockaddr*)&address, sizeof address) != 0) {
        broken(path, 0);
    }
}

void lever_open(void) {
    const char* where = text_option("lever", "");
    lever.fifo = strncmp(where, "fifo:", 5) == 0;
    if (lever.fifo) {
        lever.descriptor = open(where + 5, O_WRONLY | O_CLOEXEC);
    } else {
        const char* path = where + strlen("socket:");
        const char* reader = strrchr(where, ':');
        if (strncmp(where, "socket:", 7) != 0 || reader < path) {
            broken("lever=fifo:PATH or lever=socket:PATH:READER", 0);
        }
        snprintf(lever.reader, sizeof lever.reader, "%s", reader + 1);
        open_socket(path, (size_t)(reader - path));
    }
    if (lever.descriptor < 0) {
        broken(where, 0);
    }
}

void lever_move(int in) {
    char line[160] = "1";
    if (!lever.fifo) {
        snprintf(line, sizeof line, "%s \"%s\"\n", in ? "insert" : "remove", lever.reader);
    } else if (!in) {
        line[0] = '0';
    }
    const size_t length = strlen(line);
    if (write(lever.descriptor, line, length) != (ssize_t)length) {
        broken("the lever", in);
    }
}

void lever_settle(void) {
    if (lever.fifo) {
        int unread = 1;
        while (ioctl(lever.descriptor, FIONREAD, &unread) == 0 && unread > 0) {
            sleep_for(10000);
        }
        return;
    }
    char answer[512];
    const ssize_t length = read(lever.descriptor, answer, sizeof answer - 1);
    if (length < 2 || strncmp(answer, "ok", 2) != 0) {
        broken("the card does not move", length);
    }
}
