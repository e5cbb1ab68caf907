"""Stock clients of every version, byte for byte, while cards and readers come and go: integration_wire plays them."""
import os
import subprocess
import unittest

from harness.places import BUILD, PATIENCE, SCRATCH, SOCKET
from harness.scrmd import Scrmd

PROGRAM = BUILD / "tests/integration/integration_wire"


class StockWire(unittest.TestCase):
    def test_is_never_misread(self):
        with Scrmd(log_level="warning"):
            ran = subprocess.run([PROGRAM, "--abort"], env={**os.environ, "SCRM_SOCKET": SOCKET, "SCRM_CONTROL": SCRATCH / "control"},
                                 capture_output=True, text=True, timeout=4 * PATIENCE, check=False)
        self.assertEqual(0, ran.returncode, ran.stdout + ran.stderr)
