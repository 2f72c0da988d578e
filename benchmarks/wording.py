"""Looking situations up in `words.yaml`: what is there, and the text of any value.

Which answer a word becomes is decided in `conversion`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent


@cache
def words() -> dict[str, Any]:
    """The vocabulary of `words.yaml`."""
    loaded: dict[str, Any] = yaml.safe_load((HERE / "words.yaml").read_text(encoding="utf-8"))
    return loaded


def states(fact: Mapping[str, Any], text: str) -> bool:
    """Whether a text states a fact and does not take it back."""
    return bool(re.search(fact["words"], text)) and not (
        fact.get("unless") and re.search(fact["unless"], text)
    )


def continuous(text: str) -> bool:
    """Whether something arrives all the time."""
    return re.search(words()["continuous"], text) is not None


def first(table: str, value: object) -> str | None:
    """What the first fitting row of a table makes of a word; None where none fits."""
    text = text_of(value)
    if not text:
        return None
    for row in words()[table]:
        if re.search(row["words"], text):
            return str(row["as"])
    return None


def every(table: str, value: object) -> list[str]:
    """Everything that a table reads in a list of words, in its order."""
    text = text_of(value)
    return [row["as"] for row in words()[table] if text and re.search(row["words"], text)]


def listed(value: object) -> list[Any]:
    """What may be a list, one value or nothing, as a list."""
    if isinstance(value, list | tuple):
        return list(value)
    return [] if value is None else [value]


def text_of(*values: object) -> str:
    """Any value as small letters on one line: lists are joined, null is nothing."""
    parts = []
    for value in values:
        if isinstance(value, list | tuple):
            parts += [text_of(one) for one in value]
        elif value is not None:
            parts.append(" ".join(str(value).lower().split()))
    return "; ".join(part for part in parts if part)
