"""What scrmd needs when there is nothing to do: no processor time at all, and little memory."""
import re
import time
import unittest
from pathlib import Path

from harness.card_client import CardClient
from harness.libraries import DEBIANS, OURS
from harness.scrmd import Scrmd
from harness.soak import times

READERS, CLIENTS = 16, 10
GRACE, WATCHED = 1, times(4, 30)  # seconds; unused cards are switched off in the first
MOST_KB = 5 * 1024


class Idle(unittest.TestCase):
    def start(self, readers):
        self.daemon = self.enterContext(Scrmd([{"name": f"Desk {number:02}"} for number in range(readers)],
                                              "[power]\noff_after = 0.2\n", log_level="info"))
        self.reader = "Desk 00 00 00"

    def status(self, field):
        status = Path(f"/proc/{self.daemon.pid}/status").read_text(encoding="ascii")
        return int(re.search(rf"^{field}:\s+(\d+)", status, re.MULTILINE)[1])

    def test_has_one_thread_and_little_memory_at_start(self):
        self.start(1)
        self.assertEqual(1, self.status("Threads"))
        resident = self.status("VmRSS")
        print(f"{resident} kB at start")
        self.assertLessEqual(resident, MOST_KB)

    def test_never_wakes_up_while_clients_wait(self):
        self.start(READERS)
        for library in OURS, DEBIANS:
            with self.subTest(library.title):
                clients = [self.enterContext(CardClient(library, self.reader)) for _ in range(CLIENTS)]
                for client in clients:
                    client.begin_to("wait")
                time.sleep(GRACE)
                before = self.status("voluntary_ctxt_switches"), self.daemon.cpu_ticks()
                time.sleep(WATCHED)
                after = self.status("voluntary_ctxt_switches"), self.daemon.cpu_ticks()
                self.assertEqual(before, after)
                self.daemon.desk.remove("Desk 00")
                for client in clients:
                    client.answer_to("wait")
                self.assertLess(after[0], self.status("voluntary_ctxt_switches"))  # this is how it would be seen
                self.daemon.desk.insert("Desk 00")
