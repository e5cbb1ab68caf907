"""Runs a metric: A, B, A, B ... in short passes, so that whatever else the machine does hits all of them alike."""
import os
import statistics

from metrics import Metric


def cpus_of(where, number):
    """(the daemon's, the client's); which of two it is changes from pass to pass."""
    available = sorted(os.sched_getaffinity(0))
    here, there = available[number % len(available)], available[(number + 1) % len(available)]
    return {"same": ({here}, here), "split": ({there}, here), "free": (set(available), -1)}[where]


def one_pass(metric, side, number):
    daemon_cpus, cpu = cpus_of(metric.where, number)
    if metric.measurement == "start":
        return side.measure_start(**metric.options)
    side.daemon.pin(daemon_cpus)
    options = {**metric.options, "seconds": metric.seconds, "cpu": cpu}
    if metric.measurement in ("events", "storm"):
        options["lever"] = side.daemon.lever
    return side.measure(metric.measurement, **options)


def bare_pass(metric: Metric, loop, number):
    """A bare loop's share of it."""
    daemon_cpus, cpu = cpus_of(metric.where, number)
    loop.daemon.pin(daemon_cpus)
    return loop.measure("bare", trips=metric.trips[loop.name], fresh=metric.fresh, seconds=metric.seconds, cpu=cpu)


def run(metric, sides, loops, quick):
    """{side: [the figures of each pass]}"""
    if metric.run:
        return metric.run(sides, quick)
    figures = {side.name: [] for side in sides}
    for number in range(max(1, metric.passes // 3) if quick else metric.passes):
        for side in sides:
            figures[side.name].append(one_pass(metric, side, number))
        for loop in loops if metric.trips else ():
            figures.setdefault(loop.name, []).append(bare_pass(metric, loop, number))
    return figures


def medians(passes):
    return {name: statistics.median(one[name] for one in passes if name in one) for name in passes[0]}


def ratio(metric, theirs, ours):
    """How many times better, or None where that means nothing."""
    better, worse = theirs[metric.figure], ours[metric.figure]
    if metric.more_is_better:
        better, worse = worse, better
    return better / worse if better and worse and metric.compared else None


def speed_up(metric, theirs, ours):
    """The median over passes of each pair that ran one after the other."""
    ratios = [ratio(metric, *pair) for pair in zip(theirs, ours)]
    return None if None in ratios else statistics.median(ratios)
