#!/usr/bin/env python3
"""Whether ./dev bench still works: a short run gives figures of every side. How fast they are is not tested."""
import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

BENCH = Path(__file__).with_name("bench.py")
TIMEOUT = 200
SKIPPED = 77


def bench(*options):
    return subprocess.run([sys.executable, BENCH, *options], capture_output=True, text=True, timeout=TIMEOUT, check=False)


class BenchTest(unittest.TestCase):
    def test_a_short_run_compares_every_side(self):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "figures.json")
            done = bench("--quick", "--only", "transmit_5", "--only", "contenders_8", "--json", file)
            self.assertEqual(done.returncode, 0, done.stderr)
            results = json.loads(file.read_text(encoding="utf-8"))
        self.assertEqual(list(results["metrics"]), ["transmit_5", "contenders_8"])
        transmit, contenders = results["metrics"].values()
        self.assertEqual(set(transmit["sides"]), {"pcsc-lite", "scrm", "stock_client", "bare", "bare_stock"})
        self.assertEqual(set(contenders["sides"]), {"pcsc-lite", "scrm", "stock_client"})
        for row in (transmit, contenders):
            self.assertEqual(row["sides"]["pcsc-lite"]["ratio"], 1.0)
            for side in row["sides"].values():
                self.assertGreater(side["value"], 0)
                self.assertGreater(side["ratio"], 0)
                self.assertTrue(all(one[row["figure"]] > 0 for one in side["passes"]))
        self.assertIn("Transmit 5 B, one CPU", done.stdout)

    def test_a_build_that_is_none_is_refused(self):
        done = bench("--only", "transmit_5", "--against", os.devnull)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("neither a build of scrm", done.stderr)


if __name__ == "__main__":
    if os.geteuid() != 0:
        print("pcscd needs a /run/pcscd of its own, and so root")
        sys.exit(SKIPPED)
    unittest.main(verbosity=2)
