"""Draws how many times better than pcsc-lite each call is, as an SVG."""
from verdict import TARGETS

BARS = (("scrm", "#1b6ca8"), ("stock_client", "#8fbcd9"), ("bare", "#c9c9c9"))
LEFT, WIDTH, BAR, GAP, TOP = 250, 520, 7, 9, 54
FULL_SCALE = 4.0  # a longer bar is cut, and says so


def x(ratio):
    return LEFT + WIDTH * min(ratio, FULL_SCALE) / FULL_SCALE


def text(left, top, words, size=11, anchor="start", colour="#333"):
    return f'<text x="{left:.0f}" y="{top:.0f}" font-size="{size}" text-anchor="{anchor}" fill="{colour}">{words}</text>'


def bar(row, side, colour, top):
    ratio = row["sides"][side]["ratio"]
    label = f"{ratio:.0f}x" if ratio >= 10 else f"{ratio:.2f}x"
    return [f'<rect x="{LEFT}" y="{top}" width="{x(ratio) - LEFT:.1f}" height="{BAR}" fill="{colour}"/>',
            text(x(ratio) + 4, top + BAR, label, 8)]


def group(name, row, top):
    """A metric: its bars, and a mark where it must come to."""
    bars = [(side, colour) for side, colour in BARS if side in row["sides"]]
    parts = [text(LEFT - 8, top + BAR * len(bars) / 2 + 4, row["title"], anchor="end")]
    for number, (side, colour) in enumerate(bars):
        parts += bar(row, side, colour, top + number * BAR)
    must = TARGETS.get(name, {}).get("must")
    if must and must <= FULL_SCALE:
        parts.append(f'<path d="M{x(must):.1f} {top - 2}v{BAR * len(bars) + 4}" stroke="#c0392b" stroke-width="2"/>')
    return parts, top + BAR * len(bars) + GAP


def scale(bottom):
    parts = []
    for ratio in range(int(FULL_SCALE) + 1):
        colour = "#333" if ratio == 1 else "#ddd"
        parts.append(f'<path d="M{x(ratio):.1f} {TOP - 6}V{bottom}" stroke="{colour}"/>')
        parts.append(text(x(ratio), TOP - 10, f"{ratio}x", 10, "middle"))
    return parts


def legend(sides):
    parts, left = [], LEFT
    for side, colour in BARS:
        parts += [f'<rect x="{left}" y="12" width="10" height="10" fill="{colour}"/>', text(left + 14, 21, sides[side])]
        left += 150
    return [*parts, text(left, 21, "| must", colour="#c0392b"), text(8, 21, "times as good as pcsc-lite 1.9.9", 12)]


def svg(results):
    top, parts = TOP, []
    for name, row in results["metrics"].items():
        if row["sides"]["scrm"]["ratio"] is not None:
            drawn, top = group(name, row, top)
            parts += drawn
    body = "\n".join([*legend(results["sides"]), *scale(top), *parts])
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{LEFT + WIDTH + 60}" height="{top + 10}" '
            f'font-family="sans-serif">\n<rect width="100%" height="100%" fill="#fff"/>\n{body}\n</svg>\n')
