"""What a driver can do wrong, and in which of its functions."""
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    name: str
    function: str            # of the driver
    deed: str                # what it does wrong there
    call: str = "transmit"   # of its client, that leads there


def hang(function, call="transmit"):
    return Fault(f"hangs in {function}", function, "hang", call)


# No fault: what the method itself, and a driver's client with nothing to complain of, make of the figures.
IDLE = Fault("is left alone", "", "", "nothing")
SOUND = Fault("does nothing wrong", "transmit", "delay 0")

FAULTS = (
    hang("transmit"), hang("control", "control"), hang("get", "get"), hang("set", "set"), hang("power", "reset"),
    hang("protocol", "reset"), hang("presence", "look_on"), hang("open", "kill_host"),
    Fault("spins in transmit", "transmit", "spin"), Fault("crashes", "transmit", "crash"),
    Fault("aborts", "transmit", "abort"), Fault("exits", "transmit", "exit 7"),
    Fault("corrupts its heap", "transmit", "corrupt_heap"),
    Fault("writes past the end", "control", "write_past 4096", "control"),
    Fault("answers too long", "transmit", "answer_too_long 1000"),
    Fault("floods the log", "transmit", "flood 200000"), Fault("forks", "control", "fork", "control"))
