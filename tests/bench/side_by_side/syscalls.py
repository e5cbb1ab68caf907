"""System calls of the daemon and of the client in one call, counted by strace in a run of its own: it makes them slow."""
import re
import shutil
import signal
import subprocess
from pathlib import Path

from harness.places import SCRATCH
from harness.waiting import wait_until

FEW, MANY = 20, 120


def there_is_strace():
    return shutil.which("strace") is not None


def total(summary):
    """Of what strace -c writes: % time, seconds, usecs/call, calls, errors, syscall."""
    rows = re.findall(r"^ *[\d.]+ +[\d.]+ +\d+ +(\d+) .*$", summary.read_text(encoding="utf-8"), re.M)
    return sum(map(int, rows[:-1]))


def traced(pid):
    return all("TracerPid:\t0\n" not in (task / "status").read_text(encoding="ascii")
               for task in Path(f"/proc/{pid}/task").iterdir())


def both(side, options, calls):
    """(the daemon's, the client's) in one run of so many calls and all that comes before and after them."""
    daemons, clients = SCRATCH / "strace-daemon", SCRATCH / "strace-client"
    strace = ["strace", "-f", "-c", "-q", "-o"]
    watcher = subprocess.Popen([*strace, daemons, "-p", str(side.daemon.pid)], stderr=subprocess.DEVNULL)
    try:
        wait_until(lambda: traced(side.daemon.pid), "strace does not attach")
        side.measure("calls", before=[*strace, clients], calls=calls, **options)
    finally:
        watcher.send_signal(signal.SIGINT)
        watcher.wait()
    return total(daemons), total(clients)


def per_call(side, options):
    """{"daemon_syscalls": ..., "client_syscalls": ...}"""
    few, many = both(side, options, FEW), both(side, options, MANY)
    daemon, client = ((after - before) / (MANY - FEW) for before, after in zip(few, many))
    return {"daemon_syscalls": round(daemon, 2), "client_syscalls": round(client, 2)}
