"""The program `conformance` (tests/conformance) on one stage: plays its cases, grants its wishes about cards."""
import subprocess
from dataclasses import dataclass

from .places import BUILD
from .vpcd_card import Card

PROGRAM = BUILD / "tests/conformance/conformance"
T0_ATR, T1_ATR = "3B00", "3B800181"


@dataclass(frozen=True)
class Outcome:
    """`instead` is empty if the rule holds."""
    rule: str
    instead: str
    place: str


class ScrmdCards:
    """What the cases may wish for, with scrmd's virtual reader."""

    reader, second_reader = "Virtual reader 00 00", "Virtual reader 00 01"
    settings = ({"name": "Virtual reader", "slots": 2, "card": "none"},)
    moves_readers = True

    def __init__(self, daemon):
        self._desk = daemon.desk
        self._ordinary = False  # the card that is in is the one that is in by default
        self.wishes = {
            "insert": lambda: self._swap(""),
            "insert t0": lambda: self._swap(T0_ATR),
            "insert t1": lambda: self._swap(T1_ATR),
            "insert mute": self._insert_mute,
            "remove": self._remove,
            "insert second": lambda: self._desk.insert("Virtual reader#1"),
            "remove second": lambda: self._desk.remove("Virtual reader#1"),
            "plug": lambda: self._desk.plug("Another reader"),
            "unplug": lambda: self._desk.unplug("Another reader"),
            "plug first": lambda: self._desk.plug("Virtual reader", 2, "none"),
            "unplug first": self._unplug,
        }

    def make_fresh(self):
        if self._has("Another reader"):
            self._desk.unplug("Another reader")
        if not self._has("Virtual reader"):
            self.wishes["plug first"]()
        if self._has("Virtual reader#1=card"):
            self.wishes["remove second"]()
        if not self._ordinary:
            self._desk.fault("Virtual reader", "none")
            self._swap("")
            self._ordinary = True

    def _has(self, words):
        return words in self._desk.ask("list").replace('"', "")

    def _swap(self, atr):
        if self._has("Virtual reader#0=card"):
            self._remove()
        self._desk.insert("Virtual reader", atr)
        self._ordinary = False

    def _insert_mute(self):
        self._desk.fault("Virtual reader", "mute")
        self._swap("")

    def _remove(self):
        self._desk.remove("Virtual reader")
        self._ordinary = False

    def _unplug(self):
        self._desk.unplug("Virtual reader")
        self._ordinary = False


class PcscdCards:
    """The same with Debian's pcscd and vpcd, which has two readers for ever."""

    reader, second_reader = "Virtual PCD 00 00", "Virtual PCD 00 01"
    moves_readers = False

    def __init__(self, daemon):
        self._daemon = daemon
        self._ordinary = True  # the card that is in is the one that is in by default
        self._is_in = True
        self._second_is_in = False
        self.wishes = {
            "insert": lambda: self._swap(Card()),
            "insert t0": lambda: self._swap(Card(bytes.fromhex(T0_ATR))),
            "insert t1": lambda: self._swap(Card(bytes.fromhex(T1_ATR))),
            "insert mute": lambda: self._swap(Card(mute=True)),
            "remove": self._remove,
            "insert second": self._insert_second,
            "remove second": self._remove_second,
        }

    def make_fresh(self):
        if self._second_is_in:
            self._remove_second()
        if not (self._is_in and self._ordinary):
            self._swap(Card())
            self._ordinary = True

    def _swap(self, card):
        if self._is_in:
            self._remove()
        self._daemon.insert(card)
        self._is_in, self._ordinary = True, False

    def _remove(self):
        self._daemon.remove()
        self._is_in = False

    def _insert_second(self):
        self._daemon.insert_second()
        self._second_is_in = True

    def _remove_second(self):
        self._daemon.remove_second()
        self._second_is_in = False


class Conformance:
    """As a context manager."""

    def __init__(self, library, cards, rules="", share="0/1"):
        self._cards = cards
        self._program = subprocess.Popen([PROGRAM, cards.reader, cards.second_reader, rules, share],
                                         env=library.environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                         text=True, bufsize=1)

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        self._program.kill()
        self._program.wait()
        self._program.stdin.close()
        self._program.stdout.close()

    def outcomes(self):
        """Of all cases, one after another."""
        for line in self._program.stdout:
            word, *rest = line.rstrip("\n").split("\t")
            if word == "desk":
                self._program.stdin.write(f"{self._grant(rest)}\n")
            elif word == "differs":
                yield Outcome(*rest)
            elif word == "holds":
                yield Outcome(rest[0], "", "")
            else:
                yield Outcome(rest[0], word, "")
        assert self._program.wait() == 0, f"{PROGRAM} ended with {self._program.returncode}"

    def _grant(self, wish):
        if wish[0] == "fresh":
            return self._begin(wish[1])
        self._cards.wishes[wish[0]]()
        return "ok"

    def _begin(self, rule):
        if rule.endswith("(readers)") and not self._cards.moves_readers:
            return "skip"
        self._cards.make_fresh()
        return "ok"
