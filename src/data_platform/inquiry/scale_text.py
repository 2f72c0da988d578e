"""How growing loads are told: with a plot, as text from `templates/inquiry`, and as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Final

from data_platform.blueprint.render import Block, fill
from data_platform.inquiry.plot import plot
from data_platform.inquiry.scale import Point, ScalePath
from data_platform.interview.quantities import show_money

#: The lines of the curve where it is printed.
HEIGHT: Final = 12
#: The loads that are listed with their cost, as far as there are.
LISTED: Final = (1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1000.0)


def times(factor: float) -> str:
    """A factor in words: “1.4x”, “23x”, “1,000x”."""
    return f"{factor:.1f}x" if factor < 9.95 and factor != round(factor) else f"{factor:,.0f}x"


def curve(
    path: ScalePath,
    width: int,
    height: int = HEIGHT,
    *,
    cursor: float | None = None,
    ascii_only: bool = False,
) -> list[str]:
    """The monthly cost by load, with the places marked where something changes."""
    return plot(
        [(one.factor, one.total) for one in path.points],
        width,
        height,
        marks=[turn.factor for turn in path.turns],
        cursor=cursor,
        ascii_only=ascii_only,
    )


def nearest(path: ScalePath, factor: float) -> Point:
    """The point that is nearest to a factor."""
    return min(path.points, key=lambda one: abs(one.factor / factor - factor / one.factor))


def scale_text(path: ScalePath, width: int = 80, ascii_only: bool = False) -> list[str]:
    """Its lines."""
    most = path.points[-1].factor
    found = [nearest(path, one) for one in LISTED if one <= most]
    listed = {one.factor: one for one in found}
    values = {
        "curve": Block("\n".join(curve(path, width, ascii_only=ascii_only))),
        "path": path,
        "most": f"{most:,.0f}",
        "budget": "" if path.budget is None else show_money(path.budget),
        "over": "" if path.over is None else times(path.over),
        "amounts": [
            [times(one.factor), f"{one.total:,.0f}", f"{one.upkeep:g}"] for one in listed.values()
        ],
        "turns": [{**asdict(one), "at": f"{times(one.factor):>7}"} for one in path.turns],
    }
    return list(fill("inquiry/scale.txt.j2", values, "text", width, ascii_only))


def scale_json(path: ScalePath, ascii_only: bool = False) -> str:
    """The same as JSON, ending with a newline."""
    value = {
        "points": [
            {
                "factor": one.factor,
                "usd_month": one.total,
                "upkeep_hours": one.upkeep,
                "stack": {need: held.technology for need, held in one.stack.items()},
            }
            for one in path.points
        ],
        "turns": [asdict(one) for one in path.turns],
        "budget": path.budget,
        "over_budget_from": path.over,
    }
    return json.dumps(value, indent=2, ensure_ascii=ascii_only) + "\n"
