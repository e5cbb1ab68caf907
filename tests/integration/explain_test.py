"""Why a call was refused, in words, for whoever sets SCRM_EXPLAIN."""
import os
import unittest

from harness.card_client import CardClient
from harness.libraries import OURS
from harness.places import BUILD
from harness.program import run
from harness.scrmd import Scrmd

SHARING_VIOLATION, SERVER_TOO_BUSY = "8010000b", "80100031"
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
