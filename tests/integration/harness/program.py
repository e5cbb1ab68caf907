"""Client programs: run to their end, or talked with while they run."""
import os
import platform
import pty
import re
import signal
import subprocess
import threading
from pathlib import Path

from .places import PATIENCE
from .waiting import wait_until


# The numbers of read, poll, recvfrom, recvmsg, clock_nanosleep and ppoll.
WAITING_CALLS = {"x86_64": ("0", "7", "45", "47", "230", "271")}[platform.machine()]


def run(command, environment, given=""):
    """Its CompletedProcess, with text; a program that hangs fails the test."""
    return subprocess.run([str(word) for word in command], env=environment, input=given, text=True, errors="replace",
                          capture_output=True, timeout=PATIENCE, check=False)


class Running:
    """A program on a terminal of its own, so that it writes at once. As a context manager it is killed at the end."""

    def __init__(self, command, environment):
        self._terminal, terminal = pty.openpty()
        self.process = subprocess.Popen([str(word) for word in command], env=environment, stdin=subprocess.PIPE,
                                        stdout=terminal, stderr=terminal, start_new_session=True)
        os.close(terminal)
        self._text = ""
        self._seen = 0
        self._reading = threading.Thread(target=self._read, daemon=True)
        self._reading.start()

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        self.kill()

    def kill(self):
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(PATIENCE)
        self._reading.join(PATIENCE)
        self.process.stdin.close()

    def tell(self, line):
        self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()

    def expect(self, pattern):
        """Waits for the next match of the regular expression, behind the one before it, and returns it."""
        def match():
            return re.compile(pattern).search(self._text, self._seen)
        found = wait_until(lambda: match() or (not self._reading.is_alive() and (match() or self._ended(pattern))),
                           lambda: f"no {pattern!r} in:\n{self._text}")
        self._seen = found.end()
        return found

    def wait_until_it_waits(self):
        """Until it sleeps in the kernel for anything but what it is told next: a reply, or the time to ask again."""
        wait_until(self._waits, lambda: f"the program waits for nothing; it wrote:\n{self._text}")

    def _waits(self):
        call = Path(f"/proc/{self.process.pid}/syscall").read_text(encoding="ascii").split()
        return call[0] in WAITING_CALLS and call[:2] != ["0", "0x0"]

    @property
    def unseen(self):
        """What it has written behind the last match."""
        return self._text[self._seen:]

    def end(self):
        """Waits for its end and returns its exit code."""
        self.process.stdin.close()
        code = self.process.wait(PATIENCE)
        self._reading.join(PATIENCE)
        return code

    def _ended(self, pattern):
        raise AssertionError(f"the program ended without {pattern!r}; it wrote:\n{self._text}")

    def _read(self):
        while True:
            try:
                text = os.read(self._terminal, 65536)
            except OSError:  # nobody has the terminal open any more
                break
            self._text += text.decode(errors="replace").replace("\r\n", "\n")
        os.close(self._terminal)
