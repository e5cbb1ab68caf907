"""What a handler logs and prints arrives as log lines, however much it is, and garbles nothing."""
import unittest

from harness.ifd_host import (CRITICAL, DEBUG, ERROR, FROM_HANDLER, FROM_OUTPUT, HANDLERS, INFO, LOG_LINE, IfdHost,
                              Script)

LEFT_OUT = "log lines of the handler were left out"
V3 = HANDLERS / "libfake_ifd_v3.so"


class Logging(unittest.TestCase):
    def setUp(self):
        self.script = Script("card 0")
        self.host = self.enterContext(IfdHost())

    def open(self, *lines, level=INFO):
        self.script.rewrite(*lines)
        self.host.open(V3, self.script.path, level=level)
        return self.host

    def lines(self):
        return [message.text for kind, message in self.host.kept if kind == LOG_LINE]

    def test_lines_and_dumps(self):
        host = self.open("on transmit log it says \x07 things", "on control dump bytes:")
        self.assertEqual(0, host.transmit(b"\0").code)
        self.assertEqual((INFO, FROM_HANDLER, "it says   things"), host.log_line("things"))
        self.script.rewrite("on transmit dump bytes:")
        host.transmit(b"\0")
        self.assertEqual((INFO, FROM_HANDLER, "bytes: 01 AB"), host.log_line("bytes"))

    def test_a_long_line_is_cut(self):
        host = self.open("on transmit log " + "x" * 5000)
        host.transmit(b"\0")
        self.assertEqual("x" * 1024, host.log_line("xxx").text)

    def test_what_nobody_wants_is_not_sent(self):
        for level, wanted in ((DEBUG, True), (INFO, True), (ERROR, False), (CRITICAL, False)):
            with self.subTest(level=level), IfdHost() as host:
                script = Script("card 0", "on transmit log hello", name="level")
                host.open(V3, script.path, level=level)
                host.transmit(b"\0")
                logged = [message.text for kind, message in host.kept if kind == LOG_LINE]
                self.assertEqual(["hello"] if wanted else [], logged)

    def test_what_is_printed(self):
        host = self.open("on transmit print hello")
        self.assertEqual(0, host.transmit(b"\0").code)
        self.assertEqual((INFO, FROM_OUTPUT, "hello"), host.log_line("hello"))
        self.assertEqual((INFO, FROM_OUTPUT, "hello on stderr"), host.log_line("stderr"))

    def test_a_flood_is_thinned_out_and_every_line_accounted_for(self):
        host = self.open("on transmit flood 200000")
        self.assertEqual(b"\0\x90\0", host.transmit(b"\0").bytes)
        self.script.rewrite("on transmit log after the flood")
        written = 200000
        while "after the flood" not in self.lines():
            host.transmit(b"\0")
            written += 1
        left_out = [int(text.split()[0]) for text in self.lines() if text.endswith(LEFT_OUT)]
        arrived = len(self.lines()) - len(left_out)
        self.assertEqual(written, arrived + sum(left_out))
        self.assertGreater(arrived, 100)
        self.assertLess(arrived, 20000)

    def test_a_flood_that_nobody_reads_does_not_hold_the_handler(self):
        host = self.open("slots 2", "tag 0FAC 01", "on transmit slot 0 flood 300000", "on transmit slot 1 delay 0")
        sequence = host.command(5, 0, 1, 100, b"\1\0\0\0\0")
        # Read by nobody until the handler is through with it.
        host.wait_for_call(self.script, "transmit 0000")
        self.assertEqual(0, host.answer_to(sequence).code)


if __name__ == "__main__":
    unittest.main()
