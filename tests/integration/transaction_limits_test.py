"""What scrmd does about a transaction that keeps others from the card, and what it tells of it."""
import unittest

from harness.card_client import DONE, CardClient
from harness.libraries import DEBIANS, OURS
from harness.scrmd import Scrmd
from harness.waiting import wait_until

ECHO = "transmit 80EC00000301020300"
RESET_CARD = "80100068"
SHARING_VIOLATION = "8010000b"
LIBRARIES = (DEBIANS, OURS)


class TransactionLimits(unittest.TestCase):
    def start(self, **limits):
        lines = [f"{key} = {value}" for key, value in limits.items()]
        self.daemon = self.enterContext(Scrmd(settings="\n".join(["[transactions]", *lines])))

    def client(self, library, **environment):
        return self.enterContext(CardClient(library, self.daemon.reader, **environment))

    def pair(self, library):
        """Two clients, the first of which is in a transaction."""
        holder, other = self.client(library), self.client(library)
        holder.do("connect")
        other.do("connect")
        holder.do("begin")
        return holder, other

    def log_line(self, *words):
        def found():
            return [line for line in self.daemon.log_lines() if all(word in line for word in words)]
        return wait_until(found, f"no line with {words}")[0]

    def test_the_log_names_who_keeps_whom_waiting(self):
        self.start(report_after=0.1)
        for library in LIBRARIES:
            holder, waiter = self.pair(library)
            waiter.begin_to("begin")
            line = self.log_line("keeps", f"waiting: {waiter.process.pid} (")
            self.assertIn(f"pid {holder.process.pid} (python3", line)
            self.assertIn(self.daemon.reader, line)
            holder.do(ECHO, "end")
            self.assertEqual(DONE, waiter.answer_to("begin"))
            waiter.do("end")

    def test_the_log_names_who_is_turned_away(self):
        self.start(report_after=0.1)
        holder, impatient = self.client(DEBIANS), self.client(DEBIANS, PCSCLITE_NO_BLOCKING="1")
        impatient.do("connect")
        holder.do("connect", "begin")
        self.assertEqual(SHARING_VIOLATION, impatient.ask(ECHO))
        self.log_line(f"pid {holder.process.pid} (", "turned away", f"{impatient.process.pid} (")

    def test_a_transaction_that_is_too_long_is_ended_with_a_reset(self):
        self.start(longest=0.1)
        for library in LIBRARIES:
            holder, waiter = self.pair(library)
            waiter.begin_to("begin")
            self.assertEqual(DONE, waiter.answer_to("begin"))
            self.log_line(f"pid {holder.process.pid} (", "the limit is reached")
            self.assertEqual(RESET_CARD, holder.ask("end"))
            self.assertEqual(RESET_CARD, waiter.ask(ECHO))
            waiter.do("reconnect", ECHO, "end")
            holder.do("reconnect", "begin", ECHO, "end")

    def test_a_transaction_that_nobody_minds_is_as_long_as_it_likes(self):
        self.start(longest=0, longest_pause=0)
        holder, _ = self.pair(DEBIANS)
        holder.do(ECHO, ECHO, "end")

    def test_connecting_waits_no_longer_than_it_may(self):
        self.start(connect_wait=0.1)
        for library in LIBRARIES:
            holder, _ = self.pair(library)
            late = self.client(library)
            self.assertEqual(SHARING_VIOLATION, late.ask("connect"))
            holder.do(ECHO, "end")
            late.do("connect", ECHO)
