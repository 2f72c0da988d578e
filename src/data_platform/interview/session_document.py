"""A session as a document: its answers, history and versions, all telling of the same records.

Ids of records are random in a session and stand by position in a file, so a document gives
them names that follow from it alone. How it is written and read is not here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count

from data_platform.interview.answer_file import kept
from data_platform.interview.answers import fields
from data_platform.interview.history import NEVER, Recorded, replayed, stacks
from data_platform.interview.kinds import Kind
from data_platform.interview.meaning import alike, names_of, paired
from data_platform.interview.notebook import Change, Entry, Notebook, kind_for
from data_platform.interview.quantities import clean

Entries = Mapping[str, Entry]
#: The new id of a record of a list.
NewId = Callable[[str, str], str]


@dataclass(frozen=True)
class Version:
    """A named version. step: the last step of the history that is in it, from 1; 0: none."""

    name: str
    at: datetime = NEVER
    step: int = 0
    entries: dict[str, Entry] = field(default_factory=dict)


@dataclass(frozen=True)
class SessionDocument:
    """What one file says of a session. author: who answered; empty where nobody says."""

    name: str = ""
    author: str = ""
    notebook: Notebook = field(default_factory=Notebook)
    history: tuple[Recorded, ...] = ()
    versions: tuple[Version, ...] = ()


def record_lists() -> list[str]:
    """The keys that hold lists of records."""
    return [name for name, kind in fields().items() if not isinstance(kind, Kind)]


def one_line(text: str) -> str:
    """A name on one line, without what cannot be shown."""
    return " ".join(clean(kept(text)).split())


def as_read(document: SessionDocument) -> SessionDocument:
    """The document as a file gives it back.

    Records are r1, r2, ... by position; x1, x2, ... are those that only the history or a
    version knows, in the order in which they appear. Steps count from 1. A history that does
    not begin at nothing gets its beginning, and one that does not end at the answers a step
    that leads to them.
    """
    entries = tidy(document.notebook.entries)
    history = [_numbered(step, number) for number, step in enumerate(document.history, 1)]
    versions = [
        replace(
            version,
            name=one_line(version.name),
            at=in_utc(version.at),
            step=sum(step.number <= version.step for step in document.history),
            entries=tidy(version.entries),
        )
        for version in document.versions
    ]
    start = _start(entries, history)
    if start:
        first = Recorded(1, tuple(Change(k, None, e) for k, e in start.items()), "begin")
        first = replace(first, at=history[0].at)
        history = [first, *(replace(step, number=step.number + 1) for step in history)]
        versions = [replace(v, step=v.step + 1 if v.step else 0) for v in versions]
    history = led_to(history, entries)
    document = SessionDocument(
        one_line(document.name),
        one_line(document.author),
        Notebook(entries),
        tuple(history),
        tuple(versions),
    )
    return _renamed(document)


def tidy(entries: Entries) -> dict[str, Entry]:
    """The entries that a file can tell: of known keys, of records that are there, printable."""
    found: dict[str, Entry] = {}
    for key, entry in entries.items():
        name, _, rest = key.partition("/")
        if rest:
            order = entries.get(name)
            there = order.value if order and isinstance(order.value, list) else []
            if rest.partition("/")[0] not in there:
                continue
        tidied = printable(entry) if is_key(key) else None
        if tidied is not None:
            found[key] = tidied
    return found


def is_key(key: str) -> bool:
    """Whether a notebook has such a key."""
    try:
        kind_for(key)
    except KeyError:
        return False
    return True


def printable(entry: Entry | None) -> Entry | None:
    """An entry without what cannot be shown; None where nothing is left."""
    if entry is None:
        return None
    value = entry.value
    value = [kept(part) for part in value] if isinstance(value, list) else kept(value)
    return Entry(value, entry.certainty) if value or entry.certainty == "unknown" else None


def led_to(history: list[Recorded], entries: Entries) -> list[Recorded]:
    """A history that ends at the entries: with a step more where it does not."""
    changes = _between(tidy(replayed(history)), entries)
    if not history or not changes:
        return history
    last = history[-1]
    return [*history, Recorded(last.number + 1, tuple(changes), "do", last.at)]


def in_utc(at: datetime) -> datetime:
    """A time in UTC; one without a zone is taken to be in it."""
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def with_past(entries: Entries, history: Iterable[Recorded]) -> Notebook:
    """A notebook in which the history can be undone."""
    steps = tuple(history)
    return Notebook(entries, past=lambda: stacks(steps))


def _numbered(step: Recorded, number: int) -> Recorded:
    known = [change for change in step.changes if is_key(change.key)]
    changes = tuple(Change(c.key, printable(c.old), printable(c.new)) for c in known)
    return Recorded(number, changes, step.kind, in_utc(step.at))


def _start(entries: Entries, history: list[Recorded]) -> dict[str, Entry]:
    """What was there before a history that does not begin at nothing."""
    if not history or not _between(tidy(replayed(history)), entries):
        return {}
    before = dict(entries)
    for step in reversed(history):
        for change in reversed(step.changes):
            if change.old is None:
                before.pop(change.key, None)
            else:
                before[change.key] = change.old
    return tidy(before)


def _between(old: Entries, new: Entries) -> list[Change]:
    keys = [*old, *(key for key in new if key not in old)]
    changes = [Change(key, old.get(key), new.get(key)) for key in keys]
    return [change for change in changes if change.old != change.new]


def renamed_entries(entries: Entries, new_id: NewId) -> dict[str, Entry]:
    """The entries with other ids for their records."""
    found = {}
    for key, entry in entries.items():
        entry_now = _order(key, entry, new_id)
        if entry_now is not None:
            found[_key(key, new_id)] = entry_now
    return found


def renaming(entries: Entries, now: Entries) -> NewId:
    """The ids that records of other answers have among the answers of now.

    By name, then by position; a record that is not there gets an id that nobody has.
    """
    there, here = Notebook(now), Notebook(entries)
    ids: dict[tuple[str, str], str] = {}
    for name in record_lists():
        old, new = there.records(name), here.records(name)
        taken = {key.split("/")[1] for key in now if key.startswith(f"{name}/")} | set(old)
        fresh = (one for n in count(1) if (one := f"n{n}") not in taken)
        pairs = paired(names_of(there, name), names_of(here, name))
        for rid, place in zip(new, pairs, strict=True):
            ids[name, rid] = next(fresh) if place is None else old[place]
    return lambda name, rid: ids.get((name, rid), rid)


def aligned(entries: Entries, now: Entries) -> dict[str, Entry]:
    """Other answers, told of the records of now, and worded as now where they mean the same."""
    found = renamed_entries(tidy(entries), renaming(entries, now))
    return {
        key: now[key] if key in now and alike(key, now[key], entry) else entry
        for key, entry in found.items()
    }


def renamed_key(key: str, new_id: NewId) -> str:
    """A notebook key with another id for its record."""
    return _key(key, new_id)


def renamed_step(step: Recorded, new_id: NewId) -> Recorded:
    """A step with other ids for its records."""
    changes = []
    for c in step.changes:
        key = _key(c.key, new_id)
        changes.append(Change(key, _order(key, c.old, new_id), _order(key, c.new, new_id)))
    return replace(step, changes=tuple(changes))


def _key(key: str, new_id: NewId) -> str:
    name, _, rest = key.partition("/")
    rid, _, of_record = rest.partition("/")
    return f"{name}/{new_id(name, rid)}/{of_record}" if rest else key


def _order(key: str, entry: Entry | None, new_id: NewId) -> Entry | None:
    if entry is None or not isinstance(entry.value, list) or key not in record_lists():
        return entry
    return Entry([new_id(key, rid) for rid in entry.value], entry.certainty)


class _Names:
    """The names of records: given ones for those of the notebook, then x1, x2, ..."""

    def __init__(self, notebook: Notebook) -> None:
        self._lists = {name: dict[str, str]() for name in record_lists()}
        self._new = dict.fromkeys(self._lists, 0)
        for name, given in self._lists.items():
            for number, rid in enumerate(notebook.records(name), 1):
                given.setdefault(rid, f"r{number}")

    def __call__(self, name: str, rid: str) -> str:
        given = self._lists[name]
        if rid not in given:
            self._new[name] += 1
            given[rid] = f"x{self._new[name]}"
        return given[rid]


def _renamed(document: SessionDocument) -> SessionDocument:
    names = _Names(document.notebook)
    history = tuple(renamed_step(step, names) for step in document.history)
    versions = []
    for version in document.versions:
        # In the models' order, in which a file tells of them.
        for name in record_lists():
            _order(name, version.entries.get(name), names)
        versions.append(replace(version, entries=renamed_entries(version.entries, names)))
    notebook = with_past(renamed_entries(document.notebook.entries, names), history)
    return replace(document, notebook=notebook, history=history, versions=tuple(versions))
