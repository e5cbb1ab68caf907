"""What it takes, side by side with pcscd and libccid in the same boot. Nothing is asserted of it but that it works: on an
emulated processor everything takes a hundred times as long as on a real one."""
import os
import statistics
import subprocess
import sys
import time
import unittest
from pathlib import Path

from bench import DEBIANS, OURS, InstalledScrmd, Readers, soak
from harness.places import SOCKET
from harness.server import Server

CLIENT = Path(__file__).with_name("figures_client.py")
STOCK_SOCKET = Path("/run/pcscd/pcscd.comm")
STOCK_LIBRARIES = "/usr/lib/x86_64-linux-gnu"
OUR_LIBRARIES = "/usr/local/lib"
TICK = os.sysconf("SC_CLK_TCK")


class StockPcscd(Server):
    def __init__(self):
        STOCK_SOCKET.parent.mkdir(exist_ok=True)
        super().__init__("pcscd", ["/usr/sbin/pcscd", "-f"], STOCK_SOCKET)


DAEMONS = {
    "scrm": (lambda: InstalledScrmd(OURS), SOCKET, OUR_LIBRARIES),
    "scrm + libccid": (lambda: InstalledScrmd(DEBIANS), SOCKET, OUR_LIBRARIES),
    "pcscd + libccid": (StockPcscd, STOCK_SOCKET, STOCK_LIBRARIES),
}


def processor_time(pid):
    """Seconds, of the process and its children."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK + sum(processor_time(child) for child in children)


class Side:
    """One daemon, with the library that belongs to it."""

    def __init__(self, daemon, socket, libraries, readers):
        self._daemon, self._readers = daemon, readers
        self._environment = {**os.environ, "SCRM_SOCKET": str(socket), "LD_LIBRARY_PATH": libraries}

    def client(self, *words):
        return subprocess.Popen([sys.executable, CLIENT, *words], env=self._environment, text=True,
                                stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def plug_to_usable(self, times):
        took = []
        for _ in range(times):
            with self.client("wait") as client:
                client.stdout.readline()
                began = time.monotonic()
                reader = self._readers.plug(card="t1")
                took.append(float(client.stdout.readline()) - began)
            self._readers.tell("unplug", reader=reader)
            time.sleep(1)
        return took

    def move_to_event(self, reader, times):
        took = []
        with self.client("events") as client:
            client.stdout.readline()
            for number in range(times):
                movement = "in" if number % 2 else "out"
                client.stdin.write(movement + "\n")
                client.stdin.flush()
                time.sleep(0.5)  # the client is in its wait
                began = time.monotonic()
                self._readers.tell("insert" if number % 2 else "remove", reader=reader)
                took.append(float(client.stdout.readline()) - began)
            client.stdin.close()
        return took

    def exchange(self):
        before = processor_time(self._daemon.pid)
        with self.client("exchange") as client:
            took = [float(line) for line in client.stdout]
        return took, (processor_time(self._daemon.pid) - before) / len(took)


def milliseconds(values):
    return f"{statistics.median(values) * 1000:8.1f}"


class Figures(unittest.TestCase):
    def setUp(self):
        self.readers = self.enterContext(Readers())

    def measure(self, daemon, socket, libraries):
        with daemon() as running:
            side = Side(running, socket, libraries, self.readers)
            plugs = side.plug_to_usable(soak(short=2, full=10))
            reader = self.readers.plug(card="t1", level="tpdu")
            moves = side.move_to_event(reader, soak(short=6, full=40))
            exchanges, cost = side.exchange()
            self.readers.tell("unplug", reader=reader)
        return [milliseconds(plugs), milliseconds(moves), milliseconds(exchanges), f"{cost * 1000:8.2f}"]

    def test_side_by_side(self):
        rows = {title: self.measure(*daemon) for title, daemon in DAEMONS.items()}
        print("\nmedians in ms       plug to answer  card to event  round trip  processor a command")
        for title, row in rows.items():
            print(f"{title:16} {row[0]:>17} {row[1]:>14} {row[2]:>11} {row[3]:>12}", flush=True)
        self.assertEqual(len(DAEMONS), len(rows))
