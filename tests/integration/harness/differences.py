"""The tables of docs/differences-from-pcsc-lite.md: | `rule` | who breaks it | `what comes instead` | why |"""
import re

from .places import ROOT

DOCUMENT = ROOT / "docs/differences-from-pcsc-lite.md"
ROW = re.compile(r"\| `(?P<rule>[^`]+)` \| (?P<breakers>[^|]+?) \| `(?P<instead>[^`]+)` \| [^|]+ \|")


def _rows():
    for line in DOCUMENT.read_text(encoding="utf-8").splitlines():
        if line.startswith("| `"):
            row = ROW.fullmatch(line)
            assert row, f"{DOCUMENT.name}: not a row: {line}"
            yield row


def differences_between(library, daemon_title):
    """What comes instead of each rule that does not hold with this library and this daemon."""
    here = (library.title, daemon_title, f"{library.title} with {daemon_title}")
    return {row["rule"]: row["instead"] for row in _rows()
            if any(breaker in here for breaker in row["breakers"].split(", "))}


def documented_rules():
    return {row["rule"] for row in _rows()}
