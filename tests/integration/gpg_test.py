"""GnuPG's scdaemon, told to leave USB alone, finds the reader by PC/SC, reads the card and says that it is no OpenPGP
card."""
import shutil
from pathlib import Path

from harness.places import SCRATCH
from harness.stages import on_every_stage
from harness.vpcd_card import ATR

SCDAEMON = Path("/usr/lib/gnupg/scdaemon")


@on_every_stage
class Gpg:
    def setUp(self):
        if not (shutil.which("gpg") and SCDAEMON.exists()):
            self.skipTest("no gpg or no scdaemon: install gnupg and scdaemon")
        super().setUp()
        self.home = SCRATCH / "gnupg"
        self.home.mkdir(mode=0o700)
        self.scdaemon_log = SCRATCH / "scdaemon.log"
        (self.home / "scdaemon.conf").write_text(f"disable-ccid\nlog-file {self.scdaemon_log}\nverbose\n")
        self.addCleanup(self.run_gpg, "gpgconf", "--kill", "all")

    def run_gpg(self, *command):
        return self.run_program(*command, GNUPGHOME=str(self.home))

    def test_reads_the_card_and_says_what_it_is_not(self):
        asked = self.run_gpg("gpg", "--card-status")
        self.assertEqual(2, asked.returncode)
        self.assertIn("OpenPGP card not available", asked.stderr)
        self.assertIn(f"ATR={ATR.hex(' ').upper()}", self.scdaemon_log.read_text())
        listed = self.run_gpg("gpg-connect-agent", "SCD GETINFO reader_list", "/bye")
        self.assertIn(f"D {self.reader}", listed.stdout)
