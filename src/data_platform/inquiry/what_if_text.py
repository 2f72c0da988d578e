"""How the answer to a what-if is told: as text from `templates/inquiry`, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Final

from data_platform.blueprint.render import fill
from data_platform.inquiry.what_if import WhatIf

#: Said where it is printed: the answers are what they were.
NOT_SAVED: Final = "Nothing was saved."
#: Below these cells a table of amounts would break them.
_NARROW: Final = 60


def what_if_text(
    found: WhatIf, written: Iterable[str], width: int = 80, ascii_only: bool = False
) -> list[str]:
    """Its lines. written: the assignments, as they were written."""
    values = {
        "found": found,
        "asked": ", ".join(written),
        "changed": len(found.components) + bool(found.pattern),
        "narrow": width < _NARROW,
    }
    return list(fill("inquiry/what_if.txt.j2", values, "text", width, ascii_only))


def what_if_json(found: WhatIf, ascii_only: bool = False) -> str:
    """The same as JSON, ending with a newline. Amounts are text, as in a blueprint."""
    value = {
        "saved": False,
        "same": found.same,
        "parts": found.parts,
        "meant": list(found.meant),
        "answers": [asdict(one) for one in found.answers],
        "pattern": found.pattern and found.pattern.model_dump(mode="json"),
        "components": [one.model_dump(mode="json") for one in found.components],
        "methods": [asdict(one) for one in found.methods],
        "cost": found.cost.model_dump(mode="json"),
        "upkeep_hours": {"old": found.upkeep[0], "new": found.upkeep[1]},
        "open_questions": {"new": list(found.asked), "gone": list(found.settled)},
        "sections": list(found.sections),
    }
    return json.dumps(value, indent=2, ensure_ascii=ascii_only) + "\n"
