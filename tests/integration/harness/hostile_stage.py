"""Where somebody misbehaves: meanwhile a well-behaved program works at a reader of its own, without an error."""
import unittest

from .libraries import DEBIANS
from .places import PROGRAMS, PYTHON
from .program import Running
from .scrmd import Scrmd
from .wire import WireClient

STEADY_READER = "Steady reader 00 00"


class HostileStage(unittest.TestCase):
    log_lines_allowed = 40

    def setUp(self):
        self.daemon = self.enterContext(self.make_daemon())
        self.reader = self.daemon.reader
        self.lines_before = len(self.daemon.log_lines())
        self.steady = self.enterContext(Running([PYTHON, PROGRAMS / "steady_client.py", STEADY_READER],
                                                DEBIANS.environment()))
        self.steady.expect("working\n")

    def make_daemon(self):
        return Scrmd([{"name": "Virtual reader"}, {"name": "Steady reader"}], log_level="info")

    def client(self):
        return self.enterContext(WireClient())

    def assert_nobody_noticed(self):
        """The last thing a test asks. Little was written to the log, too."""
        code = self.steady.end()
        self.assertEqual(0, code, self.steady.unseen)
        self.steady.expect("worked [1-9][0-9]* times")
        written = self.daemon.log_lines()[self.lines_before:]
        self.assertLessEqual(len(written), self.log_lines_allowed, "\n".join(written[:50]))
