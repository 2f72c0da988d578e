"""What Markdown needs: escaping text so that it stays text, tables, fences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

#: Characters that open or close markup. `_` inside a word, $ before a digit and & before a
#: blank do not; :// and www. would become links.
_MARKUP: Final = re.compile(
    r"[\\`*\[\]<|~#@]|(?<![^\W_])_|_(?![^\W_])|\$(?!\d)|&(?=[#\w])|:(?=//)|(?<=www)\.",
    re.IGNORECASE,
)
#: What opens a block at the start of a line: a list, a quotation, a rule, a heading's underline.
_START: Final = re.compile(r"^(?:[-=>]|\+(?= |$)|(\d{1,9})(?=[.)](?: |$)))")
_TICKS: Final = re.compile(r"`+")


def escape(text: str) -> str:
    """A line of plain text that Markdown shows as it is: no markup, HTML, entity or link."""
    escaped = _MARKUP.sub(r"\\\g<0>", text)
    return _START.sub(lambda m: f"{m[1]}\\" if m[1] else f"\\{m[0]}", escaped)


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table of cells that are escaped already; each row has a cell for each heading."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def fence(text: str, language: str = "text") -> str:
    """A code block that no run of backticks in the text can close."""
    ticks = "`" * max(3, 1 + max(map(len, _TICKS.findall(text)), default=0))
    return f"{ticks}{language}\n{text}\n{ticks}"
