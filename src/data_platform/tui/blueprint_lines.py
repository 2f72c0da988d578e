"""A line of the blueprint as it is shown: its style, and whether an answer changed it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_NUMBER = re.compile(r"^\d+\. ")
_RULES = set("═─=-")


@dataclass(frozen=True)
class Line:
    """One line of the view: its text, its style, whether it changed."""

    text: str
    style: str = ""
    changed: bool = False


def changed_in(old: Sequence[str], new: Sequence[str]) -> set[int]:
    """The indexes of the lines of `new` that `old` did not have; their numbering is no change."""
    old = [_NUMBER.sub("", line) for line in old]
    new = [_NUMBER.sub("", line) for line in new]
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    had = Counter(old[start : len(old) - end])
    found = set()
    for index in range(start, len(new) - end):
        text = new[index]
        if had[text] > 0:
            had[text] -= 1
        elif text.strip():
            found.add(index)
    return found


def look_of(text: str, heading: str) -> str:
    """The style of a line. heading: what its section is called, where that is looked for."""
    if heading and text == heading:
        return "title"
    return "dim" if text and set(text) <= _RULES else ""
