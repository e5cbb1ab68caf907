#!/usr/bin/env python3
"""figures_page.py FIGURES.JSON: puts what cases/figures_test.py has measured into docs/performance.md, between its own marks."""
import datetime
import json
import os
import re
import sys
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs/performance.md"
MARKED = re.compile(r"(<!-- system figures: .*? -->\n).*?(<!-- end of system figures -->)", re.S)
OURS, THEIRS = "scrm", "pcscd + libccid"
NO_WORSE = {"round trip": 1.0, "processor a command": 1.0}  # of what theirs takes
NONE_AT_ALL = "idle wake-ups"
MOST = {"kernel to reader": 200, "interrupt to event": 20}  # milliseconds


def cell(name, value):
    return f"{value:.0f}" if name.startswith(NONE_AT_ALL) else f"{value:.2f} ms" if value < 100 else f"{value:.0f} ms"


def table(kind, sides):
    heads = [kind, *sides, f"{OURS} / {THEIRS}"]
    yield "| " + " | ".join(heads) + " |"
    yield "| --- |" + " ---: |" * (len(heads) - 1)
    for name in sides[OURS]:
        values = [figures[name] for figures in sides.values()]
        theirs = sides[THEIRS][name]
        ratio = f"{sides[OURS][name] / theirs:.2f}" if theirs else ""
        yield f"| {name} | " + " | ".join([*(cell(name, value) for value in values), ratio]) + " |"


def misses(kind, sides):
    ours, theirs = sides[OURS], sides[THEIRS]
    for name in ours:
        if name.startswith(NONE_AT_ALL) and ours[name]:
            yield f"- {kind}: {name}: {ours[name]:.0f}, to be 0"
        elif name in MOST and ours[name] > MOST[name]:
            yield f"- {kind}: {name}: {cell(name, ours[name])}, to be no more than {MOST[name]} ms"
        elif name in NO_WORSE and ours[name] > NO_WORSE[name] * theirs[name]:
            yield f"- {kind}: {name}: {cell(name, ours[name])}, to be no more than {cell(name, theirs[name])}"


def text(results, load):
    """`results`: {reader: {daemon: {figure: milliseconds}}}."""
    missed = [line for kind, sides in results.items() for line in misses(kind, sides)]
    tables = [line for kind, sides in results.items() for line in ("", *table(kind, sides))]
    verdict = ["Not reached:", "", *missed] if missed else ["No round trip takes longer, no command costs more, readers and cards are told of in time, and nothing wakes up."]
    return "\n".join(["", f"{datetime.date.today()}, load of the host {load:.1f} when it ended.", *tables, "", *verdict, ""])


def main(file):
    page = PAGE.read_text(encoding="utf-8")
    new = text(json.loads(Path(file).read_text(encoding="utf-8")), os.getloadavg()[0])
    page, count = MARKED.subn(lambda marks: marks[1] + new + marks[2], page)
    assert count == 1, f"{PAGE} has lost its marks"
    PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
