"""The architecture drawing: six bands in one closed box, every line equally wide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from data_platform.blueprint.layout import cell_len, centre, pad, plain, shorten, to_ascii
from data_platform.blueprint.model import Band

#: Cells between the sides of a drawing whose boxes need no more.
INNER_WIDTH: Final = 37
_MARGIN: Final = 2


def draw(bands: Sequence[Band], width: int, ascii_only: bool = False) -> list[str]:
    """The box as lines of one cell width, at most `width`; it is only as wide as needed.

    Boxes that do not fit on a line go on in the next; names too long for one are shortened.
    """
    arrow, down = ("->", "v") if ascii_only else ("→", "↓")
    corners, level, side = ("++++", "-", "|") if ascii_only else ("┌┐└┘", "─", "│")
    most = width - 2
    room = most - 2 * _MARGIN
    pieces = [(band, _pieces(band, room, arrow, ascii_only)) for band in bands]
    natural = max((cell_len(" ".join(found)) for _, found in pieces), default=0)
    inner = min(most, max(INNER_WIDTH, natural + 2 * _MARGIN))
    lines = [corners[0] + level * inner + corners[1]]
    for number, (band, found) in enumerate(pieces):
        if number:
            lines.append(side + centre(down, inner) + side)
        title = shorten(_text(band.title, ascii_only), inner - 2 * _MARGIN, ascii_only)
        lines.append(side + centre(title, inner) + side)
        for row in _rows(found, inner - 2 * _MARGIN):
            lines.append(side + pad(" " * _MARGIN + row, inner) + side)
    lines.append(corners[2] + level * inner + corners[3])
    return lines


def _text(text: str, ascii_only: bool) -> str:
    return to_ascii(plain(text)) if ascii_only else plain(text)


def _pieces(band: Band, room: int, arrow: str, ascii_only: bool) -> list[str]:
    """The band's boxes; in a chain each but the last carries the arrow to the next."""
    tail = f" {arrow}" if band.chained else ""
    found = []
    for number, name in enumerate(band.boxes, start=1):
        end = tail if number < len(band.boxes) else ""
        fitting = shorten(_text(name, ascii_only), room - 2 - cell_len(end), ascii_only)
        found.append(f"[{fitting}]{end}")
    return found


def _rows(pieces: Sequence[str], room: int) -> list[str]:
    """Pieces on as few lines of `room` cells as their order allows."""
    rows: list[str] = []
    used = 0
    for piece in pieces:
        size = cell_len(piece)
        if rows and used + 1 + size <= room:
            rows[-1] += f" {piece}"
            used += 1 + size
        else:
            rows.append(piece)
            used = size
    return rows
