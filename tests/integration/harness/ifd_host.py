"""scrm-ifd-host, driven as scrmd drives it: ipc/host_messages.hpp in Python."""
import contextlib
import os
import socket
import struct
import subprocess
from collections import namedtuple

from .exchange_memory import ExchangeMemory
from .places import BUILD, PATIENCE, SCRATCH
from .waiting import wait_until

PROGRAM = BUILD / "drivers/ifd-host/scrm-ifd-host"
HANDLERS = BUILD / "tests/fakes/ifd_handler"

VERSION = 5
HELLO, OPEN, POWER, SET_PROTOCOL, TRANSMIT, CONTROL, GET, SET, WATCH, CLOSE = range(1, 11)
HOST_HELLO, OPENED, ANSWER, PRESENCE, LOG_LINE, CLOSED, OVERDUE, LOOKED = range(0x100, 0x108)
UP, DOWN, RESET = 500, 501, 502
RELEASED, UNPLUGGED = 0, 1
OK, NOT_LOADED, MISSING, REFUSED = range(4)
THREAD_SAFE, SLOT_THREAD_SAFE, WAITS, BY_CHANNEL, SHARES = 1, 2, 4, 8, 16
DEBUG, INFO, ERROR, CRITICAL = range(4)
FROM_HANDLER, FROM_OUTPUT, FROM_HOST = range(3)
PRESENT, ABSENT = 615, 616
MOST = 65548

Opened = namedtuple("Opened", "sequence result code slots traits detail")
Answer = namedtuple("Answer", "slot sequence code bytes")
Presence = namedtuple("Presence", "slot code changes")
Powered = namedtuple("Powered", "slot code changes power_code atr")  # the same, with a card that it has powered
LogLine = namedtuple("LogLine", "level origin text")
Overdue = namedtuple("Overdue", "slot call")
Looked = namedtuple("Looked", "slot watches")


def numbers(*values):
    return struct.pack(f"={len(values)}I", *values)


def run_of(content):
    return numbers(len(content)) + content


class Script:
    """A script for the scripted handler (tests/fakes/ifd_handler/README.md), and its trace."""

    def __init__(self, *lines, name="reader"):
        self.path = SCRATCH / f"{name}.script"
        self._trace = SCRATCH / f"{name}.trace"
        self._trace.unlink(missing_ok=True)
        self._lines = list(lines)
        self.rewrite()

    def rewrite(self, *changed):
        """With lines that stand in for those of the same first word, or are new."""
        keys = {line.split()[0] for line in changed}
        self._lines = [line for line in self._lines if line.split()[0] not in keys] + list(changed)
        new = self.path.with_suffix(".new")
        new.write_text("\n".join([*self._lines, f"trace {self._trace}", ""]))
        new.rename(self.path)

    def trace(self):
        """The calls so far, and none that the script did not understand."""
        complaint = self.path.with_name(self.path.name + ".complaint")
        assert not complaint.exists(), complaint.read_text()
        with contextlib.suppress(FileNotFoundError):
            return self._trace.read_text().splitlines()
        return []


class IfdHost:
    """One host; as a context manager it is killed at the end. What it says unasked is kept until it is asked for."""

    def __init__(self, program=PROGRAM, environment=None, shared=False):
        self.memory = ExchangeMemory() if shared else None
        self.socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.socket.settimeout(PATIENCE)
        self._log = open(SCRATCH / "host.log", "wb")
        self.process = subprocess.Popen([str(program), str(theirs.fileno()), "test"], 
                                        pass_fds=[theirs.fileno(), *(self.memory.inherited if shared else ())],
                                        env={**os.environ, **(environment or {})}, stdin=subprocess.DEVNULL,
                                        stdout=self._log, stderr=self._log, start_new_session=True)
        theirs.close()
        if shared:
            self.memory.host_has_them()
        self.kept = []
        self.known = 0x7FFFFFFF  # the changes that commands to cards say they know of: all
        self._sequence = 0
        self._by_memory = set()

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        self.socket.close()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, 9)
        self.process.wait(PATIENCE)
        self._log.close()
        if self.memory:
            self.memory.close()

    # Messages to it.

    def send(self, kind, *parts):
        self.socket.send(numbers(kind) + b"".join(p if isinstance(p, bytes) else numbers(p) for p in parts))

    def greet(self, version=VERSION):
        self.expect(HOST_HELLO)
        self.send(HELLO, version)

    def open(self, library, name="", channel=0, lun=0, level=INFO):
        """Greets and orders to open; what came of it."""
        self.greet()
        self.send(OPEN, 1, lun, channel, run_of(os.fsencode(library)), run_of(os.fsencode(name)), level,
                  self.memory.first if self.memory else 0)
        return self.expect(OPENED)

    def command(self, kind, slot, *parts):
        """Sends a command for a slot and returns its number; its answer is not waited for."""
        self._sequence += 1
        if self.memory and kind == TRANSMIT:
            protocol, room, run = parts
            self.memory.put(slot, self._sequence, protocol, room, run[4:], self.known)
            self._by_memory.add(self._sequence)
            return self._sequence
        if kind == TRANSMIT:
            parts = *parts[:2], self.known, *parts[2:]
        if kind == SET_PROTOCOL:
            parts = *parts, self.known
        self.send(kind, slot, self._sequence, *parts)
        return self._sequence

    def ask(self, kind, slot, *parts):
        return self.answer_to(self.command(kind, slot, *parts))

    def answer_to(self, sequence):
        if sequence in self._by_memory:
            answer = Answer(*self.memory.take())
            assert answer.sequence == sequence, answer
            return answer
        return self.expect(ANSWER, lambda answer: answer.sequence == sequence)

    def watch(self, slot, ask_every=0, wait_for=30000, look_within=60000, power_within=0):
        self.send(WATCH, slot, ask_every, wait_for, look_within, power_within)

    def power(self, action, slot=0):
        return self.ask(POWER, slot, action)

    def transmit(self, apdu, slot=0, room=MOST, protocol=1):
        return self.ask(TRANSMIT, slot, protocol, room, run_of(apdu))

    def close(self, reason=RELEASED):
        """In order; the exit code."""
        self.send(CLOSE, reason)
        self.socket.shutdown(socket.SHUT_WR)
        self.expect(CLOSED)
        return self.process.wait(PATIENCE)

    # Messages from it.

    def expect(self, kind, fits=lambda message: True):
        """The first message of this kind that fits, now or later; those before it are kept."""
        for index, (its_kind, message) in enumerate(self.kept):
            if its_kind == kind and fits(message):
                return self.kept.pop(index)[1]
        while True:
            packet = self.socket.recv(1 << 17)
            if not packet:
                raise AssertionError(f"the host ended without message {kind:#x}; it had said {self.kept}")
            its_kind, message = decoded(packet)
            if its_kind == kind and fits(message):
                return message
            self.kept.append((its_kind, message))

    def presence(self, slot=0):
        return self.expect(PRESENCE, lambda message: message.slot == slot)

    def log_line(self, text):
        return self.expect(LOG_LINE, lambda line: text in line.text)

    def exit_code(self):
        return self.process.wait(PATIENCE)

    def wait_for_call(self, script, call):
        wait_until(lambda: any(line.startswith(call) for line in script.trace()), lambda: script.trace())


def decoded(packet):
    kind, = struct.unpack_from("=I", packet)
    body = packet[4:]
    if kind == OPENED:
        *fields, size = struct.unpack_from("=IIiIII", body)
        assert len(body) == 24 + size, packet
        return kind, Opened(*fields, body[24:].decode())
    if kind == ANSWER:
        *fields, size = struct.unpack_from("=IIiI", body)
        assert len(body) == 16 + size, packet
        return kind, Answer(*fields, body[16:])
    if kind == PRESENCE:
        slot, code, changes, tried, power_code, size = struct.unpack_from("=IiQIiI", body)
        assert len(body) == 28 + size, packet
        return kind, Powered(slot, code, changes, power_code, body[28:]) if tried else Presence(slot, code, changes)
    if kind == OVERDUE:
        return kind, Overdue(*struct.unpack("=II", body))
    if kind == LOOKED:
        return kind, Looked(*struct.unpack("=II", body))
    if kind == LOG_LINE:
        *fields, size = struct.unpack_from("=III", body)
        assert len(body) == 12 + size, packet
        return kind, LogLine(*fields, body[12:].decode(errors="replace"))
    return kind, body
