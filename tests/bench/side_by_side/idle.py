"""What a daemon does when there is nothing to do."""
import contextlib
import subprocess
import time
from pathlib import Path

from daemons import FIRST_READER
from places import CLIENT

GRACE, WATCHED = 8, 8  # seconds; unused cards lose their power in the first
CLIENTS = 10


def used(pid):
    """(times some thread of it went to sleep, processor time in microseconds)"""
    sleeps, cpu = 0, 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        status = (task / "status").read_text(encoding="ascii")
        sleeps += int(status.split("\nvoluntary_ctxt_switches:")[1].split()[0])
        cpu += int((task / "schedstat").read_text(encoding="ascii").split()[0]) // 1000
    return sleeps, cpu


@contextlib.contextmanager
def waiting_clients(side, daemon):
    clients = subprocess.Popen([CLIENT, "waiting", f"processes={CLIENTS}", f"reader={FIRST_READER}"],
                               env=side.environment(daemon), stdin=subprocess.PIPE)
    try:
        yield
    finally:
        clients.stdin.close()
        clients.wait()


def measure_idle(sides, _quick):
    """All at the same time: they do nothing."""
    with contextlib.ExitStack() as stack:
        daemons = [stack.enter_context(side.new_daemon()) for side in sides]
        for side, daemon in zip(sides, daemons):
            stack.enter_context(waiting_clients(side, daemon))
        time.sleep(GRACE)
        before = [used(daemon.pid) for daemon in daemons]
        time.sleep(WATCHED)
        after = [used(daemon.pid) for daemon in daemons]
    return {side.name: [{"wakeups": (now[0] - then[0]) / WATCHED, "cpu": (now[1] - then[1]) / WATCHED}]
            for side, then, now in zip(sides, before, after)}
