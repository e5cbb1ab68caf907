"""A hundred and twenty readers that are plugged in within a second: all are told of, and all of them serve."""
import time
import unittest

from harness import codes
from harness.libraries import OURS
from harness.scrmd import Scrmd
from harness.waiting import wait_until
from harness.winscard import Winscard

READERS = 120
DATA = b"\xCA\xFE"
ECHO = b"\x80\xEC\x00\x00\x02" + DATA + b"\x00"


class ManyReaders(unittest.TestCase):
    def setUp(self):
        self.daemon = self.enterContext(Scrmd(readers=(), log_level="warning"))
        self.winscard = Winscard(OURS.checked_file())
        self.context = self.winscard.establish()[1]

    def names(self):
        return self.winscard.list_readers(self.context, 65536)[1]

    def test_that_come_at_once_are_usable(self):
        began = time.monotonic()
        for number in range(READERS):
            self.daemon.desk.plug(f"R{number:03}")
        plugged = time.monotonic() - began
        wait_until(lambda: len(self.names()) == READERS, lambda: f"{len(self.names())} of {READERS} have come")
        print(f"plugged in within {plugged:.2f} s, all there after {time.monotonic() - began:.2f} s")
        for name in self.names():
            code, card, protocol = self.winscard.connect(self.context, name)
            self.assertEqual(codes.SUCCESS, code, name)
            self.assertEqual((codes.SUCCESS, DATA + b"\x90\x00"), self.winscard.transmit(card, protocol, ECHO)[:2])


if __name__ == "__main__":
    unittest.main()
