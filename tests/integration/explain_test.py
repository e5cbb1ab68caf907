"""Why a call was refused, in words, for whoever sets SCRM_EXPLAIN."""
import os
import shutil
import socket
import sys
import unittest

from harness.card_client import CardClient
from harness.libraries import OURS
from harness.places import BUILD, SCRATCH, SOCKET
from harness.program import run
from harness.scrmd import Scrmd

SHARING_VIOLATION, SERVER_TOO_BUSY = "8010000b", "80100031"
NOBODY = 65534
ESTABLISH = """
import ctypes, sys
context = ctypes.c_long()
code = ctypes.CDLL(sys.argv[1]).SCardEstablishContext(2, None, None, ctypes.byref(context))
print(f"{code & 0xffffffff:08x}")
"""
EXPLAIN = {"SCRM_EXPLAIN": "1", "PCSCLITE_NO_BLOCKING": "1"}


class Explain(unittest.TestCase):
    def start(self, limits=""):
        self.daemon = self.enterContext(Scrmd(settings=limits))

    def client(self, **environment):
        return self.enterContext(CardClient(OURS, self.daemon.reader, **environment))

    def assert_told(self, client, command, code, words):
        client.tell(command)
        line = client.expect(r"scrm: ([^\n]*)\n")[1]
        self.assertIn(words, line)
        self.assertEqual(code, client.answer_to(command))

    def test_names_who_has_the_card(self):
        self.start()
        holder, other = self.client(), self.client(**EXPLAIN)
        other.do("connect")
        holder.do("connect", "begin")
        by = f"pid {holder.process.pid} (python3"
        for command in "status", "transmit 80EC0000", "reconnect":
            self.assert_told(other, command, SHARING_VIOLATION, f"'{self.daemon.reader}' is in a transaction of {by}")
        holder.do("end")
        other.do("disconnect")
        self.assert_told(other, "connect 1", SHARING_VIOLATION, f"'{self.daemon.reader}' is used by {by}")
        holder.do("disconnect", "connect 1")
        self.assert_told(other, "connect", SHARING_VIOLATION, f"is used exclusively by {by}")

    def test_names_the_limit_that_is_reached(self):
        self.start("[limits]\nhandles_per_user = 3\nwaiting_per_user = 1\n")
        holder, first, second = self.client(), self.client(), self.client(SCRM_EXPLAIN="1")
        for client in holder, first, second:
            client.do("connect")
        late = self.client(SCRM_EXPLAIN="1")
        self.assert_told(late, "connect", SERVER_TOO_BUSY, f"user {os.getuid()} has 3 handles")
        holder.do("begin")
        first.begin_to("begin")
        holder.do("transmit 80EC0000")  # by then the one before it is in line
        self.assert_told(second, "begin", SERVER_TOO_BUSY, "waiting_per_user in scrmd.toml")

    def test_is_silent_unless_asked(self):
        self.start()
        holder, other = self.client(), self.client(PCSCLITE_NO_BLOCKING="1")
        other.do("connect")
        holder.do("connect", "begin")
        self.assertEqual(SHARING_VIOLATION, other.ask("status"))
        self.assertNotIn("scrm:", other.unseen)
        holder.do("end")
        other.do("begin", "end")

    def test_is_asked_for_by_scrmctl(self):
        self.start()
        holder = self.client()
        holder.do("connect 1")
        ended = run([BUILD / "tools/scrmctl", "apdu", "-r", self.daemon.reader, "00A40000"], OURS.environment())
        self.assertNotEqual(0, ended.returncode)
        self.assertIn(f"is used exclusively by pid {holder.process.pid}", ended.stderr)


class NoService(unittest.TestCase):
    """Why nobody was reached."""

    def setUp(self):
        """Other users see no build tree."""
        self.library = shutil.copy(OURS.checked_file(), SCRATCH)
        self.addCleanup(os.unlink, self.library)

    def told(self, before=(), **environment):
        """By a program that wants a context."""
        ended = run([*before, sys.executable, "-c", ESTABLISH, self.library], OURS.environment(**environment))
        self.assertEqual("8010001d\n", ended.stdout)
        return ended.stderr

    def assert_told(self, words, before=()):
        line = self.told(before, SCRM_EXPLAIN="1")
        self.assertTrue(line.startswith(f"scrm: {words} {SOCKET}; "), line)
        self.assertEqual(1, line.count("\n"), line)
        self.assertEqual("", self.told(before))

    def test_there_is_no_socket(self):
        self.assert_told("there is no socket")

    def test_nobody_listens(self):
        self.addCleanup(SOCKET.unlink)
        with socket.socket(socket.AF_UNIX) as gone:
            gone.bind(str(SOCKET))
        self.assert_told("nobody listens at the socket")

    @unittest.skipIf(os.getuid(), "only root may become somebody else")
    def test_it_is_forbidden(self):
        os.chmod(SCRATCH, 0o755)
        with Scrmd():
            os.chmod(SOCKET, 0o600)
            self.assert_told("you may not use the socket", ["setpriv", f"--reuid={NOBODY}", "--clear-groups"])

    def test_scrmctl_says_it_itself(self):
        ended = run([BUILD / "tools/scrmctl", "list"], OURS.environment())
        self.assertIn("scrmctl: scrmd is not running", ended.stderr)
        self.assertNotIn("scrm:", ended.stderr)
