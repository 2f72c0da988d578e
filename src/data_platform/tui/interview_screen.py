"""The interview of one session: the frame around form and blueprint, and the ways between them.

What is done to an answer is in `answering`, what is done with the blueprint in
`blueprint_actions`.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.timer import Timer

from data_platform.tui.blueprint_actions import BlueprintActions
from data_platform.tui.blueprint_view import GUTTER, BlueprintView
from data_platform.tui.header import Header, KeyLine, Nav, State, standing
from data_platform.tui.keymap import bindings, key_line, keys_of
from data_platform.tui.lines import plain
from data_platform.tui.preview import Preview
from data_platform.tui.telling import hush, short, tell

if TYPE_CHECKING:
    from data_platform.sessions.errors import StoreError
    from data_platform.sessions.store import SessionInfo, Store
    from data_platform.tui.fields import Prompt
    from data_platform.tui.form import Form
    from data_platform.tui.live import Live

#: The header and the outline column follow this many seconds after the last key.
CALM = 0.15
#: Said once, when the last essential question gets its answer.
ALL_ESSENTIAL = (
    "The essential questions are answered: the blueprint is complete; the rest refines it. "
    "{preview} shows it."
)


class InterviewScreen(BlueprintActions):
    """Everything around one session. What is slow to import comes after the first frame.

    at: the quick command that it opens with; none where one goes on where one left.
    """

    AUTO_FOCUS = None
    BINDINGS: ClassVar[list[BindingType]] = bindings("interview")
    HORIZONTAL_BREAKPOINTS = [
        (0, "-narrow"),
        (100, "-medium"),
        (116, "-normal"),
        (160, "-wide"),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (9, "-high")]

    def __init__(self, store: Store, info: SessionInfo, at: str | None = None) -> None:
        super().__init__()
        self.store = store
        self.info = info
        self.at = at
        self.live: Live | None = None
        self.form: Form | None = None
        self.preview = Preview()
        self.nav = Nav()
        self.header = Header()
        self._calm: Timer | None = None
        self._essentials_open: bool | None = None

    @dataclass
    class NotOpened(Message):
        """The answers cannot be read. said: why, and what to do."""

        said: str

    def compose(self) -> ComposeResult:
        """The frame; the form is mounted once it is loaded."""
        yield self.header
        with Horizontal(id="main"):
            yield self.nav
            yield Vertical(id="form")
            yield self.preview
        yield KeyLine(key_line(keys_of(self)))

    def on_mount(self) -> None:
        """Show what was stored, then load the rest."""
        self.header.say(self.info.title, [State((self.info.cost,))])
        if self.info.preview:
            self.preview.view.show_text(self.info.preview)
        self.call_after_refresh(self._load)

    async def _load(self) -> None:
        """Import the interview, open the notebook, mount the form; then the advisor."""
        from data_platform.sessions.errors import StoreError
        from data_platform.tui.form import Form
        from data_platform.tui.live import LOOK_EACH, Live
        from data_platform.tui.others import news
        from data_platform.tui.presets import assumed_in, told_assumed

        try:
            live = self.live = Live.open(self.store, self.info, self._not_saved)
        except StoreError as error:
            self.post_message(self.NotOpened(str(error)))
            return
        live.on_change, live.on_design, live.on_stored = self._changed, self._designed, self._soon
        live.on_news = partial(news, self)
        self.set_interval(LOOK_EACH, live.look)
        form = self.form = Form()
        form.live = live
        form.welcome = not live.notebook.entries
        with self.app.batch_update():
            await self.query_one("#form").remove()
            await self.query_one("#main").mount(form, before=self.preview)
        form.go_to(self.info.place)
        if not self.info.place and (count := assumed_in(live.notebook)):
            tell(self, told_assumed(count, keys_of(self)))
        self._tell()
        self.call_after_refresh(self._load_advisor)

    def _load_advisor(self) -> None:
        from data_platform.blueprint.model import SECTIONS
        from data_platform.tui.live import Tools

        if self.live is None:
            return
        self.preview.headings = SECTIONS
        try:
            self.live.tools = Tools.load()
        except Exception as error:  # answering goes on without a blueprint
            self.live.failed(error)
            self._designed()
            return
        if self.live.tools.trouble:
            tell(self, short(self.live.tools.trouble, 200), trouble=True)
        self.live.set_width(self._text_width)
        self.live.key = ""
        self.live.redesign()
        if self.at is not None:
            self.action_quick(self.at)

    @property
    def busy(self) -> bool:
        """Whether the form is not there yet, or is being swapped."""
        return self.form is None or self.form.swapping > 0

    @property
    def _text_width(self) -> int:
        """The cells of a line of the blueprint; while it is hidden, those it will have."""
        shown = self.preview.view.text_width
        return shown if shown > 0 else self.size.width - GUTTER - 1

    # -- what changes ------------------------------------------------------------

    def _changed(self, keys: list[str]) -> None:
        hush(self)
        if self.form is not None:
            self.form.changed(keys)
        self._soon()

    def _designed(self) -> None:
        live = self.live
        if live is None or self.form is None:
            return
        if live.sections:
            self.preview.show(live.sections, live.key, live.width)
        self.preview.retitle(live.trouble)
        self.form.designed()
        self._soon()

    def now_is(self, info: SessionInfo) -> None:
        """The session got another name, or was put away."""
        self.info = info
        if self.live is not None:
            self.live.info = info
        self._tell()

    def standing_changed(self) -> None:
        """What the header says of the session may be another thing now."""
        self._soon()

    def _soon(self) -> None:
        if self._calm is not None:
            self._calm.stop()
        self._calm = self.set_timer(CALM, self._tell)

    def _tell(self) -> None:
        """Bring header and outline column up to date."""
        from data_platform.interview.progress import of_each, total

        if self.live is None or self.form is None:
            return
        counted = of_each(self.live.notebook)
        essential = total(done for question, done in counted.items() if question.essential)
        name = self.live.notebook.value("platform_name") or self.live.info.name
        states = standing(self.live, total(counted.values()), essential)
        saved = [State(("saved",))] if self.live.saved else []
        looking = self.live.saver.read_only and not self.live.saver.pending
        unsaved = "READ ONLY" if looking else "NOT SAVED"
        self.header.say(plain(str(name)), [*saved, *states], "" if saved else unsaved)
        if self._essentials_open and not essential.left:
            tell(self, keys_of(self).say(ALL_ESSENTIAL))
        self._essentials_open = essential.left > 0 and self._essentials_open is not False
        if self.form.place is not None:
            self.nav.show(counted, self.form.place.section)

    def _not_saved(self, error: StoreError) -> None:
        from data_platform.sessions.errors import ReadOnly

        said = f"Not saved, it is tried again each second: {error}"
        if self.live is None and isinstance(error, ReadOnly):
            said = f"Read only, so no answer is stored. Cannot write: {self.store.path}"
        tell(self, plain(said), trouble=True)
        self._soon()

    def on_form_moved(self) -> None:
        """The cursor is elsewhere."""
        self._soon()

    def on_nav_picked(self, message: Nav.Picked) -> None:
        """A section was clicked."""
        if self.form is not None:
            from data_platform.interview.progress import wrong_in

            self.show_preview(False)
            wrong = wrong_in(message.section, self.form.live.notebook)
            if wrong:
                self.form.go_to(wrong[0])  # its sign is a !, and this is where that is
            else:
                self.form.go(message.section)

    def on_blueprint_view_resized(self, message: BlueprintView.Resized) -> None:
        """The preview has another width: render for it."""
        if self.live is not None and message.width > 0:
            self.live.set_width(message.width)

    def on_unmount(self) -> None:
        """However it ends, nothing that was typed is left behind."""
        self.close()

    def close(self) -> str:
        """Store everything; why answers would be lost, empty where none would be."""
        if self.live is None:
            return ""
        self.live.close()
        return self.live.saver.at_stake

    # -- actions: where to -------------------------------------------------------

    @property
    def prompt(self) -> Prompt | None:
        """What is asked where the cursor is."""
        block = self.form.current if self.form else None
        return block.prompt if block else None

    def action_back(self) -> None:
        """From the blueprint to the form, from a record to its list."""
        if self.viewing:
            self.to_form()
        elif self.form is not None:
            self.form.close_record()

    def action_next_section(self) -> None:
        """Go on by a section."""
        if self.form is not None:
            self.show_preview(False)
            self.form.step(1)

    def action_previous_section(self) -> None:
        """Go back by a section."""
        if self.form is not None:
            self.show_preview(False)
            self.form.step(-1)

    def action_next_open(self) -> None:
        """Go to the next open question that matters."""
        from data_platform.interview.progress import next_place
        from data_platform.tui.others import next_rival

        if self.live is None or self.form is None:
            return
        here = self.prompt.resumes if self.prompt else ""
        found = next_rival(self.live, here) or next_place(self.live.notebook, here)
        if found is None:
            tell(self, "Every question is answered.")
            return
        self.show_preview(False)
        self.form.go_to(found.place)
        if found.only:
            tell(self, f"{found.only} Don't know? {keys_of(self).shown('unknown')}.")

    def action_outline(self) -> None:
        """Find a section or a question."""
        if self.live is None or self.form is None or self.form.place is None:
            return
        from data_platform.tui.outline import outline

        form = self.form

        def go(question: str | None) -> None:
            if question:
                self.show_preview(False)
                form.go_to(question)

        self.live.flush()
        self.app.push_screen(outline(self.live.notebook, self.form.place.section), go)

    def action_help(self) -> None:
        """Help for where one is."""
        if self.live is not None:
            from data_platform.tui.help import HelpScreen

            self.app.push_screen(HelpScreen(None if self.viewing else self.prompt))

    def action_palette(self) -> None:
        """Every action."""
        from data_platform.tui.command_bar import open_bar

        open_bar(self, "")

    def action_command(self) -> None:
        """Commands: a part of the blueprint, a use case, an action."""
        from data_platform.tui.command_bar import open_bar

        open_bar(self)

    # -- actions: the answers ----------------------------------------------------

    def action_answer(self, what: str) -> None:
        """Do something to the answer where the cursor is. what: a function of `answering`."""
        from data_platform.tui import answering

        if self.form is not None:
            getattr(answering, what)(self.form)

    def action_rivals(self) -> None:
        """Pick one of two answers to a question."""
        from data_platform.tui.rivals import open_rivals

        open_rivals(self)

    def action_history(self) -> None:
        """Every step, and back to any of them."""
        from data_platform.tui.history_screen import open_history

        open_history(self)

    def action_versions(self) -> None:
        """The named versions of the session: kept, compared, gone back to."""
        from data_platform.tui.versions_screen import open_versions

        open_versions(self)

    def action_quick(self, word: str) -> None:
        """Run a quick command, like `storage`; empty: the whole blueprint."""
        from data_platform.tui.quick import go

        go(self, word)

    def action_start_from(self, preset: str) -> None:
        """A new session of what is assumed for a use case, by its preset's id."""
        if not (said := self.close()):
            self.app.start_from(preset)  # type: ignore[attr-defined]
        else:
            tell(self, plain(f"Not saved, so this session stays open: {said}"), trouble=True)

    # -- actions: the app --------------------------------------------------------

    def action_sessions(self) -> None:
        """The list of sessions; what is not stored is not left behind."""
        if said := self.close():
            tell(self, plain(f"Not saved, so this session stays open: {said}"), trouble=True)
        else:
            self.app.choose_session(self.info)  # type: ignore[attr-defined]

    def action_theme(self) -> None:
        """Dark, light, or of high contrast; never where no colours are wanted."""
        from data_platform.sessions.errors import StoreError
        from data_platform.tui.themes import following

        if self.app.has_class("-plain"):
            tell(self, "The terminal's own colours are used: NO_COLOR or the settings say so.")
            return
        self.app.theme = following(self.app.theme)
        with suppress(StoreError):  # next time it is dark again
            self.store.remember("theme", self.app.theme)

    async def action_quit(self) -> None:
        """Leave; everything is stored."""
        await self.app.action_quit()
