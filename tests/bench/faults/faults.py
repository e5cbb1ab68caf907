#!/usr/bin/env python3
"""faults.py [NAME...]: what a foreign driver that misbehaves, again and again, costs a reader that is not its own: the
p50 of a virtual reader's Transmit while it does and while it does not, in turns; and how long the driver's own client had
to wait at most. Exit code 0 if nothing broke and the driver misbehaved, by its own word, while it was measured.

All of it is on one processor: the daemon, the client that measures, the driver and its client. So what the driver takes it
takes from them, and the p50 tells whether the daemon lets others wait for it: what the scheduler gives the driver costs few
calls much, not most calls a little (that is in the rate). On two processors the figures depend on where the scheduler
puts whom, by half, without any fault."""
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "side_by_side"))

from places import CLIENT
from sides import ours
from harness.hosted import HostedScrmd, script
from misdeeds import FAULTS, IDLE, SOUND
from victim import Victim

DEADLINE = 0.2  # of every call into the driver, in seconds
TUNING = {"open_deadline": DEADLINE, "power_deadline": DEADLINE, "control_deadline": DEADLINE,
          "presence_deadline": DEADLINE, "exchange_deadline": DEADLINE, "contended_exchange_deadline": DEADLINE,
          "failures": 1_000_000, "failures_within": 0.001}
PAIRS = 12
PASS = 0.3      # seconds: a call that hangs, the end of its host and the start of the next
ALLOWED = 1.10  # times the quiet p50


class Meter:
    """The client that is not to notice: one process, a pass whenever it is asked for."""

    def __init__(self, daemon):
        side = ours()
        self.process = subprocess.Popen([str(CLIENT), "passes", "reader=Virtual", f"seconds={PASS}"], text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=side.environment(daemon))

    def __enter__(self):
        self.measure()  # the first is the warm-up
        return self

    def __exit__(self, *failure):
        self.process.stdin.close()
        self.process.wait()

    def measure(self):
        """p50 in microseconds, calls a second."""
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return tuple(map(float, self.process.stdout.readline().split()))


def quiet_pass(meter, victim):
    victim.hold_back()
    return meter.measure()


def faulty_pass(meter, victim):
    """The figures, and whether the driver misbehaved meanwhile."""
    victim.let_loose()
    start = time.time()
    figures = meter.measure()
    end = time.time()
    victim.hold_back()
    return figures, victim.misbehaved(start, end)


def measure(fault):
    """(quiet, faulty) figures of neighbouring passes in which the driver misbehaved; the victim."""
    bad = script("bad")
    with HostedScrmd({"Bad": bad}, tuning=TUNING, log_level="info") as daemon, Meter(daemon) as meter:
        victim = Victim(daemon, bad, fault)
        victim.start()
        pairs = []
        before = quiet_pass(meter, victim)
        for _ in range(PAIRS):
            faulty, misbehaved = faulty_pass(meter, victim)
            after = quiet_pass(meter, victim)
            quiet = [statistics.mean(figure) for figure in zip(before, after)]
            if misbehaved or not fault.function:
                pairs.append((quiet, faulty))
            before = after
        victim.end()
    return pairs, victim


def quartiles(ratios):
    return statistics.quantiles(ratios, n=4, method="inclusive")


def row(fault, pairs, victim):
    quiet = statistics.median(quiet[0] for quiet, _ in pairs)
    low, ratio, high = quartiles([faulty[0] / quiet[0] for quiet, faulty in pairs])
    rate = statistics.median(faulty[1] / quiet[1] for quiet, faulty in pairs)
    verdict = "within" if ratio <= ALLOWED else "BEYOND"
    return (f"{fault.name:20} {quiet:6.1f} us {ratio:6.2f} {low:5.2f} {high:5.2f}  {verdict} {rate:6.2f} {len(pairs):6} "
            f"{len(victim.misdeeds):9} {victim.longest:6.2f} s")


def main():
    wanted = [fault for fault in (IDLE, SOUND, *FAULTS) if not sys.argv[1:] or fault.name in sys.argv[1:]]
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    print(f"{'a driver that':20} {'quiet p50':>9} {'times':>6} {'q1':>5} {'q3':>5}  {'10 %':6} {'rate':>6} {'passes':>6} "
          f"{'misdeeds':>9} {'its client':>8}")
    idle = 0
    for fault in wanted:
        pairs, victim = measure(fault)
        if len(pairs) < 2:
            idle += 1
            print(f"{fault.name:20} did not misbehave while it was measured", flush=True)
        else:
            print(row(fault, pairs, victim), flush=True)
    return 1 if idle else 0


if __name__ == "__main__":
    sys.exit(main())
