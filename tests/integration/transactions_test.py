"""Transactions between processes and between threads of one: whoever holds one is alone, whoever waits gets a turn."""
from harness.card_client import DONE, CardClient
from harness.places import PROGRAMS, PYTHON
from harness.stages import on_every_stage, on_scrmd

ECHO = "transmit 80EC00000301020300"
SHARING_VIOLATION = "8010000b"


class Clients:
    def client(self, **environment):
        return self.enterContext(CardClient(self.library, self.reader, **environment))

    def connected(self, count):
        """So many clients with a handle each: once one is in a transaction, nobody else gets one."""
        clients = [self.client() for _ in range(count)]
        for client in clients:
            client.do("connect")
        return clients


@on_every_stage
class Transactions(Clients):
    def test_begin_waits_while_another_holds_one(self):
        holder, waiter = self.connected(2)
        holder.do("begin")
        waiter.begin_to("begin")
        holder.do(*[ECHO] * 5)
        self.assertEqual("", waiter.unseen)
        holder.do("end")
        self.assertEqual(DONE, waiter.answer_to("begin"))
        waiter.do(ECHO, "end")

    def test_connect_waits_while_another_holds_one(self):
        holder, waiter = self.client(), self.client()
        holder.do("connect", "begin")
        waiter.begin_to("connect")
        holder.do(*[ECHO] * 5)
        self.assertEqual("", waiter.unseen)
        holder.do("end")
        self.assertEqual(DONE, waiter.answer_to("connect"))

    def test_other_commands_wait_while_another_holds_one(self):
        holder, waiter = self.connected(2)
        holder.do("begin")
        waiter.begin_to(ECHO)
        holder.do(*[ECHO] * 5)
        self.assertEqual("", waiter.unseen)
        holder.do("end")
        self.assertEqual(DONE, waiter.answer_to(ECHO))

    def test_other_commands_do_not_wait_if_told_so(self):
        holder, impatient = self.client(), self.client(PCSCLITE_NO_BLOCKING="1")
        impatient.do("connect")
        holder.do("connect", "begin")
        self.assertEqual(SHARING_VIOLATION, impatient.ask(ECHO))

    def test_one_thread_that_waits_does_not_keep_the_other_from_ending(self):
        threads = self.start_program(PYTHON, PROGRAMS / "two_threads.py", self.reader)
        threads.expect("first begins: 00000000\n")
        for _ in range(5):
            threads.tell("work")
            threads.expect("first works: 00000000\n")
        threads.tell("end")
        left = {"first ends", "second begins", "second ends"}
        self.assertEqual(left, {threads.expect("(first ends|second begins|second ends): 00000000\n")[1] for _ in left})
        self.assertEqual(0, threads.end())


@on_scrmd
class TransactionQueue(Clients):
    def test_gives_turns_in_the_order_of_asking(self):
        holder, *waiters = self.connected(5)
        holder.do("begin")
        for waiter in waiters:
            waiter.begin_to("begin")
            holder.do(ECHO)  # the daemon has read what came before
        holder.do("end")
        for turn, waiter in enumerate(waiters):
            self.assertEqual(DONE, waiter.answer_to("begin"))
            waiter.do(ECHO)
            self.assertEqual([""] * (3 - turn), [later.unseen for later in waiters[turn + 1:]])
            waiter.do("end")
