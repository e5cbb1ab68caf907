"""The tables of docs/differences-from-pcsc-lite.md: | `rule` | who breaks it | `what comes instead` | why |"""
import re
from dataclasses import dataclass

from .places import ROOT

DOCUMENT = ROOT / "docs/differences-from-pcsc-lite.md"
ROW = re.compile(r"\| `(?P<rule>[^`]+)` \| (?P<breakers>[^|]+?) \| `(?P<instead>[^`]+)` \| [^|]+ \|")


AT_TIMES = " at times"


@dataclass(frozen=True)
class Difference:
    instead: str
    always: bool

    def covers(self, instead):
        """Whether that came instead of the rule; an empty text: the rule held."""
        return instead == self.instead or not (instead or self.always)


def _rows():
    for line in DOCUMENT.read_text(encoding="utf-8").splitlines():
        if line.startswith("| `"):
            row = ROW.fullmatch(line)
            assert row, f"{DOCUMENT.name}: not a row: {line}"
            yield row


def differences_between(library, daemon_title):
    """The difference of each rule that does not hold with this library and this daemon."""
    here = (library.title, daemon_title, f"{library.title} with {daemon_title}")
    return {row["rule"]: Difference(row["instead"], always=AT_TIMES not in breaker)
            for row in _rows() for breaker in row["breakers"].split(", ")
            if breaker.removesuffix(AT_TIMES) in here}


def documented_rules():
    return {row["rule"] for row in _rows()}
