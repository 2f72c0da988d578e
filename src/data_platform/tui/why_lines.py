"""The lists of the screen that explains: the blueprint's lines, and what is said of one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from data_platform.blueprint.places import Place
from data_platform.blueprint.widths import NARROWEST
from data_platform.inquiry.explanation import Explanation, Input
from data_platform.inquiry.written import write_explanation
from data_platform.tui.blueprint_lines import look_of
from data_platform.tui.line_list import LineList
from data_platform.tui.lines import Row, plain

#: What every item of an explanation begins with, and an input, to which one can go.
ITEM, GOES = "- ", "› "
#: How many lists of inputs end an explanation, and how many of them are answered questions.
_LISTS, _ASKED = 3, 2


class Sparing(LineList):
    """A list that draws anew the lines that look otherwise, and only those: links are slow."""

    def __init__(self) -> None:
        super().__init__()
        self._drawn: dict[int, object] = {}

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Self:
        """Draw anew what changed since it was drawn."""
        if regions or layout or recompose or not self.size.width:
            super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)
            return self
        for y in range(self.size.height):
            if y not in self._drawn or self._drawn[y] != self._look(y):
                super().refresh(Region(0, y, self.size.width, 1), repaint=repaint)
        return self

    def render_line(self, y: int) -> Strip:
        """Draw one line, and know what was drawn."""
        self._drawn[y] = self._look(y)
        return super().render_line(y)

    def _look(self, y: int) -> object:
        """All that a line of the window looks like."""
        (width, height), index = self.size, self.top + y
        row = tuple(self.row(index, width - 2)) if index < self.count() else ()
        above, below = y == 0 and self.top > 0, self.top + height < self.count()
        here = index == self.cursor and self.cursor_shown()
        more = above or (y == height - 1 and below)
        return row, width, here, more, self.app.theme, self.rich_style


class WhyLines(Sparing):
    """The blueprint, with a cursor on its lines."""

    def __init__(self) -> None:
        super().__init__()
        self.places: Sequence[Place] = ()

    def show(self, places: Sequence[Place], at: int) -> None:
        """Show lines, the cursor on one of them, with some above it."""
        self.places = places
        self.top = max(0, at - self.size.height // 3)
        self.rebuilt(at)

    @property
    def here(self) -> Place | None:
        """The cursor's line; none before there are any."""
        return self.places[self.cursor] if self.cursor < len(self.places) else None

    @property
    def starts(self) -> list[int]:
        """Where the sections begin."""
        found: dict[str, int] = {}
        for index, place in enumerate(self.places):
            if place.text:
                found.setdefault(place.section, index)
        return list(found.values())

    def count(self) -> int:
        """The number of lines."""
        return len(self.places)

    def passes(self, index: int) -> bool:
        """Blank lines are passed."""
        return not self.places[index].keys

    def row(self, index: int, width: int) -> Row:
        """One line, with a mark where the cursor is."""
        place = self.places[index]
        heading = index == 0 or not self.places[index - 1].text
        look = look_of(place.text, place.text if heading else "")
        return [("› " if index == self.cursor else "  ", "mark"), (plain(place.text), look)]

    def empty_row(self) -> Row:
        """Before there are any."""
        return [("  Reading the blueprint…", "dim")]

    def to_section(self, by: int) -> None:
        """Go to the heading of the next section, or of this one or the one before."""
        starts = self.starts
        if by > 0:
            to = next((start for start in starts if start > self.cursor), None)
        else:
            to = next((start for start in reversed(starts) if start < self.cursor), None)
        if to is not None:
            self.go(to)

    def go(self, index: int) -> None:
        """Put the cursor on a line; where it is out of view, with few lines above it."""
        height = max(1, self.size.height)
        if not self.top <= index < self.top + height:
            self.top = max(0, min(index - height // 4, self.count() - height))
            self.refresh()
        self.move_to(index)


class Because(Sparing):
    """An explanation; of its lines, those of an answer lead to its question."""

    @dataclass
    class Resized(Message):
        """The room for text is another."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Row] = []
        self._inputs: list[Input | None] = []

    @property
    def room(self) -> int:
        """The cells that a line of text may take."""
        return max(NARROWEST, self.size.width - 2)

    def on_resize(self) -> None:
        """The lines are to be wrapped anew."""
        super().on_resize()
        self.post_message(self.Resized())

    def show(self, explanation: Explanation, deep: bool, note: str, again: bool) -> None:
        """Show an explanation. note: what is said in place of what it moves with.

        again: the same one, with more in it; one stays where one reads.
        """
        found = list(lines_of(explanation, deep, self.room))
        self.rows = [row for row, _ in found]
        self._inputs = [one for _, one in found]
        if note:
            self.rows += [[("", "")], [(note, "dim")]]
            self._inputs += [None, None]
        self.cursor, self.top = (self.cursor, self.top) if again else (0, 0)
        self.cursor = min(self.cursor, max(0, self.count() - 1))
        self.refresh()

    def input_at(self, index: int) -> Input | None:
        """The answer that a line is about."""
        return self._inputs[index] if index < len(self._inputs) else None

    def count(self) -> int:
        """The number of lines."""
        return len(self.rows)

    def row(self, index: int, width: int) -> Row:
        """One line."""
        return self.rows[index]

    def passes(self, index: int) -> bool:
        """Blank lines are passed."""
        return not any(text for text, _ in self.rows[index])


def lines_of(
    explanation: Explanation, deep: bool, width: int
) -> Iterator[tuple[Row, Input | None]]:
    """The lines of an explanation below what it is of, each with the answer that it is about.

    deep: whether it says what the line moves with; then these lists end it.
    """
    text = write_explanation(explanation, width=width, deep=deep)
    _, *parts = text.rstrip("\n").split("\n\n")
    first = len(parts) - _LISTS if deep else len(parts)
    asked = [explanation.answers, explanation.assumptions]
    for number, part in enumerate(parts):
        if number:
            yield [("", "")], None
        at = number - first
        yield from _part(part.split("\n"), asked[at] if 0 <= at < _ASKED else [])


def _part(lines: Sequence[str], asked: Sequence[Input]) -> Iterator[tuple[Row, Input | None]]:
    """The lines of one part: its heading, its items, and the lines that these are wrapped to."""
    count = 0
    for line in map(plain, lines):
        item = line.startswith(ITEM)
        count += item
        one = asked[count - 1] if 0 < count <= len(asked) else None
        if not count:
            yield [(line, "title")], None
        elif item and one:
            yield [(GOES, "accent"), (line.removeprefix(ITEM), "")], one
        else:
            yield [(line, "")], one
