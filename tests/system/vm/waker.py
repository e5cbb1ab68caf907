"""Wakes a machine up that sleeps, from outside. Its own clock, once it has done so, wakes it up for good: QEMU keeps the
alarm, each later sleep ends at once, and switching off fails."""
import contextlib
import json
import socket
import time

ASLEEP = 4  # seconds


def wake_whenever_asleep(path):
    """As long as the monitor at `path` is there; waits for it to come."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as line:  # it ends whenever it likes
        while line.connect_ex(str(path)):
            if not path.parent.exists():
                return
            time.sleep(0.1)
        with line.makefile("rw", encoding="utf-8") as monitor:
            tell(monitor, "qmp_capabilities")
            for message in monitor:
                if json.loads(message).get("event") == "SUSPEND":
                    time.sleep(ASLEEP)
                    tell(monitor, "system_wakeup")


def tell(monitor, command):
    monitor.write(json.dumps({"execute": command}) + "\n")
    monitor.flush()
