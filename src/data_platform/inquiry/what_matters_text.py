"""How the ranking of open questions is told: as text from `templates/inquiry`, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence

from data_platform.blueprint.render import fill
from data_platform.inquiry.what_matters import STATES, Matter


def what_matters_text(
    found: Sequence[Matter], top: int, width: int = 80, ascii_only: bool = False
) -> list[str]:
    """The lines of the first ones. found: all that move something."""
    rows = [
        {
            "label": one.label,
            "essential": one.essential,
            "reason": one.reason,
            "ask": one.ask,
            "state": STATES[one.state],
            "alike": len(one.also),
        }
        for one in found[:top]
    ]
    values = {"rows": rows, "shown": len(rows), "more": len(found) - len(rows)}
    return list(fill("inquiry/what_matters.txt.j2", values, "text", width, ascii_only))


def what_matters_json(found: Sequence[Matter], top: int, ascii_only: bool = False) -> str:
    """The first ones as a JSON list, ending with a newline."""
    rows = [
        {
            "key": one.path,
            "also": list(one.also),
            "label": one.label,
            "question": one.ask,
            "state": STATES[one.state],
            "essential": one.essential,
            "score": round(one.score, 4),
            "components": list(one.parts),
            "of_components": one.of,
            "usd_month": str(one.money),
            "of_usd_month": str(one.total),
            "tried": list(one.tried),
            "reason": one.reason,
        }
        for one in found[:top]
    ]
    return json.dumps(rows, indent=2, ensure_ascii=ascii_only) + "\n"
