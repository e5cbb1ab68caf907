"""figures_client.py ORDER [NAME]: one program that uses whichever library it finds; writes seconds, one a line.

wait: until the reader whose name holds NAME is there with its card; then until that answers
events: for each line it reads, "in" or "out", when the card has come or gone
exchange: 200 commands, once it has read a line; then stays until its input ends
Each begins with "ready". """
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "integration"))
# pylint: disable=wrong-import-position
from harness import codes
from harness.winscard import PNP, Winscard

COMMAND = bytes.fromhex("00A4040004F0544F59")
EXCHANGES = 200
FOREVER = 60000


class Figures:
    def __init__(self, mark):
        self._mark = mark
        self._winscard = Winscard("libpcsclite.so.1")
        _, self._context = self._winscard.establish()

    def name(self):
        _, names, _ = self._winscard.list_readers(self._context, 65536)
        return next((name for name in names if self._mark in name), None)

    def wait_for_reader(self):
        while not (name := self.name()):
            count = len(self._winscard.list_readers(self._context, 65536)[1])
            self._winscard.status_change(self._context, [(PNP, count << 16)], FOREVER)
        return name

    def wait_for(self, name, flag):
        known = 0
        while True:
            _, (state,) = self._winscard.status_change(self._context, [(name, known)], FOREVER)
            if state.event & flag:
                return
            known = state.event & ~codes.STATE_CHANGED

    def wait_for_card(self):
        name = self.wait_for_reader()
        self.wait_for(name, codes.STATE_PRESENT)
        return name

    def connect(self, name):
        code, handle, protocol = self._winscard.connect(self._context, name)
        assert code == 0, hex(code)
        return handle, protocol

    def command(self, handle, protocol):
        code, *_ = self._winscard.transmit(handle, protocol, COMMAND)
        assert code == 0, hex(code)

    def wait(self):
        print("ready", flush=True)
        name = self.wait_for_card()
        there = time.monotonic()
        self.command(*self.connect(name))
        print(there, time.monotonic(), sep="\n", flush=True)

    def exchange(self):
        card = self.connect(self.wait_for_card())
        self.command(*card)
        print("ready", flush=True)
        sys.stdin.readline()
        took = []
        for _ in range(EXCHANGES):
            began = time.monotonic()
            self.command(*card)
            took.append(time.monotonic() - began)
        print(*took, sep="\n", flush=True)
        sys.stdin.read()

    def events(self):
        name = self.wait_for_reader()
        print("ready", flush=True)
        for line in sys.stdin:
            self.wait_for(name, codes.STATE_PRESENT if line.strip() == "in" else codes.STATE_EMPTY)
            print(time.monotonic(), flush=True)


if __name__ == "__main__":
    getattr(Figures(sys.argv[2] if len(sys.argv) > 2 else ""), sys.argv[1])()
