"""The rows of the list of sessions, what is said around them, and which of them are shown.

What can be done with a session is in `sessions_screen`.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.binding import BindingType

from data_platform.sessions.errors import StoreError
from data_platform.sessions.info import age
from data_platform.tui.keymap import bindings
from data_platform.tui.line_list import LineList
from data_platform.tui.lines import LineText, Row, fit, plain

if TYPE_CHECKING:
    from data_platform.sessions.store import SessionInfo

#: The sign of the session that another one is compared with.
MARK = "●"
NONE = (
    "No session here. Press {session_list.new} for a new one, or {session_list.preset} for one "
    "of a use case."
)
NOTHING_FITS = "Nothing fits; {session_screen.leave} shows all again."
#: `{}` is where something fits, like “1 archived (↓ A)”.
FITS_ELSEWHERE = "Nothing fits here, but {}. {session_screen.leave} shows all again."
KEYS = (
    "{list.choose} open",
    "{session_list.new} new",
    "{session_list.preset} use case",
    "{session_list.copy} copy",
    "{session_list.rename} rename",
    "{session_list.search} search",
    "{quit} quit",
    "{session_list.archive} archive",
    "{session_list.delete} delete",
    "{session_list.mark} and {session_list.compare} compare",
)
KEYS_AWAY = (
    "{list.choose} or {session_list.undo} brings it back",
    "{session_list.search} search",
    "{session_screen.leave} back to the sessions",
    "{quit} quit",
)


@dataclass(frozen=True)
class Shown:
    """Which sessions are shown, and how that is called."""

    title: str
    none: str
    keys: Sequence[str] = KEYS_AWAY


VIEWS = {
    "": Shown("Sessions", NONE, KEYS),
    "archived": Shown("Archived sessions", "Nothing is archived."),
    "deleted": Shown("Deleted sessions", "Nothing deleted here."),
}


class KeyRows(LineText):
    """Keys and what they do, a line broken between two of them only."""

    parts: Sequence[str] = ()

    def say(self, parts: Sequence[str]) -> None:
        """Show others."""
        if parts == self.parts:
            return
        width = self.size.width
        before = self.height_at(width)
        self.parts = parts
        if width and self.height_at(width) == before:
            self.update()
        else:
            self.refresh(layout=True)

    def rows(self, width: int) -> Sequence[Row]:
        """As many to a line as there is room for."""
        lines: list[str] = []
        for part in self.parts:
            if lines and cell_len(lines[-1]) + 3 + cell_len(part) <= width:
                lines[-1] += f" · {part}"
            else:
                lines.append(part)
        return [[(line, "dim")] for line in lines]


class SessionList(LineList):
    """One line per session."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("session_list")

    def __init__(self) -> None:
        super().__init__()
        self.infos: Sequence[SessionInfo] = ()
        self.counted = False
        self.empty = ""
        self.marked: int | None = None

    def count(self) -> int:
        """The number of sessions."""
        return len(self.infos)

    def empty_row(self) -> Row:
        """What to do where there is none."""
        return [(self.empty, "dim")]

    def row(self, index: int, width: int) -> Row:
        """Name, title, phase, progress and age; a narrow list does without the phase.

        Where an answer was searched for and found, that in place of phase and progress.
        """
        info = self.infos[index]
        mark = (MARK if info.id == self.marked else " ", "mark")
        name = plain(info.name)
        title = plain(info.title)
        if title != name:
            name = f"{title} ({name})"
        when = info.deleted or info.archived or info.modified
        end = (age(when, datetime.now(UTC)).rjust(15), "dim")
        if info.hit:
            room = max(12, width - 18)
            named = min(cell_len(name), room // 2)
            hit = fit(plain(info.hit), room - named)
            return [mark, (fit(name, named), ""), ("  ", ""), (hit, "accent"), end]
        roomy = width >= 70
        room = max(12, width - (46 if roomy else 27))
        phase, done = "", ""
        if self.counted:  # counting reads the answers: not before the first frame
            with suppress(StoreError):
                phase, done = info.phase, f"{info.answered} of {info.asked}"
        return [
            mark,
            (fit(name, room), ""),
            (" ", ""),
            (fit(phase.removesuffix(".MOD"), 19) if roomy else "", "dim"),
            (fit(done, 10), "dim"),
            end,
        ]
