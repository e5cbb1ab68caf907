"""What programs with our library notice of a daemon that is killed and started again: resets of their cards."""
import threading
import time
import unittest

from harness import codes
from harness.libraries import OURS
from harness.scrmd import Scrmd
from harness.waiting import wait_until
from harness.winscard import INFINITE, PNP, Winscard

SOON = 0.2  # seconds: a call that was begun is under way by then
ECHO = b"\x80\xEC\x00\x00\x02\xCA\xFE\x00"


class Restart(unittest.TestCase):
    def setUp(self):
        self.winscard = Winscard(OURS.checked_file())
        self.first = self.enterContext(Scrmd(options=["--apdu"]))
        code, self.context = self.winscard.establish()
        self.assertEqual(codes.SUCCESS, code)

    def connected(self):
        code, card, _ = self.winscard.connect(self.context, self.first.reader)
        self.assertEqual(codes.SUCCESS, code)
        return card

    def echo(self, card):
        return self.winscard.transmit(card, codes.T1, ECHO)[0]

    def test_leaves_contexts_valid(self):
        self.first.kill()
        with Scrmd() as second:
            self.assertEqual((codes.SUCCESS, [second.reader]), self.winscard.list_readers(self.context)[:2])
            self.assertEqual(codes.SUCCESS, self.winscard.is_valid(self.context))
            self.assertEqual(codes.SUCCESS, self.winscard.connect(self.context, second.reader)[0])
            self.assertEqual(codes.SUCCESS, self.winscard.release(self.context))

    def test_is_waited_for(self):
        self.first.kill()
        answers = []
        asking = threading.Thread(target=lambda: answers.append(self.winscard.list_readers(self.context)[0]))
        asking.start()
        with Scrmd():
            asking.join()
        self.assertEqual([codes.SUCCESS], answers)

    def test_tells_handles_of_a_reset_until_they_reconnect(self):
        cards = [self.connected() for _ in range(3)]
        self.assertEqual(codes.SUCCESS, self.winscard.begin(cards[0]))
        self.first.kill()
        with Scrmd():
            for card in cards:
                self.assertEqual(codes.RESET_CARD, self.echo(card))
                self.assertEqual(codes.RESET_CARD, self.winscard.begin(card))
                self.assertEqual(codes.RESET_CARD, self.winscard.status(card)[0])
            for card in cards:
                self.assertEqual(codes.SUCCESS, self.winscard.reconnect(card)[0])
                self.assertEqual(codes.SUCCESS, self.echo(card))
            self.assertEqual(codes.NOT_TRANSACTED, self.winscard.end(cards[0]))

    def test_leaves_one_connection_of_a_handle_that_many_threads_reconnect(self):
        card = self.connected()
        self.first.kill()
        self.assertEqual(codes.RESET_CARD, self.echo(card))
        answers = []
        threads = [threading.Thread(target=lambda: answers.append(self.winscard.reconnect(card)[0])) for _ in range(8)]
        for thread in threads:
            thread.start()
        with Scrmd():
            for thread in threads:
                thread.join()
            self.assertEqual([codes.SUCCESS] * len(threads), answers)
            self.assertEqual(codes.SUCCESS, self.echo(card))
            self.assertEqual(codes.SUCCESS, self.winscard.disconnect(card))
            self.assert_nobody_has_the_card()

    def test_leaves_no_connection_of_a_handle_that_is_given_up_while_it_reconnects(self):
        card = self.connected()
        self.first.kill()
        self.assertEqual(codes.RESET_CARD, self.echo(card))
        answers = []
        reconnecting = threading.Thread(target=lambda: answers.append(self.winscard.reconnect(card)[0]))
        reconnecting.start()
        time.sleep(SOON)
        self.assertEqual(codes.SUCCESS, self.winscard.disconnect(card))
        with Scrmd():
            reconnecting.join()
            self.assertEqual([codes.INVALID_HANDLE], answers)
            self.assert_nobody_has_the_card()

    def assert_nobody_has_the_card(self):
        code, card, _ = self.winscard.connect(self.context, self.first.reader, share=codes.EXCLUSIVE)
        self.assertEqual(codes.SUCCESS, code)
        self.assertEqual(codes.SUCCESS, self.winscard.disconnect(card))

    def test_ends_handles_that_are_given_up(self):
        card = self.connected()
        self.first.kill()
        with Scrmd():
            self.assertEqual(codes.SUCCESS, self.winscard.disconnect(card))
            self.assertEqual(codes.INVALID_HANDLE, self.echo(card))

    def test_tells_a_handle_that_its_reader_is_gone(self):
        card = self.connected()
        self.first.kill()
        with Scrmd(readers=[{"name": "Another"}]):
            self.assertEqual(codes.RESET_CARD, self.echo(card))
            self.assertEqual(codes.READER_UNAVAILABLE, self.winscard.reconnect(card)[0])

    def test_does_not_end_a_wait(self):
        news = []
        self.winscard.status_change(self.context, [(self.first.reader, 0)])
        waiting = threading.Thread(target=lambda: news.append(self.winscard.status_change(
            self.context, [(self.first.reader, codes.STATE_PRESENT), (PNP, 0)], INFINITE)))
        waiting.start()
        self.first.kill()
        with Scrmd() as second:
            second.remove()
            waiting.join()
        code, states = news[0]
        self.assertEqual(codes.SUCCESS, code)
        self.assertTrue(states[0].event & codes.STATE_CHANGED)

    def test_sends_no_command_twice(self):
        card = self.connected()
        self.assertEqual(codes.SUCCESS, self.winscard.begin(card))
        answers = []
        slow = threading.Thread(target=lambda: answers.append(
            self.winscard.transmit(card, codes.T1, b"\x80\xDE\x75\x30")[0]))  # takes half a minute
        slow.start()
        wait_until(lambda: "<- 80 DE" in self.first.log_text(), lambda: "no command came")
        self.first.kill()
        slow.join()
        self.assertEqual([codes.RESET_CARD], answers)
        with Scrmd(options=["--apdu"]) as second:
            self.assertEqual(codes.SUCCESS, self.winscard.reconnect(card)[0])
            self.assertEqual(codes.SUCCESS, self.echo(card))
            self.assertEqual(1, second.log_text().count("<- "))

    def test_that_does_not_come_is_no_service_in_the_end(self):
        card = self.connected()
        self.first.kill()
        self.assertEqual(codes.RESET_CARD, self.echo(card))
        self.assertEqual(codes.NO_SERVICE, self.winscard.list_readers(self.context)[0])
        self.assertEqual(codes.INVALID_HANDLE, self.winscard.is_valid(self.context))
        self.assertEqual(codes.SUCCESS, self.winscard.release(self.context))
