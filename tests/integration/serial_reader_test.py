"""A serial reader behind Debian's libccidtwin, on a pseudo-terminal: scrmd serves it as pcscd does."""
import os
import unittest

from harness import codes
from harness.hosted import HostedScrmd
from harness.libraries import DEBIANS
from harness.places import PATIENCE, PEERS, ROOT, SCRATCH, SOCKET
from harness.serial_reader import SerialReader, answer_to_reset
from harness.server import Server
from harness.stock_pcscd import OWN_RUN, PROGRAM
from harness.working import command_works
from harness.winscard import Winscard

FETCHED = PEERS.with_name("peers-drivers")
DRIVERS = FETCHED / "usr/lib/pcsc/drivers"
FOLDER = SCRATCH / "reader.conf.d"
NAME = "Twin 00 00"
EMPTY, PRESENT = codes.STATE_EMPTY, codes.STATE_PRESENT
ECHO, LONG = bytes.fromhex("8010000004") + b"ping\0", bytes.fromhex("8012010000")
T1_ATR, T0_ATR = answer_to_reset(1), answer_to_reset(0)


class SerialReaders(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if complaint := command_works(ROOT / "tests/integration/driver_peers", FETCHED, patience=5 * PATIENCE):
            raise unittest.SkipTest(f"Debian's drivers cannot be fetched: {complaint}")

    def setUp(self):
        FOLDER.mkdir(exist_ok=True)
        self.reader = self.enterContext(SerialReader())
        (FOLDER / "twin").write_text(f'FRIENDLYNAME "Twin"\nDEVICENAME {self.reader.device}:GemPCTwin\n'
                                     f"LIBPATH {DRIVERS}/serial/libccidtwin.so\n")
        self.environment = {**os.environ, "PCSCLITE_HP_DROPDIR": str(DRIVERS)}
        self.winscard = Winscard(DEBIANS.checked_file())

    def wait_for(self, context, state):
        """Waits until the slot is like that; what is told of its card then."""
        known = 0
        while not known & state:
            code, (told,) = self.winscard.status_change(context, [(NAME, known)], timeout=PATIENCE * 1000)
            self.assertEqual(codes.SUCCESS, code, hex(code))
            known = told.event & 0xFFFF & ~codes.STATE_CHANGED
        return bytes(told.atr[:told.atr_size])

    def card_story(self, context, *commands):
        """What a client is told of connecting, of each command and of disconnecting."""
        code, card, protocol = self.winscard.connect(context, NAME)
        answers = [self.winscard.transmit(card, protocol, command)[:2] for command in commands]
        return code, protocol, answers, self.winscard.reconnect(card, initialization=codes.RESET), \
            self.winscard.disconnect(card)

    def story(self):
        context = self.winscard.establish()[1]
        told = [self.winscard.list_readers(context), self.wait_for(context, PRESENT),
                self.card_story(context, ECHO, LONG)]
        self.reader.remove()
        told += [self.wait_for(context, EMPTY), self.winscard.connect(context, NAME)[0]]
        self.reader.insert("t0")
        told += [self.wait_for(context, PRESENT), self.card_story(context, ECHO[:-1], LONG[:2] + b"\0\x08\x08")]
        self.winscard.release(context)
        self.reader.remove()
        self.reader.insert("t1")
        return told

    def with_scrmd(self):
        with HostedScrmd({}, readers=(), options=["-c", FOLDER], environment=self.environment):
            return self.story()

    def with_pcscd(self):
        with Server("pcscd", [*OWN_RUN, SOCKET.parent, PROGRAM, "-f", "-d", "-c", FOLDER], SOCKET, self.environment):
            return self.story()

    def test_is_served(self):
        names, atr, t1_card, _, empty, second_atr, t0_card = self.with_scrmd()
        self.assertEqual((codes.SUCCESS, [NAME]), names[:2])
        self.assertEqual((T1_ATR, T0_ATR, codes.NO_SMARTCARD), (atr, second_atr, empty))
        self.assertEqual([(codes.SUCCESS, b"ping\x90\x00"), (codes.SUCCESS, bytes(range(256)) + b"\x90\x00")], t1_card[2])
        self.assertEqual([(codes.SUCCESS, b"\x61\x04"), (codes.SUCCESS, bytes(range(8)) + b"\x90\x00")], t0_card[2])

    @unittest.skipUnless(PROGRAM.exists(), f"no {PROGRAM}: tools/dev/peers fetches it")
    def test_is_served_as_by_pcscd(self):
        if command_works("unshare", "--mount", "true"):
            self.skipTest("pcscd needs a /run/pcscd of its own, and so root and mount namespaces")
        self.assertEqual(self.with_pcscd(), self.with_scrmd())


if __name__ == "__main__":
    unittest.main()
