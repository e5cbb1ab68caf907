"""A daemon process under test: started, ready, ended in order."""
import ctypes
import itertools
import os
import re
import signal
import socket
import subprocess

from .places import PATIENCE, SCRATCH
from .waiting import wait_until

SANITIZER_REPORT = re.compile(r"ERROR: \w+Sanitizer|WARNING: ThreadSanitizer|runtime error:")
MEANT_FOR_CLIENTS = ("LD_PRELOAD", "ASAN_OPTIONS", "TSAN_OPTIONS")
LONG_TURN = re.compile(r"^.* a turn of the loop took (\d+) us of processor time$", re.MULTILINE)
_numbers = itertools.count(1)


def stolen_us():
    """What a virtual machine's host has taken from its processors so far: Linux counts it as some thread's work."""
    try:
        with open("/proc/stat", encoding="ascii") as statistics:
            return int(statistics.readline().split()[8]) * 1_000_000 // os.sysconf("SC_CLK_TCK")
    except (OSError, IndexError):
        return 0


def end_with_parent():
    """A test that is killed leaves no daemon behind."""
    PR_SET_PDEATHSIG = 1
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class Server:
    """As a context manager: `command` runs between entering and leaving, and clients can connect to `socket_path`."""

    def __init__(self, name, command, socket_path, environment=os.environ, made_socket=True, **popen_options):
        self.name = name
        self.command = [str(word) for word in command]
        self.socket_path = socket_path
        self.log = SCRATCH / f"{name}-{next(_numbers)}.log"
        # Clients may have a sanitizer preloaded that is told to look away; a daemon of a sanitizer build has its own.
        self._environment = {key: value for key, value in environment.items() if key not in MEANT_FOR_CLIENTS}
        self._made_socket = made_socket
        self._popen_options = popen_options
        self.process = None
        self._ended = False
        self._stolen_before = 0

    def __enter__(self):
        self._stolen_before = stolen_us()
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                            env=self._environment, preexec_fn=end_with_parent, **self._popen_options)
        try:
            wait_until(self._ready, lambda: f"{self.name} takes no clients; its log:\n{self.log_text()}")
        except BaseException:
            self.process.kill()
            self.process.wait()
            raise
        return self

    def __exit__(self, *failure):
        """SIGTERM ends it, with exit code 0, without its socket left behind and without a sanitizer's report."""
        if self._ended:
            return
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise AssertionError(f"{self.name} does not end on SIGTERM") from None
        if failure and failure[0]:
            return
        assert code == 0, f"{self.name} ended with {code}"
        if self._made_socket:
            assert not self.socket_path.exists(), f"{self.name} left {self.socket_path} behind"
        log = self.log_text()
        assert not SANITIZER_REPORT.search(log), f"a sanitizer complains in {self.log}"
        stolen = stolen_us() - self._stolen_before
        turns = [turn[0] for turn in LONG_TURN.finditer(log) if int(turn[1]) > stolen]
        assert not turns, f"nobody was served for too long, {stolen} us were stolen in all: {turns[0]}"

    def kill(self):
        """In the midst of what it is doing."""
        self._ended = True
        self.process.kill()
        self.process.wait()

    def end_by_itself(self):
        """Its exit code, when it ends without being told to."""
        self._ended = True
        return self.process.wait(PATIENCE)

    @property
    def pid(self):
        return self.process.pid

    def log_text(self):
        return self.log.read_text(errors="replace")

    def log_lines(self):
        return self.log_text().splitlines()

    def cpu_ticks(self):
        """Processor time it has used, in clock ticks (sysconf SC_CLK_TCK)."""
        with open(f"/proc/{self.pid}/stat", encoding="ascii") as stat:
            fields = stat.read().rpartition(")")[2].split()
        return int(fields[11]) + int(fields[12])

    def _ready(self):
        assert self.process.poll() is None, f"{self.name} ended by itself; its log:\n{self.log_text()}"
        with socket.socket(socket.AF_UNIX) as client:
            return client.connect_ex(str(self.socket_path)) == 0
