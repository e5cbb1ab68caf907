"""The first client of a service that is started for it sees every reader that is plugged in, however slow one is."""
import unit
from bench import soak
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
