"""A curve as text: both axes logarithmic, in braille or in plain ASCII. It knows no design."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Final

#: Where a value stands among so many cells or dots.
_Place = Callable[[float, int], int]
#: The dots of a braille character by column and row, from the top.
_DOTS: Final = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))
_BRAILLE: Final = 0x2800
#: Cells left of the curve, for the amounts.
GUTTER: Final = 9
#: The least that is drawn in, in cells.
LEAST: Final = (24, 4)


def plot(
    points: Sequence[tuple[float, float]],
    width: int,
    height: int,
    *,
    marks: Sequence[float] = (),
    cursor: float | None = None,
    ascii_only: bool = False,
) -> list[str]:
    """The lines of a plot: the curve, its axis, the places that are marked, and their scale.

    points: x and y, x rising and above 0; a y of nothing is drawn at the bottom. width: of all
    lines, in cells. height: of the curve, in lines. marks: each x is marked under the axis,
    with how many fall on one cell. cursor: an x that is shown on the axis.
    """
    columns, rows = max(LEAST[0], width) - GUTTER, max(LEAST[1], height)
    left, right = math.log10(points[0][0]), math.log10(points[-1][0])
    amounts = [y for _, y in points if y > 0] or [1.0]
    low = math.floor(math.log10(min(amounts)))
    high = max(low + 1, math.ceil(math.log10(max(amounts)) - 1e-9))

    def across(x: float, cells: int) -> int:
        share = (math.log10(x) - left) / ((right - left) or 1)
        return max(0, min(cells - 1, round(share * (cells - 1))))

    def up(y: float, cells: int) -> int:
        share = (math.log10(max(y, 10.0**low)) - low) / (high - low)
        return max(0, min(cells - 1, round((1 - share) * (cells - 1))))

    fine = (1, 1) if ascii_only else (2, 4)
    cells = _curve(points, columns, rows, fine, across, up)
    labels = {up(10.0**power, rows): money(10.0**power) for power in range(low, high + 1)}
    stem, corner, bar = ("|", "+", "-") if ascii_only else ("│", "└", "─")
    lines = [
        f"{labels.get(n, ''):>{GUTTER - 2}} {stem}{''.join(row)}" for n, row in enumerate(cells)
    ]
    axis = [bar] * columns
    if cursor is not None:
        axis[across(cursor, columns)] = "^" if ascii_only else "▲"
    lines.append(" " * (GUTTER - 1) + corner + "".join(axis))
    if marks:
        lines.append(" " * GUTTER + _marked([across(x, columns) for x in marks], columns))
    lines.append(" " * GUTTER + _scale(left, right, columns, across))
    return [line.rstrip() for line in lines]


def _curve(
    points: Sequence[tuple[float, float]],
    columns: int,
    rows: int,
    fine: tuple[int, int],
    across: _Place,
    up: _Place,
) -> list[list[str]]:
    """The cells of the curve, a straight line between two points."""
    wide, tall = columns * fine[0], rows * fine[1]
    dots: set[tuple[int, int]] = set()
    ends = [(across(x, wide), up(y, tall)) for x, y in points]
    for (x1, y1), (x2, y2) in zip(ends, [*ends[1:], ends[-1]], strict=True):
        steps = max(abs(x2 - x1), abs(y2 - y1), 1)
        for n in range(steps + 1):
            dots.add((round(x1 + (x2 - x1) * n / steps), round(y1 + (y2 - y1) * n / steps)))
    cells = [[" "] * columns for _ in range(rows)]
    if fine == (1, 1):
        for x, y in dots:
            cells[y][x] = "*"
        return cells
    found: dict[tuple[int, int], int] = {}
    for x, y in dots:
        at = (y // 4, x // 2)
        found[at] = found.get(at, 0) | _DOTS[x % 2][y % 4]
    for (y, x), bits in found.items():
        cells[y][x] = chr(_BRAILLE + bits)
    return cells


def _marked(places: Sequence[int], columns: int) -> str:
    """How many marks fall on each cell; more than nine are 9."""
    return "".join(str(min(9, places.count(n))) if n in places else " " for n in range(columns))


def _scale(left: float, right: float, columns: int, across: _Place) -> str:
    """The powers of ten under the axis, each as far as it has room."""
    line = [" "] * columns
    for power in range(math.ceil(left - 1e-9), math.floor(right + 1e-9) + 1):
        text = f"{10**power:,}x"
        at = max(0, min(columns - len(text), across(10.0**power, columns) - len(text) // 2))
        if all(cell == " " for cell in line[max(0, at - 1) : at + len(text) + 1]):
            line[at : at + len(text)] = list(text)
    return "".join(line)


def money(amount: float) -> str:
    """An amount in few cells: $1, $10k, $3M."""
    for size, sign in ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k")):
        if amount >= size:
            return f"${amount / size:g}{sign}"
    return f"${amount:g}"
