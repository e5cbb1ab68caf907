"""Stock clients of every version, byte for byte, while cards and readers come and go: integration_wire plays them."""
import os
import subprocess
import unittest

from harness.places import BUILD, PATIENCE, SCRATCH, SOCKET
from harness.scrmd import Scrmd

PROGRAM = BUILD / "tests/integration/integration_wire"


def play(*arguments):
    return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, timeout=4 * PATIENCE, check=False,
                          env={**os.environ, "SCRM_SOCKET": SOCKET, "SCRM_CONTROL": SCRATCH / "control"})


class StockWire(unittest.TestCase):
    def test_is_never_misread(self):
        plays = play("--list-test-names-only").stdout.splitlines()
        self.assertLess(3, len(plays))
        for name in plays:
            # A daemon for each: its room for records never shrinks.
            with self.subTest(name), Scrmd(log_level="warning"):
                played = play("--abort", name.replace(",", "\\,"))
                self.assertEqual(0, played.returncode, played.stdout + played.stderr)
                self.assertIn("All tests passed", played.stdout)
