"""What it takes, side by side with pcscd and libccid in the same boot, all of them in turn and then again. Nothing is
asserted of it but that it works: on an emulated processor everything takes a hundred times as long as on a real one."""
import json
import statistics
import unittest
from pathlib import Path

from bench import DEBIANS, OURS, InstalledScrmd, Readers, soak
from figures_readers import Qemus, Toy
from figures_side import Side
from harness.places import SOCKET
from harness.server import Server
from qmp import Monitor
from usb_monitor import UsbMonitor

RESULT = Path("/state/figures.json")
STOCK_SOCKET = Path("/run/pcscd/pcscd.comm")
STOCK_LIBRARIES = "/usr/lib/x86_64-linux-gnu"
OUR_LIBRARIES = "/usr/local/lib"
FIGURES = {
    "plug to answer": "ms", "kernel to reader": "ms", "udevd to reader": "ms", "card to event": "ms",
    "interrupt to event": "ms", "without the reader's": "ms",
    "round trip": "ms", "processor a command": "ms", (IDLE := "idle wake-ups in 10 s"): "",
}


class QuietScrmd(InstalledScrmd):
    log_words = ()


class StockPcscd(Server):
    def __init__(self):
        STOCK_SOCKET.parent.mkdir(exist_ok=True)
        super().__init__("pcscd", ["/usr/sbin/pcscd", "-f"], STOCK_SOCKET)


DAEMONS = {
    "scrm": (lambda: QuietScrmd(OURS), SOCKET, OUR_LIBRARIES),
    "scrm + libccid": (lambda: QuietScrmd(DEBIANS), SOCKET, OUR_LIBRARIES),
    "pcscd + libccid": (StockPcscd, STOCK_SOCKET, STOCK_LIBRARIES),
}


class Figures(unittest.TestCase):
    def setUp(self):
        self.parts = self.enterContext(Readers()), self.enterContext(Monitor())

    @staticmethod
    def measure(reader, daemon, socket, libraries):
        """Values of each figure, in seconds."""
        with daemon() as running:
            side = Side(running, socket, libraries, reader)
            with UsbMonitor() as monitor:
                plugs = zip(*side.plug_to_answer(soak(short=1, full=3), monitor))
                reader.plug()
                moves = zip(*side.card_to_event(soak(short=2, full=4), monitor))
            exchanges, cost = side.exchange()
            reader.unplug()
        return dict(zip(FIGURES, [*plugs, *moves, exchanges, [cost]]))

    @staticmethod
    def measure_idle(reader, daemon, socket, libraries):
        with daemon() as running:
            side = Side(running, socket, libraries, reader)
            reader.plug()
            side.exchange()
            wake_ups = side.idle_wake_ups()
            reader.unplug()
        return wake_ups

    def measure_all(self, reader):
        values = {title: {name: [] for name in FIGURES} for title in DAEMONS}
        for _ in range(soak(short=1, full=2)):
            for title, daemon in DAEMONS.items():
                for name, more in self.measure(reader, *daemon).items():
                    values[title][name].extend(more)
        for title, daemon in DAEMONS.items():
            values[title][IDLE].append(self.measure_idle(reader, *daemon))
        return values

    def test_side_by_side(self):
        results = {}
        for kind in Toy, Qemus:
            values = self.measure_all(kind(*self.parts))
            print(f"\n{kind.title}: medians\n{'':16}", *(f"{name:>27}" for name in FIGURES))
            for title, figures in values.items():
                row = {name: statistics.median(figures[name]) * (1000 if unit else 1) for name, unit in FIGURES.items()}
                print(f"{title:16}", *(f"{row[name]:24.2f} {unit:2}" for name, unit in FIGURES.items()), flush=True)
                results.setdefault(kind.title, {})[title] = row
        RESULT.write_text(json.dumps(results, indent=2) + "\n")
