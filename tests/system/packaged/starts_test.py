"""The first client of a service that is started for it sees every reader that is plugged in, however slow one is."""
import subprocess
import time
from pathlib import Path

import unit
from bench import soak
from harness.waiting import wait_until
from unit import ServiceCase, run

setUpModule = unit.install
READERS = 8
SLOW = 1.5  # seconds


class Starts(ServiceCase):
    def test_wait_for_the_slowest_reader(self):
        readers = [self.readers.plug(slow=SLOW if number == 2 else 0.0) for number in range(READERS)]
        for reader in readers:
            self.addCleanup(self.readers.tell, "unplug", reader=reader)
        unit.wait_for("StatusText", f"{READERS} readers, 0 clients")
        library = unit.unpack_stock_library()
        starts = soak(short=3, full=200)
        for start in range(starts):
            unit.stop()
            unit.systemctl("reset-failed", unit.NAME)
            listed = run("opensc-tool", "-l", environment=library)
            for reader in readers:
                self.assertRegex(listed, rf"Yes .*TOY{reader:05}", f"start {start}")
        print(f"{starts} starts", flush=True)

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
