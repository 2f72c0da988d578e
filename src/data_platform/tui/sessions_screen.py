"""The list of sessions: search, open, new, rename, delete and its undo."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from data_platform.sessions.errors import StoreError
from data_platform.tui.dialogs import Ask, Line, Words
from data_platform.tui.line_list import LineList
from data_platform.tui.lines import Row, fit, plain
from data_platform.tui.telling import short, tell

if TYPE_CHECKING:
    from data_platform.sessions.store import SessionInfo, Store

_UNITS = ((timedelta(days=365), "y"), (timedelta(days=1), "d"), (timedelta(hours=1), "h"))


def age(since: timedelta) -> str:
    """How long ago, in a few letters: now, 5 min, 3 h, 12 d."""
    for unit, name in _UNITS:
        if since >= unit:
            return f"{since // unit} {name}"
    minutes = since // timedelta(minutes=1)
    return f"{minutes} min" if minutes > 0 else "now"


class SessionList(LineList):
    """One line per session."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "screen.search", "Search", show=False),
        Binding("n,insert", "screen.new", "New", show=False),
        Binding("r", "screen.rename", "Rename", show=False),
        Binding("x,delete", "screen.delete", "Delete", show=False),
        Binding("u,ctrl+z", "screen.undo", "Undo", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.infos: Sequence[SessionInfo] = ()
        self.counted = False

    def count(self) -> int:
        """The number of sessions."""
        return len(self.infos)

    def empty_row(self) -> Row:
        """What to do where there is none."""
        return [("No session here. Press n for a new one.", "dim")]

    def row(self, index: int, width: int) -> Row:
        """Name, title, phase, progress and age."""
        info = self.infos[index]
        room = max(12, width - 40)
        name = plain(info.name)
        title = plain(info.title)
        if title != name:
            name = f"{title} ({name})"
        phase, done = "", ""
        if self.counted:  # counting reads the answers: not before the first frame
            phase, done = info.phase, f"{info.answered} of {info.asked}"
        past = datetime.now(UTC) - info.modified
        return [
            (" " + fit(name, room), ""),
            (" ", ""),
            (fit(phase.removesuffix(".MOD"), 18), "dim"),
            (fit(done, 10), "dim"),
            (age(past).rjust(8), "dim"),
        ]


class SessionsScreen(ModalScreen["int | None"]):
    """All sessions; gives the id of the one to open."""

    AUTO_FOCUS = "SessionList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", show=False),
        Binding("f10", "app.quit", "Quit", show=False),
    ]

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.store = store
        self.list = SessionList()
        self._deleted: list[int] = []

    def compose(self) -> ComposeResult:
        """Title, search, list, keys."""
        with Vertical(id="dialog"):
            yield Words("DATA.PLATFORM.EXE  Sessions", "title")
            yield Line(hint="press / and type to search")
            yield self.list
            yield Words(
                "Enter open · n new · r rename · x delete · u undo · / search · F10 quit", "dim"
            )

    def on_mount(self) -> None:
        """Show all."""
        self.reread()
        self.call_after_refresh(self._count)

    def _count(self) -> None:
        self.list.counted = True
        self.list.refresh()

    def reread(self, wanted: int | None = None) -> None:
        """Read the sessions anew; the cursor goes to the wanted one."""
        try:
            self.list.infos = self.store.sessions(self.query_one(Line).value)
        except StoreError as error:
            self._say(str(error))
            return
        ids = [info.id for info in self.list.infos]
        self.list.rebuilt(ids.index(wanted) if wanted in ids else None)

    def _say(self, text: str) -> None:
        tell(self, plain(text))

    def _here(self) -> SessionInfo | None:
        infos = self.list.infos
        return infos[self.list.cursor] if infos else None

    # -- search ------------------------------------------------------------------

    def action_search(self) -> None:
        """Go to the search line."""
        self.query_one(Line).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search while typing."""
        event.stop()
        self.reread()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in the search opens the first."""
        event.stop()
        self.list.focus()
        self.list.action_choose()

    def key_down(self) -> None:
        """From the search down to the list."""
        self.list.focus()

    # -- actions -----------------------------------------------------------------

    def action_leave(self) -> None:
        """Leave the search, then the list."""
        line = self.query_one(Line)
        if line.has_focus or line.value:
            line.value = ""
            self.list.focus()
        else:
            self.dismiss(None)

    def on_line_list_chosen(self, message: LineList.Chosen) -> None:
        """Open a session."""
        message.stop()
        self.dismiss(self.list.infos[message.index].id)

    def action_new(self) -> None:
        """Start a new session."""

        def create(name: str | None) -> None:
            if name is None:
                return
            try:
                self.dismiss(self.store.create(name).id)
            except StoreError as error:
                self._say(str(error))

        self.app.push_screen(Ask("New session: its name", self._free_name()), create)

    def _free_name(self) -> str:
        taken = {info.name for info in self.store.sessions()}
        return next(n for i in range(1, len(taken) + 2) if (n := f"platform-{i}") not in taken)

    def action_rename(self) -> None:
        """Give the session another name."""
        info = self._here()
        if info is None:
            return

        def rename(name: str | None) -> None:
            if name is None:
                return
            try:
                self.store.rename(info.id, name)
            except StoreError as error:
                self._say(str(error))
            self.reread(info.id)

        self.app.push_screen(Ask("Rename the session", plain(info.name)), rename)

    def action_delete(self) -> None:
        """Put the session away; undo brings it back."""
        info = self._here()
        if info is None:
            return
        try:
            self.store.delete(info.id)
        except StoreError as error:
            self._say(str(error))
            return
        self._deleted.append(info.id)
        self.reread()
        self._say(f"Deleted {short(info.title)}. u brings it back.")

    def action_undo(self) -> None:
        """Bring the last deleted session back."""
        if not self._deleted:
            self._say("Nothing to undo here.")
            return
        last = self._deleted.pop()
        try:
            self.store.restore(last)
        except StoreError as error:
            self._say(str(error))
        self.reread(last)
