"""A serial reader on a pseudo-terminal, as Gemalto's GemPC Twin: an emulated reader of tests/system whose messages come
between 03 06 and their XOR, and which says each of its commands before it answers."""
import os
import pty
import select
import sys
import threading
import tty

from .places import ROOT

sys.path.insert(0, str(ROOT / "tests/system"))

from usbip_reader.card_slot import new_card
from usbip_reader.ccid import HEADER, Ccid
from usbip_reader.options import Options
from usbip_reader.toy_card import answer_to_reset, check_byte

BEGIN, REPEAT = b"\x03\x06", b"\x03\x15\x16"
ESCAPE, GET_FIRMWARE = 0x6B, b"\x02"
FIRMWARE = b"GemTwin-V2.00-GE02"


class SerialReader(threading.Thread):
    """`device` is where it is plugged in. As a context manager it works between entering and leaving."""

    def __init__(self, card="t1"):
        super().__init__(daemon=True)
        self._line, self._theirs = pty.openpty()
        for end in self._line, self._theirs:
            tty.setraw(end)
        self._wake, self._waker = os.pipe()
        self._lock = threading.Lock()
        self._received = b""
        self._ccid = Ccid(Options(level="tpdu", card=card), self._send)
        self._ccid.slots[0].moved = False
        self.device = os.ttyname(self._theirs)

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *failure):
        os.write(self._waker, b"\0")
        self.join()
        for descriptor in self._line, self._theirs, self._wake, self._waker:
            os.close(descriptor)

    def run(self):
        while self._wake not in (ready := select.select([self._line, self._wake], [], [])[0]):
            if ready:
                self._received += os.read(self._line, 4096)
                self._obey_all()

    def insert(self, card="t1"):
        self._move(new_card(card))

    def remove(self):
        self._move(None)

    def _move(self, card):
        with self._lock:
            self._ccid.slots[0].move(card)
            os.write(self._line, self._ccid.card_changes())

    def _send(self, message):
        os.write(self._line, BEGIN + message + bytes([check_byte(BEGIN + message)]))

    def _obey_all(self):
        while len(self._received) >= len(BEGIN) + HEADER + 1:
            size = len(BEGIN) + HEADER + int.from_bytes(self._received[3:7], "little") + 1
            if len(self._received) < size:
                return
            frame, self._received = self._received[:size], self._received[size:]
            with self._lock:
                self._obey(frame)

    def _obey(self, frame):
        message = frame[len(BEGIN):-1]
        if not frame.startswith(BEGIN) or check_byte(frame):
            os.write(self._line, REPEAT)
            return
        os.write(self._line, frame)
        if message[0] == ESCAPE:
            answer = FIRMWARE if message[HEADER:] == GET_FIRMWARE else b""
            self._send(b"\x83" + len(answer).to_bytes(4, "little") + message[5:7] + bytes(3) + answer)
        else:
            self._ccid.receive(message)
