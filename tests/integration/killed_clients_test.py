"""Clients killed in the midst of something: what was theirs is free again, and the others go on."""
from harness.card_client import DONE, CardClient
from harness.hostile_stage import HostileStage
from harness.libraries import DEBIANS, OURS
from harness.waiting import wait_until

ECHO = "transmit 80EC00000301020300"
RESET_CARD = "80100068"


class KilledClients(HostileStage):
    def for_each_library(self, play):
        for library in DEBIANS, OURS:
            with self.subTest(library.title):
                play(lambda chosen=library: self.enterContext(CardClient(chosen, self.reader)))
        self.assert_nobody_noticed()

    def test_in_a_transaction(self):
        def play(client):
            victim, waiter, bystander = client(), client(), client()
            for each in bystander, waiter, victim:
                each.do("connect")
            victim.do("begin")
            waiter.begin_to("begin")
            victim.kill()
            self.assertEqual(DONE, waiter.answer_to("begin"))
            self.assertEqual(RESET_CARD, waiter.ask(ECHO))
            waiter.do("reconnect")
            waiter.kill()
            wait_until(lambda: bystander.ask("status") == RESET_CARD, "the card was not reset")
            bystander.do("reconnect", "begin", ECHO, "end")
        self.for_each_library(play)

    def test_in_line_for_a_transaction(self):
        def play(client):
            holder, victim, next_in_line = client(), client(), client()
            for each in holder, victim, next_in_line:
                each.do("connect")
            holder.do("begin")
            for waiter in victim, next_in_line:
                waiter.begin_to("begin")
                holder.do(ECHO)
            victim.kill()
            holder.do(ECHO, "end")
            self.assertEqual(DONE, next_in_line.answer_to("begin"))
            next_in_line.do(ECHO, "end")
        self.for_each_library(play)

    def test_in_line_for_a_connection(self):
        def play(client):
            holder, victim, next_in_line = client(), client(), client()
            holder.do("connect", "begin")
            for waiter in victim, next_in_line:
                waiter.begin_to("connect")
                holder.do(ECHO)
            victim.kill()
            holder.do(ECHO, "end")
            self.assertEqual(DONE, next_in_line.answer_to("connect"))
            for each in holder, next_in_line:
                each.do("disconnect")
            holder.do("connect 1", "disconnect")  # exclusively: nobody is left
        self.for_each_library(play)

    def test_waiting_for_events(self):
        def play(client):
            victims, waiter = [client() for _ in range(5)], client()
            for each in *victims, waiter:
                each.begin_to("wait")
            for victim in victims:
                victim.kill()
            self.daemon.remove()
            self.assertEqual(DONE, waiter.answer_to("wait"))
            self.daemon.insert()
        self.for_each_library(play)

    def test_in_the_midst_of_an_exchange(self):
        def play(client):
            victim, next_in_line = client(), client()
            for each in victim, next_in_line:
                each.do("connect")
            self.daemon.desk.fault("Virtual reader", "slow 300 1")
            victim.begin_to(ECHO)
            victim.kill()
            next_in_line.do(ECHO, "begin", ECHO, "end")
        self.for_each_library(play)

    def test_in_the_midst_of_an_exchange_that_never_ends(self):
        def play(client):
            victim, next_in_line = client(), client()
            for each in victim, next_in_line:
                each.do("connect")
            self.daemon.desk.fault("Virtual reader", "hang 1")
            victim.begin_to(ECHO)
            victim.kill()
            self.daemon.remove()
            self.daemon.insert()
            wait_until(lambda: next_in_line.ask("reconnect") == DONE, "the card cannot be used any more")
            next_in_line.do(ECHO)
        self.for_each_library(play)
