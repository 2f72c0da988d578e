"""The frame around form and preview: header line, outline column, key line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import events
from textual.message import Message
from textual.strip import Strip

from data_platform.tui.line_list import LineList
from data_platform.tui.lines import Drawn, LineText, Row, cut, fit, joined, plain, spread, width_of

if TYPE_CHECKING:
    from data_platform.interview.notebook import Notebook
    from data_platform.interview.progress import Progress
    from data_platform.interview.questions import Section


class Header(LineText):
    """The program, the platform's name, and how things stand."""

    DEFAULT_CSS = "Header { height: 1; }"
    name_shown = ""
    states: tuple[str, ...] = ()
    trouble = ""

    def say(self, name: str, states: Sequence[str], trouble: str = "") -> None:
        """Show another state. states: the most important last."""
        if (name, tuple(states), trouble) != (self.name_shown, self.states, self.trouble):
            self.name_shown, self.states, self.trouble = name, tuple(states), trouble
            self.update()

    def rows(self, width: int) -> Sequence[Row]:
        """One line; on a narrow terminal the less important states give way."""
        states = [state for state in self.states if state]
        left: Row = [("DATA.PLATFORM.EXE", "title"), ("  " + plain(self.name_shown), "bold")]
        while True:
            right: Row = [(joined(states), "dim")]
            if self.trouble:
                right = [*right, (" · " if states else "", "dim"), (self.trouble, "error")]
            if not states or width_of(right) + 32 <= width:
                return [spread(left, right, width)]
            states.pop(0)


def mark_of(progress: Progress) -> tuple[str, str]:
    """A section's progress as one sign and its style."""
    if progress.wrong:
        return "!", "error"
    if progress.asked == 0:
        return "·", "dim"
    if progress.answered == 0:
        return "○", "dim"
    return ("●", "accent") if progress.answered >= progress.asked else ("◐", "accent")


class Nav(LineList, can_focus=False):
    """The eight screens, a sign per section, with the sections of the open one. For the mouse."""

    @dataclass
    class Picked(Message):
        """A section was clicked."""

        section: Section

    def __init__(self) -> None:
        super().__init__(id="nav")
        self._rows: list[tuple[Row, Section]] = []

    def show(self, notebook: Notebook, here: Section) -> None:
        """Draw the progress; `here` is the open section."""
        from data_platform.interview.progress import of_section
        from data_platform.interview.questions import load_screens

        rows: list[tuple[Row, Section]] = []
        for screen in load_screens():
            marks = [mark_of(of_section(section, notebook)) for section in screen.sections]
            title = screen.title.removesuffix(".MOD")
            open_ = screen.id == here.screen
            look = "bold" if open_ else ""
            rows.append(([(fit(title, 18), look), (" ", ""), *marks], screen.sections[0]))
            if open_:
                for section, mark in zip(screen.sections, marks, strict=True):
                    at = section is here
                    row: Row = [
                        ("▸" if at else " ", "accent"),
                        mark,
                        (" " + section.title, "here" if at else "dim"),
                    ]
                    rows.append((row, section))
        if [row for row, _ in rows] != [row for row, _ in self._rows]:
            self._rows = rows
            self.refresh()

    def count(self) -> int:
        """Screens, and the sections of the open one."""
        return len(self._rows)

    def row(self, index: int, width: int) -> Row:
        """One line of the column."""
        return self._rows[index][0]

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        row: Row = self._rows[y][0] if y < len(self._rows) else []
        return self.draw(cut(row, self.size.width), self.size.width)

    def clicked(self, index: int) -> None:
        """Go to the section."""
        self.post_message(self.Picked(self._rows[index][1]))


class KeyLine(Drawn):
    """The keys that lead, at most six; a click does what the key does."""

    DEFAULT_CSS = "KeyLine { height: 1; width: 1fr; }"

    def __init__(self, keys: Sequence[tuple[str, str, str]]) -> None:
        """keys: what the key is called, what it does, and its action."""
        super().__init__()
        self.keys = list(keys)

    def parts(self) -> list[tuple[str, str, str]]:
        """Key, title and action of each, as shown."""
        return self.keys

    def text(self) -> str:
        """The line as drawn, not cut."""
        return " " + "  ".join(f"{key} {title}" for key, title, _ in self.keys)

    def render_line(self, y: int) -> Strip:
        """Draw the line."""
        row: list[tuple[str, str]] = [(" ", "")]
        for key, title, _ in self.keys:
            row += [(key, "accent"), (f" {title}  ", "dim")]
        return self.draw(row, self.size.width)

    async def on_click(self, event: events.Click) -> None:
        """Do what the key under the mouse does."""
        at = 1
        for key, title, action in self.keys:
            end = at + len(key) + len(title) + 3
            if at <= event.x < end:
                await self.screen.run_action(action)
                return
            at = end
