"""The list of sessions: found, opened, made, renamed, copied, compared, put away and back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from data_platform.sessions.errors import StoreError
from data_platform.tui.dialogs import Ask, Line, Words
from data_platform.tui.keymap import again, bindings, keys_of
from data_platform.tui.line_list import LineList
from data_platform.tui.lines import plain
from data_platform.tui.session_list import FITS_ELSEWHERE, NOTHING_FITS, VIEWS, KeyRows, SessionList
from data_platform.tui.telling import hush, short, tell

if TYPE_CHECKING:
    from data_platform.catalog.presets import Preset
    from data_platform.sessions.store import SessionInfo, Store

#: What stands in the empty search line.
HINT = "press {session_list.search} and type to search; {help} is help"


class SessionsScreen(ModalScreen["int | None"]):
    """All sessions; gives the id of the one to open.

    shown: which ones: those at work by an empty text, else `archived` or `deleted`.
    """

    AUTO_FOCUS = "SessionList"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("session_screen"),
        again("quit", "app.quit"),
        again("help", "help"),
        again("list.down", "to_list"),
    ]

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.store = store
        self.list = SessionList()
        self.heading = Words("", "title")
        self.keys = KeyRows()
        self.shown = ""
        self._put_away: list[int] = []

    def compose(self) -> ComposeResult:
        """Title, search, list, keys."""
        with Vertical(id="dialog"):
            yield self.heading
            yield Line(hint=keys_of(self).say(HINT))
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
        search = self.query_one(Line).value
        try:
            infos = self._read(self.shown, search)
            away = [f"{key} {count} {name}" for name, key, count in self._others()]
        except StoreError as error:
            self._say(str(error))
            return
        keys, view = keys_of(self), VIEWS[self.shown]
        self.list.infos = infos
        self.list.empty = self._nothing_fits(search) if search.strip() else keys.say(view.none)
        self.heading.say(f"DATA.PLATFORM.EXE  {view.title}")
        self.keys.say([*(keys.say(one) for one in view.keys), *away])
        ids = [info.id for info in infos]
        self.list.rebuilt(ids.index(wanted) if wanted in ids else None)

    def _read(self, which: str, search: str = "") -> list[SessionInfo]:
        return self.store.sessions(search, deleted=which == "deleted", archived=which == "archived")

    def _nothing_fits(self, search: str) -> str:
        """What is said where a search finds nothing here, but perhaps among the others."""
        keys = keys_of(self)
        down = keys.shown("list.down")  # from the search line the keys are to be had in the list
        found = [f"{count} {name} ({down} {key})" for name, key, count in self._others(search)]
        return (
            keys.say(FITS_ELSEWHERE).format(", ".join(found)) if found else keys.say(NOTHING_FITS)
        )

    def _others(self, search: str = "") -> Iterator[tuple[str, str, int]]:
        """What else there is to show: its name, its key, how many."""
        for name in VIEWS:
            if name and name != self.shown and (count := len(self._read(name, search))):
                yield name, keys_of(self).shown(f"session_list.{name}"), count

    def _close(self, session_id: int | None) -> None:
        hush(self)  # what it offers can be had here only
        self.dismiss(session_id)

    def _say(self, text: str) -> None:
        tell(self, plain(text))

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What the store refuses is said; the list stays as it is."""
        try:
            yield
        except StoreError as error:
            self._say(str(error))

    def _here(self) -> SessionInfo | None:
        infos = self.list.infos
        return infos[self.list.cursor] if infos else None

    def action_help(self) -> None:
        """Every key that there is here."""
        from data_platform.tui.help import HelpScreen

        scopes = ("session_list", "session_screen", "list", "app")
        self.app.push_screen(HelpScreen(None, scopes))

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
        elif self.shown:
            self.action_view(self.shown)
        else:
            self._close(None)

    def on_line_list_chosen(self, message: LineList.Chosen) -> None:
        """Open a session; one that is put away comes back first."""
        message.stop()
        if self.shown:
            self._restore(self.list.infos[message.index].id)
        else:
            self._close(self.list.infos[message.index].id)

    def action_view(self, which: str) -> None:
        """Show the archived or the deleted sessions, or those at work again."""
        hush(self)
        self.shown = "" if self.shown == which else which
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

    def action_preset(self) -> None:
        """Start a new session of what is assumed for a use case."""
        from data_platform.sessions.starting import from_preset
        from data_platform.tui.presets import preset_picker

        def start(preset: Preset | None) -> None:
            if preset is not None:
                with self._told():
                    self._close(from_preset(self.store, preset).id)

        self.app.push_screen(preset_picker(), start)

    def action_copy(self) -> None:
        """Copy the session, with all that it was."""
        info = self._here()
        if info is not None and not self.shown:
            with self._told():
                copy = self.store.duplicate(info.id)
                self.reread(copy.id)
                self._say(f"Copied {short(info.title)} as {short(copy.name)}.")

    def action_rename(self) -> None:
        """Give the session another name."""
        info = self._here()
        if info is None or self.shown:
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
        """Delete the session; undo brings it back."""
        self._take_away(self.store.delete, "Deleted", "deleted")

    def action_archive(self) -> None:
        """Put the session out of the way; undo brings it back."""
        self._take_away(self.store.archive, "Archived", "archived")

    def _take_away(self, how: Callable[[int], object], said: str, where: str) -> None:
        info = self._here()
        if info is None or self.shown:
            return
        with self._told():
            how(info.id)
            self._put_away.append(info.id)
            if self.list.marked == info.id:
                self.list.marked = None
            self.reread()
            undo, later = (keys_of(self).shown(f"session_list.{one}") for one in ("undo", where))
            back = f"{undo} in this list brings it back; so does {later} later."
            self._say(f"{said} {short(info.title)}. {back}")

    def action_undo(self) -> None:
        """Bring back the one at the cursor, or the one that was put away last here."""
        here = self._here()
        if self.shown and here is not None:
            self._restore(here.id)
        elif self._put_away:
            self._restore(self._put_away.pop())
        else:
            keys = keys_of(self)
            shows = f"{keys.shown('session_list.deleted')} shows what was deleted before"
            archived = f"{keys.shown('session_list.archived')} what was archived"
            self._say(f"Nothing was deleted or archived just now; {shows}, {archived}.")

    def _restore(self, session_id: int) -> None:
        with self._told():
            info = self.store.restore(session_id)
            self._put_away = [one for one in self._put_away if one != session_id]
            self.shown = ""
            self.query_one(Line).value = ""
            self.reread(session_id)
            self._say(f"{short(info.title)} is back.")

    # -- comparing ---------------------------------------------------------------

    def action_mark(self) -> None:
        """Mark the session, or no longer: another one is compared with it."""
        info = self._here()
        if info is not None and not self.shown:
            self.list.marked = None if self.list.marked == info.id else info.id
            self.list.refresh()

    def action_compare(self) -> None:
        """Show what differs between the marked session and the one at the cursor."""
        here, marked = self._here(), self.list.marked
        if here is None or self.shown:
            return
        if marked is None or marked == here.id:
            keys = keys_of(self).say("{session_list.mark} marks one; {session_list.compare}")
            self._say(f"{keys} at another one compares the two.")
            return
        from data_platform.tui.compare_screen import compare

        with self._told():
            old = self.store.get(marked)
            notebooks = self.store.load(old.id), self.store.load(here.id)
            compare(self.app, notebooks[0], old.title, notebooks[1], here.title)
