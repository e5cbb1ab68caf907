"""Perl's scriptor (libpcsc-perl) resets the card and sends it commands."""
from harness.stages import on_every_stage
from harness.vpcd_card import ATR

SCRIPT = "reset\n80 EC 00 00 03 01 02 03 00\n"


@on_every_stage
class Scriptor:
    def test_resets_the_card_and_sends_a_command(self):
        ran = self.run_program("scriptor", "-r", self.reader, given=SCRIPT)
        self.assertEqual(0, ran.returncode, ran.stderr)
        self.assertIn(f"< OK: {ATR.hex(' ').upper()}", ran.stdout)
        self.assertIn("< 01 02 03 90 00 : Normal processing.", ran.stdout)
