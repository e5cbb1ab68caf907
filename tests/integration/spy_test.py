"""pcsc-spy watches a program that uses our library, and the name it opens what it spies on by leads there."""
import unittest

from harness.libraries import OURS
from harness.places import PEERS, SCRATCH
from harness.program import Running, run
from harness.scrmd import Scrmd
from harness.waiting import wait_until
from harness.winscard import Winscard

SPY = PEERS / "usr/bin/pcsc-spy"
SPY_LIBRARY = PEERS / "usr/lib/x86_64-linux-gnu/libpcscspy.so.0"


class Spy(unittest.TestCase):
    def test_sees_the_calls_of_a_program(self):
        if not SPY.exists():
            self.skipTest(f"no {SPY}: tools/dev/peers fetches it")
        at_home = {"HOME": str(SCRATCH)}
        with Scrmd() as daemon, Running([SPY], OURS.environment(**at_home)) as spy:
            wait_until((SCRATCH / "pcsc-spy").exists, "pcsc-spy does not make its pipe")
            environment = OURS.environment(**at_home)
            environment["LD_PRELOAD"] = ":".join(filter(None, [environment.get("LD_PRELOAD"), str(SPY_LIBRARY)]))
            scanned = run(["pcsc_scan", "-r"], environment)
            self.assertEqual(0, scanned.returncode, scanned.stderr)
            self.assertIn(daemon.reader, scanned.stdout)
            spy.expect("SCardEstablishContext")
            spy.expect("SCardListReaders")
            spy.expect(daemon.reader)

    def test_finds_the_library_by_its_other_name(self):
        real = OURS.checked_file().with_name("libpcsclite_real.so.1")
        self.assertEqual(OURS.file.resolve(), real.resolve())
        with Scrmd() as daemon:
            winscard = Winscard(real)
            code, context = winscard.establish()
            self.assertEqual(0, code)
            self.assertEqual([daemon.reader], winscard.list_readers(context)[1])
