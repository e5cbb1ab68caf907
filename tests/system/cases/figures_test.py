"""What it takes, side by side with pcscd and libccid in the same boot. Nothing is asserted of it but that it works: on an
emulated processor everything takes a hundred times as long as on a real one."""
import json
import os
import statistics
import subprocess
import sys
import time
import unittest
from pathlib import Path

from bench import DEBIANS, OURS, InstalledScrmd, Readers, soak
from figures_client import EXCHANGES
from figures_readers import Qemus, Toy
from harness.places import SOCKET
from harness.server import Server
from processes import processor_time, wake_ups
from qmp import Monitor

CLIENT = Path(__file__).with_name("figures_client.py")
RESULT = Path("/state/figures.json")
STOCK_SOCKET = Path("/run/pcscd/pcscd.comm")
STOCK_LIBRARIES = "/usr/lib/x86_64-linux-gnu"
OUR_LIBRARIES = "/usr/local/lib"
UNTIL_IDLE = 8  # seconds; a card that nobody uses is switched off after five
FIGURES = {
    "plug to answer": "ms", "card to event": "ms", "round trip": "ms", "processor a command": "ms",
    "idle wake-ups in 10 s": "",
}


class StockPcscd(Server):
    def __init__(self):
        STOCK_SOCKET.parent.mkdir(exist_ok=True)
        super().__init__("pcscd", ["/usr/sbin/pcscd", "-f"], STOCK_SOCKET)


DAEMONS = {
    "scrm": (lambda: InstalledScrmd(OURS), SOCKET, OUR_LIBRARIES),
    "scrm + libccid": (lambda: InstalledScrmd(DEBIANS), SOCKET, OUR_LIBRARIES),
    "pcscd + libccid": (StockPcscd, STOCK_SOCKET, STOCK_LIBRARIES),
}


class Side:
    """One daemon with one reader, and the library that belongs to it."""

    def __init__(self, daemon, socket, libraries, reader):
        self._daemon, self._reader = daemon, reader
        self._environment = {**os.environ, "SCRM_SOCKET": str(socket), "LD_LIBRARY_PATH": libraries}

    def client(self, *words):
        return subprocess.Popen([sys.executable, CLIENT, *words], env=self._environment, text=True,
                                stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def plug_to_answer(self, times):
        for _ in range(times):
            with self.client("wait") as client:
                client.stdout.readline()
                began = time.monotonic()
                self._reader.plug()
                yield float(client.stdout.readline()) - began
            self._reader.unplug()
            time.sleep(1)

    def card_to_event(self, times):
        with self.client("events") as client:
            client.stdout.readline()
            for _ in range(times):
                self._move(client, "out", self._reader.remove)
                yield self._move(client, "in", self._reader.insert)
            client.stdin.close()

    @staticmethod
    def _move(client, movement, move):
        client.stdin.write(movement + "\n")
        client.stdin.flush()
        time.sleep(0.5)  # the client is in its wait
        began = time.monotonic()
        move()
        return float(client.stdout.readline()) - began

    def exchange(self):
        """What each command took, and the daemon's processor time for one; the client's connection is no part of it."""
        with self.client("exchange") as client:
            client.stdout.readline()
            before = processor_time(self._daemon.pid)
            client.stdin.write("go\n")
            client.stdin.flush()
            took = [float(client.stdout.readline()) for _ in range(EXCHANGES)]
            used = processor_time(self._daemon.pid) - before
            client.stdin.close()
        return took, used / EXCHANGES

    def idle_wake_ups(self):
        time.sleep(UNTIL_IDLE)
        before = wake_ups(self._daemon.pid)
        time.sleep(10)
        return wake_ups(self._daemon.pid) - before


def milliseconds(values):
    return statistics.median(values) * 1000


class Figures(unittest.TestCase):
    def setUp(self):
        self.parts = self.enterContext(Readers()), self.enterContext(Monitor())

    def measure(self, reader, daemon, socket, libraries):
        with daemon() as running:
            side = Side(running, socket, libraries, reader)
            plugs = list(side.plug_to_answer(soak(short=4, full=10)))
            reader.plug()
            moves = list(side.card_to_event(soak(short=6, full=20)))
            exchanges, cost = side.exchange()
            idle = side.idle_wake_ups()
            reader.unplug()
        figures = milliseconds(plugs), milliseconds(moves), milliseconds(exchanges), cost * 1000, idle
        return dict(zip(FIGURES, figures))

    def test_side_by_side(self):
        results = {}
        for kind in Toy, Qemus:
            print(f"\n{kind.title}: medians\n{'':16}", *(f"{name:>22}" for name in FIGURES))
            for title, daemon in DAEMONS.items():
                row = self.measure(kind(*self.parts), *daemon)
                results.setdefault(kind.title, {})[title] = row
                print(f"{title:16}", *(f"{row[name]:19.2f} {unit:2}" for name, unit in FIGURES.items()), flush=True)
        RESULT.write_text(json.dumps(results, indent=2) + "\n")
