"""A list drawn line by line: one widget, however many rows. Bases of lists live here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual import events
from textual.actions import SkipAction
from textual.binding import BindingType
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from data_platform.tui.keymap import bindings
from data_platform.tui.lines import Drawn, Row, cut


class LineList(Drawn, can_focus=True):
    """Rows with a cursor. A subclass gives `count` and `row`; the list holds no data itself."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("list")
    DEFAULT_CSS = "LineList { height: 1fr; width: 1fr; }"

    @dataclass
    class Chosen(Message):
        """A row was chosen with Enter or a click on the cursor's row."""

        list: LineList
        index: int

        @property
        def control(self) -> LineList:
            """The list, for `@on` selectors."""
            return self.list

    @dataclass
    class Moved(Message):
        """The cursor went to another row."""

        list: LineList
        index: int

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.cursor = 0
        self.top = 0

    def count(self) -> int:
        """How many rows there are; none, unless a list says otherwise."""
        return 0

    def row(self, index: int, width: int) -> Row:
        """One row, drawn at a width."""
        return []

    def empty_row(self) -> Row:
        """What is shown where there is no row."""
        return []

    def passes(self, index: int) -> bool:
        """Whether the cursor skips a row (a heading)."""
        return False

    # -- moving ------------------------------------------------------------------

    def rebuilt(self, cursor: int | None = None) -> None:
        """Draw anew after the rows changed."""
        self.cursor = max(0, min(self.cursor if cursor is None else cursor, self.count() - 1))
        if self.count() and self.passes(self.cursor):
            self.cursor = self._next(self.cursor, 1) or 0
        self._show_cursor()
        self.refresh()

    def move_to(self, index: int) -> None:
        """Put the cursor on a row and bring it into view."""
        if not 0 <= index < self.count():
            return
        old, self.cursor = self.cursor, index
        if not self._show_cursor():
            for y in {old - self.top, index - self.top}:
                self.refresh(Region(0, y, self.size.width, 1))
        if old != index:
            self.post_message(self.Moved(self, index))

    def _next(self, index: int, by: int) -> int | None:
        index += by
        while 0 <= index < self.count() and self.passes(index):
            index += by
        return index if 0 <= index < self.count() else None

    def _show_cursor(self) -> bool:
        height = max(self.size.height, 1)
        top = min(self.top, max(0, self.count() - height))
        if self.cursor < top:
            top = self.cursor
            if top > 0 and self._next(top, -1) is None:
                top = 0  # headings above the first row come into view with it
        elif self.cursor >= top + height:
            top = self.cursor - height + 1
        changed = top != self.top
        self.top = top
        if changed:
            self.refresh()
        return changed

    def action_cursor(self, by: int) -> None:
        """Move by one row; past an end the key goes on to whoever is around."""
        to = self._next(self.cursor, by)
        if to is None:
            self.past_end(by)
        else:
            self.move_to(to)

    def past_end(self, by: int) -> None:
        """What an arrow key does at the first or last row."""
        raise SkipAction

    def action_page(self, by: int) -> None:
        """Move by a page; where all rows are in view, the key goes on to the screen."""
        if self.count() <= self.size.height:
            raise SkipAction
        to = self.cursor + by * max(1, self.size.height - 1)
        to = max(0, min(self.count() - 1, to))
        if self.passes(to):
            to = self._next(to, by) or self._next(to, -by) or 0
        self.move_to(to)

    def action_ends(self, last: int) -> None:
        """Go to the first or the last row."""
        found = self._next(self.count(), -1) if last else self._next(-1, 1)
        self.move_to(found or 0)

    def action_choose(self) -> None:
        """Choose the cursor's row."""
        if self.count():
            self.post_message(self.Chosen(self, self.cursor))

    # -- mouse -------------------------------------------------------------------

    def on_click(self, event: events.Click) -> None:
        """A click goes to a row; on the cursor's row it chooses."""
        index = self.top + event.y
        if index < self.count() and not self.passes(index):
            event.stop()
            self.clicked(index)

    def clicked(self, index: int) -> None:
        """What a click on a row does."""
        if index == self.cursor:
            self.action_choose()
        else:
            self.move_to(index)

    def _scroll_by(self, by: int) -> None:
        top = max(0, min(self.count() - self.size.height, self.top + by))
        if top != self.top:
            self.top = top
            self.refresh()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll down."""
        if self.count() > self.size.height:
            event.stop()
            self._scroll_by(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll up."""
        if self.count() > self.size.height:
            event.stop()
            self._scroll_by(-3)

    def on_resize(self) -> None:
        """Keep the cursor in view."""
        self._show_cursor()

    # -- drawing -----------------------------------------------------------------

    def cursor_shown(self) -> bool:
        """Whether the cursor's row is highlighted."""
        return self.has_focus

    def render_line(self, y: int) -> Strip:
        """Draw one line of the window on the rows."""
        width, height = self.size
        index = self.top + y
        if index >= self.count():
            return self.draw(self.empty_row() if index == 0 else [], width)
        more = "▲" if y == 0 and self.top else ""
        if y == height - 1 and self.top + height < self.count():
            more = "▼"
        here = index == self.cursor and self.cursor_shown()
        row = cut(self.row(index, width - 2), width - 2)
        return self.draw([*row, (" ", ""), (more, "dim")], width, "cursor" if here else "")


class ScrolledLines(LineList):
    """Lines to read: no cursor is shown, the keys scroll."""

    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, lines: Sequence[Row] = ()) -> None:
        super().__init__()
        self.lines = lines

    def show_lines(self, lines: Sequence[Row]) -> None:
        """Show others in their place."""
        self.lines = lines
        self._scroll_by(0)
        self.refresh()

    def count(self) -> int:
        """The number of lines."""
        return len(self.lines)

    def row(self, index: int, width: int) -> Row:
        """One line."""
        return self.lines[index]

    def cursor_shown(self) -> bool:
        """Never."""
        return False

    def action_cursor(self, by: int) -> None:
        """Scroll by a line."""
        self._scroll_by(by)

    def action_page(self, by: int) -> None:
        """Scroll by a page."""
        self._scroll_by(by * max(1, self.size.height - 1))

    def action_ends(self, last: int) -> None:
        """To the first or the last line."""
        self._scroll_by(self.count() if last else -self.count())
