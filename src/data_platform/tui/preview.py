"""The pane of the live blueprint: its title, the view, and the search line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input

from data_platform.tui.blueprint_view import BlueprintView
from data_platform.tui.keymap import bindings, keys_of
from data_platform.tui.lines import LineText, Row
from data_platform.tui.preferences import blinks
from data_platform.tui.telling import short, tell

#: So many seconds the title says that an answer marked no line.
MOMENT = 4.0


class PaneTitle(LineText):
    """Names the section in view."""

    text = "reading the catalogue…"
    note = ""

    def rows(self, width: int) -> Sequence[Row]:
        """One line."""
        return [[(self.text, "accent"), (f"  {self.note}" if self.note else "", "dim")]]

    def say(self, text: str, note: str = "") -> None:
        """Show another text."""
        if (text, note) != (self.text, self.note):
            self.text, self.note = text, note
            self.refresh()


class Search(Input):
    """What to look for in the blueprint. began: the line where the search began."""

    began = 0

    BINDINGS: ClassVar[list[BindingType]] = bindings("search")

    @dataclass
    class Back(Message):
        """The match before is wanted."""

        value: str

    def action_previous(self) -> None:
        """Go to the match before."""
        self.post_message(self.Back(self.value))

    def action_close(self) -> None:
        """Close the search; one stays at what was found."""
        self.display = False
        self.value = ""
        view = self.screen.query_one(BlueprintView)
        view.end_search()
        view.focus()


class Preview(Vertical):
    """The pane: its title, the blueprint, a search line and a quiet line for what went wrong."""

    def __init__(self) -> None:
        super().__init__(id="preview")
        self.view = BlueprintView()
        self.title_line = PaneTitle()
        self.headings: Mapping[str, str] = {}
        self._moment = ""
        self._until: Timer | None = None

    def compose(self) -> ComposeResult:
        """Title, view, search."""
        yield self.title_line
        yield self.view
        hint = keys_of(self).say(
            "search: Enter next, {search.previous} previous, {search.close} ends"
        )
        search = Search(placeholder=hint, compact=True)
        search.cursor_blink = blinks(self)
        search.display = False
        yield search

    def show(self, sections: Mapping[str, tuple[str, ...]], key: str, width: int) -> None:
        """Show a new blueprint."""
        self.view.show(sections, key, width)
        self._say_for_a_moment(self._no_marks())
        self.retitle()

    def _no_marks(self) -> str:
        """What an answer did that marked no line; empty where it marked some."""
        shorter = self.view.shorter
        if shorter is None:
            return ""
        names = [self.headings.get(name, name).lower() for name in shorter]
        return f"shorter: {', '.join(names)}" if names else "nothing changes"

    def _say_for_a_moment(self, said: str) -> None:
        if self._until is not None:
            self._until.stop()
            self._until = None
        self._moment = said
        if said:
            self._until = self.set_timer(MOMENT, self._moment_is_over)

    def _moment_is_over(self) -> None:
        self._moment = ""
        if not self.title_line.text.startswith("!"):
            self.retitle()

    @property
    def heading(self) -> str:
        """The heading of the section in view."""
        return self.headings.get(self.view.section, "")

    def look_up(self, use_case: str) -> None:
        """Go to where the blueprint first names a use case; Enter goes to the next place."""
        self.view.find(use_case, start=0)
        self.search(use_case)

    def retitle(self, trouble: str = "") -> None:
        """Name the section in view, or say what went wrong."""
        if trouble:
            self.title_line.say(f"! {trouble}")
        elif self.headings:
            self.title_line.say(self.heading, self._moment or self._where())

    def _where(self) -> str:
        """Which match of how many, or how much of the blueprint is above the view's end."""
        view, lines = self.view, len(self.view.lines)
        hits = view.hits
        if view.hit in hits:
            return f"{hits.index(view.hit) + 1} of {len(hits)}"
        end = min(lines, view.scroll_offset.y + view.size.height)
        return f"line {end} of {lines}" if lines > view.size.height else ""

    def on_resize(self) -> None:
        """Another share of the lines is in view."""
        if not self.title_line.text.startswith("!"):
            self.call_after_refresh(self.retitle)

    def on_blueprint_view_scrolled(self, message: BlueprintView.Scrolled) -> None:
        """Another section may be in view."""
        message.stop()
        if not self.title_line.text.startswith("!"):
            self.retitle()

    def on_blueprint_view_find(self, message: BlueprintView.Find) -> None:
        """Open the search line."""
        message.stop()
        self.search()

    def search(self, word: str = "") -> None:
        """Open the search line. word: what is in it, found already."""
        search = self.query_one(Search)
        search.began = 0 if word else self.view.scroll_offset.y
        with search.prevent(Input.Changed):
            search.value = word
        search.cursor_position = len(word)
        search.display = True
        search.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search while typing, each time from where it began; go back where nothing fits."""
        event.stop()
        began = self.query_one(Search).began
        if self.view.lines and event.input.display:
            found = event.value and self.view.find(event.value, start=began)
            if not found:
                self.view.find("")
                self.view.return_to(began)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go to the next match."""
        event.stop()
        self._find(event.value, 1)

    def on_search_back(self, message: Search.Back) -> None:
        """Go to the match before."""
        message.stop()
        self._find(message.value, -1)

    def _find(self, word: str, by: int) -> None:
        if not self.view.find(word, by):
            tell(self, f"“{short(word)}” is not in the blueprint.")
