"""How often: the tests that show something by doing it again and again are short, but for `./dev soak`."""
import os

FULL = os.environ.get("SCRM_SOAK") == "full"


def times(short, full):
    return full if FULL else short
