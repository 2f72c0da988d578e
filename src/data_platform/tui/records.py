"""The list of a question's records: sources, use cases, models and the like."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message

from data_platform.interview.answers import fields
from data_platform.interview.kinds import Kind
from data_platform.interview.progress import fields_asked
from data_platform.interview.questions import Question
from data_platform.tui.fields import GoOn, Prompt, tag_of
from data_platform.tui.line_list import LineList
from data_platform.tui.lines import Row, fit, joined, plain
from data_platform.tui.live import Live
from data_platform.tui.telling import short, tell

#: The most records in view at once.
MOST = 8


def noun(question: Question) -> str:
    """What one record of a question is called: “Source”, “Use case”."""
    model = fields()[question.fills]
    assert not isinstance(model, Kind)
    words = re.findall("[A-Z][a-z]*", model.__name__)
    return " ".join(words).capitalize()


def nouns(question: Question) -> str:
    """What several records are called: “sources”, “use cases”."""
    return question.fills.replace("_", " ")


def title_of(live: Live, question: Question, rid: str) -> str:
    """A record's name as it is shown, or that it has none."""
    model = fields()[question.fills]
    assert not isinstance(model, Kind)
    first = next(iter(fields(model)))
    return _shown(live, f"{question.fills}/{rid}/{first}", fields(model)[first]) or "(no name yet)"


def _shown(live: Live, key: str, kind: Kind | object) -> str:
    entry = live.notebook.get(key)
    if entry is None:
        return ""
    if entry.certainty == "unknown":
        return "?"
    value = live.notebook.value(key)
    if value is None or not isinstance(kind, Kind):
        raw = entry.value
        return plain(", ".join(raw) if isinstance(raw, list) else raw)
    return plain(kind.show(value))


class RecordList(LineList):
    """One line per record; Enter opens it. Adding and removing where the question grows."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "choose", "Open", show=False),
        Binding("n,insert,ctrl+n", "add", "Add", show=False),
        Binding("d", "duplicate", "Duplicate", show=False),
        Binding("x,delete", "remove", "Remove", show=False),
        Binding("u", "screen.answer('undo')", "Undo", show=False),
        Binding("shift+up,K", "shift(-1)", "Move up", show=False),
        Binding("shift+down,J", "shift(1)", "Move down", show=False),
    ]

    @dataclass
    class Open(Message):
        """A record shall be opened."""

        list: RecordList
        rid: str

    def __init__(self, prompt: Prompt, live: Live, question: Question) -> None:
        super().__init__()
        self.prompt = prompt
        self.live = live
        self.question = question
        self._ids = live.notebook.records(question.fills)

    # -- as a field --------------------------------------------------------------

    def load(self) -> None:
        """Show what the notebook says."""
        before, self._ids = self._ids, self.live.notebook.records(self.question.fills)
        if self._height(len(before)) != self._height(len(self._ids)):
            self.refresh(layout=True)
        self.rebuilt()

    def retag(self) -> None:
        """Draw the rows anew."""
        self.load()

    def hint(self) -> None:
        """Nothing is assumed in a list's place that could be shown in a line."""

    def accept(self) -> bool:
        """Nothing is assumed in a list's place."""
        return False

    # -- rows --------------------------------------------------------------------

    @staticmethod
    def _height(count: int) -> int:
        return max(1, min(MOST, count))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """A line per record, within bounds."""
        return self._height(len(self._ids))

    def count(self) -> int:
        """The number of records."""
        return len(self._ids)

    def empty_row(self) -> Row:
        """What to do where there is no record."""
        entry = self.live.notebook.get(self.question.fills)
        many = nouns(self.question)
        if entry and entry.certainty == "unknown":
            return [(f"{many}: not known yet", "accent")]
        if self.question.grows:
            here = "accent" if self.has_focus else "dim"
            return [(f"No {many} yet: press n to add one", here)]
        return [(f"No {many} yet; they are added in another section", "dim")]

    def row(self, index: int, width: int) -> Row:
        """A record: its number, its name, what is wrong, and its values."""
        rid = self._ids[index]
        prefix = f"{self.question.fills}/{rid}/"
        asked = self.question.fields[1:] if self.question.grows else self.question.fields
        wrong = any(
            tag_of(self.live.notebook, prefix + one.name)[1] == "error"
            for one in self.question.fields
        )
        values = joined(_shown(self.live, prefix + one.name, one.kind) for one in asked)
        if not self.question.grows:
            values = self._with_open(values, rid)
        digits = len(str(self.count()))
        title = title_of(self.live, self.question, rid)
        room = width - digits - 5
        in_view = self._ids[self.top : self.top + MOST]
        longest = max(cell_len(title_of(self.live, self.question, one)) for one in in_view)
        # A long name takes what the values leave of the line.
        name_room = max(min(longest, 20, room // 2), min(cell_len(title), room - cell_len(values)))
        return [
            (f"{index + 1:>{digits}}", "dim"),
            (" ! " if wrong else "   ", "error"),
            (fit(title, name_room), ""),
            ("  ", ""),
            (values, "dim"),
        ]

    def _with_open(self, values: str, rid: str) -> str:
        """A record's values where a section only asks of it, with how much is open there."""
        asked = fields_asked(self.question, self.live.notebook, rid)
        prefix = f"{self.question.fills}/{rid}/"
        left = sum(self.live.notebook.get(prefix + one.name) is None for one in asked)
        if not values:
            return "open: Enter asks" if left else ""
        return f"{values} · {left} open" if left else values

    def on_focus(self) -> None:
        """The empty list says what to do."""
        self.refresh()

    def on_blur(self) -> None:
        """The cursor's row is not marked any more."""
        self.refresh()

    # -- keys --------------------------------------------------------------------

    def past_end(self, by: int) -> None:
        """An arrow past the first or last record goes on to the neighbouring question."""
        self.post_message(GoOn(self, by))

    def action_choose(self) -> None:
        """Open the record; with none, go on."""
        if self._ids:
            self.post_message(self.Open(self, self._ids[self.cursor]))
        else:
            self.post_message(GoOn(self, 1, enter=True))

    def _grows(self) -> bool:
        if not self.question.grows:
            one = noun(self.question).lower()
            tell(
                self,
                f"This asks something of each {one}; {nouns(self.question)} are added elsewhere.",
            )
        return self.question.grows

    def action_add(self) -> None:
        """Add a record after the cursor's and open it."""
        if self._grows():
            after = self._ids[self.cursor] if self._ids else None
            rid = self.live.add(self.question.fills, after)
            self.load()
            self.cursor = self._ids.index(rid)
            self.post_message(self.Open(self, rid))

    def action_duplicate(self) -> None:
        """Copy the record; the copy stands after it."""
        if self._ids and self._grows():
            name = title_of(self.live, self.question, self._ids[self.cursor])
            rid = self.live.duplicate(self.question.fills, self._ids[self.cursor])
            self.load()
            self.move_to(self._ids.index(rid))
            tell(self, f"Copied {short(name)}. u or F8 takes the copy away.")

    def action_remove(self) -> None:
        """Remove the record; undo brings it back."""
        if self._ids and self._grows():
            rid = self._ids[self.cursor]
            name = title_of(self.live, self.question, rid)
            self.live.remove(self.question.fills, rid)
            self.load()
            tell(self, f"Removed {short(name)}. u or F8 brings it back.")

    def action_shift(self, by: int) -> None:
        """Move the record up or down."""
        if self._ids and self._grows():
            rid = self._ids[self.cursor]
            self.live.move(self.question.fills, rid, by)
            self.load()
            self.move_to(self._ids.index(rid))
