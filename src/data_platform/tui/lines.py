"""Text drawn line by line: cutting, wrapping and styling by terminal cells.

Text that came from a person passes `plain` here and is drawn as segments, so it is never
markup and holds no control characters. No widget of the interview lives here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from rich.cells import cell_len, chop_cells, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

#: One line as parts: text and the name of its style ("" for the widget's own).
Row = Sequence[tuple[str, str]]


def plain(text: str) -> str:
    """Text on one line without control characters."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else " " if c.isspace() else "" for c in text)


def fit(text: str, width: int) -> str:
    """Text of exactly `width` cells: padded, or cut with an ellipsis."""
    if width <= 0:
        return ""
    if cell_len(text) > width:
        text = set_cell_size(text, width - 1).rstrip() + "…"
    return set_cell_size(text, width)


def wrap(text: str, width: int) -> list[str]:
    """Text in lines of at most `width` cells, broken between words where possible."""
    width = max(width, 1)
    lines, line = [], ""
    for word in text.split():
        if not line:
            line = word
        elif cell_len(line) + 1 + cell_len(word) <= width:
            line += " " + word
        else:
            lines.append(line)
            line = word
        if cell_len(line) > width:
            *full, line = chop_cells(line, width)
            lines.extend(full)
    return [*lines, line] if line or not lines else lines


def width_of(row: Row) -> int:
    """The cells that a row takes."""
    return sum(cell_len(text) for text, _ in row)


def spread(left: Row, right: Row, width: int) -> Row:
    """A row with its two ends aligned to the two sides; the left end gives way."""
    room = width - width_of(right)
    return [*cut(left, room), *right]


def cut(row: Row, width: int) -> list[tuple[str, str]]:
    """A row of exactly `width` cells."""
    kept: list[tuple[str, str]] = []
    left = width
    for text, style in row:
        cells = cell_len(text)
        if cells > left:
            kept.append((fit(text, left), style))
            left = 0
            break
        kept.append((text, style))
        left -= cells
    if left > 0:
        kept.append((" " * left, ""))
    return kept


class Drawn(Widget):
    """A widget that draws rows; the styles' looks are in app.tcss."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "dp--dim",
        "dp--accent",
        "dp--bold",
        "dp--title",
        "dp--error",
        "dp--cursor",
        "dp--here",
        "dp--mark",
        "dp--good",
    }
    #: Selecting text with the mouse is left to the terminal: lines here are drawn, not laid out.
    ALLOW_SELECT = False

    def style(self, *names: str) -> Style:
        """The widget's style with named ones laid over it, like "dim" or "accent"."""
        style = self.rich_style
        for name in names:
            if name:
                for part in name.split():
                    style += self.get_component_rich_style(f"dp--{part}", partial=True)
        return style

    def draw(self, row: Row, width: int, over: str = "") -> Strip:
        """A row as a strip of exactly `width` cells; `over` is a style laid over all of it."""
        parts = cut(row, width)
        return Strip(
            [Segment(text, self.style(style, over)) for text, style in parts if text], width
        )


class LineText(Drawn):
    """Rows that change rarely: as many as `rows` gives for a width."""

    DEFAULT_CSS = "LineText { height: auto; width: 1fr; }"
    _drawn: Sequence[Row] = ()

    def rows(self, width: int) -> Sequence[Row]:
        """The rows to draw at a width; none, unless a widget says otherwise."""
        return ()

    def height_at(self, width: int) -> int:
        """How many rows are taken at a width; constant while a person types."""
        return len(self.rows(width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The height for Textual's layout."""
        return self.height_at(width)

    def update(self) -> None:
        """Draw anew the lines that changed, and only those."""
        width = self.size.width
        if not width:
            self.refresh()  # hidden: what was drawn before must not come back with it
        else:
            before, self._drawn = self._drawn, [list(row) for row in self.rows(width)]
            for y in range(self.size.height):
                if before[y : y + 1] != self._drawn[y : y + 1]:
                    self.refresh(Region(0, y, width, 1))

    def on_resize(self) -> None:
        """Know what is drawn."""
        self._drawn = [list(row) for row in self.rows(self.size.width)]

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        width = self.size.width
        rows = self.rows(width)
        return self.draw(rows[y] if y < len(rows) else [], width)


def wrapped(text: str, width: int, style: str = "") -> list[Row]:
    """A text as rows in one style."""
    return [[(line, style)] for line in wrap(text, width)]


def joined(texts: Iterable[str], by: str = " · ") -> str:
    """The texts that are not empty, joined."""
    return by.join(text for text in texts if text)
