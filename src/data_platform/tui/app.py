"""The app: opens the store's sessions, holds the themes, ends cleanly. Screens do the rest."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType

from data_platform.sessions.errors import StoreError
from data_platform.settings.model import Settings
from data_platform.tui.actions import REGISTRY
from data_platform.tui.interview_screen import InterviewScreen
from data_platform.tui.keymap import KeyMap, bindings
from data_platform.tui.themes import THEMES, chosen
from data_platform.tui.typeahead import OrderedKeys

if TYPE_CHECKING:
    from textual.driver import Driver

    from data_platform.sessions.store import SessionInfo, Store


class DataPlatformApp(OrderedKeys[int]):
    """One terminal, one store, one session at a time.

    failure: what went wrong, for who reads it once the app is closed; empty if nothing did.
    """

    TITLE = "DATA.PLATFORM.EXE"
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = bindings("app")

    def __init__(
        self,
        store: Store,
        session: SessionInfo | None = None,
        settings: Settings | None = None,
        at: str | None = None,
    ) -> None:
        settings = settings or Settings()
        # Without colours Textual must know at once: its filters are chosen here.
        bare = "NO_COLOR" in os.environ or settings.theme == "terminal"
        super().__init__(ansi_color=True if bare else None)
        self.settings = settings
        self.key_map = KeyMap(settings.keys)
        self.set_keymap(self.key_map.for_textual())
        self.store = store
        self.session = session
        self._at = at
        self.failure = ""
        self.animation_level = "full" if settings.motion else "none"
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = chosen("terminal" if bare else settings.theme, store.recall("theme"))
        self.set_class(bare, "-plain")

    def get_driver_class(self) -> type[Driver]:
        """The terminal's driver; pasted text comes whole through it."""
        from data_platform.tui.pasting import with_whole_pastes

        return with_whole_pastes(super().get_driver_class())

    def on_mount(self) -> None:
        """Open the session, or the list where there are several."""
        from data_platform.tui.signals import listen

        if not self.is_headless:
            listen(self.end)
        with self._from_store():
            infos = [self.session] if self.session else self.store.sessions()
            if len(infos) > 1:
                self.choose_session(None)
            else:
                self.open_session(infos[0] if infos else self.store.create())
        if self.settings.problems:
            self.call_later(self._tell_problems)

    def _tell_problems(self) -> None:
        """Say once what of the settings does not count."""
        from data_platform.tui.telling import short, tell

        first, *more = self.settings.problems
        also = f" And {len(more)} more: data-platform where shows all." if more else ""
        said = f"Settings: {short(first, 150)}.{also}"
        tell(self.screen, said, trouble=True)

    def open_session(self, info: SessionInfo) -> None:
        """Show a session in place of the one before."""
        self.session = info
        screen = InterviewScreen(self.store, info, self._at)
        self._at = None  # it counts for the first one
        if isinstance(self.screen, InterviewScreen):
            self.switch_screen(screen)
        else:
            self.push_screen(screen)

    def start_from(self, preset_id: str) -> None:
        """Open a new session of what a preset assumes."""
        from data_platform.catalog.presets import load_presets
        from data_platform.sessions.starting import from_preset

        preset = next(one for one in load_presets() if one.id == preset_id)
        with self._from_store():
            self.open_session(from_preset(self.store, preset))

    def choose_session(self, current: SessionInfo | None) -> None:
        """Show the list of sessions; the one that is chosen opens."""
        from data_platform.tui.sessions_screen import SessionsScreen

        def chosen(session_id: int | None) -> None:
            with self._from_store():
                if session_id is not None and (current is None or session_id != current.id):
                    self.open_session(self.store.get(session_id))
                elif current is None:
                    self.end()
                else:
                    self._back_to(self.store.get(current.id))

        self.push_screen(SessionsScreen(self.store), chosen)

    def _back_to(self, info: SessionInfo) -> None:
        """Show the session that is open as it is now; of a deleted one, say what comes instead."""
        from data_platform.tui.telling import short, tell

        if info.deleted is None:
            if isinstance(self.screen, InterviewScreen):
                self.session = info
                self.screen.now_is(info)
            return
        infos = self.store.sessions()
        opened = infos[0] if infos else self.store.create()
        self.open_session(opened)
        now = short(opened.title) if infos else f"{short(opened.name)}, a new session,"
        said = f"“{short(info.title)}” was deleted; {now} is open."
        self.call_later(tell, self.screen, said)

    # -- what goes wrong ---------------------------------------------------------

    @contextmanager
    def _from_store(self) -> Iterator[None]:
        """The boundary for sessions that cannot be read or made; an open one stays open."""
        try:
            yield
        except StoreError as error:
            self._cannot_open(str(error))

    def on_interview_screen_not_opened(self, message: InterviewScreen.NotOpened) -> None:
        """The session that was chosen cannot be read."""
        self._cannot_open(message.said)

    def _cannot_open(self, said: str) -> None:
        """Say it over the open session, else over the list, else by leaving with it."""
        from data_platform.tui.telling import tell

        if not any(isinstance(one, InterviewScreen) and one.live for one in self.screen_stack):
            try:
                others = self.store.sessions()
            except StoreError:
                others = []
            if not others:
                self.failure = said
                self.exit(1)
                return
            self.choose_session(None)
        self.call_later(tell, self.screen, said, trouble=True)

    # -- leaving -----------------------------------------------------------------

    def close_all(self) -> str:
        """Store what the open session holds; why that cannot be done, empty where it is."""
        said = ""
        for screen in self.screen_stack:
            if isinstance(screen, InterviewScreen):
                said = screen.close() or said
        return said

    def end(self) -> None:
        """Store everything and leave."""
        self.failure = self.close_all()
        self.exit(1 if self.failure else 0)

    def action_help_quit(self) -> None:
        """Ctrl-C, by which nobody shall leave by accident: say how one does."""
        from data_platform.tui.telling import tell

        tell(self.screen, self.key_map.say("Press {quit} to quit."))

    async def action_quit(self) -> None:
        """Leave; everything is stored, or the person says that it need not be."""
        from data_platform.tui.dialogs import Confirm

        if said := self.close_all():
            question = f"{said} Quit all the same, and lose what is not stored?"
            self.push_screen(Confirm(question), lambda yes: self.end() if yes else None)
        else:
            self.end()


def run_app(
    store: Store,
    session: str | None = None,
    settings: Settings | None = None,
    at: str | None = None,
) -> int:
    """Run the app until the person leaves; returns the exit code.

    session: the name or number of the one to open; without it the only one, a new one, or
    the list. settings: without them they are read. at: the quick command that it opens
    with. Raises NoSuchSession, and StoreError for what could not be read or stored.
    """
    if settings is None:
        from data_platform.settings.reader import load_settings

        settings = load_settings(registry=REGISTRY)
    app = DataPlatformApp(store, store.find(session) if session else None, settings, at)
    code = app.run()
    if app.failure:
        raise StoreError(app.failure)
    return app.return_code or code or 0
