"""scrm-ifd-host ends: in order, when the daemon has gone, and when the daemon cannot be understood."""
import contextlib
import os
import unittest

from harness.ifd_host import (CLOSE, CONTROL, DOWN, FROM_HOST, GET, HANDLERS, HELLO, LOG_LINE, MOST, OPEN, POWER, RELEASED,
                              SET, SET_PROTOCOL, TRANSMIT, UNPLUGGED, UP, WATCH, IfdHost, Script, numbers, run_of)
from harness.program import run

V3 = HANDLERS / "libfake_ifd_v3.so"
NOT_UNDERSTOOD, USAGE = 65, 64


class InOrder(unittest.TestCase):
    def closed(self, *lines, reason=RELEASED, power=()):
        script = Script("slots 2", "card 0", *lines)
        with IfdHost() as host:
            host.open(V3, script.path)
            for action in power:
                host.power(action)
            before = len(script.trace())
            self.assertEqual(0, host.close(reason))
        return script.trace()[before:]

    def test_channels_are_closed(self):
        self.assertEqual(["close 0000", "close 0001"], self.closed())

    def test_a_powered_card_is_powered_down(self):
        self.assertEqual(["presence 0000", "power 0000 501", "close 0000", "close 0001"], self.closed(power=[UP]))

    def test_a_card_that_is_off_is_left_alone(self):
        self.assertEqual(["close 0000", "close 0001"], self.closed(power=[UP, DOWN]))

    def test_a_handler_that_wants_to_know_is_told_of_removal(self):
        self.assertEqual(["get 0000 0fb4", "set 0000 0fb4 0001", "close 0000", "close 0001"],
                         self.closed("tag 0FB4 01", reason=UNPLUGGED))
        self.assertEqual(["get 0000 0fb4", "close 0000", "close 0001"], self.closed(reason=UNPLUGGED))
        self.assertEqual(["close 0000", "close 0001"], self.closed("tag 0FB4 01"))

    def test_a_call_that_hangs_does_not_keep_it_open(self):
        for lines in ((), ("tag 0FAC 01",)):
            with self.subTest(lines), IfdHost() as host:
                script = Script("slots 2", "card 0", "on transmit hang", "tag 0FB4 01", *lines, name="hanging")
                host.open(V3, script.path)
                host.command(TRANSMIT, 0, 1, MOST, run_of(b"\0"))
                host.wait_for_call(script, "transmit")
                host.command(TRANSMIT, 0, 1, MOST, run_of(b"\1"))  # nobody will carry it out
                self.assertEqual(0, host.close(UNPLUGGED))
                self.assertEqual(["get 0000 0fb4", "set 0000 0fb4 0001", "close 0000", "close 0001"],
                                 script.trace()[-4:])

    def test_an_opening_that_hangs_does_not_keep_it(self):
        script = Script("on open hang")
        with IfdHost() as host:
            host.greet()
            host.send(OPEN, 1, 0, 0, run_of(os.fsencode(V3)), run_of(os.fsencode(script.path)), 1, 0)
            host.wait_for_call(script, "open")
            self.assertEqual(0, host.close())


class DaemonGone(unittest.TestCase):
    commands = {"power": (POWER, 0, UP), "protocol": (SET_PROTOCOL, 0, 1),
                "transmit": (TRANSMIT, 0, 1, MOST, run_of(b"\0")), "control": (CONTROL, 0, 1, 8, run_of(b"")),
                "get": (GET, 0, 0x303, 8), "set": (SET, 0, 0x303, run_of(b"\0"))}

    def test_before_anything(self):
        with IfdHost() as host:
            host.socket.close()
            self.assertEqual(0, host.exit_code())

    def test_while_idle(self):
        for lines in ((), ("waits stoppable",), ("slots 8", "tag 0FAC 01", "waits killable")):
            with self.subTest(lines), IfdHost() as host:
                host.open(V3, Script(*lines).path)
                host.socket.close()
                self.assertEqual(0, host.exit_code())

    def test_inside_each_function(self):
        for function, command in self.commands.items():
            for lines in ((), ("slots 2", "tag 0FAC 01")):
                with self.subTest(function, lines=lines), IfdHost() as host:
                    script = Script("card 0", *lines, name=function)
                    host.open(V3, script.path)
                    script.rewrite(f"on {function} {'spin' if lines else 'hang'}")
                    before = len(script.trace())
                    host.command(*command)
                    host.wait_for_call(script, function if function != "get" else "get 0000 0303")
                    self.assertGreater(len(script.trace()), before)
                    host.socket.close()
                    self.assertEqual(0, host.exit_code())

    def test_while_opening(self):
        for function in ("open", "get", "presence"):
            with self.subTest(function), IfdHost() as host:
                script = Script(f"on {function} hang", name=function)
                host.greet()
                host.send(OPEN, 1, 0, 0, run_of(os.fsencode(V3)), run_of(os.fsencode(script.path)), 1, 0)
                host.wait_for_call(script, function)
                host.socket.close()
                self.assertEqual(0, host.exit_code())

    def test_while_closing(self):
        script = Script("on close hang")
        with IfdHost() as host:
            host.open(V3, script.path)
            host.send(CLOSE, RELEASED)
            host.wait_for_call(script, "close")
            host.socket.close()
            self.assertEqual(0, host.exit_code())

    def test_a_child_of_the_handler_does_not_hide_the_end_of_the_host(self):
        with IfdHost() as host:
            script = Script("card 0", "on transmit fork", "on control exit 5")
            host.open(V3, script.path)
            self.assertEqual(0, host.transmit(b"\0").code)
            host.command(CONTROL, 0, 1, 8, run_of(b""))
            self.assertEqual(5, host.exit_code())
            while host.socket.recv(1 << 17):  # to its end, or the socket's patience ends
                pass


class NotUnderstood(unittest.TestCase):
    def complaint_after(self, host):
        self.assertEqual(NOT_UNDERSTOOD, host.exit_code())
        line = host.expect(LOG_LINE)
        self.assertEqual(FROM_HOST, line.origin)
        self.assertTrue(line.text.startswith("this host ends because the daemon cannot be understood: it "), line)
        return line.text

    def test_greetings(self):
        for packet, words in ((numbers(HELLO, 99), "version 99"), (numbers(HELLO), "wrong size"),
                              (numbers(WATCH, 0, 0, 0, 0, 0), "where a hello was due"), (b"\1", "unknown kind"),
                              (b"GET / HTTP/1.1", "unknown kind")):
            with self.subTest(words), IfdHost() as host:
                host.socket.send(packet)
                self.assertIn(words, self.complaint_after(host))

    def test_messages(self):
        for packet, words in ((numbers(POWER, 1, 1, UP), "slot 1, which"), (numbers(POWER, 0, 1, 7), "unknown value"),
                              (numbers(WATCH, 0xFFFFFFFF, 0, 0, 0, 0), "slot 4294967295"),
                              (numbers(TRANSMIT, 0, 1, 1, MOST + 1, 0, 0), "over its limits"),
                              (numbers(TRANSMIT, 0, 1, 1, 10, 0, 0xFFFFFFF0), "over its limits"),
                              (numbers(TRANSMIT, 0, 1, 1, 10, 0, 3), "wrong size"), (bytes(80000), "over its limits"),
                              (numbers(HELLO, 1), "at the wrong time"), (numbers(0x102, 0, 1, 0, 0), "unknown kind"),
                              (numbers(CLOSE, 9), "unknown value")):
            with self.subTest(words), IfdHost() as host:
                host.open(V3, Script().path)
                host.socket.send(packet)
                self.assertIn(words, self.complaint_after(host))

    def test_more_commands_than_anybody_waits_for(self):
        with IfdHost() as host:
            script = Script("slots 2", "card 0", "tag 0FAC 01", "on transmit hang")
            host.open(V3, script.path)
            with contextlib.suppress(BrokenPipeError):
                for _ in range(100):
                    host.command(TRANSMIT, 0, 1, MOST, run_of(b"\0"))
            self.assertIn("more commands", self.complaint_after(host))

    def test_without_a_socket(self):
        program = IfdHost.__init__.__defaults__[0]
        for arguments in ((), ("x",), ("99",), ("0",), ("-1",)):
            ran = run([program, *arguments], os.environ)
            self.assertEqual((USAGE, "", "scrm-ifd-host: scrmd starts it, with the number of a socket; see scrmd(8)\n"),
                             (ran.returncode, ran.stdout, ran.stderr))


if __name__ == "__main__":
    unittest.main()
