"""Sixty-four readers of foreign drivers at once: they start side by side, cost little, and all of them serve."""
import re
import unittest
from pathlib import Path

from harness import codes
from harness.hosted import HostedScrmd, script
from harness.libraries import OURS
from harness.waiting import wait_until
from harness.winscard import Winscard

READERS = 64
MOST = 4096  # kB of memory that are a host's alone
ECHO = b"\x80\xEC\x00\x00\x02\xCA\xFE\x00"


def private_memory(process):
    rollup = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
    return sum(map(int, re.findall(r"^Private_\w+: +(\d+) kB$", rollup, re.MULTILINE)))


class HostedCrowd(unittest.TestCase):
    def setUp(self):
        scripts = {f"R{number:02}": script(f"reader-{number}") for number in range(READERS)}
        self.slow = scripts["R00"]
        self.slow.rewrite("on open hang")
        self.daemon = self.enterContext(HostedScrmd(scripts, tuning={"open_deadline": 600}, readers=(),
                                                    log_level="warning"))
        self.winscard = Winscard(OURS.checked_file())
        self.context = self.winscard.establish()[1]

    def served(self):
        """The numbers of the readers that carry a command to their card and back."""
        numbers = []
        for number in range(READERS):
            code, card, _ = self.winscard.connect(self.context, f"R{number:02} 00 00")
            if code == codes.SUCCESS:
                self.assertEqual((codes.SUCCESS, ECHO + b"\x90\x00"), self.winscard.transmit(card, codes.T1, ECHO)[:2])
                numbers.append(number)
        return numbers

    def test_starts_whatever_the_first_of_them_is_waiting_for(self):
        self.assertEqual(list(range(1, READERS)), self.served())
        self.assertEqual([f"open 0000 {self.slow.path}"], self.slow.trace())
        self.assertIsNotNone(self.daemon.host_of("R00"), "it does not wait any more")

    def test_takes_little_memory_and_no_thread_of_the_daemon(self):
        self.assertEqual(list(range(1, READERS)), self.served())
        wait_until(lambda: len(self.daemon.hosts()) == READERS, "a host is missing")
        memory = [private_memory(host) for host in self.daemon.hosts().values()]
        print(f"private memory of a host: {min(memory)} to {max(memory)} kB")
        self.assertLess(max(memory), MOST)
        self.assertEqual(1, self.daemon.threads())


if __name__ == "__main__":
    unittest.main()
