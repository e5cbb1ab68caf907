"""Results as a table for people."""
from verdict import TARGETS

FORMS = {"us": lambda value: f"{value / 1000:.1f} ms" if value >= 10000 else f"{value:.1f} us",
         "/s": lambda value: f"{value / 1000:.1f} k/s" if value >= 10000 else f"{value:.4g}/s",
         "kB": lambda value: f"{value / 1024:.1f} MB",
         "": lambda value: f"{value:.3g}"}
UNITS = {"p50": "us", "wait_max": "us", "hand_over_p50": "us", "rate": "/s", "wakeups": "/s", "rss": "kB",
         "rss_open": "kB", "growth": "kB"}


def shown(value, unit):
    return FORMS[unit](value)


def of_side(row, side):
    return shown(row["sides"][side]["value"], row["unit"]) if side in row["sides"] else ""


def ratio_of(row, side):
    ratio = row["sides"].get(side, {}).get("ratio")
    return "" if ratio is None else f"{ratio:.2f}x" if ratio < 100 else f"{ratio:.0f}x"


def pair(row, side, what):
    """What daemon and client need for one call."""
    figures = row["sides"].get(side, {}).get("figures", {})
    both = [figures.get(f"{who}_{what}") for who in ("daemon", "client")]
    return "+".join("?" if one is None else f"{one:.3g}" for one in both) if any(both) else ""


def target(name, key):
    value = TARGETS.get(name, {}).get(key)
    return f"{value}x" if value else ""


def columns(results):
    """[(heading, cell(name, row))]"""
    sides = results["sides"]
    titles = [("metric", lambda name, row: row["title"])]
    for side, title in sides.items():
        titles.append((title, lambda name, row, side=side: of_side(row, side)))
        if side not in ("pcsc-lite", "bare"):
            titles.append(("ratio", lambda name, row, side=side: ratio_of(row, side)))
        if side == "scrm":
            titles.append(("must", lambda name, row: target(name, "must")))
            titles.append(("aim", lambda name, row: target(name, "aim")))
    return titles


def comparison(results):
    """Rows of cells, the first one headings: every metric, and how many times better than pcsc-lite."""
    table = columns(results)
    return [[heading for heading, _ in table],
            *([cell(name, row) for _, cell in table] for name, row in results["metrics"].items())]


def per_call(results):
    """System calls and context switches, daemon + client, where they were counted."""
    sides = [side for side in results["sides"] if not side.startswith("bare")]
    pairs = [(what, side) for what in ("syscalls", "switches") for side in sides]
    rows = [[row["title"], *(pair(row, side, what) for what, side in pairs)]
            for row in results["metrics"].values()]
    rows = [row for row in rows if any(row[1:])]
    head = ["daemon + client, per call", *(f"{what}: {results['sides'][side]}" for what, side in pairs)]
    return [head, *rows] if rows else []


def limited(results):
    """The same of the figures that have a limit of their own; empty if there are none."""
    sides = [side for side in results["sides"] if not side.startswith("bare")]
    rows = []
    for name, row in results["metrics"].items():
        for figure, limit in TARGETS.get(name, {}).get("limits", {}).items():
            unit = UNITS.get(figure, "")
            operation, bound = limit.split()
            values = [row["sides"][side]["figures"].get(figure) for side in sides if side in row["sides"]]
            rows.append([row["title"], figure, f"{operation} {shown(float(bound), unit)}",
                         *("" if value is None else shown(value, unit) for value in values)])
    return [["metric", "figure", "limit", *(results["sides"][side] for side in sides)], *rows] if rows else []


def tables(results):
    return [table for table in (comparison(results), per_call(results), limited(results)) if table]


def text(rows):
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join("  ".join(cell.ljust(width) if column == 0 else cell.rjust(width)
                               for column, (cell, width) in enumerate(zip(row, widths))) for row in rows)


def markdown(rows):
    head, *rows = rows
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def misses(results):
    return [f"MISSED  {row['title']}: {miss}" for row in results["metrics"].values() for miss in row["misses"]]
