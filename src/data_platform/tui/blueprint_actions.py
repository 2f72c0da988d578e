"""The interview's actions on the blueprint: shown, searched, copied, written, asked about.

What is done is in `copying`, `preview` and `quick`; here is what the actions' names lead to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from data_platform.tui.header import KeyLine
from data_platform.tui.keymap import key_line, keys_of
from data_platform.tui.quiet import QuietScreen
from data_platform.tui.telling import short, tell

if TYPE_CHECKING:
    from data_platform.inquiry.what_matters import Matter
    from data_platform.interview.answers import Answers
    from data_platform.tui.form import Form
    from data_platform.tui.live import Live
    from data_platform.tui.preview import Preview
    from data_platform.tui.why import Why


class BlueprintActions(QuietScreen[None]):
    """The part of the interview's screen that has to do with the blueprint."""

    live: Live | None
    form: Form | None
    preview: Preview
    #: What explained a line last, as long as the answers are the same.
    why: Why | None = None
    #: What matters, for the answers of which it was worked out.
    matters: tuple[Answers, list[Matter]] | None = None

    @property
    def viewing(self) -> bool:
        """Whether the blueprint is what one is at."""
        return self.has_class("-previewing") or self.preview.view.has_focus

    def on_descendant_focus(self) -> None:
        """The blueprint has other keys than the form."""
        self.query_one(KeyLine).show(key_line(keys_of(self), viewing=self.viewing))

    def show_preview(self, on: bool) -> None:
        """Show the blueprint where there is room for one of the two, or the form."""
        if self.has_class("-previewing") != on:
            self.set_class(on, "-previewing")

    def to_preview(self) -> None:
        """Show the blueprint, and go there."""
        self.show_preview(True)
        self.call_after_refresh(self.preview.view.focus)

    def to_form(self) -> None:
        """Show the form, the cursor where it was."""
        self.show_preview(False)
        if self.form is not None:
            self.call_after_refresh(self.form.focus_field)

    def action_preview(self) -> None:
        """To the blueprint, or back to the form."""
        if self.viewing:
            self.to_form()
        else:
            self.to_preview()

    def action_copy_menu(self) -> None:
        """What can be copied or written; Enter does it."""
        from data_platform.tui.copying import copy_menu

        async def run(action: str | None) -> None:
            if action:
                await self.run_action(action)

        if self.live is None or self.live.blueprint is None:
            tell(self, "There is no blueprint yet.")
        else:
            self.app.push_screen(copy_menu(self.preview.heading), run)

    def action_copy(self, form: str, whole: bool) -> None:
        """Copy the blueprint, or the section in view."""
        from data_platform.tui.copying import copy

        if self.live is not None:
            section = None if whole else self.preview.view.section
            copy(self, self.live, form, section, self.preview.heading)

    def action_write(self, form: str, whole: bool) -> None:
        """Write the blueprint, or the section in view, to a file."""
        from data_platform.tui.copying import write

        if self.live is not None:
            write(self, self.live, form, None if whole else self.preview.view.section)

    def action_go_section(self, section: str) -> None:
        """Show a section of the blueprint."""
        self.to_preview()
        self.call_after_refresh(self.preview.view.go_to, section)

    def action_search(self) -> None:
        """Search the blueprint."""
        self.to_preview()
        self.call_after_refresh(self.preview.search)

    def action_part(self, by: int) -> None:
        """Show the next or the previous section of the blueprint."""
        self.to_preview()
        self.call_after_refresh(self.preview.view.action_section, by)

    def action_look_up(self, use_case: str) -> None:
        """Show where the blueprint names a use case, or has a text."""
        if self.preview.view.names(use_case):
            self.to_preview()
            self.call_after_refresh(self.preview.look_up, use_case)
        else:
            tell(self, f"The blueprint does not name “{short(use_case)}”.")

    def action_explain(self, words: str = "") -> None:
        """Say why a line says what it says. words: in it, or its key; else the one in view."""
        from data_platform.tui.why_screen import open_why

        open_why(self, words)

    # -- what is asked about the design ----------------------------------------------

    def action_what_matters(self) -> None:
        """The open questions by how much they decide."""
        from data_platform.tui.matters_screen import open_matters

        open_matters(self)

    def action_what_if(self, begun: str = "") -> None:
        """Try other answers without saving them. begun: what is typed already."""
        from data_platform.tui.what_if_screen import open_what_if

        open_what_if(self, begun)

    def action_scale(self) -> None:
        """From today's load to a thousand times as much."""
        from data_platform.tui.scale_screen import open_scale

        open_scale(self)
