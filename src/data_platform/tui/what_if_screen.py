"""What if: a line of other answers, and below it what they would change. Nothing is saved.

What changes is found out in `inquiry.what_if`; the answers can be kept, as one step.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.timer import Timer
from textual.widgets import Input

from data_platform.blueprint.widths import NARROWEST
from data_platform.inquiry.relative import WORDS, split
from data_platform.inquiry.what_if import WhatIf, what_if
from data_platform.inquiry.what_if_text import what_if_text
from data_platform.interview.answer_file import BadAnswers
from data_platform.tui.answering import go_back
from data_platform.tui.compare_screen import styled
from data_platform.tui.dialogs import Dialog, Line, Words
from data_platform.tui.keymap import again, bindings, keys_of
from data_platform.tui.line_list import ScrolledLines
from data_platform.tui.lines import Row, plain, wrapped
from data_platform.tui.live import WIDEST_SHOWN
from data_platform.tui.telling import short, tell

if TYPE_CHECKING:
    from data_platform.blueprint.model import Blueprint
    from data_platform.catalog import Catalogue
    from data_platform.interview.notebook import Entry, Notebook
    from data_platform.tui.blueprint_actions import BlueprintActions

#: The answer comes so many seconds after the last letter.
CALM = 0.15
KEYS = "{picker.up} {picker.down} scroll · {trial.keep} keep these answers · {dialog.close} close"
HINT = "growth=5x budget=2000"
HELP = (
    "Write answers as they would be, like growth=60 % cloud=gcp. Numbers also in times of what "
    "they are: budget=2x, and growth=5x for five times as much in a year.",
    "All of a kind at once: " + ", ".join(f"{word}=10x" for word in WORDS) + ".",
    "Nothing is saved unless you keep it.",
)


class Assignments(Line):
    """The line of answers; of pasted text all lines come in."""

    def _on_paste(self, event: events.Paste) -> None:
        lines = [plain(line).strip() for line in event.text.splitlines()]
        event.stop()
        event.prevent_default()
        if any(lines):
            self.replace(" ".join(line for line in lines if line), *self.selection)


class WhatIfScreen(Dialog["Mapping[str, Entry]"]):
    """The line and what it changes; gives the answers where they are to be kept."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("picker"),
        *bindings("trial"),
        again("help", "help"),
    ]
    HELPS: ClassVar[tuple[str, ...]] = ("trial", "picker", "list", "dialog")

    def __init__(
        self,
        notebook: Notebook,
        catalogue: Catalogue,
        before: Blueprint | None,
        begun: str = "",
    ) -> None:
        super().__init__()
        self.notebook, self.catalogue, self.before = notebook, catalogue, before
        self.begun = begun
        self.list = ScrolledLines()
        self.found: WhatIf | None = None
        self._soon: Timer | None = None
        self._width = 0

    def compose(self) -> ComposeResult:
        """Title, line, result, keys."""
        with Vertical(id="dialog"):
            yield Words("What if", "title")
            yield Assignments(self.begun, hint=HINT, max_length=1000, select_on_focus=False)
            yield self.list
            yield Words(keys_of(self).say(KEYS), "dim")

    def on_mount(self) -> None:
        """Say how it is written, or what was begun."""
        super().on_mount()
        self.query_one(Line).cursor_position = len(self.begun)
        self.call_after_refresh(self.answer)

    def on_resize(self) -> None:
        """Lines of another width."""
        self.call_after_refresh(self.answer)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Answer once the keys rest."""
        event.stop()
        if self._soon is not None:
            self._soon.stop()
        self._soon = self.set_timer(CALM, self.answer)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer now."""
        event.stop()
        self.answer()

    def answer(self) -> None:
        """Show what the line would change."""
        if self._soon is not None:
            self._soon.stop()
            self._soon = None
        width = max(NARROWEST, min(WIDEST_SHOWN, self.list.size.width - 2))
        written = split(self.query_one(Line).value)
        self.found = None
        if not written:
            self._show([row for text in HELP for row in (*wrapped(text, width, "dim"), [])])
            return
        try:
            self.found = what_if(self.notebook, written, self.catalogue, self.before)
        except BadAnswers as error:
            rows = [row for one in error.problems for row in wrapped(f"! {one}", width, "error")]
            self._show(rows)
        except Exception as error:  # what cannot be designed takes nothing with it
            self._show(wrapped(f"! It cannot be designed: {error}", width, "error"))
        else:
            lines = what_if_text(self.found, written, width)
            self._show(styled("\n".join(lines[2:])))

    def _show(self, rows: list[Row]) -> None:
        if rows != self.list.lines:
            self.list.top = 0
            self.list.show_lines(rows)

    def action_list(self, what: str, by: int) -> None:
        """Scroll while one types."""
        with suppress(SkipAction):
            (self.list.action_cursor if what == "cursor" else self.list.action_page)(by)

    def action_keep(self) -> None:
        """Give the answers, to be kept."""
        if self._soon is not None:
            self.answer()
        if self.found is None:
            tell(self, "There is nothing to keep: write answers first, like growth=60 %.")
        elif not self.found.answers:
            tell(self, "It is answered so already.")
        else:
            self.dismiss(self.found.entries)


def open_what_if(screen: BlueprintActions, begun: str = "") -> None:
    """Show the line over the interview; what is kept is one step, which can be undone."""
    live, form = screen.live, screen.form
    if live is None or form is None or live.tools is None:
        return
    live.flush()
    before = live.blueprint if not live.trouble else None
    shown = WhatIfScreen(live.notebook, live.tools.catalogue, before, begun)

    def keep(entries: Mapping[str, Entry] | None) -> None:
        if entries is not None and shown.found is not None:
            labels = ", ".join(one.label for one in shown.found.answers)
            go_back(form, entries, f"Kept: {short(labels, 100)}.")

    screen.app.push_screen(shown, keep)
