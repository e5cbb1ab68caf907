#!/usr/bin/env python3
"""bench.py [--quick] [--only NAME ...] [--against DIR] [--hosted] [--json FILE]: scrm beside Debian's pcsc-lite, on this machine, now.
Exit code 0 unless something broke: how fast it is never fails."""
import argparse
import contextlib
import json
import os
import platform
import shutil
import sys
import time
from pathlib import Path

from metrics import METRICS
import document
import passes
import report
import syscalls
import verdict
from sides import Broken, bare_loops, hosted, sides
from harness.places import SCRATCH

BUSY = 0.5  # load average above which figures are to be taken with care


def arguments():
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer passes, and not what takes long: under a minute")
    parser.add_argument("--only", action="append", metavar="NAME", choices=[metric.name for metric in METRICS],
                        help="this metric; may be given again. " + ", ".join(metric.name for metric in METRICS))
    parser.add_argument("--against", metavar="DIR", help="also another build of scrm, or an unpacked pcsc-lite")
    parser.add_argument("--hosted", action="store_true", help="also scrmd with pcscd's handler, in host processes")
    parser.add_argument("--document", action="store_true", help="write docs/performance.md's figures and chart anew")
    parser.add_argument("--json", metavar="FILE", type=Path, help="where the figures go too")
    parser.add_argument("--check", action="store_true", help=argparse.SUPPRESS)  # these arguments, and no more
    return parser.parse_args()


def processor():
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    return next((line.split(": ")[1] for line in lines if line.startswith("model name")), platform.machine())


def machine():
    return {"kernel": platform.release(), "processor": processor(), "cpus": os.cpu_count(),
            "date": time.strftime("%Y-%m-%d"), "load": os.getloadavg()[0]}


def warn_of_load():
    if os.getloadavg()[0] > BUSY:
        print(f"The machine is busy (load {os.getloadavg()[0]:.1f}): trust ratios more than times, and neither much.",
              file=sys.stderr)


def row_of(metric, figures):
    """A metric's figures as they are reported."""
    first, *_ = figures.values()
    row = {"title": metric.title, "unit": metric.unit, "figure": metric.figure, "sides": {}}
    for side, of_side in figures.items():
        row["sides"][side] = {"value": passes.medians(of_side)[metric.figure], "figures": passes.medians(of_side),
                              "ratio": passes.speed_up(metric, first, of_side), "passes": of_side}
    return row


def count_syscalls(metric, row, all_sides):
    for side in all_sides:
        row["sides"][side.name]["figures"].update(syscalls.per_call(side, metric.options))


def measure(wanted, all_sides, loops, quick):
    """{name: row}"""
    rows = {}
    with_syscalls = not quick and syscalls.there_is_strace()
    for metric in wanted:
        print(f"{metric.name}: {metric.title} ...", file=sys.stderr)
        row = row_of(metric, passes.run(metric, all_sides, loops, quick))
        if with_syscalls and metric.measurement == "calls" and metric.where == "same":
            count_syscalls(metric, row, all_sides)
        row["misses"] = list(verdict.misses(metric.name, row))
        rows[metric.name] = row
    return rows


def main():
    options = arguments()
    if options.check:
        return 0
    with contextlib.suppress(PermissionError):
        os.nice(-15)  # so that others interrupt less; both sides inherit it
    wanted = [metric for metric in METRICS
              if (metric.name in options.only if options.only else metric.quick or not options.quick)]
    warn_of_load()
    all_sides = [*sides(options.against), *([hosted()] if options.hosted else [])]
    loops = bare_loops()
    results = {"machine": machine(), "quick": options.quick,
               "sides": {side.name: side.title for side in [*all_sides, *loops]}}
    with contextlib.ExitStack() as stack:
        for side in [*all_sides, *loops]:
            side.daemon = stack.enter_context(side.new_daemon())
        results["metrics"] = measure(wanted, all_sides, loops, options.quick)
    warn_of_load()
    print(*(report.text(table) + "\n" for table in report.tables(results)), *report.misses(results), sep="\n")
    if options.json:
        options.json.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    if options.document:
        document.write(results)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Broken as failure:
        sys.exit(f"bench: {failure}")
    finally:
        shutil.rmtree(SCRATCH, ignore_errors=True)
