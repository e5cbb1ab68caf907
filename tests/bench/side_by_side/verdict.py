"""Holds figures to targets.toml."""
import operator
import tomllib
from pathlib import Path

TARGETS = tomllib.loads(Path(__file__).with_name("targets.toml").read_text(encoding="utf-8"))
COMPARISONS = {"<=": operator.le, ">=": operator.ge}
OURS, STOCK_CLIENT = "scrm", "stock_client"


def broken_limits(target, side, figures):
    for figure, limit in target.get("limits", {}).items():
        comparison, bound = limit.split()
        if figure in figures and not COMPARISONS[comparison](figures[figure], float(bound)):
            yield f"{side}: {figure} {figures[figure]:.4g}, to be {limit}"


def misses(name, row):
    """What is not reached, in words; `row` is a row of results."""
    target = TARGETS.get(name, {})
    sides = row["sides"]
    for side, key in ((OURS, "must"), (STOCK_CLIENT, "stock_must")):
        ratio = sides.get(side, {}).get("ratio")
        if ratio is not None and ratio < target.get(key, 0):
            yield f"{side}: {ratio:.2f}x, must be {target[key]}x"
    for side in (OURS, STOCK_CLIENT):
        if side in sides:
            yield from broken_limits(target, side, sides[side]["figures"])
