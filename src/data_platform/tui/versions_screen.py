"""The named versions of the session: kept, compared, renamed, dropped, gone back to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical

from data_platform.interview.notebook import Notebook, kind_for
from data_platform.sessions import versions as kept
from data_platform.sessions.errors import StoreError
from data_platform.sessions.info import age
from data_platform.tui.answering import go_back
from data_platform.tui.dialogs import Ask, Dialog, Words
from data_platform.tui.keymap import bindings, keys_of
from data_platform.tui.line_list import LineList
from data_platform.tui.lines import Row, fit, plain
from data_platform.tui.session_list import MARK, KeyRows
from data_platform.tui.telling import hush, short, tell

if TYPE_CHECKING:
    from data_platform.sessions.versions import Version
    from data_platform.tui.interview_screen import InterviewScreen
    from data_platform.tui.live import Live

NONE = "No version yet. {version_list.keep} keeps the answers of now under a name."
NOT_STORED = "Not kept: the answers of now are not stored yet. What is typed is not lost."
NOW = "now"
KEYS = (
    "{version_list.keep} keep answers",
    "{list.choose} back to it",
    "{version_list.compare} compare with {with}",
    "{version_list.mark} mark",
    "{version_list.rename} rename",
    "{version_list.drop} drop",
    "{version_list.undo} bring back",
    "{dialog.close} close",
)


class VersionList(LineList):
    """One line per version."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("version_list")

    def __init__(self, live: Live, empty: str) -> None:
        super().__init__()
        self.live = live
        self.empty = empty
        self.versions: Sequence[Version] = ()
        self.marked: int | None = None

    def count(self) -> int:
        """The number of versions."""
        return len(self.versions)

    def empty_row(self) -> Row:
        """What to do where there is none."""
        return [(self.empty, "dim")]

    def row(self, index: int, width: int) -> Row:
        """Name, number of answers, whether it is like now, age."""
        one = self.versions[index]
        count = sum(kind_for(key) is not None for key in one.entries)
        same = one.entries == self.live.notebook.entries
        return [
            (MARK if one.id == self.marked else " ", "mark"),
            (fit(plain(one.name), max(12, width - 43)), ""),
            (" ", ""),
            (f"{count} answer{'' if count == 1 else 's'}".ljust(13), "dim"),
            ("as it is now" if same else "", "accent"),
            ("" if same else " " * 12, ""),
            (age(one.at, datetime.now(UTC)).rjust(16), "dim"),
        ]


class VersionsScreen(Dialog["Version"]):
    """All versions; gives the one to go back to."""

    AUTO_FOCUS = "VersionList"

    def __init__(self, live: Live) -> None:
        super().__init__()
        self.live = live
        self.list = VersionList(live, "")
        self.keys = KeyRows()
        self._dropped: list[Version] = []

    def compose(self) -> ComposeResult:
        """Title, list, keys."""
        with Vertical(id="dialog"):
            yield Words(f"Versions of {short(self.live.info.title, 50)}", "title")
            yield self.list
            yield self.keys

    def on_mount(self) -> None:
        """Show all."""
        super().on_mount()
        self.list.empty = keys_of(self).say(NONE)
        self.reread()

    def reread(self, wanted: int | None = None) -> None:
        """Read the versions anew, the newest first; the cursor goes to the wanted one."""
        with self._told():
            found = kept.versions(self.live.store, self.live.info.id)
            self.list.versions = sorted(found, key=lambda one: (one.at, one.id), reverse=True)
        ids = [one.id for one in self.list.versions]
        self.list.rebuilt(ids.index(wanted) if wanted in ids else None)
        self._say_keys()

    def _say_keys(self) -> None:
        with_what = NOW if self.list.marked is None else f"the one with {MARK}"
        keys = keys_of(self)
        self.keys.say([keys.say(one.replace("{with}", with_what)) for one in KEYS])

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What the store refuses is said; the list stays as it is."""
        try:
            yield
        except StoreError as error:
            tell(self, str(error), trouble=True)

    def _here(self) -> Version | None:
        return self.list.versions[self.list.cursor] if self.list.versions else None

    # -- actions -----------------------------------------------------------------

    def on_line_list_chosen(self, message: LineList.Chosen) -> None:
        """Back to a version."""
        message.stop()
        hush(self)  # what it offers can be had here only
        self.dismiss(self.list.versions[message.index])

    def action_keep(self) -> None:
        """Keep the answers of now under a name."""
        self.live.flush()
        if not self.live.saved:
            tell(self, NOT_STORED, trouble=True)
            return
        names = {one.name.casefold() for one in self.list.versions}
        count = next(n for n in range(1, len(names) + 2) if f"v{n}" not in names)
        self._ask(
            "Keep the answers of now: under which name?",
            f"v{count}",
            lambda name: kept.keep(self.live.store, self.live.info.id, name),
        )

    def action_rename(self) -> None:
        """Give the version another name."""
        one = self._here()
        if one is not None:
            store, session = self.live.store, self.live.info.id
            self._ask(
                "Rename the version",
                plain(one.name),
                lambda name: kept.rename(store, session, one.name, name),
                one.id,
            )

    def _ask(
        self, title: str, value: str, do: Callable[[str], Version], renamed: int | None = None
    ) -> None:
        """Ask for a name; one that is refused stays, with the reason. renamed: which is."""
        made: list[Version] = []

        def use(name: str) -> str:
            try:
                made.append(do(name))
            except StoreError as error:
                return str(error)
            return ""

        def show(name: str | None) -> None:
            if made:
                if self.list.marked == renamed and renamed is not None:
                    self.list.marked = made[0].id
                self.reread(made[0].id)

        self.app.push_screen(Ask(title, value, use=use), show)

    def action_drop(self) -> None:
        """Drop the version; undo brings it back."""
        one = self._here()
        if one is None:
            return
        with self._told():
            self._dropped.append(kept.drop(self.live.store, self.live.info.id, one.name))
            if self.list.marked == one.id:
                self.list.marked = None
            undo = keys_of(self).shown("version_list.undo")
            tell(self, f"Dropped {short(one.name)}. {undo} in this list brings it back.")
        self.reread()

    def action_undo(self) -> None:
        """Bring back the version that was dropped last here."""
        if not self._dropped:
            tell(self, "Nothing was dropped just now.")
            return
        one = self._dropped[-1]
        with self._told():
            back = kept.keep(
                self.live.store, self.live.info.id, one.name, one.entries, one.at, one.step
            )
            self._dropped.pop()
            tell(self, f"{short(one.name)} is back.")
            self.reread(back.id)

    # -- comparing ---------------------------------------------------------------

    def action_mark(self) -> None:
        """Mark the version, or no longer: another one is compared with it."""
        one = self._here()
        if one is not None:
            self.list.marked = None if self.list.marked == one.id else one.id
            self.list.refresh()
            self._say_keys()

    def action_compare(self) -> None:
        """Show what differs between the version and the marked one, else between it and now."""
        from data_platform.tui.compare_screen import compare

        one = self._here()
        if one is None:
            return
        other = next((v for v in self.list.versions if v.id == self.list.marked), one)
        if other is one:
            now = Notebook(self.live.notebook.entries)
            compare(self.app, Notebook(one.entries), one.name, now, NOW)
        else:
            old, new = sorted((one, other), key=lambda v: (v.at, v.id))
            compare(self.app, Notebook(old.entries), old.name, Notebook(new.entries), new.name)


def open_versions(screen: InterviewScreen) -> None:
    """Show the versions over the interview, and go back to the one that is picked."""
    live, form = screen.live, screen.form
    if live is None or form is None:
        return
    live.flush()

    def back(version: Version | None) -> None:
        if version is not None:
            go_back(form, version.entries, f"As in {short(version.name)} again.")

    screen.app.push_screen(VersionsScreen(live), back)
