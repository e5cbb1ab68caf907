"""Hosts killed at random while clients work: nobody is stuck, nothing is left behind."""
import contextlib
import os
import random
import signal
import threading
import time
import unittest
from pathlib import Path

from harness import codes
from harness.hosted import HostedScrmd, children, script
from harness.libraries import OURS
from harness.waiting import wait_until
from harness.winscard import Winscard

KILLS = 10000 if os.environ.get("SCRM_SOAK") == "full" else 60
READERS = 6
ECHO = b"\x80\xEC\x00\x00\x02\xCA\xFE\x00"
TUNING = {"failures": 1_000_000, "failures_within": 0.001, "exchange_deadline": 60,
          "contended_exchange_deadline": 60, "power_deadline": 60}


class Worker(threading.Thread):
    """Connects, works, and connects anew whenever it is told to."""

    def __init__(self, reader):
        super().__init__()
        self.reader = reader
        self.winscard = Winscard(OURS.checked_file())
        self.context = self.winscard.establish()[1]
        self.exchanges = 0
        self.surprises = []
        self.stopping = False

    EXPECTED = {codes.RESET_CARD, codes.NOT_TRANSACTED, codes.REMOVED_CARD, codes.UNRESPONSIVE_CARD,
                codes.UNPOWERED_CARD, codes.NO_SMARTCARD}

    def run(self):
        while not self.stopping:
            code, card, _ = self.winscard.connect(self.context, self.reader)
            self.note(code)
            if code != codes.SUCCESS:
                time.sleep(0.01)
            while code == codes.SUCCESS and not self.stopping:
                code, answer = self.winscard.transmit(card, codes.T1, ECHO)[:2]
                self.note(code)
                if code == codes.SUCCESS:
                    self.exchanges += 1
                    if answer != ECHO + b"\x90\x00":
                        self.surprises.append(answer)
            self.winscard.disconnect(card)

    def note(self, code):
        if code != codes.SUCCESS and code not in self.EXPECTED:
            self.surprises.append(hex(code))


class HostsKilled(unittest.TestCase):
    def test_at_random(self):
        chance = random.Random(KILLS)
        scripts = {f"R{number}": script(f"reader-{number}", *(["waits stoppable"] if number % 2 else []))
                   for number in range(READERS)}
        with HostedScrmd(scripts, tuning=TUNING, log_level="error") as daemon:
            workers = [Worker(f"R{number} 00 00") for number in range(READERS) for _ in range(2)]
            descriptors = daemon.descriptors()
            for worker in workers:
                worker.start()
            try:
                self.kill_some(daemon, chance)
            finally:
                for worker in workers:
                    worker.stopping = True
                for worker in workers:
                    worker.join()
            self.assertEqual([], [surprise for worker in workers for surprise in worker.surprises])
            self.assertTrue(all(worker.exchanges for worker in workers))
            wait_until(lambda: len(daemon.hosts()) == READERS, "a host is missing")
            wait_until(lambda: daemon.descriptors() <= descriptors,
                       lambda: f"{daemon.descriptors()} descriptors, {descriptors} before")
            self.assertEqual(READERS, len(list(children(daemon.pid))))
            self.assertEqual(1, daemon.threads())
            hosts = list(daemon.hosts().values())
        self.assertFalse([pid for pid in hosts if Path(f"/proc/{pid}").exists()])

    @staticmethod
    def kill_some(daemon, chance):
        killed = 0
        while killed < KILLS:
            hosts = list(daemon.hosts().values())
            for pid in chance.sample(hosts, k=min(2, len(hosts))):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
                    killed += 1
            time.sleep(chance.uniform(0, 0.1))


if __name__ == "__main__":
    unittest.main()
