"""Our driver as a bundle: in Debian's pcscd, under Debian's client library and opensc-tool; and in a host of scrmd's."""
import os
import subprocess
import unittest
import unittest.mock
from pathlib import Path

from bench import Readers, run
from exchange_levels_test import ExchangeLevels as Levels
from figures_readers import Qemus
from harness.server import Server
from harness.waiting import wait_until
from qemu_reader_test import verdict_on_signature
from qmp import Monitor

DRIVERS = "/usr/local/lib/pcsc/drivers"
STOCK_DRIVERS = "/usr/lib/pcsc/drivers"
STOCK_SOCKET = Path("/run/pcscd/pcscd.comm")
UNITS = "scrmd.service", "scrmd.socket"
STOCK_LIBRARIES = "/usr/lib/x86_64-linux-gnu"  # before /usr/local/lib, where ours is
WITH_STOCK = "env", "-u", "PCSCLITE_CSOCK_NAME", f"LD_LIBRARY_PATH={STOCK_LIBRARIES}"


class StockPcscd(Server):
    """It looks for bundles in one folder alone: ours is laid over that. scrmd, which udev starts for a reader, would
    take its socket."""

    def __init__(self):
        STOCK_SOCKET.parent.mkdir(exist_ok=True)
        super().__init__("stock-pcscd", ["/usr/sbin/pcscd", "-f", "-d"], STOCK_SOCKET)

    def __enter__(self):
        subprocess.run(["systemctl", "--quiet", "--runtime", "--now", "mask", *UNITS], check=True)
        subprocess.run(["mount", "--bind", DRIVERS, STOCK_DRIVERS], check=True)
        return super().__enter__()

    def __exit__(self, *failure):
        try:
            super().__exit__(*failure)
        finally:
            subprocess.run(["umount", "--lazy", STOCK_DRIVERS], check=True)
            subprocess.run(["systemctl", "--quiet", "--runtime", "unmask", *UNITS], check=True)


def opensc_tool(*arguments):
    return run(*WITH_STOCK, "opensc-tool", *arguments)


class InDebiansPcscd(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.readers = cls.enterClassContext(Readers())
        cls.pcscd = cls.enterClassContext(StockPcscd())

    def lines(self, reader):
        return [line for line in opensc_tool("-l").splitlines() if f"(TOY{reader:05})" in line]

    def wait_for(self, reader, fits):
        wait_until(lambda: fits(self.lines(reader)), lambda: f"there are {self.lines(reader)}")

    def plug(self, **options):
        reader = self.readers.plug(**options)
        self.wait_for(reader, lambda lines: lines and all("Yes" in line for line in lines))
        return reader

    def unplug(self, reader):
        self.readers.tell("unplug", reader=reader)
        self.wait_for(reader, lambda lines: not lines)

    def test_cards_at_every_level(self):
        for level in ("ext", "short", "tpdu", "char"):
            for card, atr in (("t0", "3b:05:54:4f:59:54:30"), ("t1", "54:4f:59:54:31")):
                with self.subTest(level=level, card=card):
                    reader = self.plug(level=level, card=card)
                    self.assertIn(atr, opensc_tool("-a", "-r", "0"))
                    self.assertIn("SW1=0x90, SW2=0x00", opensc_tool("-r", "0", "-s", "00A4040004F0544F59"))
                    self.unplug(reader)
        self.assertIn("ifd-scrm-ccid.bundle", self.pcscd.log_text())

    def test_cards_come_and_go(self):
        reader = self.plug(level="tpdu", card="t0", slots=2)
        self.readers.tell("remove", reader=reader, slot=1)
        self.wait_for(reader, lambda lines: ["Yes" in line for line in lines] == [True, False])
        self.readers.tell("insert", reader=reader, slot=1, card="t0")
        self.wait_for(reader, lambda lines: ["Yes" in line for line in lines] == [True, True])
        self.unplug(reader)


class QemusInDebiansPcscd(unittest.TestCase):
    def test_signs_what_openssl_verifies(self):
        reader = Qemus(None, self.enterContext(Monitor()))
        pcscd = self.enterContext(StockPcscd())
        reader.plug()
        self.addCleanup(reader.unplug)
        wait_until(lambda: "Yes" in opensc_tool("-l"), lambda: f"no card: {opensc_tool('-l')}")
        self.assertIn("Verified OK", verdict_on_signature(*WITH_STOCK))
        self.assertIn("ifd-scrm-ccid.bundle", pcscd.log_text())


class InAHost(Levels):
    """Once at each level: the variants are shown with the driver in scrmd."""

    driver = "ifd-scrm-ccid"

    @classmethod
    def setUpClass(cls):
        cls.enterClassContext(unittest.mock.patch.dict(os.environ, PCSCLITE_HP_DROPDIR=DRIVERS))
        super().setUpClass()


for NAME in [name for name in dir(Levels) if name.startswith("test_") and name.count("_") > 2]:
    setattr(InAHost, NAME, None)

del Levels
