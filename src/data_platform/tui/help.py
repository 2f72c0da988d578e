"""Help for where one is: the question, how its answer can be written, and every key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.geometry import Size

from data_platform.interview.kinds import Kind
from data_platform.tui.actions import ACTIONS, spell
from data_platform.tui.dialogs import Dialog, Words
from data_platform.tui.fields import Prompt
from data_platform.tui.line_list import LineList
from data_platform.tui.lines import Row, fit, wrap

#: How an answer of each kind can be written.
WAYS = {
    "text": "A few words on one line.",
    "longtext": "Several lines of text. Tab leaves the field.",
    "names": "Names with commas between them: orders, customers.",
    "number": "A whole number: 12, 3,000, 5k, 2 million.",
    "percent": "A percentage: 60 %, 0.5 %.",
    "size": "Data held: 500 MB, 120 GB, 1.2 TB. GB is 10^9 bytes, GiB is 2^30.",
    "rate": "Data per time: 1.2 GB/day, 300 MB/h, 4 TB/month.",
    "events": "Events per time: 200 events/s, 5k/s, 2 million/day.",
    "money": "US dollars a month: $1,200, 1.5k.",
    "duration": "A length of time: 15 min, 2 hours, 90 days, 13 months, 3 years.",
    "schedule": "Cron, or words: 0 2 * * *, daily at 02:00, every 15 minutes, hourly.",
    "yesno": "y or n, or ← → and Space.",
    "choice": "↑ ↓ and Space, or the option's number, or its first letters. Delete: not decided.",
    "several": "Space switches an option on and off, so does its number. Enter goes on.",
}
_LISTS = (
    ("n", "Add one"),
    ("Enter", "Open it; Esc comes back"),
    ("d", "Duplicate"),
    ("x", "Remove; u brings it back"),
    ("Shift+↑ Shift+↓", "Move (K and J do the same)"),
)
_FORM = (
    ("Enter ↓ Tab", "Next question"),
    ("↑ Shift+Tab", "Previous question"),
    ("→", "In an empty field: accept what is assumed"),
)
_VIEW = (
    ("[ ]", "Previous, next section"),
    ("/", "Search; Enter goes to the next match"),
    ("c  C  m", "Copy this section, all, this section as Markdown"),
)


class HelpLines(LineList):
    """The help's lines; the cursor is not shown, the arrows scroll."""

    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, lines: Sequence[Row]) -> None:
        super().__init__()
        self.lines = lines

    def count(self) -> int:
        """The number of lines."""
        return len(self.lines)

    def row(self, index: int, width: int) -> Row:
        """One line."""
        return self.lines[index]

    def cursor_shown(self) -> bool:
        """Never."""
        return False

    def action_cursor(self, by: int) -> None:
        """Scroll by a line."""
        self._scroll_by(by)

    def action_page(self, by: int) -> None:
        """Scroll by a page."""
        self._scroll_by(by * max(1, self.size.height - 1))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """All lines."""
        return len(self.lines)


class HelpScreen(Dialog[None]):
    """The help over the app."""

    AUTO_FOCUS = "HelpLines"

    def __init__(self, prompt: Prompt | None) -> None:
        super().__init__()
        self.prompt = prompt

    def compose(self) -> ComposeResult:
        """The lines in a box."""
        with Vertical(id="dialog"):
            yield HelpLines(help_rows(self.prompt, 70))
            yield Words("Esc closes", "dim")


def help_rows(prompt: Prompt | None, width: int) -> list[Row]:
    """The help's lines for a question."""
    rows: list[Row] = []

    def text(words: str, style: str = "") -> None:
        rows.extend([(line, style)] for line in wrap(words, width))

    def table(entries: Sequence[tuple[str, str]]) -> None:
        rows.extend([("  ", ""), (fit(key, 18), "accent"), (what, "")] for key, what in entries)

    def heading(words: str) -> None:
        rows.extend([[("", "")], [(words, "title")]])

    if prompt is not None:
        text(prompt.ask, "title")
        if prompt.why:
            text(f"Why we ask: {prompt.why}")
        if prompt.example:
            text(f"Example: {prompt.example}")
        if prompt.kind is not None:
            text(ways_of(prompt.kind))
        if prompt.essential:
            text("◆ Essential: the few questions with this sign make a complete blueprint.")
        rows.append([("", "")])
    text("Not sure? F5 says that you don't know: the blueprint assumes something and lists it.")
    text("F6 marks an answer as an estimate. Nothing has to be complete, and all is saved at once.")
    heading("Keys")
    table([(" ".join(spell(k) for k in a.keys), a.title) for a in ACTIONS if a.keys])
    heading("In the form")
    table(_FORM)
    heading("In a list of records")
    table(_LISTS)
    heading("In the blueprint")
    table(_VIEW)
    return rows


def ways_of(kind: Kind) -> str:
    """How an answer of a kind can be written, with its bounds."""
    said = WAYS.get(kind.name, "")
    if kind.name == "number" and kind.most is not None:
        said += f" From {kind.least:g} to {kind.most:,.0f}."
    return said
