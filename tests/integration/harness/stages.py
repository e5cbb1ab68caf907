"""Every test of an unmodified program is played on several stages: each client library with each daemon. What holds
on the stage of Debian's pair, which has nothing of ours, is what programs expect."""
import sys
import unittest

from .libraries import DEBIANS, OURS
from .program import Running, run
from .scrmd import Scrmd
from .stock_pcscd import StockPcscd

PAIRS = ((DEBIANS, Scrmd), (OURS, Scrmd), (OURS, StockPcscd), (DEBIANS, StockPcscd))


class StageTest:
    """What a test on a stage finds: self.daemon, with a card in self.daemon.reader, and programs to run there."""

    def setUp(self):
        self.daemon = self.enterContext(self.daemon_type())
        self.reader = self.daemon.reader

    def run_program(self, *command, given="", **environment):
        return run(command, self.library.environment(**environment), given)

    def start_program(self, *command, **environment):
        return self.enterContext(Running(command, self.library.environment(**environment)))


def on_stages(*pairs):
    """Makes a test case of the class for each (library, daemon)."""
    def make(tests):
        for library, daemon_type in pairs:
            name = f"{tests.__name__}: {library.title} with {daemon_type.title}"
            made = type(name, (tests, StageTest, unittest.TestCase),
                        {"library": library, "daemon_type": daemon_type, "__module__": tests.__module__})
            setattr(sys.modules[tests.__module__], name, made)
        return tests
    return make


on_every_stage = on_stages(*PAIRS)
on_scrmd = on_stages(*PAIRS[:2])
