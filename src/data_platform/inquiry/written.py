"""How an explanation is written: as text or as JSON. What it says is in `explanation`."""

from __future__ import annotations

import json
from collections.abc import Sequence

from data_platform.blueprint.layout import to_ascii
from data_platform.blueprint.places import Place
from data_platform.blueprint.render import Block, check_page, fill
from data_platform.inquiry.explanation import Explanation


def write_explanation(
    explanation: Explanation,
    form: str = "text",
    width: int = 80,
    ascii_only: bool = False,
    *,
    deep: bool = True,
) -> str:
    """The explanation as text or JSON, ending with a newline.

    deep: whether it was found out what the line moves with. Raises ValueError for a form or
    width that does not exist.
    """
    check_page(form, width)
    if form == "json":
        value = explanation.model_dump(mode="json")
        return json.dumps(value, indent=2, ensure_ascii=ascii_only) + "\n"
    values = {
        "explanation": explanation,
        "lines": [Block(line) for line in explanation.lines],
        "deep": deep,
    }
    return "\n".join(fill("explain/explanation.txt.j2", values, form, width, ascii_only)) + "\n"


def write_keys(lines: Sequence[Place], as_json: bool, ascii_only: bool = False) -> str:
    """The lines of a blueprint with their numbers and the keys of what is on them."""
    numbered = [(number, place) for number, place in enumerate(lines, 1) if place.keys]
    if as_json:
        value = [
            {"line": number, "text": place.text, "keys": list(place.keys)}
            for number, place in numbered
        ]
        return json.dumps(value, indent=2, ensure_ascii=ascii_only) + "\n"
    text = "".join(f"{number:>4}  {', '.join(place.keys)}\n" for number, place in numbered)
    return to_ascii(text) if ascii_only else text
