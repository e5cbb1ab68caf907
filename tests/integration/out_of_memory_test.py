"""scrmd that gets no memory in the midst of its work: it ends in order, in whatever state its clients are."""
import unittest

from harness import codes
from harness.card_client import CardClient
from harness.libraries import OURS
from harness.places import BUILD, SCRATCH
from harness.scrmd import Scrmd
from harness.wire import WireClient

FAILING = BUILD / "tests/integration/libfailing_allocation.so"
FAILS = SCRATCH / "allocation-fails"
FREED_IS_FILLED = "MALLOC_PERTURB_=165"


class OutOfMemory(unittest.TestCase):
    def test_ends_it_with_a_word_and_nothing_worse(self):
        if not FAILING.exists():
            self.skipTest(f"no {FAILING}: sanitizers allocate by themselves")
        with Scrmd(before=("env", f"LD_PRELOAD={FAILING}", f"SCRM_ALLOCATION_FAILS={FAILS}",
                           FREED_IS_FILLED)) as daemon:
            holder, in_line, waiting = (self.enterContext(CardClient(OURS, daemon.reader)) for _ in range(3))
            for client in holder, in_line:
                client.do("connect")
            holder.do("begin")
            in_line.begin_to("transmit 80EC000000")
            waiting.begin_to("wait")
            FAILS.write_bytes(b"\1")
            with self.assertRaises((OSError, AssertionError)), WireClient() as client:
                client.establish()
            self.assertEqual(1, daemon.end_by_itself(), daemon.log_text())
        self.assertIn("scrmd: std::bad_alloc", daemon.log_text())
