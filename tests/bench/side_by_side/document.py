"""Puts results into docs/performance.md, between its marks, and draws docs/performance.svg."""
import re

import chart
import report
from places import ROOT

PAGE, CHART = ROOT / "docs/performance.md", ROOT / "docs/performance.svg"
MARKED = re.compile(r"(<!-- figures: .*? -->\n).*?(<!-- end of figures -->)", re.S)


def conditions(results):
    machine = results["machine"]
    return (f"{machine['date']}, Linux {machine['kernel']}, {machine['processor']}, {machine['cpus']} processors, "
            f"load {machine['load']:.1f} when it began.")


def figures(results):
    misses = [f"- {miss.removeprefix('MISSED  ')}" for miss in report.misses(results)]
    tables = "\n\n".join(map(report.markdown, report.tables(results)))
    return "\n".join(["", conditions(results), "", tables, "",
                      *(["Not reached:", "", *misses, ""] if misses else ["Everything is reached.", ""])])


def write(results):
    page = PAGE.read_text(encoding="utf-8")
    new, count = MARKED.subn(lambda marks: marks[1] + figures(results) + marks[2], page)
    assert count == 1, f"{PAGE} has lost its marks"
    PAGE.write_text(new, encoding="utf-8")
    CHART.write_text(chart.svg(results), encoding="utf-8")
