"""The notebook of one interview: drafts as typed, with certainty, valid or not.

It keeps text, never loses any, says what is wrong with it, and yields the typed
`Answers`. Each change is reported to a listener, who stores it. It knows no file,
database or terminal.

Keys: `growth` for a field, `sources` for the order of a list (its record ids),
`sources/<id>/volume` for a field of a record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from data_platform.interview.answers import Answered, Answers, Certainty, fields
from data_platform.interview.kinds import Kind
from data_platform.interview.numerals import BadValue

Value = str | list[str]


@dataclass(frozen=True)
class Entry:
    """What was said: the raw text (or picked ids), and how sure it is."""

    value: Value = ""
    certainty: Certainty = "known"


@dataclass(frozen=True)
class Change:
    """One key before and after; None where there was or is no entry."""

    key: str
    old: Entry | None
    new: Entry | None


#: What a step did: begin a session, say something, take the last back, do that again.
StepKind = Literal["begin", "do", "undo", "redo"]


@dataclass(frozen=True)
class Step:
    """Changes that were made together and are undone together.

    goes_on: it goes on typing where the step before left, and is one with it.
    """

    changes: tuple[Change, ...]
    kind: StepKind = "do"
    goes_on: bool = False

    @property
    def keys(self) -> list[str]:
        """What it changed, the first first."""
        return [change.key for change in self.changes]


Listener = Callable[[Step], None]
#: What can be undone and what can be redone, the next one last.
Stacks = tuple[list[list[Change]], list[list[Change]]]


def goes_on(last: Change, new: Change) -> bool:
    """Whether a change goes on typing where the one before left: so both are one step."""
    kind = kind_for(new.key) if last.key == new.key else None
    if kind is None or kind.is_choice:
        return False
    # What stood before may have been assumed or not known: its first letter made it known.
    said = {entry.certainty for entry in (last.new, new.old, new.new) if entry}
    return last.new == new.old and len(said) == 1


class Notebook:
    """Drafts of all answers of a session.

    past: what could be undone and redone before; called when the first undo needs it.
    """

    def __init__(
        self,
        entries: Mapping[str, Entry] | None = None,
        listener: Listener | None = None,
        new_id: Callable[[], str] | None = None,
        past: Callable[[], Stacks] | None = None,
    ) -> None:
        self.entries: dict[str, Entry] = dict(entries or {})
        self.listener = listener
        self._new_id = new_id
        self._past = past
        self._undo: list[list[Change]] = []
        self._redo: list[list[Change]] = []
        self._typing = False  # whether the last step may go on
        self._parsed: dict[str, tuple[Any, str]] = {}
        self._records: dict[tuple[str, str], Answered] = {}
        self._answers: Answers | None = None

    # -- reading -----------------------------------------------------------------

    def get(self, key: str) -> Entry | None:
        """The entry of a key, or None where nothing was said."""
        return self.entries.get(key)

    def text(self, key: str) -> Value:
        """What was typed or picked; empty where nothing was."""
        entry = self.entries.get(key)
        return entry.value if entry else ""

    def records(self, name: str) -> list[str]:
        """The ids of a list's records, in order."""
        entry = self.entries.get(name)
        return list(entry.value) if entry and isinstance(entry.value, list) else []

    def value(self, key: str) -> Any:
        """The typed value of a key; None where it is missing, unknown or wrong."""
        return self._read(key)[0]

    def problem(self, key: str) -> str:
        """What is wrong with a draft and what would be right; empty if nothing is."""
        return self._read(key)[1]

    def problems(self) -> dict[str, str]:
        """Every key whose draft is wrong, in storage order."""
        return {key: said for key in self.entries if (said := self.problem(key))}

    def answers(self) -> Answers:
        """The typed answers; wrong drafts are left out."""
        if self._answers is None:
            values: dict[str, Any] = {}
            for name, kind in fields().items():
                if isinstance(kind, Kind):
                    values[name] = self.value(name)
                else:
                    values[name] = [self.record(name, rid) for rid in self.records(name)]
            unsure = self._unsure("", fields())
            self._answers = Answers.model_construct(unsure=unsure, **values)
        return self._answers

    def record(self, name: str, rid: str) -> Answered:
        """One record of a list, typed."""
        found = self._records.get((name, rid))
        if found is None:
            model = fields()[name]
            assert not isinstance(model, Kind)
            prefix = f"{name}/{rid}/"
            values = {field: self.value(prefix + field) for field in fields(model)}
            unsure = self._unsure(prefix, fields(model))
            found = self._records[name, rid] = model.model_construct(unsure=unsure, **values)
        return found

    # -- writing -----------------------------------------------------------------

    def set(
        self, key: str, value: Value, certainty: Certainty = "known", *, typing: bool = True
    ) -> None:
        """Say something. Nothing at all, known, removes the entry.

        typing: in a field of free text it may be one step to undo with the typing before;
        otherwise (a value that is taken over or taken back whole) it is a step of its own.
        """
        kind_for(key)
        empty = not value and certainty != "unknown"
        change = Change(key, self.get(key), None if empty else Entry(value, certainty))
        self._apply([change], typing)

    def mark(self, key: str, certainty: Certainty) -> None:
        """Say how sure an answer is; what was typed is kept, also under “unknown”."""
        entry = self.get(key) or Entry()
        self.set(key, entry.value, certainty, typing=False)

    def add(
        self, name: str, after: str | None = None, values: dict[str, Value] | None = None
    ) -> str:
        """Add a record at the end or after another; returns its id."""
        order = self.records(name)
        rid = self._fresh(name)
        order.insert(order.index(after) + 1 if after in order else len(order), rid)
        changes = [self._order(name, order)]
        for field, value in (values or {}).items():
            key = f"{name}/{rid}/{field}"
            kind_for(key)
            changes.append(Change(key, None, Entry(value)))
        self._apply(changes)
        return rid

    def duplicate(self, name: str, rid: str) -> str:
        """Add a copy of a record after it; returns its id."""
        order, copy = self.records(name), self._fresh(name)
        order.insert(order.index(rid) + 1, copy)
        changes = [self._order(name, order)]
        for key in list(self._keys(name, rid)):
            changes.append(Change(f"{name}/{copy}/{key.rpartition('/')[2]}", None, self.get(key)))
        self._apply(changes)
        return copy

    def remove(self, name: str, rid: str) -> None:
        """Remove a record; `undo` brings it back."""
        order = [other for other in self.records(name) if other != rid]
        changes = [Change(key, self.get(key), None) for key in self._keys(name, rid)]
        self._apply([self._order(name, order), *changes])

    def move(self, name: str, rid: str, by: int) -> None:
        """Move a record up (negative) or down."""
        order = self.records(name)
        at = order.index(rid)
        to = max(0, min(len(order) - 1, at + by))
        order.insert(to, order.pop(at))
        self._apply([self._order(name, order)])

    def undo(self) -> list[Change]:
        """Take the last change back; returns what changed, nothing where there is no more."""
        return self._step("undo")

    def redo(self) -> list[Change]:
        """Do again what was taken back."""
        return self._step("redo")

    def become(self, entries: Mapping[str, Entry]) -> list[Change]:
        """Take other entries in place of all these, in one step; returns what changed."""
        keys = [*self.entries, *(key for key in entries if key not in self.entries)]
        changes = [Change(key, self.get(key), entries.get(key)) for key in keys]
        self._apply(changes)
        return [change for change in changes if change.old != change.new]

    def replace(self, entries: Mapping[str, Entry], past: Callable[[], Stacks]) -> list[str]:
        """Show what somebody else stored, without a step here; returns the keys that changed.

        past: what can be undone and redone now.
        """
        keys = [*self.entries, *(key for key in entries if key not in self.entries)]
        changes = [Change(key, self.get(key), entries.get(key)) for key in keys]
        changes = [change for change in changes if change.old != change.new]
        self._past, self._undo, self._redo, self._typing = past, [], [], False
        self._take(changes)
        return [change.key for change in changes]

    def pause(self) -> None:
        """What is typed next is a step of its own, also in the same answer."""
        self._typing = False

    @property
    def typing(self) -> str:
        """The key in which typing would go on as one step; empty where there is none."""
        return self._undo[-1][0].key if self._typing else ""

    # -- inside ------------------------------------------------------------------

    def _step(self, kind: Literal["undo", "redo"]) -> list[Change]:
        self._remember()
        source, target = self._undo, self._redo
        if kind == "redo":
            source, target = target, source
        if not source:
            return []
        group = [Change(c.key, c.new, c.old) for c in reversed(source.pop())]
        target.append(group)
        self._typing = False
        self._store(group, kind)
        return group

    def _remember(self) -> None:
        """Put what was done before this notebook was opened below what was done since."""
        if self._past is None:
            return
        (undo, redo), self._past = self._past(), None
        changed = bool(self._undo or self._redo)
        self._undo[:0] = undo
        self._redo[:0] = [] if changed else redo

    def _apply(self, changes: Iterable[Change], typing: bool = False) -> None:
        group = [change for change in changes if change.old != change.new]
        if not group:
            return
        step = group
        if typing and self._typing and goes_on(self._undo[-1][0], group[0]):
            # Typing in one field is one step, not one per letter.
            step = [Change(group[0].key, self._undo.pop()[0].old, group[0].new)]
        # What was typed and erased again is no step: to undo it would do nothing.
        self._typing = typing and step[0].old != step[0].new
        if step is group or self._typing:
            self._undo.append(step)
        self._redo.clear()
        self._store(group, "do", step is not group)

    def _store(self, group: Sequence[Change], kind: StepKind, goes_on: bool = False) -> None:
        self._take(group)
        if self.listener:
            self.listener(Step(tuple(group), kind, goes_on))

    def _take(self, group: Iterable[Change]) -> None:
        for change in group:
            if change.new is None:
                self.entries.pop(change.key, None)
            else:
                self.entries[change.key] = change.new
            self._parsed.pop(change.key, None)
            name, _, rest = change.key.partition("/")
            self._records.pop((name, rest.partition("/")[0]), None)
        self._answers = None

    def _order(self, name: str, order: list[str]) -> Change:
        return Change(name, self.get(name), Entry(order) if order else None)

    def _keys(self, name: str, rid: str) -> Iterator[str]:
        prefix = f"{name}/{rid}/"
        return (key for key in list(self.entries) if key.startswith(prefix))

    def _fresh(self, name: str) -> str:
        taken = set(self.records(name))
        if self._new_id:
            while (rid := self._new_id()) in taken:
                pass
            return rid
        return next(f"r{n}" for n in range(1, len(taken) + 2) if f"r{n}" not in taken)

    def _unsure(self, prefix: str, known: dict[str, Any]) -> dict[str, Any]:
        found = ((name, self.entries.get(prefix + name)) for name in known)
        return {name: e.certainty for name, e in found if e and e.certainty != "known"}

    def _read(self, key: str) -> tuple[Any, str]:
        if key not in self._parsed:
            self._parsed[key] = self._parse(key)
        return self._parsed[key]

    def _parse(self, key: str) -> tuple[Any, str]:
        entry = self.entries.get(key)
        if entry is None or entry.certainty == "unknown" or not entry.value:
            return None, ""
        kind = kind_for(key)
        if kind is None:
            return entry.value, ""
        try:
            return kind.parse(entry.value), ""
        except BadValue as error:
            return None, str(error)


def kind_for(key: str) -> Kind | None:
    """The kind behind a notebook key; None for the order of a list. Raises KeyError."""
    name, _, rest = key.partition("/")
    kind = fields()[name]
    if isinstance(kind, Kind):
        if rest:
            raise KeyError(key)
        return kind
    if not rest:
        return None
    found = fields(kind)[rest.partition("/")[2]]
    if not isinstance(found, Kind):
        raise KeyError(key)
    return found
