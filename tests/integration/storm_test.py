"""A card that goes in and out as fast as it can be moved, while 50 clients wait for its events again and again."""
import json
import subprocess
import unittest

from harness.libraries import DEBIANS, OURS
from harness.places import BUILD, PATIENCE, SCRATCH
from harness.scrmd import Scrmd
from harness.soak import times

CLIENT = BUILD / "tests/bench/bench_client"
CLIENTS = 50
SECONDS = times(3, 30)


class Storm(unittest.TestCase):
    def setUp(self):
        if not CLIENT.exists():
            self.skipTest(f"no {CLIENT}: build the target bench_client")

    def storm(self, library):
        with Scrmd(log_level="info") as daemon:
            done = subprocess.run(
                [CLIENT, "storm", f"processes={CLIENTS}", f"seconds={SECONDS}", f"reader={daemon.reader}",
                 f"lever=socket:{SCRATCH / 'control'}:Virtual reader"],
                env=library.environment(), capture_output=True, text=True, timeout=SECONDS + PATIENCE, check=False)
        self.assertEqual((0, ""), (done.returncode, done.stderr))
        return json.loads(done.stdout)

    def test_ends_without_an_error_and_with_everybody_in_the_know(self):
        for library in OURS, DEBIANS:
            with self.subTest(library.title):
                figures = self.storm(library)
                print(f"{library.title}: {figures}")
                self.assertEqual((0, 0), (figures["errors"], figures["lost"]))
                self.assertLess(100, figures["moves"])  # it was a storm
                self.assertLess(CLIENTS, figures["news"])
