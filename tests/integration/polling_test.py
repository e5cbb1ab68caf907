"""Programs that look at the readers again and again: scrmd shows them to our library without being asked."""
import os
import signal
import unittest

from harness import codes
from harness.hosted import HostedScrmd, script
from harness.libraries import OURS
from harness.scrmd import Scrmd
from harness.waiting import wait_until
from harness.winscard import INFINITE, Winscard

LOOKS_BEFORE_MAP = 3


class Polling(unittest.TestCase):
    def setUp(self):
        self.winscard = Winscard(OURS.checked_file())
        self.daemon = self.enterContext(Scrmd())
        code, self.context = self.winscard.establish()
        self.assertEqual(codes.SUCCESS, code)
        self.addCleanup(self.winscard.release, self.context)
        for _ in range(LOOKS_BEFORE_MAP):
            self.look()

    def look(self, reader=None):
        code, (state,) = self.winscard.status_change(self.context, [(reader or self.daemon.reader, 0)])
        self.assertEqual(codes.SUCCESS, code)
        return state.event

    def sees(self, flag):
        return self.look() & flag != 0

    def test_does_not_need_the_daemons_attention(self):
        os.kill(self.daemon.pid, signal.SIGSTOP)
        self.addCleanup(os.kill, self.daemon.pid, signal.SIGCONT)
        for _ in range(3):
            self.assertTrue(self.sees(codes.STATE_PRESENT))
            self.assertEqual((codes.SUCCESS, [self.daemon.reader]), self.winscard.list_readers(self.context)[:2])

    def test_sees_cards_come_and_go(self):
        for _ in range(3):
            self.daemon.remove()
            wait_until(lambda: self.sees(codes.STATE_EMPTY), "the card is still to be seen")
            self.daemon.insert()
            wait_until(lambda: self.sees(codes.STATE_PRESENT), "the card is not to be seen")

    def test_sees_at_once_what_the_program_did_itself(self):
        for _ in range(50):
            code, card, _ = self.winscard.connect(self.context, self.daemon.reader)
            self.assertEqual(codes.SUCCESS, code)
            self.assertTrue(self.sees(codes.STATE_INUSE))
            self.assertEqual(codes.SUCCESS, self.winscard.disconnect(card))
            self.assertFalse(self.sees(codes.STATE_INUSE))

    def test_goes_on_with_the_next_daemon(self):
        self.daemon.kill()
        with Scrmd(readers=[{"name": "Another"}]):
            for _ in range(2 * LOOKS_BEFORE_MAP):
                self.assertEqual((codes.SUCCESS, ["Another 00 00"]), self.winscard.list_readers(self.context)[:2])

    def test_is_told_of_news_when_it_waits_after_all(self):
        known = self.look() & ~codes.STATE_CHANGED
        self.daemon.remove()
        code, (state,) = self.winscard.status_change(self.context, [(self.daemon.reader, known)], INFINITE)
        self.assertEqual(codes.SUCCESS, code)
        self.assertNotEqual(0, state.event & codes.STATE_EMPTY)


class AfterAWhileWithoutClients(unittest.TestCase):
    """A driver that must be asked for cards is asked seldom then; but nobody is told what was seen long ago."""

    READER = "Asked 00 00"

    def start(self, *lines, **others):
        self.script = script("asked", *lines)
        self.enterContext(HostedScrmd({"Asked": self.script}, **others))
        self.winscard = Winscard(OURS.checked_file())

    def first_answer(self, ask):
        code, context = self.winscard.establish()
        self.assertEqual(codes.SUCCESS, code)
        try:
            return ask(context)
        finally:
            self.winscard.release(context)

    def look(self):
        code, (state,) = self.first_answer(lambda context: self.winscard.status_change(context, [(self.READER, 0)]))
        self.assertEqual(codes.SUCCESS, code)
        return state

    def test_the_first_is_told_of_what_came_and_went(self):
        self.start("on presence delay 50", "on power delay 100")
        self.look()  # what a host that just opens its reader has seen is not from long ago
        for _ in range(5):
            self.script.rewrite("card")
            self.assertNotEqual(0, self.look().event & codes.STATE_EMPTY)
            self.script.rewrite("card 0")
            state = self.look()
            self.assertNotEqual(0, state.event & codes.STATE_PRESENT)
            self.assertNotEqual(b"", state.atr)

    def test_the_first_is_connected_to_the_card_that_came(self):
        self.start("card")
        for _ in range(5):
            self.script.rewrite("card 0")
            code = self.first_answer(lambda context: self.winscard.connect(context, self.READER)[0])
            self.assertEqual(codes.SUCCESS, code, hex(code))
            self.script.rewrite("card")
            self.assertNotEqual(0, self.look().event & codes.STATE_EMPTY)

    def test_the_first_is_answered_although_the_driver_hangs(self):
        self.start(tuning={"presence_deadline": 3600})
        self.look()
        self.script.rewrite("on presence hang")
        self.assertNotEqual(0, self.look().event & codes.STATE_PRESENT)
