"""What a command costs scrmd in allocations, counted in the process itself."""
import struct
import unittest

from harness import codes
from harness.libraries import DEBIANS, OURS
from harness.places import BUILD, SCRATCH
from harness.scrmd import Scrmd
from harness.winscard import Winscard

COUNTER = BUILD / "tests/integration/liballocation_counter.so"
COUNT = SCRATCH / "allocations"
MOST = 2  # for each SCardTransmit
WARM_UP, COUNTED = 200, 1000
SHORT = b"\x80\xEC\x00\x00\x00"
LONG = b"\x80\xEC\x00\x00\x00\xFD\xE8" + bytes(65000) + b"\x00\x00"


class Allocations(unittest.TestCase):
    def setUp(self):
        if not COUNTER.exists():
            self.skipTest(f"no {COUNTER}: sanitizers count by themselves")
        # The watch over the loop's turns, which tests turn on, allocates too.
        self.daemon = self.enterContext(Scrmd(
            log_level="info", before=("env", "-u", "SCRM_LOOP_TURN_LIMIT", f"LD_PRELOAD={COUNTER}",
                                      f"SCRM_ALLOCATIONS={COUNT}")))
        self.assertLess(100, self.counted())  # it does count

    def counted(self):
        return struct.unpack("Q", COUNT.read_bytes())[0]

    def per_command(self, winscard, card, command):
        for number in range(WARM_UP + COUNTED):
            if number == WARM_UP:
                before = self.counted()
            self.assertEqual(codes.SUCCESS, winscard.transmit(card, codes.T1, command, 66000)[0])
        return (self.counted() - before) / COUNTED

    def connected(self, library):
        winscard = Winscard(library.checked_file())
        code, context = winscard.establish()
        self.assertEqual(codes.SUCCESS, code)
        code, card, _ = winscard.connect(context, self.daemon.reader, protocols=codes.T1)
        self.assertEqual(codes.SUCCESS, code)
        return winscard, card

    def judge(self, what, winscard, card):
        for name, command in ("5 bytes", SHORT), ("65 000 bytes", LONG):
            each = self.per_command(winscard, card, command)
            print(f"{what}, {name}: {each} allocations")
            self.assertLessEqual(each, MOST)

    def test_are_few_for_each_command(self):
        for library in OURS, DEBIANS:
            winscard, card = self.connected(library)
            self.judge(library.title, winscard, card)
            self.assertEqual(codes.SUCCESS, winscard.begin(card))
            self.judge(f"{library.title}, in a transaction", winscard, card)
            self.assertEqual(codes.SUCCESS, winscard.end(card))
