"""scrmd with no descriptor left turns clients away, goes on serving those it has, and takes in new ones afterwards."""
import os
import unittest

from harness.card_client import CardClient
from harness.libraries import DEBIANS, OURS
from harness.program import run
from harness.scrmd import Scrmd
from harness.waiting import wait_until
from harness.wire import WireClient

LIMIT = 32
TURNED_AWAY = 40
WORK = ("connect", "begin", "transmit 80EC00000301020300", "end", "disconnect")


class DescriptorsUsedUp(unittest.TestCase):
    def setUp(self):
        self.daemon = self.enterContext(Scrmd(before=("prlimit", f"--nofile={LIMIT}:{LIMIT}"), log_level="info"))
        self.guests = [self.enterContext(CardClient(library, self.daemon.reader)) for library in (DEBIANS, OURS)]
        self.hogs = []

    def use_up(self):
        """Opens connections until one is turned away."""
        while True:
            client = self.enterContext(WireClient())
            client.send(b"")
            if not self.is_served(client):
                return
            self.hogs.append(client)
            self.assertLess(len(self.hogs), LIMIT)

    @staticmethod
    def is_served(client):
        try:
            client.establish()
        except (AssertionError, OSError):
            return False
        return True

    def test_clients_are_turned_away_and_the_others_served(self):
        self.use_up()
        before = self.daemon.cpu_ticks()
        for number in range(TURNED_AWAY):
            with WireClient() as client:
                self.assertTrue(client.is_shut_out())
            self.guests[number % 2].do(*WORK)
        spent = (self.daemon.cpu_ticks() - before) / os.sysconf("SC_CLK_TCK")
        self.assertLess(spent, 1, "seconds of processor time")  # it waited for longer than that
        self.assertLessEqual(len(self.daemon.log_lines()), 40)

    def test_programs_are_told_so(self):
        self.use_up()
        for library in DEBIANS, OURS:
            told = run(["pcsc_scan", "-r"], library.environment())
            self.assertNotEqual(0, told.returncode)
            self.assertIn("SCardEstablishContext", told.stdout + told.stderr)

    def test_clients_are_taken_in_when_there_are_descriptors_again(self):
        self.use_up()
        for hog in self.hogs:
            hog.socket.close()

        def served():
            with WireClient() as client:
                return self.is_served(client)
        wait_until(served, "nobody is served any more")
        for library in DEBIANS, OURS:
            self.assertEqual(0, run(["pcsc_scan", "-r"], library.environment()).returncode)
        for guest in self.guests:
            guest.do(*WORK)
