"""OpenSC's opensc-tool finds the reader, reads the ATR and sends a command."""
from harness.stages import on_every_stage
from harness.vpcd_card import ATR


@on_every_stage
class OpenscTool:
    def test_lists_the_reader_with_its_card(self):
        listed = self.run_program("opensc-tool", "-l")
        self.assertEqual(0, listed.returncode, listed.stderr)
        self.assertRegex(listed.stdout, rf"(?m)^0 +Yes +{self.reader}$")

    def test_reads_the_atr(self):
        asked = self.run_program("opensc-tool", "-r", self.reader, "-a")
        self.assertEqual(0, asked.returncode, asked.stderr)
        self.assertEqual(ATR.hex(":"), asked.stdout.strip())

    def test_sends_a_command_and_shows_the_answer(self):
        sent = self.run_program("opensc-tool", "-r", self.reader, "-s", "80:EC:00:00:03:01:02:03:00")
        self.assertEqual(0, sent.returncode, sent.stderr)
        self.assertIn("Received (SW1=0x90, SW2=0x00):\n01 02 03", sent.stdout)

    def test_says_so_when_there_is_no_card(self):
        self.daemon.remove()
        asked = self.run_program("opensc-tool", "-r", self.reader, "-a")
        self.assertEqual(1, asked.returncode)
        self.assertIn("Card not present", asked.stderr)
