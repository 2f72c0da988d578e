"""The list of a question's records: sources, use cases, models and the like."""

from __future__ import annotations

import re
from dataclasses import dataclass
from time import monotonic
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import BindingType
from textual.geometry import Size
from textual.message import Message

from data_platform.interview.answers import fields
from data_platform.interview.kinds import Kind
from data_platform.interview.notebook import Entry
from data_platform.interview.progress import fields_asked
from data_platform.interview.questions import FieldQuestion, Question
from data_platform.tui.fields import GoOn, Prompt, tag_of
from data_platform.tui.keymap import bindings, keys_of
from data_platform.tui.line_list import LineList
from data_platform.tui.lines import Row, fit, joined, plain
from data_platform.tui.live import Live
from data_platform.tui.telling import short, tell

#: Records in view at once: so many in a usual terminal, more in a higher one, at least a few.
MOST, FEWEST = 8, 3
#: The lines of a terminal that are not for records: where it is low, and where it is high.
AROUND, BESIDES = 12, 20
#: What stands between two things in a row.
JOINT = " · "
#: Digits that follow each other within this many seconds are one number.
ONE_NUMBER = 1.5


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

    BINDINGS: ClassVar[list[BindingType]] = bindings("records")

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
        self._number = ""
        self._typed_at = 0.0

    # -- as a field --------------------------------------------------------------

    def load(self) -> None:
        """Show what the notebook says."""
        before, self._ids = self.height_at(), self.live.notebook.records(self.question.fills)
        if before != self.height_at():
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

    @property
    def here(self) -> str:
        """The id of the record at the cursor; empty where there is none."""
        return self._ids[self.cursor] if self._ids else ""

    # -- rows --------------------------------------------------------------------

    def height_at(self) -> int:
        """A line per record, as many as the terminal has room for."""
        rows = self.app.size.height
        most = max(FEWEST, min(MOST, rows - AROUND), rows - BESIDES)
        return max(1, min(most, len(self._ids)))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as `height_at` says."""
        return self.height_at()

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
            adds = f"press {keys_of(self).shown('records.add')} to add one"
            text = f"No {many} yet: {adds}"
            if cell_len(text) > self.size.width:
                text = f"None yet: {adds}"
            return [(text, here)]
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
        in_view = self._ids[self.top : self.top + max(1, self.size.height)]
        assumed = max(len(self._assumed(one)) for one in in_view)
        values = self._with_open(joined(self._value(prefix, one) for one in asked), rid, assumed)
        digits = len(str(self.count()))
        title = title_of(self.live, self.question, rid)
        room = width - digits - 5
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

    def _value(self, prefix: str, field: FieldQuestion) -> str:
        """A field's value; a sign, not only a colour, says that it is wrong."""
        value = _shown(self.live, prefix + field.name, field.kind)
        return f"! {value}" if self.live.notebook.problem(prefix + field.name) else value

    def _entries(self, rid: str) -> list[Entry | None]:
        """What was said of what is asked here of a record."""
        asked = fields_asked(self.question, self.live.notebook, rid)
        return [self.live.notebook.get(f"{self.question.fills}/{rid}/{o.name}") for o in asked]

    def _assumed(self, rid: str) -> str:
        """How much of a record is assumed; empty where nothing is."""
        count = sum(one.certainty == "assumed" for one in self._entries(rid) if one)
        return f"{count} assumed" if count else ""

    def _with_open(self, values: str, rid: str, assumed: int) -> str:
        """A record's values with how much is open of what is asked here.

        What is assumed comes first: in a narrow list the end is cut. assumed: the cells for it
        in all rows, so that the values stand below each other.
        """
        left = self._entries(rid).count(None)
        if not values:
            values = keys_of(self).say("open: {list.choose} asks") if left else ""
        elif left:
            values = joined([values, f"{left} open"])
        if not assumed:
            return values
        said = self._assumed(rid)
        return f"{said:>{assumed}}{JOINT if said and values else ' ' * len(JOINT)}{values}"

    def on_focus(self) -> None:
        """The empty list says what to do."""
        self.refresh()

    def on_blur(self) -> None:
        """The cursor's row is not marked any more."""
        self.refresh()

    # -- keys --------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """Digits go to the record of that number, as far as there is one."""
        digit = event.character or ""
        if not (digit.isascii() and digit.isdecimal()):
            self._number = ""
            return
        event.stop()
        now = monotonic()
        before = self._number if now - self._typed_at <= ONE_NUMBER else ""
        self._typed_at = now
        for number in (before + digit, digit):
            if 1 <= int(number) <= self.count():
                self._number = number
                self.move_to(int(number) - 1)
                return
        self._number = ""

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
            tell(self, f"Copied {short(name)}. {self._undoes()} takes the copy away.")

    def action_remove(self) -> None:
        """Remove the record; undo brings it back."""
        if self._ids and self._grows():
            rid = self._ids[self.cursor]
            name = title_of(self.live, self.question, rid)
            self.live.remove(self.question.fills, rid)
            self.load()
            tell(self, f"Removed {short(name)}. {self._undoes()} brings it back.")

    def _undoes(self) -> str:
        return keys_of(self).say("{records.undo} or {undo}")

    def action_shift(self, by: int) -> None:
        """Move the record up or down."""
        if self._ids and self._grows():
            rid = self._ids[self.cursor]
            self.live.move(self.question.fills, rid, by)
            self.load()
            self.move_to(self._ids.index(rid))
