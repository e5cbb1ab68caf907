"""vsmartcard's own card (vicc, Debian's vsmartcard-vpicc) in its own reader (vpcd): scrmd serves both as pcscd does."""
import contextlib
import os
import subprocess
import unittest
from pathlib import Path

from harness import codes
from harness.hosted import HostedScrmd
from harness.libraries import DEBIANS, OURS
from harness.places import PATIENCE, SCRATCH, SOCKET
from harness.server import Server, end_with_parent
from harness.stock_pcscd import DRIVER as VPCD
from harness.stock_pcscd import OWN_RUN, PROGRAM, free_port
from harness.winscard import Winscard
from harness.working import command_works

VICC = Path("/usr/bin/vicc")
# Debian has put its modules one folder too deep, and the cryptography that they ask for under another name.
MODULES = Path("/usr/lib/python3/site-packages/virtualsmartcard")
CRYPTOGRAPHY = Path("/usr/lib/python3/dist-packages/Cryptodome")

FOLDER = SCRATCH / "reader.conf.d"
READER = "Virtual PCD 00 00"
# None asks for file control information: vicc cannot put that together with today's Python.
COMMANDS = {"SELECT the master file": b"\x00\xA4\x00\x0C\x02\x3F\x00",
            "SELECT what is not there": b"\x00\xA4\x04\x0C\x05\xA0\x00\x00\x00\x99",
            "VERIFY, a wrong PIN": b"\x00\x20\x00\x01\x044321",
            "an unknown instruction": b"\x00\xEE\x00\x00"}


@contextlib.contextmanager
def card(port):
    """It ends when its reader does."""
    names = SCRATCH / "modules"
    names.mkdir(exist_ok=True)
    if not (names / "Crypto").exists():
        (names / "Crypto").symlink_to(CRYPTOGRAPHY)
    with (SCRATCH / "vicc.log").open("wb") as log, \
            subprocess.Popen([VICC, "--type", "iso7816", "--port", str(port)], stdin=subprocess.DEVNULL, stdout=log,
                             stderr=log, preexec_fn=end_with_parent,
                             env={**os.environ, "LD_PRELOAD": "", "PYTHONPATH": f"{names}:{MODULES}"}) as process:
        try:
            yield
        finally:
            process.kill()


@unittest.skipUnless(VICC.exists() and CRYPTOGRAPHY.exists(), "no vsmartcard-vpicc with python3-pycryptodome")
@unittest.skipUnless(VPCD.exists(), f"no {VPCD}: tools/dev/peers fetches it")
class Vicc(unittest.TestCase):
    def setUp(self):
        self.port = free_port()
        FOLDER.mkdir(exist_ok=True)
        (FOLDER / "vpcd").write_text(f'FRIENDLYNAME "Virtual PCD"\nDEVICENAME /dev/null:{self.port:#x}\n'
                                     f"LIBPATH {VPCD}\nCHANNELID {self.port:#x}\n")

    def story(self, library):
        """What a client is told of the card: its ATR, its answers, and that it goes."""
        winscard = Winscard(library.checked_file())
        context = winscard.establish()[1]
        with card(self.port):
            atr = self.wait_for(winscard, context, codes.STATE_PRESENT)
            code, handle, protocol = winscard.connect(context, READER)
            self.assertEqual(codes.SUCCESS, code, hex(code))
            answers = {name: winscard.transmit(handle, protocol, command)[:2] for name, command in COMMANDS.items()}
            winscard.disconnect(handle)
        self.wait_for(winscard, context, codes.STATE_EMPTY)
        winscard.release(context)
        return atr, protocol, answers

    def wait_for(self, winscard, context, state):
        known = 0
        while not known & state:
            code, (told,) = winscard.status_change(context, [(READER, known)], timeout=PATIENCE * 1000)
            self.assertEqual(codes.SUCCESS, code, hex(code))
            known = told.event & 0xFFFF & ~codes.STATE_CHANGED
        return bytes(told.atr[:told.atr_size])

    def with_scrmd(self, library):
        with HostedScrmd({}, readers=(), options=["-c", FOLDER]):
            return self.story(library)

    def test_is_served(self):
        atr, _, answers = self.with_scrmd(OURS)
        self.assertEqual(0x3B, atr[0])
        code, answer = answers["SELECT the master file"]
        self.assertEqual((codes.SUCCESS, b"\x90\x00"), (code, answer[-2:]))
        self.assertEqual((codes.SUCCESS, b"\x6A\x82"), answers["SELECT what is not there"])

    @unittest.skipUnless(PROGRAM.exists(), f"no {PROGRAM}: tools/dev/peers fetches it")
    def test_is_served_as_by_pcscd(self):
        if command_works("unshare", "--mount", "true"):
            self.skipTest("pcscd needs a /run/pcscd of its own, and so root and mount namespaces")
        with Server("pcscd", [*OWN_RUN, SOCKET.parent, PROGRAM, "-f", "-c", FOLDER], SOCKET):
            theirs = self.story(DEBIANS)
        self.assertEqual(theirs, self.with_scrmd(DEBIANS))


if __name__ == "__main__":
    unittest.main()
