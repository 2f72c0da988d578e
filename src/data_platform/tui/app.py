"""The app: opens the store's sessions, holds the themes, ends cleanly. Screens do the rest."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding

from data_platform.tui.interview_screen import InterviewScreen
from data_platform.tui.themes import DARK, LIGHT, terminal_theme
from data_platform.tui.typeahead import OrderedKeys

if TYPE_CHECKING:
    from data_platform.sessions.store import SessionInfo, Store


class DataPlatformApp(OrderedKeys[int]):
    """One terminal, one store, one session at a time."""

    TITLE = "DATA.PLATFORM.EXE"
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    BINDINGS: ClassVar = [Binding("ctrl+q", "quit", "Quit", show=False, priority=True)]

    def __init__(self, store: Store, session: SessionInfo | None = None) -> None:
        # Without colours Textual must know at once: its filters are chosen here.
        bare = "NO_COLOR" in os.environ
        super().__init__(ansi_color=True if bare else None)
        self.store = store
        self.session = session
        self.animation_level = "none"
        for theme in (DARK, LIGHT, terminal_theme()):
            self.register_theme(theme)
        self.theme = "platform-terminal" if bare else "platform-dark"
        self.set_class(bare, "-plain")

    def on_mount(self) -> None:
        """Open the session, or the list where there are several."""
        from data_platform.tui.signals import listen

        if not self.is_headless:
            listen(self.end)
        infos = [self.session] if self.session else self.store.sessions()
        if len(infos) > 1:
            self.choose_session(None)
        else:
            self.open_session(infos[0] if infos else self.store.create())

    def open_session(self, info: SessionInfo) -> None:
        """Show a session in place of the one before."""
        self.session = info
        screen = InterviewScreen(self.store, info)
        if isinstance(self.screen, InterviewScreen):
            self.switch_screen(screen)
        else:
            self.push_screen(screen)

    def choose_session(self, current: SessionInfo | None) -> None:
        """Show the list of sessions; the one that is chosen opens."""
        from data_platform.tui.sessions_screen import SessionsScreen

        def chosen(session_id: int | None) -> None:
            if session_id is not None:
                if current is None or session_id != current.id:
                    self.open_session(self.store.get(session_id))
                return
            if current is None:
                self.end()
            elif self.store.get(current.id).deleted is not None:
                infos = self.store.sessions()
                self.open_session(infos[0] if infos else self.store.create())

        self.push_screen(SessionsScreen(self.store), chosen)

    def close_all(self) -> None:
        """Store what the open session holds."""
        for screen in self.screen_stack:
            if isinstance(screen, InterviewScreen):
                screen.close()

    def end(self) -> None:
        """Store everything and leave."""
        self.close_all()
        self.exit(0)

    async def action_quit(self) -> None:
        """Leave; everything is stored."""
        self.end()


def run_app(store: Store, session: str | None = None) -> int:
    """Run the app until the person leaves; returns the exit code.

    session: the name or number of the one to open; without it the only one, a new one, or
    the list. Raises NoSuchSession.
    """
    app = DataPlatformApp(store, store.find(session) if session else None)
    code = app.run()
    return app.return_code or code or 0
