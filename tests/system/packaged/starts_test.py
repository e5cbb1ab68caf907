"""The first client of a service that is started for it sees every reader that is plugged in, however slow one is."""
import subprocess
import threading
import time
from pathlib import Path

import unit
from bench import soak
from harness.waiting import wait_until
from unit import ServiceCase, run

setUpModule = unit.install
READERS = 8
SLOW = 1.5  # seconds
STANDSTILL = 2.0  # seconds; the daemon waits for its readers for five


class Standstill(threading.Thread):
    """Notices when the whole machine, which is a process somewhere, was stopped for a while: its clock went on."""

    def __init__(self):
        super().__init__(daemon=True)
        self._longest = 0.0

    def run(self):
        while True:
            began = time.monotonic()
            time.sleep(0.1)
            self._longest = max(self._longest, time.monotonic() - began)

    def since_last_asked(self):
        longest, self._longest = self._longest, 0.0
        return longest > STANDSTILL


class Starts(ServiceCase):
    def test_wait_for_the_slowest_reader(self):
        readers = [self.readers.plug(slow=SLOW if number == 2 else 0.0) for number in range(READERS)]
        for reader in readers:
            self.addCleanup(self.readers.tell, "unplug", reader=reader)
        unit.wait_for("StatusText", f"{READERS} readers, 0 clients")
        standstill = Standstill()
        standstill.start()
        starts, wanted, spoilt = 0, soak(short=3, full=200), 0
        while starts < wanted:
            standstill.since_last_asked()
            listed = self.start_and_list()
            if standstill.since_last_asked():
                spoilt += 1
                continue
            for reader in readers:
                self.assertRegex(listed, rf"Yes .*TOY{reader:05}", f"start {starts}")
            starts += 1
        print(f"{starts} starts, {spoilt} more in which the machine stood still", flush=True)

    @staticmethod
    def start_and_list():
        unit.stop()
        unit.systemctl("reset-failed", unit.NAME)
        return run("opensc-tool", "-l", environment=unit.unpack_stock_library())

    def test_wait_for_a_reader_that_vanishes_and_comes_back(self):
        """As when the kernel lets go of a device that is being opened, and enumerates it anew."""
        stays, leaves = self.plug_in(), self.plug_in(slow=SLOW)
        unit.wait_for("StatusText", "2 readers, 0 clients")
        unit.stop()
        asked = self.requests(leaves)
        with self.client() as client:
            wait_until(lambda: self.requests(leaves) > asked, lambda: "nobody opens the reader")
            self.readers.tell("unplug", reader=leaves)
            comes = self.plug_in()
            listed, _ = client.communicate()
        for reader in stays, comes:
            self.assertRegex(listed, rf"Yes .*TOY{reader:05}")

    def test_wait_for_udevd(self):
        """That has not dealt with a reader yet which the kernel knows, as at boot."""
        def interfaces():
            return {path.name for path in Path("/sys/bus/usb/devices").glob("*:*")}
        before = interfaces()
        run("udevadm", "control", "--stop-exec-queue")
        self.addCleanup(run, "udevadm", "control", "--start-exec-queue")
        reader = self.plug_in()
        wait_until(lambda: interfaces() - before, lambda: "the kernel does not see the reader")
        with self.client() as client:
            unit.wait_for("StatusText", "Looking for readers: 0 readers, 1 client")
            time.sleep(1)
            run("udevadm", "control", "--start-exec-queue")
            listed, _ = client.communicate()
        self.assertRegex(listed, rf"Yes .*TOY{reader:05}")

    def plug_in(self, **options):
        reader = self.readers.plug(**options)
        self.addCleanup(self.pull_out, reader)
        return reader

    def pull_out(self, reader):
        if str(reader) in self.readers.tell("readers"):
            self.readers.tell("unplug", reader=reader)

    def requests(self, reader):
        return self.readers.tell("readers")[str(reader)]["requests"]

    @staticmethod
    def client():
        return subprocess.Popen(["opensc-tool", "-l"], env={**unit.KIT, **unit.unpack_stock_library()}, text=True,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
