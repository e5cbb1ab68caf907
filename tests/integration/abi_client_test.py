"""A program built with either side's headers runs with either side's library, and cannot tell them apart."""
import itertools
import unittest
from pathlib import Path

from harness.compiling import DEBIANS_SIDE, OUR_SIDE, compiled
from harness.libraries import DEBIANS, OURS
from harness.program import run
from harness.scrmd import Scrmd
from harness.stock_pcscd import StockPcscd
from harness.vpcd_card import ATR

SOURCE = Path(__file__).with_name("abi_client.c")


class AbiClient(unittest.TestCase):
    maxDiff = None

    def transcripts(self, daemon):
        """{(headers, library): what the program wrote} with all of them against the daemon."""
        transcripts = {}
        for side in DEBIANS_SIDE, OUR_SIDE:
            side.library.checked_file()
            program = compiled(SOURCE, side)
            for library in DEBIANS, OURS:
                ran = run([program, daemon.reader], library.environment())
                self.assertEqual(0, ran.returncode, ran.stderr)
                transcripts[side.title, library.title] = ran.stdout
        return transcripts

    def assert_all_alike(self, daemon):
        transcripts = self.transcripts(daemon)
        for (one, written), (other, also_written) in itertools.pairwise(transcripts.items()):
            self.assertEqual(written, also_written, f"{one} and {other}")
        shown_atr = f"ATR {ATR.hex(' ').upper()}\n"
        self.assertRegex(written, f'(?s)reader "{daemon.reader}".*{shown_atr}.*response 6F .* 90 00\n.*{shown_atr}')

    def test_is_the_same_with_all_headers_and_libraries_at_scrmd(self):
        with Scrmd() as daemon:
            self.assert_all_alike(daemon)

    def test_is_the_same_with_all_headers_and_libraries_at_pcscd(self):
        with StockPcscd() as daemon:
            self.assert_all_alike(daemon)
