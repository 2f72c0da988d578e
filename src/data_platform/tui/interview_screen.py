"""The interview of one session: outline column, form, live blueprint, and every action."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.timer import Timer

from data_platform.tui.actions import bindings, key_line
from data_platform.tui.header import Header, KeyLine, Nav
from data_platform.tui.lines import plain
from data_platform.tui.preview import GUTTER, BlueprintView, Preview
from data_platform.tui.quiet import QuietScreen
from data_platform.tui.telling import short, tell

if TYPE_CHECKING:
    from data_platform.sessions.store import SessionInfo, Store
    from data_platform.tui.fields import Prompt
    from data_platform.tui.form import Form
    from data_platform.tui.live import Live

#: The header and the outline column follow this many seconds after the last key.
CALM = 0.15


class InterviewScreen(QuietScreen):
    """Everything around one session. What is slow to import comes after the first frame."""

    AUTO_FOCUS = None
    BINDINGS: ClassVar[list[BindingType]] = bindings()
    HORIZONTAL_BREAKPOINTS = [
        (0, "-narrow"),
        (100, "-medium"),
        (116, "-normal"),
        (160, "-wide"),
    ]

    def __init__(self, store: Store, info: SessionInfo) -> None:
        super().__init__()
        self.store = store
        self.info = info
        self.live: Live | None = None
        self.form: Form | None = None
        self.preview = Preview()
        self.nav = Nav()
        self.header = Header()
        self._calm: Timer | None = None
        self._trouble = ""

    def compose(self) -> ComposeResult:
        """The frame; the form is mounted once it is loaded."""
        yield self.header
        with Horizontal(id="main"):
            yield self.nav
            yield Vertical(id="form")
            yield self.preview
        yield KeyLine(key_line())

    def on_mount(self) -> None:
        """Show what was stored, then load the rest."""
        self.header.say(self.info.title, [self.info.cost])
        if self.info.preview:
            self.preview.view.show_text(self.info.preview)
        self.call_after_refresh(self._load)

    async def _load(self) -> None:
        """Import the interview, open the notebook, mount the form; then the advisor."""
        from data_platform.sessions.store import open_notebook
        from data_platform.tui.form import Form
        from data_platform.tui.live import Live

        notebook = open_notebook(self.store, self.info.id, lambda error: self._problem(str(error)))
        live = self.live = Live(self.store, self.info, notebook)
        live.on_change, live.on_design = self._changed, self._designed
        live.on_problem = self._problem
        form = self.form = Form()
        form.live = live
        form.welcome = not notebook.entries
        with self.app.batch_update():
            await self.query_one("#form").remove()
            await self.query_one("#main").mount(form, before=self.preview)
        form.go_to(self.info.place)
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
        self.live.set_width(self._text_width)
        self.live.key = ""
        self.live.redesign()

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

    def _soon(self) -> None:
        if self._calm is not None:
            self._calm.stop()
        self._calm = self.set_timer(CALM, self._tell)

    def _tell(self) -> None:
        """Bring header and outline column up to date."""
        from data_platform.interview.progress import of_all

        if self.live is None or self.form is None:
            return
        progress = of_all(self.live.notebook)
        name = self.live.notebook.value("platform_name") or self.info.name
        if self.live.saved:
            self._trouble = ""
        self.header.say(
            plain(str(name)),
            [
                "" if self._trouble else "saved",
                f"{progress.answered} of {progress.asked} answered",
                self.live.cost or self.info.cost,
                f"{progress.wrong} to fix" if progress.wrong else "",
            ],
            self._trouble,
        )
        if self.form.place is not None:
            self.nav.show(self.live.notebook, self.form.place.section)

    def _problem(self, text: str) -> None:
        self._trouble = "NOT SAVED"
        tell(self, plain(text), trouble=True)
        self._soon()

    def on_form_moved(self) -> None:
        """The cursor is elsewhere."""
        self._soon()

    def on_nav_picked(self, message: Nav.Picked) -> None:
        """A section was clicked."""
        if self.form is not None:
            self._show_preview(False)
            self.form.go(message.section)

    def on_blueprint_view_resized(self, message: BlueprintView.Resized) -> None:
        """The preview has another width: render for it."""
        if self.live is not None and message.width > 0:
            self.live.set_width(message.width)

    def on_unmount(self) -> None:
        """However it ends, nothing that was typed is left behind."""
        self.close()

    def close(self) -> None:
        """Store everything."""
        if self.live is not None:
            self.live.close()

    # -- actions: where to -------------------------------------------------------

    @property
    def prompt(self) -> Prompt | None:
        """What is asked where the cursor is."""
        block = self.form.current if self.form else None
        return block.prompt if block else None

    def _show_preview(self, on: bool) -> None:
        if self.has_class("-previewing") != on:
            self.set_class(on, "-previewing")

    def action_preview(self) -> None:
        """To the blueprint, or back to the form."""
        if self.has_class("-previewing") or self.preview.view.has_focus:
            self._to_form()
        else:
            self._show_preview(True)
            self.call_after_refresh(self.preview.view.focus)

    def _to_form(self) -> None:
        self._show_preview(False)
        if self.form is not None:
            self.call_after_refresh(self.form.focus_field)

    def action_back(self) -> None:
        """From the blueprint to the form, from a record to its list."""
        if self.has_class("-previewing") or self.preview.view.has_focus:
            self._to_form()
        elif self.form is not None:
            self.form.close_record()

    def action_next_section(self) -> None:
        """Go on by a section."""
        if self.form is not None:
            self._show_preview(False)
            self.form.step(1)

    def action_previous_section(self) -> None:
        """Go back by a section."""
        if self.form is not None:
            self._show_preview(False)
            self.form.step(-1)

    def action_next_open(self) -> None:
        """Go to the next open question that matters."""
        from data_platform.interview.progress import next_question

        if self.live is None or self.form is None:
            return
        block = self.form.current
        question = next_question(self.live.notebook, block.prompt.place if block else None)
        if question is None:
            tell(self, "Every question is answered.")
        else:
            self._show_preview(False)
            self.form.go_to(question.id)

    def action_outline(self) -> None:
        """Find a section or a question."""
        if self.live is None or self.form is None or self.form.place is None:
            return
        from data_platform.tui.outline import outline

        form = self.form

        def go(question: str | None) -> None:
            if question:
                self._show_preview(False)
                form.go_to(question)

        self.live.flush()
        self.app.push_screen(outline(self.live.notebook, self.form.place.section), go)

    def action_help(self) -> None:
        """Help for where one is."""
        if self.live is not None:
            from data_platform.tui.help import HelpScreen

            self.app.push_screen(HelpScreen(self.prompt))

    def action_palette(self) -> None:
        """Every action."""
        from data_platform.tui.palette import FIND, palette

        async def run(action: str | None) -> None:
            if action and action.startswith(FIND):
                self._find(action.removeprefix(FIND).strip())
            elif action:
                await self.run_action(action)

        self.app.push_screen(palette(), run)

    # -- actions: the answer -----------------------------------------------------

    def action_unknown(self) -> None:
        """Don't know, or know after all; what was typed is kept."""
        if self.live is None or (prompt := self.prompt) is None:
            return
        entry = self.live.notebook.get(prompt.key)
        if prompt.kind is None and self.live.notebook.records(prompt.key):
            tell(self, "Open a record to say what is not known of it.")
        elif entry is not None and entry.certainty == "unknown":
            self.live.mark(prompt.key, "known")
        else:
            self.live.mark(prompt.key, "unknown")

    def action_estimate(self) -> None:
        """An estimate, or known."""
        if self.live is None or (prompt := self.prompt) is None:
            return
        entry = self.live.notebook.get(prompt.key)
        if prompt.kind is None or entry is None or not entry.value:
            tell(self, "Answer first, then F6 marks it as an estimate.")
        else:
            known = entry.certainty == "estimate"
            self.live.mark(prompt.key, "known" if known else "estimate")

    def action_accept(self) -> None:
        """Take what is assumed as the answer."""
        block = self.form.current if self.form else None
        if block is not None and block.field.accept():
            block.load()
        else:
            tell(self, "There is nothing assumed to accept here.")

    def action_clear(self) -> None:
        """Take the answer back."""
        block = self.form.current if self.form else None
        if self.live is not None and block is not None and block.prompt.kind is not None:
            self.live.forget(block.prompt.key)
            block.load()

    def action_undo(self) -> None:
        """Take the last change back, and show where it was."""
        self._step(again=False)

    def action_redo(self) -> None:
        """Do again what was taken back."""
        self._step(again=True)

    def _step(self, again: bool) -> None:
        if self.live is None or self.form is None:
            return
        group = self.live.undo(again)
        if not group:
            tell(self, f"Nothing to {'redo' if again else 'undo'}.")
            return
        keys = [change.key for change in group]
        self.form.changed(keys, reload=True)
        self.form.show_key(keys[0])

    # -- actions: copying --------------------------------------------------------

    def action_copy(self) -> None:
        """The copy menu."""
        if self.live is None or self.live.blueprint is None:
            tell(self, "There is no blueprint yet.")
            return
        from data_platform.tui.copying import copy_menu

        section = self.preview.view.section
        title = self.preview.headings.get(section, "")

        async def run(action: str | None) -> None:
            if action:
                await self.run_action(action)

        self.app.push_screen(copy_menu(title), run)

    def _copy(self, form: str, whole: bool) -> None:
        from data_platform.tui.copying import copy

        if self.live is not None:
            copy(self, self.live, form, None if whole else self.preview.view.section)

    def action_copy_here(self) -> None:
        """Copy the section in view."""
        self._copy("text", whole=False)

    def action_copy_all(self) -> None:
        """Copy the whole blueprint."""
        self._copy("text", whole=True)

    def action_copy_markdown(self) -> None:
        """Copy the section in view as Markdown."""
        self._copy("markdown", whole=False)

    def action_copy_all_markdown(self) -> None:
        """Copy the whole blueprint as Markdown."""
        self._copy("markdown", whole=True)

    def action_write(self, form: str = "text", whole: bool = True) -> None:
        """Write the blueprint, or the section in view, to a file."""
        from data_platform.tui.copying import write

        if self.live is not None:
            write(self, self.live, form, None if whole else self.preview.view.section)

    def action_go_section(self, section: str) -> None:
        """Show a section of the blueprint."""
        self._show_preview(True)
        self.call_after_refresh(self.preview.view.focus)
        self.call_after_refresh(self.preview.view.go_to, section)

    def _find(self, use_case: str) -> None:
        view = self.preview.view
        self._show_preview(True)
        self.call_after_refresh(view.focus)
        view.go_to("title")
        if not view.find(use_case, after=False):
            tell(self, f"The blueprint does not name “{short(use_case)}”.")

    # -- actions: the app --------------------------------------------------------

    def action_sessions(self) -> None:
        """The list of sessions."""
        self.close()
        self.app.choose_session(self.info)  # type: ignore[attr-defined]

    def action_theme(self) -> None:
        """Light or dark."""
        dark = self.app.theme == "platform-dark"
        self.app.theme = "platform-light" if dark else "platform-dark"

    async def action_quit(self) -> None:
        """Leave; everything is stored."""
        await self.app.action_quit()
