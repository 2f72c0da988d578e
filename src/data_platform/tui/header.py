"""The frame around form and preview: header line, outline column, key line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import events
from textual.message import Message
from textual.strip import Strip

from data_platform.tui.line_list import LineList
from data_platform.tui.lines import Drawn, LineText, Row, cut, fit, joined, plain, spread, width_of

if TYPE_CHECKING:
    from data_platform.interview.progress import Progress
    from data_platform.interview.questions import Question, Section
    from data_platform.tui.live import Live


#: The cells that a name may ask for before less important states give way to it.
NAME_ROOM = 14
#: The first word of a title like PipelineArchitect.
_FIRST_WORD = re.compile(r"^([A-Z][a-z]+)[A-Z].*$")
#: States of this weight and more are said in their shortest form rather than not at all.
KEPT = 2


@dataclass(frozen=True)
class State:
    """Something that the header says. weight: those with less give way first.

    texts: the same from the longest to the shortest.
    """

    texts: tuple[str, ...]
    weight: int = 0


class Header(LineText):
    """The program, the platform's name, and how things stand."""

    DEFAULT_CSS = "Header { height: 1; }"
    name_shown = ""
    states: tuple[State, ...] = ()
    trouble = ""

    def say(self, name: str, states: Sequence[State], trouble: str = "") -> None:
        """Show another state."""
        states = tuple(state for state in states if state.texts[0])
        if (name, states, trouble) != (self.name_shown, self.states, self.trouble):
            self.name_shown, self.states, self.trouble = name, states, trouble
            self.update()

    def rows(self, width: int) -> Sequence[Row]:
        """One line; where it is narrow states are said shorter, then the less important go."""
        name = plain(self.name_shown)
        program: Row = [("DATA.PLATFORM.EXE", "title"), ("  ", "")]
        wanted = width_of(program) + min(NAME_ROOM, cell_len(name)) + 2
        texts = [list(state.texts) for state in self.states]
        for index in sorted(range(len(texts)), key=lambda n: self.states[n].weight):
            least = 1 if self.states[index].weight >= KEPT else 0
            while width_of(self._right(texts)) + wanted > width and len(texts[index]) > least:
                texts[index].pop(0)
        right = self._right(texts)
        if width_of(right) + wanted > width:
            program = ()  # the name says more
        # What gave way comes back where the whole name leaves room for it.
        taken = width_of(program) + cell_len(name) + 2
        for index in sorted(range(len(texts)), key=lambda n: -self.states[n].weight):
            for one in self.states[index].texts:
                longer = [*texts[:index], [one], *texts[index + 1 :]]
                if texts[index][:1] == [one]:
                    break
                if width_of(self._right(longer)) + taken <= width:
                    texts = longer
                    break
        right = self._right(texts)
        room = max(0, width - width_of(right) - width_of(program) - 2)
        if cell_len(name) > room:
            name = fit(name, room)
        return [spread([*program, (name, "bold")], right, width)]

    def _right(self, texts: Sequence[Sequence[str]]) -> Row:
        said = joined(text[0] for text in texts if text)
        if not self.trouble:
            return [(said, "dim")]
        return [(said, "dim"), (" · " if said else "", "dim"), (self.trouble, "error")]


def standing(live: Live, progress: Progress, essential: Progress) -> list[State]:
    """How a session stands: what is answered, what it costs, what is to fix."""
    answered = f"{progress.answered} of {progress.asked}"
    states = [State((f"{answered} answered", answered), 1 if essential.left else KEPT + 1)]
    if essential.left:
        said = f"{essential.answered} of {essential.asked}"
        states.insert(0, State((f"essential {said}",), KEPT + 1))
    cost = live.cost or live.info.cost
    over = ", over budget" if over_budget(live) else ""
    if cost:
        states.append(State((cost + over, cost.partition(" (")[0] + over), KEPT))
    away = "deleted" if live.info.deleted else "archived" if live.info.archived else ""
    if away:
        states.append(State((away,), KEPT + 2))
    if live.rivals:
        states.append(State((f"{len(live.rivals)} to settle",), KEPT + 2))
    if progress.wrong:
        states.append(State((f"{progress.wrong} to fix",), KEPT + 2))
    return states


def over_budget(live: Live) -> bool:
    """Whether the likely cost is above what the platform may cost."""
    budget = live.notebook.value("budget")
    return bool(budget and live.blueprint and live.blueprint.cost.total > budget)


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
    """The eight screens, a sign per section, and the sections of the open one. For the mouse.

    Where it is high enough, the sections of all screens are there.
    """

    @dataclass
    class Picked(Message):
        """A section was clicked."""

        section: Section

    def __init__(self) -> None:
        super().__init__(id="nav")
        self._rows: list[tuple[Row, Section]] = []
        self._last: tuple[Mapping[Question, Progress], Section] | None = None

    def show(self, counted: Mapping[Question, Progress], here: Section) -> None:
        """Draw the progress of each question by section; `here` is the open section."""
        from data_platform.interview.progress import total
        from data_platform.interview.questions import load_screens

        self._last = counted, here
        rows: list[tuple[Row, Section]] = []
        screens = load_screens()
        high = self.size.height >= sum(1 + len(screen.sections) for screen in screens)
        for screen in screens:
            marks = [
                mark_of(total(counted[question] for question in section.questions))
                for section in screen.sections
            ]
            title = screen.title.removesuffix(".MOD")
            open_ = screen.id == here.screen
            look = "bold" if open_ else ""
            room = max(8, min(18, self.size.width - len(marks) - 1))
            if cell_len(title) > room:
                title = _FIRST_WORD.sub(r"\1", title)
            rows.append(([(fit(title, room), look), (" ", ""), *marks], screen.sections[0]))
            if open_ or high:
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

    def on_resize(self) -> None:
        """Another size has room for more sections, or less, and for other titles."""
        if self._last is not None:
            self.show(*self._last)

    def count(self) -> int:
        """Screens, and the sections that are shown."""
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

    def show(self, keys: Sequence[tuple[str, str, str]]) -> None:
        """Show others, where they are others."""
        if list(keys) != self.keys:
            self.keys = list(keys)
            self.refresh()

    def parts(self) -> list[tuple[str, str, str]]:
        """Key, title and action of each, as shown: the last, and what has room before it."""
        parts = self.keys[:]
        while len(parts) > 1 and self.size.width < self._wide(parts) - len(parts) - 1:
            del parts[-2]
        return parts

    def _wide(self, parts: Sequence[tuple[str, str, str]]) -> int:
        """The cells of some keys, with blanks that are not spared."""
        return sum(len(key) + len(title) + 3 for key, title, _ in parts)

    def text(self) -> str:
        """The line as drawn, not cut."""
        return "".join(text for text, _ in self._row())

    def _row(self) -> Row:
        lead, gap = self._blanks()
        row: list[tuple[str, str]] = [(lead, "")]
        for key, title, _ in self.parts():
            row += [(key, "accent"), (f" {title}{gap}", "dim")]
        return [*row[:-1], (row[-1][0].rstrip(), "dim")]

    def _blanks(self) -> tuple[str, str]:
        """Before the first key and between two; fewer where the line is narrow."""
        return (" ", "  ") if self.size.width >= self._wide(self.keys) else ("", " ")

    def render_line(self, y: int) -> Strip:
        """Draw the line."""
        return self.draw(self._row(), self.size.width)

    async def on_click(self, event: events.Click) -> None:
        """Do what the key under the mouse does."""
        lead, gap = self._blanks()
        at = len(lead)
        for key, title, action in self.parts():
            end = at + len(key) + 1 + len(title) + len(gap)
            if at <= event.x < end:
                await self.screen.run_action(action)
                return
            at = end
