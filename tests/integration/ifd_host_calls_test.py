"""scrm-ifd-host makes a handler's calls: as pcscd does, side by side where it may, and whatever the handler answers."""
import os
import unittest

from harness.ifd_host import (ANSWER, CONTROL, CRITICAL, DOWN, FROM_HOST, GET, HANDLERS, INFO, MOST, OPEN, OPENED, POWER,
                              RESET, SET, SET_PROTOCOL, SHARES, TRANSMIT, UP, IfdHost, Script, run_of)

V3 = HANDLERS / "libfake_ifd_v3.so"
ATR = bytes.fromhex("3B80800101")
TOO_LITTLE_ROOM = 618


class Calls(unittest.TestCase):
    shared = False

    def setUp(self):
        self.script = Script("card 0")
        self.host = self.enterContext(IfdHost(shared=self.shared))

    def open(self, *lines):
        self.script.rewrite(*lines)
        self.opened = self.host.open(V3, self.script.path, lun=0x10000)
        self.host.presence()
        return self.host

    def calls_of(self, *arguments):
        """The answer to a command, and the calls that it was."""
        before = len(self.script.trace())
        answer = self.host.ask(*arguments)
        return (answer.code, answer.bytes), self.script.trace()[before:]

    def test_each_is_made_as_pcscd_makes_it(self):
        self.open("tag 0DEF 0102")
        self.assertEqual(((0, ATR), ["presence 10000", "power 10000 500"]), self.calls_of(POWER, 0, UP))
        self.assertEqual(((0, ATR), ["presence 10000", "power 10000 502"]), self.calls_of(POWER, 0, RESET))
        self.assertEqual(((0, b""), ["protocol 10000 0002 flags 0000"]), self.calls_of(SET_PROTOCOL, 0, 2))
        self.assertEqual(((0, b"\x00\xA4\x90\x00"),
                          ["transmit 10000 protocol 0001 length right size 0002 room 1000c"]),
                         self.calls_of(TRANSMIT, 0, 1, MOST, run_of(b"\x00\xA4")))
        self.assertEqual(((0, b"abc"), ["control 10000 42000d48 size 0003 room 0100"]),
                         self.calls_of(CONTROL, 0, 0x42000D48, 0x100, run_of(b"abc")))
        self.assertEqual(((0, b"\1\2"), ["get 10000 0def"]), self.calls_of(GET, 0, 0xDEF, 264))
        self.assertEqual(((600, b""), ["get 10000 1234"]), self.calls_of(GET, 0, 0x1234, 264))
        self.assertEqual(((0, b""), ["set 10000 0def 0007"]), self.calls_of(SET, 0, 0xDEF, run_of(b"\7\7")))
        self.assertEqual(((600, b""), ["set 10000 1234"]), self.calls_of(SET, 0, 0x1234, run_of(b"")))
        self.assertEqual(((0, b""), ["presence 10000", "power 10000 501"]), self.calls_of(POWER, 0, DOWN))

    def test_an_empty_slot_is_not_powered(self):
        self.open("card")
        answer, calls = self.calls_of(POWER, 0, UP)
        self.assertEqual((616, b""), answer)
        self.assertEqual({"presence 10000"}, set(calls))

    def test_codes_arrive_as_the_handler_gave_them(self):
        self.open()
        for code in (612, 613, 616, 617, 618, 4711):
            self.script.rewrite(f"on transmit answer {code}")
            self.assertEqual((code, b""), self.host.transmit(b"\0")[2:])

    def test_the_largest_command_and_answer(self):
        self.open()
        command = bytes(range(256)) * 256
        self.assertEqual(command + b"\x90\x00", self.host.transmit(command[:MOST - 2]).bytes)
        self.assertEqual(TOO_LITTLE_ROOM, self.host.transmit(bytes(MOST)).code)
        self.assertEqual(TOO_LITTLE_ROOM, self.host.transmit(b"123", room=4).code)

    def test_an_answer_that_claims_too_much_is_none(self):
        self.open()
        for function, arguments in (("transmit", (TRANSMIT, 0, 1, 100, run_of(b"\0"))), ("power", (POWER, 0, UP)),
                                    ("control", (CONTROL, 0, 1, 100, run_of(b""))), ("get", (GET, 0, 0x303, 100))):
            for excess in (1, 1 << 40):
                with self.subTest(function, excess=excess):
                    self.script.rewrite(f"on {function} answer_too_long {excess}")
                    answer = self.host.ask(*arguments)
                    self.assertEqual((TOO_LITTLE_ROOM, b""), answer[2:])
                    self.host.log_line("more bytes than there was room for")

    def test_a_little_past_the_end_does_no_harm_and_is_told(self):
        self.open("on transmit write_past 16")
        self.assertEqual(b"\0\x90\0", self.host.transmit(b"\0", room=20).bytes)
        line = self.host.log_line("IFDHTransmitToICC() wrote past the end")
        self.assertEqual((CRITICAL, FROM_HOST), line[:2])
        self.script.rewrite("on transmit delay 0")
        self.assertEqual(b"\0\x90\0", self.host.transmit(b"\0").bytes)

    def test_far_past_the_end_ends_this_process(self):
        self.open("on transmit write_past 200000")
        with self.assertRaises(AssertionError):
            self.host.transmit(b"\0")
        self.assertNotEqual(0, self.host.exit_code())

    def test_a_process_that_ends_says_how(self):
        for deed, code in (("crash", -11), ("abort", -6), ("exit 7", 7)):
            with self.subTest(deed), IfdHost() as host:
                script = Script("card 0", f"on power {deed}", name="ending")
                host.open(V3, script.path)
                host.command(POWER, 0, UP)
                self.assertEqual(code, host.exit_code())

    def test_a_slow_slot_holds_the_others_unless_they_are_independent(self):
        for tag, first in (("tag 0FAC 01", 1), ("tag 0FAC 00", 0)):
            with self.subTest(tag), IfdHost() as host:
                script = Script("slots 2", "card 0 1", tag, "on transmit slot 0 delay 300", name="two")
                host.open(V3, script.path)
                sent = [host.command(TRANSMIT, slot, 1, MOST, run_of(b"\0")) for slot in (0, 1)]
                self.assertEqual(sent[first], host.expect(ANSWER).sequence)
                self.assertEqual(sent[1 - first], host.expect(ANSWER).sequence)

    def test_eight_independent_slots_seven_of_them_hang(self):
        self.open("slots 8", "card 0 1 2 3 4 5 6 7", "tag 0FAC 01",
                  *(f"on transmit slot {slot} hang" for slot in range(7)))
        for slot in range(7):
            self.host.command(TRANSMIT, slot, 1, MOST, run_of(b"\0"))
        self.assertEqual(b"\1\x90\0", self.host.transmit(b"\1", slot=7).bytes)

    def test_commands_of_a_slot_keep_their_order_and_numbers(self):
        for tag in ("tag 0FAC 01", "tag 0FAC 00"):
            with self.subTest(tag), IfdHost() as host:
                script = Script("slots 2", "card 0 1", tag, name="order")
                host.open(V3, script.path)
                sent = [host.command(TRANSMIT, 1, 1, MOST, run_of(bytes([n]))) for n in range(50)]
                answers = [host.expect(ANSWER) for _ in sent]
                self.assertEqual(sent, [answer.sequence for answer in answers])
                self.assertEqual([bytes([n, 0x90, 0]) for n in range(50)], [answer.bytes for answer in answers])


class CallsByMemory(Calls):
    """The same, where exchanges go by memory."""
    shared = True

    def test_it_says_whether_it_shares(self):
        self.open()
        self.assertEqual(SHARES, self.opened.traits & SHARES)
        with IfdHost() as host:
            self.assertEqual(0, host.open(V3, self.script.path).traits & SHARES)

    def test_of_a_command_that_may_hold_a_pin_nothing_is_left(self):
        self.open()
        for size in (9, 512):
            self.assertEqual(0, self.host.transmit(b"\1" * size).code)
            self.assertEqual(bytes(size), self.host.memory.left_of_command(0, size))

    def test_independent_slots_do_not_wait_for_each_other(self):
        self.open("slots 2", "card 0 1", "tag 0FAC 01", "on transmit slot 0 hang")
        self.host.command(TRANSMIT, 0, 1, MOST, run_of(b"\0"))
        for number in range(50):
            self.assertEqual(bytes([number, 0x90, 0]), self.host.transmit(bytes([number]), slot=1).bytes)

    def test_a_command_that_cannot_be_one_ends_it(self):
        for lie in (lambda memory: memory.tell(1), lambda memory: memory.tell(255),
                    lambda memory: memory.put(0, 1, 1, MOST, bytes(MOST + 1), 0),
                    lambda memory: memory.put(0, 1, 1, MOST + 1, b"", 0)):
            with IfdHost(shared=True) as host:
                host.open(V3, self.script.path)
                lie(host.memory)
                host.log_line("daemon cannot be understood")
                self.assertEqual(65, host.exit_code())

    def test_memory_that_cannot_be_had_is_not_used(self):
        with IfdHost() as host:
            host.greet()
            host.send(OPEN, 1, 0, 0, run_of(os.fsencode(V3)), run_of(os.fsencode(self.script.path)), INFO, 900)
            self.assertEqual(0, host.expect(OPENED).traits & SHARES)
            self.assertEqual(b"\1\x90\0", host.transmit(b"\1").bytes)


if __name__ == "__main__":
    unittest.main()
