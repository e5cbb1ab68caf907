"""scrmd killed and started again, many times, under many busy clients of our library: each goes on with nothing but
SCardReconnect, none crashes or hangs, and no command reaches a card twice."""
import random
import re
import time
import unittest
from collections import Counter

from harness.libraries import OURS
from harness.places import BUILD
from harness.program import Running
from harness.scrmd import Scrmd
from harness.soak import times

CLIENTS = 50
ROUNDS = times(8, 200)
LONGEST_OUTAGE = 0.2  # seconds
ECHO = re.compile(r"<- 80 EC 00 00 06 00 (?P<client>..) (?P<serial>..(?: ..){3}) 00$", re.MULTILINE)


class BusyRestart(unittest.TestCase):
    def setUp(self):
        self.arrived = Counter()  # commands at the reader, by client and serial number

    def daemon(self):
        return self.enterContext(Scrmd(options=["--apdu"], log_level="info"))

    def count(self, daemon):
        """What the log of a daemon that has ended says; it may end in the midst of a line."""
        self.arrived.update(ECHO.findall(daemon.log_text()))
        daemon.log.unlink()

    def test_disturbs_no_client_and_repeats_no_command(self):
        dice = random.Random(1)
        daemon = self.daemon()
        clients = self.enterContext(Running(
            [BUILD / "tests/integration/busy_clients", daemon.reader, CLIENTS], OURS.environment()))
        for _ in range(ROUNDS):
            clients.tell("progress")
            clients.expect("progress\n")
            time.sleep(dice.random() * 0.05)
            daemon.kill()
            self.count(daemon)
            time.sleep(dice.random() * LONGEST_OUTAGE)
            daemon = self.daemon()
        clients.tell("progress")
        clients.expect("progress\n")
        self.assertEqual(0, clients.end(), clients.unseen)
        daemon.kill()
        self.count(daemon)
        self.assert_commands(clients)

    def assert_commands(self, clients):
        twice = [command for command, count in self.arrived.items() if count > 1]
        self.assertEqual([], twice)
        of_client = Counter(int(client, 16) for client, _ in self.arrived)
        for number in range(CLIENTS):
            said = clients.expect(rf"client {number} sent (\d+) answered (\d+)\n")
            sent, answered = int(said[1]), int(said[2])
            self.assertLess(0, answered)
            self.assertLessEqual(answered, of_client[number])
            self.assertLessEqual(of_client[number], sent)
            self.assertLessEqual(sent - answered, ROUNDS)  # nothing was lost but what a kill came upon
