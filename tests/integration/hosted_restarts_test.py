"""Drivers that hang or end are started again: who waits is answered, the card counts as reset, and no command is sent twice."""
import os
import signal
import threading
from pathlib import Path

from harness import codes
from harness.card_client import DONE, CardClient
from harness.hosted_stage import BAD, ECHO, HostedStage
from harness.libraries import DEBIANS, OURS
from harness.waiting import wait_until


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

    def test_in_its_own_wait_for_a_card(self):
        """It is let to wait for half of the time after which it is known to hang."""
        self.play("waits stoppable", "on wait once hang")
        self.assertIn("wait 0 1000", self.bad_script.trace())
        self.assert_logged("did not end its wait for a card in time and was killed")
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
