"""scrmctl as a program among others."""
import subprocess
import unittest

from harness.libraries import OURS
from harness.places import BUILD, PATIENCE
from harness.program import Running
from harness.scrmd import Scrmd

PROGRAM = BUILD / "tools/scrmctl"
UNAVAILABLE = 3


class Scrmctl(unittest.TestCase):
    def test_an_answer_that_could_not_be_written_is_a_failure(self):
        for question in (["--help"], ["atr", "3B021450"], ["atr", "--json", "3B021450"]):
            with open("/dev/full", "w", encoding="ascii") as full:
                ended = subprocess.run([str(PROGRAM), *question], stdout=full, stderr=subprocess.PIPE, text=True,
                                       timeout=PATIENCE, check=False)
            self.assertEqual(UNAVAILABLE, ended.returncode, question)
            self.assertIn("could not be written", ended.stderr)

    def test_a_scan_without_readers_says_what_it_waits_for(self):
        with Scrmd(readers=()), Running([PROGRAM, "scan"], OURS.environment()) as scan:
            scan.expect("no reader is connected yet")
        with Scrmd() as daemon, Running([PROGRAM, "scan"], OURS.environment()) as scan:
            scan.expect(daemon.reader)
            self.assertNotIn("connected yet", scan.unseen)
