"""The history of the session: every step under its day, the newest first; back to any of them.

How a step is told is in `steps`. The rows are made as they come into view.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from time import perf_counter
from typing import TYPE_CHECKING, Any, overload

from data_platform.interview.history import replayed
from data_platform.sessions.errors import StoreError
from data_platform.tui.answering import go_back
from data_platform.tui.dialogs import Item, Line, Picker
from data_platform.tui.lines import Row
from data_platform.tui.steps import UNDONE, Steps, clock
from data_platform.tui.telling import short, tell

if TYPE_CHECKING:
    from data_platform.tui.interview_screen import InterviewScreen

#: While nothing else is to do, steps are told for so long at a time, so often, in seconds.
SLICE, EACH = 0.015, 0.03
#: So long where a person waits for it; a key still gets its answer between.
LOOKING = 0.06
HINT = "type to filter; {list.choose} goes back to how it was after a step"


class Rows(Sequence[Item[int]]):
    """Steps under their days; each row is made when it is asked for."""

    def __init__(self, steps: Steps, found: Iterable[int]) -> None:
        self.steps = steps
        self._rows: list[str | int] = []
        for day, of_day in groupby(found, key=steps.days.__getitem__):
            self._rows += (day, *of_day)

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> Item[int]: ...
    @overload
    def __getitem__(self, index: slice) -> list[Item[int]]: ...
    def __getitem__(self, index: int | slice) -> Item[int] | list[Item[int]]:
        if isinstance(index, slice):
            return [self._item(one) for one in self._rows[index]]
        return self._item(self._rows[index])

    def _item(self, row: str | int) -> Item[int]:
        if isinstance(row, str):
            return Item([(row, "title")], -1, heading=True)
        lines = self.steps.told(row).lines
        return Item(_row(self.steps, row), row, about="; ".join(lines))


def _row(steps: Steps, at: int) -> Row:
    first, *more = steps.told(at).lines
    gone = at in steps.undone
    return [
        (f"{clock(steps.steps[at].at):5}  ", "dim"),
        (f"{UNDONE}: " if gone else "", "dim"),
        (first, "dim" if gone else ""),
        (f"  and {len(more)} more" if more else "", "dim"),
    ]


class HistoryScreen(Picker[int]):
    """All steps; gives the place in the history of the one to go back to."""

    def __init__(self, steps: Steps, hint: str) -> None:
        super().__init__("History", self._found, hint, tells=True)
        self.steps = steps
        if not steps.steps:
            self.list.nothing = "Nothing was said yet."
        self._all_told = not steps.steps
        self._left: Iterator[int] = iter(range(steps.pieces - 1, -1, -1))

    def on_mount(self) -> None:
        """Put the rest in words bit by bit, so that typing finds it."""
        super().on_mount()
        self._timer = self.set_interval(EACH, self._tell_more)

    def _found(self, typed: str) -> Sequence[Item[Any]]:
        if typed.strip():
            return Rows(self.steps, self.steps.find(typed))
        return Rows(self.steps, range(len(self.steps.steps) - 1, -1, -1))

    def _say_about(self) -> None:
        if self._looking:
            self.about.say("Looking through older steps…")
        else:
            super()._say_about()

    @property
    def _looking(self) -> bool:
        """Whether nothing is found, and not all is told yet."""
        return self.list.here() is None and not self._all_told

    def _tell_more(self) -> None:
        until = perf_counter() + (LOOKING if self._looking else SLICE)
        for piece in self._left:
            self.steps.tell(piece)
            if perf_counter() > until:
                break
        else:
            self._all_told = True
            self._timer.stop()
        typed = self.query_one(Line).value
        if typed.strip():  # what is found now is older: the rows above stay
            self.list.items = self._found(typed)
            self._rebuilt(self.list.cursor)


def open_history(screen: InterviewScreen) -> None:
    """Show the history over the interview, and go back to the step that is picked."""
    from data_platform.tui.keymap import keys_of

    live, form = screen.live, screen.form
    if live is None or form is None:
        return
    live.flush()
    try:
        steps = Steps(live.store.history(live.info.id))
    except StoreError as error:
        tell(screen, str(error), trouble=True)
        return

    def back(at: int | None) -> None:
        if at is None:
            return
        step = steps.steps[at]
        said = short(steps.told(at).lines[0], 100)
        go_back(form, replayed(steps.steps, step.number), f"As it was after: {said}.")

    screen.app.push_screen(HistoryScreen(steps, keys_of(screen).say(HINT)), back)
