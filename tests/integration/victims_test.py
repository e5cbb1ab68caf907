"""Clients of our library killed by the thousand, in whatever they were doing: nothing of theirs is left in scrmd."""
import os
import re
import time
import unittest
from pathlib import Path

from harness.libraries import OURS
from harness.places import BUILD
from harness.program import Running, run
from harness.scrmd import Scrmd
from harness.soak import times
from harness.waiting import wait_until

WARM_UP = times(100, 1000)
KILLED = times(500, 10000)
GROWTH_KB = 256  # of scrmd, whose heap is never quite the same
READERS = "Plain", "Alone", "Held", "Slow"
SHARE = 60  # ten live at a time, and as many may not yet be known to have died

LIMITS = f"""
[limits]
contexts_per_user = {SHARE}
handles_per_user = {SHARE}
waiting_per_user = {SHARE}
"""


class Victims(unittest.TestCase):
    def setUp(self):
        self.daemon = self.enterContext(Scrmd([{"name": name} for name in READERS], LIMITS, log_level="info"))
        run((BUILD / "tools/scrmctl", "list"), OURS.environment())  # answered once all sources of readers are open

    def kill(self, count, seed):
        """Fails if a victim cannot get where it shall be killed, or a reader cannot be had for oneself then."""
        program = self.enterContext(Running([BUILD / "tests/integration/victims", count, seed], OURS.environment()))
        killed = re.compile(r"(\d+) killed\n")
        deadline = time.monotonic() + 60 + count  # a hang, not a measurement
        while not killed.search(program.unseen) and time.monotonic() < deadline and program.process.poll() is None:
            time.sleep(0.05)
        self.assertLessEqual(count, int(program.expect(killed)[1]))
        self.assertEqual(0, program.end(), program.unseen)

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.daemon.pid}/fd"))

    def descriptors_at_rest(self):
        """The connection of a client that has just ended may still be counted for a moment."""
        counts = [self.descriptors()]
        for _ in range(10):
            time.sleep(0.02)
            counts.append(self.descriptors())
        return min(counts)

    def resident_kb(self):
        status = Path(f"/proc/{self.daemon.pid}/status").read_text(encoding="ascii")
        return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1])

    def test_leave_nothing_behind(self):
        descriptors = self.descriptors_at_rest() + 1  # the readers in shared memory, made when a client first asks
        self.kill(WARM_UP, seed=1)
        wait_until(lambda: self.descriptors() == descriptors, lambda: f"{self.descriptors()} descriptors are open")
        before = self.resident_kb()
        self.kill(KILLED, seed=2)
        wait_until(lambda: self.descriptors() == descriptors, lambda: f"{self.descriptors()} descriptors are open")
        after = self.resident_kb()
        print(f"{KILLED} killed: {before} kB before, {after} kB after")
        self.assertLessEqual(after - before, GROWTH_KB)
        self.assertEqual([], [line for line in self.daemon.log_lines() if "disconnected" in line])
