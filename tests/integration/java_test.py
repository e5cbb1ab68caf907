"""Java's javax.smartcardio lists terminals, uses the card, and sees it go and come."""
import os
import shutil

from harness.places import PROGRAMS, SCRATCH
from harness.stages import on_every_stage
from harness.vpcd_card import ATR

CONNECTED = f"connected: T=1 {ATR.hex().upper()}\n"


@on_every_stage
class Java:
    def test_uses_the_card_and_sees_it_go_and_come(self):
        if not shutil.which("java"):
            self.skipTest("no java: install openjdk-17-jdk-headless")
        if os.environ.get("LD_PRELOAD"):
            self.skipTest("java does not live with a sanitizer's library")
        cards = self.start_program("java", f"-Djava.io.tmpdir={SCRATCH}",
                                   f"-Dsun.security.smartcardio.library={self.library.checked_file()}",
                                   PROGRAMS / "Cards.java", self.reader)
        cards.expect(f"terminal: {self.reader} true\n")
        cards.expect(CONNECTED)
        cards.expect("answer: 0102039000\n")
        cards.expect("ready\n")
        self.daemon.remove()
        cards.expect("absent: true\n")
        self.daemon.insert()
        cards.expect("present: true\n")
        cards.expect(CONNECTED)
        self.assertEqual(0, cards.end())
