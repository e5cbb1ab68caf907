"""figures_client.py ORDER [NAME]: one program that uses whichever library it finds; writes seconds, one a line.

wait: until the reader whose name holds NAME is there with a card that answers    exchange: 200 commands
events: for each line it reads, when the card has come or gone; begins with "ready" """
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

    def connect(self):
        name = self.wait_for_reader()
        self.wait_for(name, codes.STATE_PRESENT)
        return self._winscard.connect(self._context, name)

    def wait(self):
        print("ready", flush=True)
        _, handle, protocol = self.connect()
        self._winscard.transmit(handle, protocol, COMMAND)
        print(time.monotonic(), flush=True)

    def exchange(self):
        _, handle, protocol = self.connect()
        for _ in range(EXCHANGES):
            began = time.monotonic()
            code, *_ = self._winscard.transmit(handle, protocol, COMMAND)
            assert code == 0, hex(code)
            print(time.monotonic() - began)

    def events(self):
        name = self.wait_for_reader()
        print("ready", flush=True)
        for line in sys.stdin:
            self.wait_for(name, codes.STATE_PRESENT if line.strip() == "in" else codes.STATE_EMPTY)
            print(time.monotonic(), flush=True)


if __name__ == "__main__":
    getattr(Figures(sys.argv[2] if len(sys.argv) > 2 else ""), sys.argv[1])()
