"""scrm-ifd-host watches cards: by the handler's own waiting, or by asking it, and then only when told to."""
import unittest

from harness.ifd_host import ABSENT, HANDLERS, LOOKED, OVERDUE, PRESENT, RELEASED, SET_PROTOCOL, UP, IfdHost, Script
from harness.waiting import wait_until

V3 = HANDLERS / "libfake_ifd_v3.so"


class Watching(unittest.TestCase):
    def setUp(self):
        self.script = Script("slots 2", "card 0")
        self.host = self.enterContext(IfdHost())

    def open(self, *lines):
        self.script.rewrite(*lines)
        self.host.open(V3, self.script.path)
        self.assertEqual((0, PRESENT, 0), self.host.presence(0))
        self.assertEqual((1, ABSENT, 0), self.host.presence(1))

    def open_and_watch(self, *lines):
        self.open(*lines)
        for slot in range(2):
            self.host.watch(slot)

    def calls(self, word):
        return sum(line.split()[0] == word for line in self.script.trace())

    def move_cards(self):
        self.script.rewrite("card 1")
        self.assertEqual((0, ABSENT, 1), self.host.presence(0))
        self.assertEqual((1, PRESENT, 1), self.host.presence(1))
        self.script.rewrite("card 0 1")
        self.assertEqual((0, PRESENT, 2), self.host.presence(0))

    def test_a_handler_that_waits_is_left_to(self):
        for kind in ("stoppable", "killable"):
            with self.subTest(kind):
                self.open_and_watch(f"waits {kind}")
                self.move_cards()
                self.assertIn("wait 0 30000", self.script.trace())
                self.assertEqual(0, self.host.close())
                self.assertEqual(2 if kind == "stoppable" else 0, self.calls("stop"))
                self.assertIn("close 0001", self.script.trace())
            self.setUp()

    def test_another_limit_takes_effect_at_once(self):
        self.open_and_watch("waits stoppable")
        self.host.wait_for_call(self.script, "wait 0 30000")
        self.host.watch(0, wait_for=5000)
        wait_until(lambda: "wait 0 5000" in self.script.trace(), self.script.trace)
        self.assertEqual(1, self.calls("stop"))
        self.host.watch(0, wait_for=5000)
        self.assertEqual(0, self.host.power(UP).code)
        self.assertEqual(1, self.calls("stop"))

    def test_a_handler_that_cannot_wait_now_is_asked_again(self):
        self.open_and_watch("waits stoppable", "on wait answer 612")
        self.move_cards()

    def test_asking_every_so_often(self):
        self.open()
        for slot in range(2):
            self.host.watch(slot, ask_every=5)
        self.move_cards()

    def test_nobody_asks_unless_told_to(self):
        self.open()
        asked = self.calls("presence")
        self.host.watch(0, ask_every=5)
        wait_until(lambda: self.calls("presence") > asked + 3, self.script.trace)
        self.host.watch(0)
        self.host.transmit(b"\0", slot=0)
        asked = self.calls("presence")
        for _ in range(100):
            self.host.transmit(b"\0", slot=0)
        # One question may have been on its way.
        self.assertLessEqual(self.calls("presence"), asked + 1)

    def test_a_failed_command_is_a_reason_to_look(self):
        self.open_and_watch()
        self.script.rewrite("card")
        self.assertEqual(616, self.host.transmit(b"\0").code)
        self.assertEqual((0, ABSENT, 1), self.host.presence(0))

    def test_what_the_handler_cannot_tell_is_told(self):
        self.open()
        self.host.watch(0, ask_every=5)
        for code in (612, 617):
            self.script.rewrite(f"on presence answer {code}")
            self.assertEqual(code, self.host.presence(0).code)
        self.script.rewrite("on presence delay 0")
        self.assertEqual((0, PRESENT, 3), self.host.presence(0))

    def test_a_card_that_comes_is_powered_and_its_answer_told_with_it(self):
        for how in ({}, {"ask_every": 5}):
            with self.subTest(how):
                self.open("card 0", "on power delay 0", *([] if how else ["waits stoppable"]))
                self.host.watch(1, power_within=60000, **how)
                self.script.rewrite("card 0 1")
                slot, code, changes, power_code, atr = self.host.presence(1)
                self.assertEqual((1, PRESENT, 1, 0), (slot, code, changes, power_code))
                self.assertEqual(self.host.power(UP, slot=1).bytes, atr)
                self.assertEqual(0, self.host.transmit(b"\0", slot=1).code)
                self.script.rewrite("card 0", "on power answer 614")
                self.assertEqual((1, ABSENT, 2), self.host.presence(1))
                self.script.rewrite("card 0 1")
                self.assertEqual((1, PRESENT, 3, 614, b""), self.host.presence(1))
            self.setUp()

    def test_what_was_meant_for_the_card_before_does_not_reach_one_that_was_powered_unasked(self):
        for shared in (False, True):
            with self.subTest(shared=shared):
                self.host = self.enterContext(IfdHost(shared=shared))
                self.open("card 0")
                self.host.watch(1, ask_every=5, power_within=60000)
                self.script.rewrite("card 0 1")
                changes = self.host.presence(1).changes
                for self.host.known, code in (changes - 1, ABSENT), (changes, 0):
                    self.assertEqual(code, self.host.transmit(b"\0", slot=1).code)
                    self.assertEqual(code, self.host.ask(SET_PROTOCOL, 1, 1).code)

    def test_a_card_that_does_not_come_on_is_told_of(self):
        self.open()
        self.host.watch(1, ask_every=5, power_within=50)
        self.script.rewrite("card 0 1", "on power hang")
        self.assertEqual((1, 2), self.host.expect(OVERDUE))

    def test_a_wait_that_cannot_be_stopped_does_not_keep_it(self):
        self.open_and_watch("waits stoppable", "on wait hang")
        self.host.wait_for_call(self.script, "wait 0")
        self.assertEqual(0, self.host.close(RELEASED))
        self.assertEqual(2, self.calls("close"))

    def test_a_look_that_does_not_end_is_told_of_again_and_again(self):
        """For once the daemon may have too much to read."""
        self.open()
        self.host.watch(1, ask_every=5, look_within=50)
        self.script.rewrite("on presence hang")
        for _ in range(2):
            self.assertEqual((1, 0), self.host.expect(OVERDUE))

    def test_a_wait_that_does_not_end_is_told_of(self):
        self.open("waits stoppable", "on wait hang")
        self.host.watch(0, wait_for=5, look_within=50)
        self.assertEqual((0, 1), self.host.expect(OVERDUE))

    def test_a_wait_has_as_long_as_any_other_look(self):
        self.open("waits stoppable")
        self.host.watch(0, wait_for=3600_000, look_within=50)
        self.assertEqual((0, 1), self.host.expect(OVERDUE))

    def test_that_it_has_looked_as_it_was_told_to_is_told_after_what_it_saw(self):
        self.open()
        for watches in range(1, 10):
            self.script.rewrite("card" if watches % 2 else "card 0")
            self.host.watch(0, ask_every=3600_000)
            self.assertEqual((0, watches), self.host.expect(LOOKED))
            self.assertEqual((0, ABSENT if watches % 2 else PRESENT, watches), self.host.kept.pop()[1])

    def test_a_look_that_had_begun_before_is_not_taken_for_it(self):
        self.open("on presence delay 300")
        asked = self.calls("presence")
        self.host.watch(0, ask_every=3600_000)
        wait_until(lambda: self.calls("presence") > asked, self.script.trace)
        self.host.watch(0, ask_every=3600_000)
        self.assertEqual((0, 1), self.host.expect(LOOKED))
        self.assertEqual((0, 2), self.host.expect(LOOKED))
        self.assertEqual(asked + 2, self.calls("presence"))

    def test_looks_that_end_in_time_are_not_told_of(self):
        self.open("on presence delay 20")
        self.host.watch(0, ask_every=1, look_within=10000)
        self.host.watch(1, ask_every=1, look_within=100)
        asked = self.calls("presence")
        wait_until(lambda: self.calls("presence") > asked + 20, self.script.trace)
        self.assertEqual(0, self.host.power(UP).code)
        self.assertFalse([kept for kept in self.host.kept if kept[0] == OVERDUE])

    def test_a_look_behind_a_long_command_is_not_overdue(self):
        self.open("on transmit delay 500")
        self.host.watch(0, ask_every=1, look_within=100)
        self.host.transmit(b"\0")
        self.assertEqual(0, self.host.power(UP).code)
        self.assertFalse([kept for kept in self.host.kept if kept[0] == OVERDUE])


if __name__ == "__main__":
    unittest.main()
