"""One question in the form: its prompt, its field, and what is said about the answer."""

from __future__ import annotations

import re
from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widget import Widget

from data_platform.interview.questions import FieldQuestion, Question
from data_platform.tui.choices import MOST, ChoiceField
from data_platform.tui.fields import (
    Field,
    FieldInput,
    LongField,
    Prompt,
    Tagged,
    assumption,
)
from data_platform.tui.keymap import KeyMap, keys_of
from data_platform.tui.lines import LineText, Row, joined, plain, wrap, wrapped
from data_platform.tui.live import Live
from data_platform.tui.records import RecordList

#: Marks a question that is one of the few which are enough for a complete blueprint.
ESSENTIAL = "◆"
#: What people count who know how many events come, not how many bytes.
_EVENTS = re.compile(r"events?|msgs?|messages?|records?|rows?|requests?", re.IGNORECASE)
#: Said of an answer that a use case brought along.
ASSUMED = "Assumed for this use case. {estimate} confirms it."
ASSUMED_RECORDS = "Assumed for this use case. {estimate} confirms all of a record."
#: What can be done in a list of records.
RECORD_KEYS = (
    "{records.add} adds, {list.choose} opens, {records.duplicate} copies, "
    "{records.remove} removes, {moves} moves, {form.next} goes on."
)


def prompt_of(question: Question) -> Prompt:
    """A question as something to ask."""
    return Prompt(
        key=question.fills,
        path=question.fills,
        ask=question.ask,
        why=question.why,
        example=question.example,
        kind=question.kind,
        essential=question.essential,
        place=question.id,
    )


def field_prompt(question: Question, field: FieldQuestion, rid: str) -> Prompt:
    """A field of one record as something to ask."""
    return Prompt(
        key=f"{question.fills}/{rid}/{field.name}",
        path=field.path,
        ask=field.ask,
        why="",
        example=field.example,
        kind=field.kind,
        essential=False,
        place=question.id,
    )


def record_keys(keys: KeyMap) -> str:
    """What can be done in a list of records, with the keys for it."""
    up, down = keys.shown("records.move_up"), keys.shown("records.move_down")
    moves = up + down.removeprefix("Shift+") if up.startswith("Shift+") else f"{up} {down}"
    before, after = RECORD_KEYS.split("{moves}")
    return keys.say(before) + moves + keys.say(after)


class PromptLine(LineText):
    """What is asked."""

    def __init__(self, prompt: Prompt) -> None:
        super().__init__()
        self.prompt = prompt

    def rows(self, width: int) -> Sequence[Row]:
        """The question, marked where it is essential."""
        look = "bold" if self.parent is not None and self.parent.has_class("-here") else ""
        rows: list[Row] = [[(line, look)] for line in wrap(self.prompt.ask, width - 2)]
        if self.prompt.essential:
            rows[-1] = [*rows[-1], (f" {ESSENTIAL}", "accent")]
        return rows


class Note(LineText):
    """Under a field: what is wrong, what was understood, why we ask. Its height is constant.

    staying: Enter was pressed on a wrong last answer, and went nowhere yet.
    """

    def __init__(self, prompt: Prompt, live: Live, grows: bool = False) -> None:
        super().__init__()
        self.prompt = prompt
        self.live = live
        self.grows = grows
        self.full = False
        self.staying = False

    def reserve(self, width: int, full: bool) -> int:
        """The rows that are kept free at a width: the hints, what is said, a blank one."""
        if not full:
            return 1
        return len(self._why(width)) + (1 if self.prompt.kind is None else 2)

    def height_at(self, width: int) -> int:
        """One row at rest; with the hints where there is room for them, or here is the cursor."""
        return self.reserve(width, self.full)

    def rows(self, width: int) -> Sequence[Row]:
        """What is said about the answer, then the hints: all of them, whatever is said."""
        status = self._status(width)
        if not self.full:
            return status
        return [*status, *self._why(width)][: self.reserve(width, True)]

    def _why(self, width: int) -> list[Row]:
        kind, why, example = self.prompt.kind, self.prompt.why, self.prompt.example
        rows = wrapped(why, width, "dim") if why else []
        if kind is None and self.grows:
            return [*rows, *wrapped(record_keys(keys_of(self)), width, "dim")]
        if kind is None or kind.is_choice or not example:
            return rows
        return wrapped(f"{why} For example: {example}".strip(), width, "dim")

    def _status(self, width: int) -> list[Row]:
        notebook, key = self.live.notebook, self.prompt.key
        problem = notebook.problem(key)
        if problem:
            again = keys_of(self).say("{field.done} again goes on; it is kept as it is")
            more = again if self.staying else ""
            said = [f"! {plain(problem)}".rstrip("."), self._elsewhere(), more]
            return wrapped(joined(said, ". "), width, "error")
        if self.live.rivals and (rivals := self._rivals()):
            return wrapped(rivals, width, "error")
        entry, kind = notebook.get(key), self.prompt.kind
        if kind is None:
            some = self._here and self._some_assumed()
            return wrapped(keys_of(self).say(ASSUMED_RECORDS), width, "accent") if some else []
        if entry is None:
            return self._to_pick(width)
        if entry.certainty == "unknown":
            assumed = assumption(self.live, self.prompt)
            text = f"assumed until then: {assumed}" if assumed else "left open"
            return wrapped(text, width, "dim")
        if entry.certainty == "assumed" and self._here:
            return wrapped(keys_of(self).say(ASSUMED), width, "accent")
        if kind.is_choice or kind.name in ("text", "longtext", "names"):
            return []
        shown = plain(kind.show(notebook.value(key)))
        if not shown or _bare(shown) == _bare(str(entry.value)):
            return []
        return wrapped(f"= {shown}", width, "good")

    def _some_assumed(self) -> bool:
        """Whether something of the list's records is assumed."""
        start, entries = f"{self.prompt.key}/", self.live.notebook.entries
        return any(k.startswith(start) and e.certainty == "assumed" for k, e in entries.items())

    @property
    def _here(self) -> bool:
        """Whether the cursor is at this question."""
        return isinstance(self.parent, Block) and self.parent.has_class("-here")

    def _to_pick(self, width: int) -> list[Row]:
        """What is assumed while the list of options is open and does not show it at its top."""
        kind = self.prompt.kind
        if kind is None or not self._here:
            return []
        assumed = assumption(self.live, self.prompt)
        if assumed not in [option.label for option in kind.options[MOST:]]:
            return []
        takes = keys_of(self).shown("choices.right")
        return wrapped(f"assumed: {assumed}; {takes} takes it", width, "dim")

    def _rivals(self) -> str:
        """Who answered this otherwise; in a list of records, in how many of their answers."""
        from data_platform.tui.others import theirs

        key, keys = self.prompt.key, keys_of(self)
        if said := theirs(self.live, key):
            return f"! {said}; this answer stands. {keys.say('{rivals} picks one')}"
        inside = sum(1 for rival in self.live.rivals if rival.startswith(f"{key}/"))
        if not inside:
            return ""
        what = "1 answer in it has" if inside == 1 else f"{inside} answers in it have"
        return f"! {what} another one beside it. {keys.say('{next_open} goes there')}"

    def _elsewhere(self) -> str:
        """Where an answer belongs that fits another question."""
        kind, text = self.prompt.kind, self.live.notebook.text(self.prompt.key)
        if kind is None or kind.name != "rate" or not (self.full and _EVENTS.search(str(text))):
            return ""
        # A stream's rate is asked for once, for all sources together.
        return (
            "Here it is bytes: 300 events/s of 1 kB each are 26 GB/day. The events a second "
            "are asked in DISCOVER › Map requirements"
        )


def _bare(text: str) -> str:
    """What a value says, without its signs, blanks, groups of digits and what is counted."""
    text = _EVENTS.sub("", text.casefold())
    return "".join(c for c in text if c.isalnum() or c in ".:-")


class Block(Vertical):
    """A question with its field and its note."""

    DEFAULT_CSS = "Block { height: auto; width: 1fr; }"

    def __init__(self, prompt: Prompt, live: Live, question: Question | None = None) -> None:
        super().__init__()
        self.prompt = prompt
        self.live = live
        self.field: Field
        self.widget: Widget
        if prompt.kind is None:
            assert question is not None
            self.field = self.widget = RecordList(prompt, live, question)
        elif prompt.kind.is_choice:
            self.field = self.widget = ChoiceField(prompt, live)
        elif prompt.kind.name == "longtext":
            self.field = self.widget = LongField(prompt, live)
        else:
            self.field = self.widget = FieldInput(prompt, live)
        self.ask = PromptLine(prompt)
        self.note = Note(prompt, live, question is not None and question.grows)

    def compose(self) -> ComposeResult:
        """Prompt, field, note."""
        yield self.ask
        yield self.widget
        yield self.note

    def height_at(self, width: int) -> int:
        """The rows that it takes at a width with its hints, its list closed."""
        if isinstance(self.widget, RecordList):
            field = self.widget.height_at()
        elif isinstance(self.widget, ChoiceField):
            field = self.widget.resting_height(width)
        else:
            field = 5 if isinstance(self.widget, LongField) else 1
        return self.ask.height_at(width) + field + self.note.reserve(width, True)

    def here(self, on: bool, roomy: bool) -> None:
        """Mark it as where the cursor is; hints are shown here, or everywhere with room."""
        if on != self.has_class("-here"):
            self.set_class(on, "-here")
            self.ask.refresh()
            self.note.update()
        if self.note.full != (on or roomy):
            self.note.full = on or roomy
            self.note.refresh(layout=True)

    def changed(self) -> None:
        """The answer changed elsewhere or here: show how sure it is and what is said of it."""
        if isinstance(self.widget, Tagged | ChoiceField | RecordList):
            self.widget.retag()
        self.note.staying = False
        self.note.update()

    def load(self) -> None:
        """Show what the notebook says."""
        self.field.load()
        self.note.update()

    def designed(self) -> None:
        """The blueprint changed: so may have what is assumed."""
        self.field.hint()
        entry = self.live.notebook.get(self.prompt.key)
        if entry is None or entry.certainty == "unknown":
            self.note.update()
