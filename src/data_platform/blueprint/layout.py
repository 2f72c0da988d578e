"""Plain text on a grid of terminal cells: measuring, wrapping, shortening, tables.

Pure string work on finished text. What a section says is the templates' business; the
architecture drawing is in `drawing`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

#: Symbols that terminals draw two cells wide although Unicode calls them neutral.
_WIDE: Final = ((0x2630, 0x2637), (0x268A, 0x268F), (0x4DC0, 0x4DFF), (0x1D300, 0x1D376))
#: Letters and modifiers that join the character before them: Hangul vowels and finals,
#: fillers, skin tones.
_JOINED: Final = (
    (0x1160, 0x11FF),
    (0x3164, 0x3164),
    (0xD7B0, 0xD7FF),
    (0xFFA0, 0xFFA0),
    (0x1F3FB, 0x1F3FF),
)
_VARIATION_SELECTORS: Final = dict.fromkeys((*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))
_LEAD: Final = re.compile(r" {0,6}(?:- |\d{1,3}\. )?")
_WORD: Final = re.compile(r" *[^ ]+")
_HANG: Final = 2


class _AsciiTable(dict[int, str]):
    """Replacements for `str.translate`; what is not listed becomes ? for each cell."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        found = char if code < 128 else "?" * _char_cells(char)
        self[code] = found
        return found


@lru_cache(maxsize=8192)
def _char_cells(char: str) -> int:
    """Terminal cells of one character: 0, 1 or 2."""
    code = ord(char)
    if unicodedata.category(char)[0] == "M" or unicodedata.category(char) in ("Cc", "Cf"):
        return 0
    if any(first <= code <= last for first, last in _JOINED):
        return 0
    if any(first <= code <= last for first, last in _WIDE):
        return 2
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


_ASCII: Final = _AsciiTable(
    str.maketrans(
        {
            "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'",
            "…": "...", "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-", "×": "x", "÷": "/",
            "·": ".", "•": "*", "→": "->", "←": "<-", "↓": "v", "↑": "^", "≤": "<=", "≥": ">=",
            "≈": "~", "≠": "!=", "±": "+-", "═": "=", "─": "-", "│": "|", "┌": "+", "┐": "+",
            "└": "+", "┘": "+", "›": ">", "‹": "<", "\u00a0": " ",
        }
    )
)  # fmt: skip


def cell_len(text: str) -> int:
    """Terminal cells that a text takes: CJK 2, combining marks 0, else 1.

    Exact for text without emoji joiners and variation selectors; `plain` drops those.
    """
    if text.isascii():
        return len(text)
    return sum(map(_char_cells, text))


def plain(text: str) -> str:
    """One line of printable text: runs of white space become one blank, controls go.

    Formatting characters (joiners, direction marks) and variation selectors go too, since
    terminals disagree on their width. Characters that Unicode does not define become �.
    """
    if not text.isprintable():
        text = "".join(map(_printable, text))
    if not text.isascii():
        text = text.translate(_VARIATION_SELECTORS)
    return " ".join(text.split())


def _printable(char: str) -> str:
    if char.isprintable():
        return char
    if char.isspace():
        return " "
    return "" if unicodedata.category(char) in ("Cc", "Cf") else "\ufffd"


def to_ascii(text: str) -> str:
    """The text in ASCII: typographic characters by their likes, others ? for each cell."""
    return text if text.isascii() else text.translate(_ASCII)


def cut(text: str, room: int) -> tuple[str, str]:
    """Split off as many characters as fit into `room` cells, marks with their letter.

    At least one character is taken, so that callers get on.
    """
    if text.isascii():
        return text[: max(room, 1)], text[max(room, 1) :]
    used = 0
    for index, char in enumerate(text):
        used += _char_cells(char)
        if used > room and index:
            return text[:index], text[index:]
    return text, ""


def shorten(text: str, room: int, ascii_only: bool = False) -> str:
    """The text in at most `room` cells (3 or more), its end replaced by … if it is longer."""
    if cell_len(text) <= room:
        return text
    mark = "..." if ascii_only else "…"
    return cut(text, room - len(mark))[0].rstrip() + mark if room > len(mark) else mark[:room]


def pad(text: str, width: int) -> str:
    """The text filled with blanks to `width` cells."""
    return text + " " * (width - cell_len(text))


def centre(text: str, width: int) -> str:
    """The text in the middle of `width` cells."""
    free = width - cell_len(text)
    return " " * (free // 2) + text + " " * (free - free // 2)


def fold(text: str, width: int, hang: int = 0) -> list[str]:
    """Lines of at most `width` cells; lines after the first are indented by `hang`.

    Breaks at blanks. A word that is longer than a line is broken where the line ends.
    width - hang must be 2 or more.
    """
    if cell_len(text) <= width:
        return [text]
    lines: list[str] = []
    line, used, empty = "", 0, True
    room = width - hang
    for word in _WORD.findall(text):
        body = word.lstrip(" ")
        gap, size = len(word) - len(body), cell_len(body)
        if empty and lines:
            gap = 0
        free = width - used - gap
        if size > free and not empty and (size <= room or free < max(2, min(8, width // 3))):
            lines.append(line)
            line, used, gap, free = " " * hang, hang, 0, room
        line, used = line + " " * gap, used + gap
        while size > free:
            head, body = cut(body, free)
            lines.append(line + head)
            line, used, free, size = " " * hang, hang, room, cell_len(body)
        line, used, empty = line + body, used + size, not body
    if not empty:
        lines.append(line)
    return lines


def wrap(line: str, width: int) -> list[str]:
    """A line of a section in at most `width` cells, hanging under its bullet or number."""
    if cell_len(line) <= width:
        return [line]
    lead = _LEAD.match(line)
    return fold(line, width, (len(lead[0]) if lead else 0) or _HANG)


def table(headings: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> list[str]:
    """A table with ASCII pipes, at most `width` cells wide and always aligned.

    Narrow columns keep their natural width, wide ones share the rest; long cells go on in
    further rows. Cells are finished text of one line.
    """
    cells = [list(headings), *map(list, rows)]
    widths = column_widths(cells, width - 3 * len(headings) - 1)
    lines = _table_row(cells[0], widths)
    lines.append("|" + "|".join("-" * (size + 2) for size in widths) + "|")
    for row in cells[1:]:
        lines += _table_row(row, widths)
    return lines


def _table_row(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    folded = [fold(cell, size) for cell, size in zip(row, widths, strict=True)]
    height = max(map(len, folded))
    return [
        "| "
        + " | ".join(
            pad(lines[number] if number < len(lines) else "", size)
            for lines, size in zip(folded, widths, strict=True)
        )
        + " |"
        for number in range(height)
    ]


def column_widths(cells: Sequence[Sequence[str]], room: int) -> list[int]:
    """Cells for each column, their sum at most `room` (2 or more for each column).

    The narrowest columns grow together: first until each holds the words of its heading,
    then its longest word, then until each has its natural width or the room is used.
    """
    columns = list(zip(*cells, strict=True))
    natural = [max(2, *map(cell_len, column)) for column in columns]
    if sum(natural) <= room:
        return natural

    def longest(column: Sequence[str]) -> int:
        return max(2, *(cell_len(word) for cell in column for word in (cell.split() or ("",))))

    headings = [longest(column[:1]) for column in columns]
    words = [longest(column) for column in columns]
    widths = [2] * len(columns)
    for wanted in (headings, words, natural):
        growing = [number for number, size in enumerate(widths) if size < wanted[number]]
        while growing and sum(widths) < room:
            narrowest = min(growing, key=widths.__getitem__)
            widths[narrowest] += 1
            if widths[narrowest] == wanted[narrowest]:
                growing.remove(narrowest)
    return widths
