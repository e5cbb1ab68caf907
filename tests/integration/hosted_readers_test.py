"""Readers of foreign drivers: what a driver does wrong costs its own reader a moment, and nobody else anything."""
import os
import signal
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
        self.assertEqual(["/dev/null", "pipe", "pipe", "pipe", "socket"], files)

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


class DriversThatHang(HostedStage):
    """In each function: who waits is answered, the driver is started again, and the command is not repeated."""

    def assert_hang_is_ended(self, function, during):
        self.assert_logged(f"did not return from {function} in time and was killed")
        self.assert_serves_again()
        self.assertNotEqual(codes.SUCCESS, during)

    def test_in_an_exchange(self):
        self.play("on transmit once hang")
        card = self.connected()
        code = self.echo(card)
        self.assertEqual(codes.NOT_TRANSACTED, code, hex(code))
        code = self.echo(card)
        self.assertEqual(codes.RESET_CARD, code, hex(code))
        self.assertEqual(codes.SUCCESS, self.winscard.reconnect(card)[0])
        self.assertEqual(codes.SUCCESS, self.echo(card))
        self.assert_logged("did not return from IFDHTransmitToICC in time and was killed")
        transmitted = [line for line in self.bad_script.trace() if line.startswith("transmit")]
        self.assertEqual(2, len(transmitted))

    def test_in_power(self):
        self.play("on power once hang")
        self.assert_hang_is_ended("IFDHPowerICC", None)

    def test_in_the_choice_of_a_protocol(self):
        self.play("on protocol once hang")
        self.assert_hang_is_ended("IFDHSetProtocolParameters", self.winscard.connect(self.context, BAD)[0])

    def test_in_a_command_to_the_reader(self):
        self.play("on control once hang")
        self.assert_hang_is_ended("IFDHControl", self.winscard.control(self.connected(), 0x42000001)[0])

    def test_in_an_attribute(self):
        self.play()
        card = self.connected()
        self.bad_script.rewrite("on get once hang")
        self.assert_hang_is_ended("IFDHGetCapabilities", self.winscard.get_attribute(card, 0x7A007)[0])

    def test_in_setting_an_attribute(self):
        self.play("on set once hang")
        self.assert_hang_is_ended("IFDHSetCapabilities", self.winscard.set_attribute(self.connected(), 1, b"1"))

    def test_in_opening(self):
        self.play("on open once hang")
        self.assert_logged("did not open the reader within 2 s and was killed")
        self.assert_serves_again()

    def test_in_the_first_look_for_a_card(self):
        self.play("on presence once hang")
        self.assert_serves_again()

    def test_in_a_later_look_for_a_card(self):
        """Nobody asks anything of it meanwhile."""
        self.play()
        self.bad_script.rewrite("on presence once hang")
        self.assert_logged("did not return from IFDHICCPresence in time and was killed")
        self.assert_serves_again()

    def test_in_closing(self):
        self.play("on close hang")

    def test_while_another_client_waits(self):
        """Then an exchange has less time."""
        self.play("on transmit once hang", tuning={"exchange_deadline": 3600})
        card = self.connected()
        codes_got = []
        hung = threading.Thread(target=lambda: codes_got.append(self.echo(card)))
        hung.start()
        wait_until(lambda: any(line.startswith("transmit") for line in self.bad_script.trace()), "no transmit")
        with CardClient(DEBIANS, BAD) as other:
            other.do("connect")
            self.assertNotEqual(DONE, other.ask(f"transmit {ECHO.hex()}"))
        hung.join()
        self.assertEqual([codes.NOT_TRANSACTED], codes_got)
        self.assert_serves_again()


class DriversThatEnd(HostedStage):
    def assert_reset_by(self, how, words):
        self.play(f"on transmit once {how}")
        card, other = self.connected(), self.connected()
        self.assertEqual(codes.NOT_TRANSACTED, self.echo(card))
        self.assert_logged(f"driver libfake_ifd_v3.so of 'Bad at conf:Bad@{self.bad_script.path}' {words}")
        for each in card, other:
            self.assertEqual(codes.RESET_CARD, self.echo(each))
            self.assertEqual(codes.SUCCESS, self.winscard.reconnect(each)[0])
            self.assertEqual(codes.SUCCESS, self.echo(each))

    def test_by_crashing_reset_the_card(self):
        self.assert_reset_by("crash", "was killed by signal 11 (Segmentation fault)")

    def test_by_giving_up_reset_the_card(self):
        self.assert_reset_by("abort", "was killed by signal 6 (Aborted)")

    def test_by_themselves_reset_the_card(self):
        self.assert_reset_by("exit 7", "ended with status 7")

    def test_between_two_commands_wake_who_waits(self):
        self.play()
        card = self.connected()
        os.kill(self.daemon.host_of("Bad"), signal.SIGKILL)
        self.assert_logged("was killed by signal 9 (Killed)")
        self.assert_serves_again()  # a client counts movements only from the first one on
        with CardClient(OURS, BAD) as client:
            client.begin_to("wait")
            os.kill(self.daemon.host_of("Bad"), signal.SIGKILL)
            self.assertEqual(DONE, client.answer_to("wait"))
        self.assertEqual(codes.RESET_CARD, self.echo(card))

    def test_and_leave_children_take_them_along(self):
        self.play("on control fork", "on transmit once crash")
        card = self.connected()
        host = self.daemon.host_of("Bad")
        self.winscard.control(card, 0x42000001)
        session = lambda: [p for p in Path("/proc").glob("[0-9]*") if session_of(p) == host]
        self.assertEqual(2, len(session()))
        self.assertEqual(codes.NOT_TRANSACTED, self.echo(card))
        wait_until(lambda: not session(), "a child is left")
        self.assert_serves_again()

    def test_too_often_are_not_responding_until_they_are_tried_again(self):
        self.play("on transmit crash", tuning={"failures": 3, "failures_within": 600, "retry_every": 2})
        for _ in range(3):
            self.assertEqual(codes.NOT_TRANSACTED, self.echo(self.connect_in_the_end()))
        self.assert_logged("its reader is not responding and is tried again in 2 s")
        self.assertIn(BAD, self.winscard.list_readers(self.context)[1])
        self.assertEqual(codes.NO_SMARTCARD, self.winscard.connect(self.context, BAD)[0])
        self.bad_script.rewrite("on transmit log well")
        self.assert_logged("responds again")
        self.assert_serves_again()


def session_of(process):
    try:
        return int((process / "stat").read_text().rpartition(")")[2].split()[3])
    except (FileNotFoundError, ProcessLookupError):
        return 0


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
            wait_until(lambda: "is given up" in daemon.log_text(), daemon.log_text)
            self.assertIn("could not open its reader: IFDHCreateChannelByName returned 612", daemon.log_text())
            self.assertIn("could not open its reader: IFDHCreateChannelByName returned 617", daemon.log_text())
            with CardClient(OURS, GOOD) as client:
                client.do("connect")
            self.assertEqual(1, len(daemon.hosts()))


if __name__ == "__main__":
    unittest.main()
