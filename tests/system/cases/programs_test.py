"""Stock programs, started by name, with a reader that is plugged in."""
from bench import Case, run
from harness import codes


class Programs(Case):
    def setUp(self):
        super().setUp()
        self.reader, (self.name,) = self.plug(level="tpdu", card="t0")
        self.wait_for_state(self.name, codes.STATE_PRESENT)

    def test_scrmctl_lists_it(self):
        self.assertIn(self.name, run("scrmctl", "list"))

    def test_scrmctl_talks_to_the_card(self):
        self.assertIn("success", run("scrmctl", "apdu", "-r", self.name, "00A4040004F0544F59"))

    def test_pcsc_scan_lists_it(self):
        self.assertIn(self.name, run("pcsc_scan", "-r"))

    def test_opensc_tool_lists_it_with_its_card(self):
        line = next(each for each in run("opensc-tool", "-l").splitlines() if self.name in each)
        self.assertIn("Yes", line)

    def test_opensc_tool_reads_its_atr(self):
        self.assertIn("3b:05:54:4f:59:54:30", run("opensc-tool", "-a", "-r", self.name))
