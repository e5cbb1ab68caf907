"""What tests of hosted readers have in common."""
import unittest

from . import codes
from .card_client import CardClient
from .hosted import HostedScrmd, script
from .libraries import DEBIANS, OURS
from .waiting import wait_until
from .winscard import Winscard

ECHO = b"\x80\xEC\x00\x00\x02\xCA\xFE\x00"
GOOD, BAD = "Good 00 00", "Bad 00 00"


class HostedStage(unittest.TestCase):
    """A reader whose driver is good, one whose driver is told what to do wrong, and a client of each library."""

    def play(self, *lines, tuning=None):
        self.bad_script = script("bad", *lines)
        self.daemon = self.enterContext(HostedScrmd({"Good": script("good"), "Bad": self.bad_script},
                                                    tuning=tuning, log_level="info"))
        self.winscard = Winscard(OURS.checked_file())
        code, self.context = self.winscard.establish()
        self.assertEqual(codes.SUCCESS, code)
        self.bystander = self.enterContext(CardClient(DEBIANS, GOOD))
        self.bystander.do("connect")
        self.addCleanup(self.assert_others_were_served)

    def assert_others_were_served(self):
        self.bystander.do("status", f"transmit {ECHO.hex()}")
        self.assertEqual(1, self.daemon.threads())

    def connected(self, reader=BAD):
        code, card, _ = self.winscard.connect(self.context, reader)
        self.assertEqual(codes.SUCCESS, code, hex(code))
        return card

    def echo(self, card):
        return self.winscard.transmit(card, codes.T1, ECHO)[0]

    def connect_in_the_end(self):
        def connect():
            code, card, _ = self.winscard.connect(self.context, BAD)
            return card if code == codes.SUCCESS else None
        return wait_until(connect, lambda: "the reader did not come back: " + self.daemon.log_text())

    def assert_serves_again(self):
        card = self.connect_in_the_end()
        self.assertEqual(codes.SUCCESS, self.echo(card))
        self.assertEqual(codes.SUCCESS, self.winscard.disconnect(card))

    def assert_logged(self, text):
        wait_until(lambda: text in self.daemon.log_text(), lambda: f"no {text!r} in {self.daemon.log_text()}")
