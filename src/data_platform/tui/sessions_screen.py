"""The list of sessions: search, open, new, rename, delete, and bring deleted ones back."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from data_platform.sessions.errors import StoreError
from data_platform.sessions.info import age
from data_platform.tui.dialogs import Ask, Line, Words
from data_platform.tui.keymap import again, bindings, keys_of
from data_platform.tui.line_list import LineList
from data_platform.tui.lines import Row, fit, plain
from data_platform.tui.telling import hush, short, tell

if TYPE_CHECKING:
    from data_platform.sessions.store import SessionInfo, Store


NONE = "No session here. Press {session_list.new} for a new one."
KEYS = (
    "{list.choose} open · {session_list.new} new · {session_list.rename} rename · "
    "{session_list.delete} delete · {session_list.search} search · {quit} quit"
)
KEYS_DELETED = (
    "{list.choose} or {session_list.undo} brings it back · {session_list.search} search · "
    "{session_list.deleted} or {session_screen.leave}: back to the sessions · {quit} quit"
)


class SessionList(LineList):
    """One line per session."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("session_list")

    def __init__(self) -> None:
        super().__init__()
        self.infos: Sequence[SessionInfo] = ()
        self.counted = False
        self.empty = ""

    def count(self) -> int:
        """The number of sessions."""
        return len(self.infos)

    def empty_row(self) -> Row:
        """What to do where there is none."""
        return [(self.empty, "dim")]

    def row(self, index: int, width: int) -> Row:
        """Name, title, phase, progress and age; a narrow list does without the phase."""
        info = self.infos[index]
        roomy = width >= 70
        room = max(12, width - (46 if roomy else 27))
        name = plain(info.name)
        title = plain(info.title)
        if title != name:
            name = f"{title} ({name})"
        phase, done = "", ""
        if self.counted:  # counting reads the answers: not before the first frame
            with suppress(StoreError):
                phase, done = info.phase, f"{info.answered} of {info.asked}"
        return [
            (" " + fit(name, room), ""),
            (" ", ""),
            (fit(phase.removesuffix(".MOD"), 19) if roomy else "", "dim"),
            (fit(done, 10), "dim"),
            (age(info.deleted or info.modified, datetime.now(UTC)).rjust(15), "dim"),
        ]


class SessionsScreen(ModalScreen["int | None"]):
    """All sessions; gives the id of the one to open.

    binned: whether the deleted ones are shown.
    """

    AUTO_FOCUS = "SessionList"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("session_screen"),
        again("quit", "app.quit"),
        again("list.down", "to_list"),
    ]

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.store = store
        self.list = SessionList()
        self.heading = Words("", "title")
        self.keys = Words("", "dim")
        self.binned = False
        self._deleted: list[int] = []

    def compose(self) -> ComposeResult:
        """Title, search, list, keys."""
        with Vertical(id="dialog"):
            yield self.heading
            yield Line(hint=keys_of(self).say("press {session_list.search} and type to search"))
            yield self.list
            yield self.keys

    def on_mount(self) -> None:
        """Show all."""
        hush(self)
        self.reread()
        self.call_after_refresh(self._count)

    def _count(self) -> None:
        self.list.counted = True
        self.list.refresh()

    def reread(self, wanted: int | None = None) -> None:
        """Read the sessions anew; the cursor goes to the wanted one."""
        try:
            infos = self.store.sessions(self.query_one(Line).value, deleted=self.binned)
            deleted = len(self.store.sessions(deleted=True))
        except StoreError as error:
            self._say(str(error))
            return
        self.list.infos = infos
        keys = keys_of(self)
        self.list.empty = "Nothing deleted here." if self.binned else keys.say(NONE)
        self.heading.say(f"DATA.PLATFORM.EXE  {'Deleted sessions' if self.binned else 'Sessions'}")
        more = f" · {keys.shown('session_list.deleted')} shows {deleted} deleted" if deleted else ""
        self.keys.say(keys.say(KEYS_DELETED) if self.binned else keys.say(KEYS) + more)
        ids = [info.id for info in infos]
        self.list.rebuilt(ids.index(wanted) if wanted in ids else None)

    def _close(self, session_id: int | None) -> None:
        hush(self)  # what it offers can be had here only
        self.dismiss(session_id)

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

    def action_to_list(self) -> None:
        """From the search down to the list."""
        self.list.focus()

    # -- actions -----------------------------------------------------------------

    def action_leave(self) -> None:
        """Leave the search, then the list."""
        line = self.query_one(Line)
        if line.has_focus or line.value:
            line.value = ""
            self.list.focus()
        elif self.binned:
            self.action_deleted()
        else:
            self._close(None)

    def on_line_list_chosen(self, message: LineList.Chosen) -> None:
        """Open a session; a deleted one comes back first."""
        message.stop()
        if self.binned:
            self._restore(self.list.infos[message.index].id)
        else:
            self._close(self.list.infos[message.index].id)

    def action_deleted(self) -> None:
        """Show the deleted sessions, or the others again."""
        hush(self)
        self.binned = not self.binned
        self.list.cursor = 0
        self.reread()

    def action_new(self) -> None:
        """Start a new session."""

        made: list[int] = []

        def create(name: str) -> str:
            try:
                made.append(self.store.create(name).id)
            except StoreError as error:
                return str(error)
            return ""

        def show(name: str | None) -> None:
            if made:
                self._close(made[0])

        try:
            free = self.store.free_name()
        except StoreError as error:
            self._say(str(error))
            return
        self.app.push_screen(Ask("New session: its name", free, use=create), show)

    def action_rename(self) -> None:
        """Give the session another name."""
        info = self._here()
        if info is None or self.binned:
            return

        def rename(name: str) -> str:
            try:
                self.store.rename(info.id, name)
            except StoreError as error:
                return str(error)
            return ""

        self.app.push_screen(
            Ask("Rename the session", plain(info.name), use=rename),
            lambda name: self.reread(info.id),
        )

    def action_delete(self) -> None:
        """Put the session away; undo brings it back."""
        info = self._here()
        if info is None or self.binned:
            return
        try:
            self.store.delete(info.id)
        except StoreError as error:
            self._say(str(error))
            return
        self._deleted.append(info.id)
        self.reread()
        undo, later = (keys_of(self).shown(f"session_list.{one}") for one in ("undo", "deleted"))
        said = f"{undo} in this list brings it back; so does {later} later."
        self._say(f"Deleted {short(info.title)}. {said}")

    def action_undo(self) -> None:
        """Bring back the one at the cursor, or the one that was deleted last here."""
        here = self._here()
        if self.binned and here is not None:
            self._restore(here.id)
        elif self._deleted:
            self._restore(self._deleted.pop())
        else:
            shows = keys_of(self).shown("session_list.deleted")
            self._say(f"Nothing was deleted just now; {shows} shows what was deleted before.")

    def _restore(self, session_id: int) -> None:
        try:
            info = self.store.restore(session_id)
        except StoreError as error:
            self._say(str(error))
            return
        self._deleted = [one for one in self._deleted if one != session_id]
        self.binned = False
        self.query_one(Line).value = ""
        self.reread(session_id)
        self._say(f"{short(info.title)} is back.")
