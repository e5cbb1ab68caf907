#!/usr/bin/env python3
"""faults.py [NAME...]: what a foreign driver that misbehaves, again and again, costs a reader that is not its own: the
p50 of a virtual reader's Transmit before, during and after; and how long the driver's own client had to wait at most.
Exit code 0 if nothing broke and the driver misbehaved, by its own word, while it was measured."""
import os
import statistics
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "side_by_side"))

from sides import ours
from harness import codes
from harness.hosted import HostedScrmd, script
from harness.places import SCRATCH
from harness.waiting import wait_until
from harness.winscard import Winscard

DEADLINE = 0.2  # of every call into the driver, in seconds
TUNING = {"open_deadline": DEADLINE, "power_deadline": DEADLINE, "control_deadline": DEADLINE,
          "presence_deadline": DEADLINE, "exchange_deadline": DEADLINE, "contended_exchange_deadline": DEADLINE,
          "failures": 1_000_000, "failures_within": 0.001}
BAD = "Bad 00 00"
COMMAND = b"\x80\xEC\x00\x00\x02\xCA\xFE\x00"
QUIET, FAULTY = 4, 16  # passes
PASS = 0.1             # seconds
ENTERED = SCRATCH / "entered"  # the driver makes it just before it does what is wrong


@dataclass
class Fault:
    name: str
    function: str            # of the driver
    deed: str                # what it does wrong there
    call: str = "transmit"   # of its client, that leads there


def hang(function, call="transmit"):
    return Fault(f"hangs in {function}", function, "hang", call)


FAULTS = (
    hang("transmit"), hang("control", "control"), hang("get", "get"), hang("set", "set"), hang("power", "reset"),
    hang("protocol", "reset"), hang("presence", "look_on"), hang("open", "kill_host"),
    Fault("spins in transmit", "transmit", "spin"), Fault("crashes", "transmit", "crash"),
    Fault("aborts", "transmit", "abort"), Fault("exits", "transmit", "exit 7"),
    Fault("corrupts its heap", "transmit", "corrupt_heap"),
    Fault("writes past the end", "control", "write_past 4096", "control"),
    Fault("answers too long", "transmit", "answer_too_long 1000"),
    Fault("floods the log", "transmit", "flood 200000"), Fault("forks", "control", "fork", "control"))
NONE = "on stop delay 0"


class Victim(threading.Thread):
    """The bad driver's client: has it misbehave again and again, each time in a reader that works, and notes its
    longest call."""

    def __init__(self, daemon, driver, fault, cpu):
        super().__init__()
        self.daemon_process, self.driver, self.fault, self.cpu = daemon, driver, fault, cpu
        self.call = getattr(self, fault.call)
        self.winscard = Winscard(ours().library / "libpcsclite.so.1")
        self.longest = 0
        self.misdeeds = 0
        self.ending = False

    def transmit(self, card):
        return self.winscard.transmit(card, codes.T1, COMMAND)

    def control(self, card):
        return self.winscard.control(card, 0x42000001)

    def get(self, card):
        return self.winscard.get_attribute(card, 0x7A007)

    def set(self, card):
        return self.winscard.set_attribute(card, 0x7A007, b"\1")

    def reset(self, card):
        return self.winscard.reconnect(card, initialization=codes.RESET)

    def look_on(self, _card):
        wait_until(ENTERED.exists, f"the driver does not come to {self.fault.function}")

    def kill_host(self, card):
        os.kill(self.daemon_process.host_of("Bad"), 9)
        self.look_on(card)

    def provoke(self, card):
        """Only this call is to go wrong: none of those that opening and connecting take."""
        function = self.fault.function
        self.driver.rewrite(f"on {function} make {ENTERED}", f"on {function} {self.fault.deed}")
        self.timed(self.call, card)
        self.driver.rewrite(NONE)
        self.misdeeds += ENTERED.exists()
        ENTERED.unlink(missing_ok=True)

    def timed(self, function, *arguments):
        start = time.monotonic()
        result = function(*arguments)
        self.longest = max(self.longest, time.monotonic() - start)
        return result

    def run(self):
        os.sched_setaffinity(0, {self.cpu})
        context = self.winscard.establish()[1]
        while not self.ending:
            for host in self.daemon_process.hosts().values():
                pin(host, self.cpu)
            code, card, _ = self.timed(self.winscard.connect, context, BAD)
            if code == codes.SUCCESS:
                self.provoke(card)
                self.timed(self.winscard.disconnect, card)
            time.sleep(0.005)
        self.winscard.release(context)


def pin(process, cpu):
    """What it costs is to be the daemon's work, not the processor that the driver takes."""
    try:
        for task in os.listdir(f"/proc/{process}/task"):
            os.sched_setaffinity(int(task), {cpu})
    except (FileNotFoundError, ProcessLookupError):
        pass


def passes(daemon, count, cpu):
    side = ours()
    return [side.measure("calls", daemon, reader="Virtual", call="transmit", size=5, seconds=PASS, cpu=cpu)["p50"]
            for _ in range(count)]


def measure(fault):
    first, *_, last = sorted(os.sched_getaffinity(0))
    bad = script("bad")
    with HostedScrmd({"Bad": bad}, tuning=TUNING, log_level="error") as daemon:
        pin(daemon.pid, first)
        quiet = passes(daemon, QUIET, first)
        victim = Victim(daemon, bad, fault, last)
        victim.start()
        try:
            faulty = passes(daemon, FAULTY, first)
        finally:
            victim.ending = True
            victim.join()
        quiet += passes(daemon, QUIET, first)
    return statistics.median(quiet), statistics.median(faulty), victim


def main():
    wanted = [fault for fault in FAULTS if not sys.argv[1:] or fault.name in sys.argv[1:]]
    print(f"{'a driver that':22} {'quiet':>9} {'faulty':>9} {'ratio':>6} {'misdeeds':>9}  longest call of its client")
    idle = 0
    for fault in wanted:
        quiet, faulty, victim = measure(fault)
        print(f"{fault.name:22} {quiet:6.1f} us {faulty:6.1f} us {faulty / quiet:6.2f} {victim.misdeeds:9}  "
              f"{victim.longest:.2f} s", flush=True)
        idle += victim.misdeeds == 0
    return 1 if idle else 0


if __name__ == "__main__":
    sys.exit(main())
