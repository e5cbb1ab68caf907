"""Waiting for what is bound to come: never longer than PATIENCE, and never as a measurement."""
import time

from .places import PATIENCE


def wait_until(holds, what):
    """Returns what holds() returns as soon as that is true; fails with the text of `what` (or of what() then)."""
    deadline = time.monotonic() + PATIENCE
    while True:
        if result := holds():
            return result
        if time.monotonic() > deadline:
            raise AssertionError(f"waited in vain: {what() if callable(what) else what}")
        time.sleep(0.005)
