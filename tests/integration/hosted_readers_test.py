"""Readers of foreign drivers: what a driver does wrong costs its own reader a moment, and nobody else anything."""
import os
import threading
import time
import unittest
from pathlib import Path

from harness import codes
from harness.card_client import DONE, CardClient
from harness.hosted import HostedScrmd, script
from harness.hosted_stage import BAD, ECHO, GOOD, HostedStage
from harness.libraries import DEBIANS, OURS
from harness.places import SCRATCH
from harness.waiting import wait_until


class DriversThatWork(HostedStage):
    def test_serve_programs_of_either_library(self):
        self.play()
        for library in OURS, DEBIANS:
            with CardClient(library, BAD) as client:
                client.do("connect", "begin", f"transmit {ECHO.hex()}", "end", "status", "reconnect 1", "disconnect")

    def test_carry_commands_answers_and_attributes(self):
        self.play("tag 7a007 00010000")
        card = self.connected()
        self.assertEqual((codes.SUCCESS, ECHO + b"\x90\x00"), self.winscard.transmit(card, codes.T1, ECHO)[:2])
        self.assertEqual((codes.SUCCESS, b"hello"), self.winscard.control(card, 0x42000001, b"hello")[:2])
        self.assertEqual((codes.SUCCESS, b"\0\1\0\0"), self.winscard.get_attribute(card, 0x7A007)[:2])
        self.assertEqual(codes.SUCCESS, self.winscard.set_attribute(card, 0x7A007, b"\1"))
        self.assertEqual(codes.UNSUPPORTED_FEATURE, self.winscard.get_attribute(card, 0x12345)[0])

    def test_carry_the_longest_command(self):
        self.play()
        longest = b"\x00\xD6\x00\x00\x00\xFF\xFF" + bytes(65535)
        code, answer = self.winscard.transmit(self.connected(), codes.T1, longest, room=65548)[:2]
        self.assertEqual(codes.SUCCESS, code)
        self.assertEqual(longest + b"\x90\x00", answer)

    def test_tell_of_cards_that_come_and_go(self):
        self.play("waits stoppable")
        with CardClient(OURS, BAD) as client:
            client.begin_to("wait")
            self.bad_script.rewrite("card")
            self.assertEqual(DONE, client.answer_to("wait"))
            client.begin_to("wait")
            self.bad_script.rewrite("card 0")
            self.assertEqual(DONE, client.answer_to("wait"))
        self.assert_serves_again()

    def test_are_asked_for_cards_where_they_cannot_wait(self):
        self.play()
        with CardClient(OURS, BAD) as client:
            client.begin_to("wait")
            self.bad_script.rewrite("card")
            self.assertEqual(DONE, client.answer_to("wait"))

    def test_are_asked_seldom_while_nobody_is_there_and_at_once_when_somebody_comes(self):
        reader = script("reader")
        looks = lambda: sum(line.startswith("presence") for line in reader.trace())
        with HostedScrmd({"Good": reader}) as daemon:
            with CardClient(OURS, GOOD) as client:
                client.do("connect", "disconnect")
            after_the_last = looks()
            time.sleep(2)
            self.assertLessEqual(looks() - after_the_last, 2)
            reader.rewrite("card")
            with CardClient(OURS, GOOD) as client:
                wait_until(lambda: client.ask("connect") != DONE, daemon.log_text)

    def test_are_in_a_sandbox(self):
        self.play()
        host = Path(f"/proc/{self.daemon.host_of('Bad')}")
        status = dict(line.split(":", 1) for line in (host / "status").read_text().splitlines())
        self.assertEqual(("1", "2"), (status["NoNewPrivs"].strip(), status["Seccomp"].strip()))
        limits = (host / "limits").read_text()
        self.assertRegex(limits, r"Max core file size +0 +0")
        self.assertRegex(limits, r"Max open files +256 +256")
        files = sorted(os.readlink(descriptor).split(":")[0] for descriptor in (host / "fd").iterdir())
        self.assertEqual(["/dev/null", "anon_inode", *["pipe"] * 5, "socket"], files)  # its timer; two pipes for exchanges

    def test_write_where_programs_keep_what_they_are_doing_and_nowhere_else(self):
        allowed, forbidden = SCRATCH / "made-by-a-driver", Path.home() / ".scrm-test-made-by-a-driver"
        self.addCleanup(forbidden.unlink, missing_ok=True)
        self.play(f"on transmit make {allowed}", f"on control make {forbidden}", "on get make /dev/null")
        card = self.connected()
        self.assertEqual(codes.SUCCESS, self.echo(card))
        self.winscard.control(card, 0x42000001)
        for file, words in ((allowed, "made"), ("/dev/null", "made"), (forbidden, "EACCES")):
            self.assert_logged(f"says: {file}: {words}")

    def test_have_slots(self):
        self.play("slots 3", "card 0 2")
        readers = self.winscard.list_readers(self.context)[1]
        self.assertEqual(4 + 1, len(readers), readers)
        self.assertEqual(codes.SUCCESS, self.echo(self.connected("Bad 00 02")))
        self.assertEqual(codes.NO_SMARTCARD, self.winscard.connect(self.context, "Bad 00 01")[0])

class DriversThatAreNotNeeded(unittest.TestCase):
    def test_close_their_readers_when_the_daemon_ends(self):
        reader = script("reader")
        with HostedScrmd({"Good": reader}) as daemon:
            with CardClient(OURS, GOOD) as client:
                client.do("connect")
            hosts = list(daemon.hosts().values())
        self.assertEqual("close 0000", reader.trace()[-1])
        self.assertFalse([pid for pid in hosts if Path(f"/proc/{pid}").exists()])


class DriversThatMisbehave(HostedStage):
    def test_by_answers_that_are_too_long(self):
        self.play("on transmit once answer_too_long 1000")
        card = self.connected()
        self.assertNotEqual(codes.SUCCESS, self.echo(card))
        self.assert_serves_again()

    def test_by_a_damaged_heap(self):
        self.play("on transmit once corrupt_heap", "on control once write_past 4096")
        card = self.connected()
        self.echo(card)
        self.winscard.control(card, 0x42000001)
        self.assert_serves_again()

    def test_by_floods_of_words(self):
        self.play("on transmit flood 200000")
        card = self.connected()
        flooding = threading.Thread(target=lambda: self.echo(card))
        flooding.start()
        while flooding.is_alive():
            self.bystander.do(f"transmit {ECHO.hex()}")
        self.assertLess(len(self.daemon.log_lines()), 2000)
        self.assert_serves_again()

    def test_by_words_on_their_standard_output(self):
        self.play("on transmit print out of line")
        self.echo(self.connected())
        self.assert_logged("printed: out of line")


class GivenUpCommands(HostedStage):
    def test_run_on_behind_a_client_that_has_gone(self):
        """Nobody resets a reader by giving up."""
        self.play("on transmit once delay 1000", tuning={"contended_exchange_deadline": 30})
        with CardClient(OURS, BAD) as client:
            client.do("connect")
            client.tell(f"transmit {ECHO.hex()}")
            wait_until(lambda: any(line.startswith("transmit") for line in self.bad_script.trace()), "no transmit")
            host = self.daemon.host_of("Bad")
        card = self.connected()
        self.assertEqual(codes.SUCCESS, self.echo(card))
        self.assertEqual(host, self.daemon.host_of("Bad"))


class DriversThatCannotOpen(unittest.TestCase):
    def test_are_told_of_and_cost_their_reader_only(self):
        scripts = {"Good": script("good"), "Refusing": script("refusing", "on open answer 612"),
                   "Absent": script("absent", "on open answer 617"), "Crashing": script("crashing", "on open crash")}
        with HostedScrmd(scripts, tuning={"failures": 3}, log_level="info") as daemon:
            for told in ("could not open its reader: IFDHCreateChannelByName returned 612",
                         "could not open its reader: IFDHCreateChannelByName returned 617", "is given up"):
                wait_until(lambda told=told: told in daemon.log_text(), daemon.log_text)
            with CardClient(OURS, GOOD) as client:
                client.do("connect")
            # A host is told of before the last of it is gone.
            wait_until(lambda: [daemon.host_of("Good")] == list(daemon.hosts().values()), daemon.hosts)


if __name__ == "__main__":
    unittest.main()
