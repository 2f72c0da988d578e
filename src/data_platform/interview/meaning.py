"""When two answers say the same, and which records of two lists are the same one.

How answers are written or merged is not here.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from data_platform.interview.answers import fields
from data_platform.interview.kinds import Kind
from data_platform.interview.notebook import Entry, Notebook, kind_for
from data_platform.interview.numerals import BadValue


def meaning(key: str, entry: Entry) -> Hashable:
    """What an entry says, however it is typed: its value, or its text where that is wrong.

    How sure it is is left aside. Of a list of names or options the order says nothing.
    """
    if entry.certainty == "unknown":
        return ("unknown",)
    kind = kind_for(key)
    if kind is not None:
        try:
            value = kind.parse(entry.value)
        except BadValue:
            return ("wrong", _text(entry))
        return ("value", frozenset(value) if isinstance(value, list) else value)
    return ("order", _text(entry))


def is_wrong(key: str, entry: Entry) -> bool:
    """Whether an entry is a draft that cannot be read."""
    said = meaning(key, entry)
    return isinstance(said, tuple) and said[0] == "wrong"


def alike(key: str, old: Entry | None, new: Entry | None) -> bool:
    """Whether two entries are one answer, so that it does not matter which is written.

    Of free text every character counts.
    """
    if old is None or new is None or old == new:
        return old == new
    kind = kind_for(key)
    if old.certainty != new.certainty or old.certainty == "unknown" or kind is None:
        return False
    if kind.name in ("text", "longtext"):
        return False
    try:
        return bool(kind.parse(old.value) == kind.parse(new.value))
    except BadValue:
        return False


def naming_field(name: str) -> str:
    """The field that names a record of a list: its name, otherwise its first."""
    model = fields()[name]
    assert not isinstance(model, Kind)
    known = list(fields(model))
    return "name" if "name" in known else known[0]


def name_of(notebook: Notebook, name: str, rid: str) -> str:
    """The name of a record, made comparable; empty where it has none."""
    key = f"{name}/{rid}/{naming_field(name)}"
    entry = notebook.get(key)
    if entry is None or entry.certainty == "unknown":
        return ""
    value = notebook.value(key)
    return " ".join(str(_text(entry) if value is None else value).split()).casefold()


def names_of(notebook: Notebook, name: str) -> list[str]:
    """The names of all records of a list, in order."""
    return [name_of(notebook, name, rid) for rid in notebook.records(name)]


def paired(
    old: Sequence[str],
    new: Sequence[str],
    old_ids: Sequence[str] = (),
    new_ids: Sequence[str] = (),
) -> list[int | None]:
    """For each of the new records the place of the old one that it is, None where it is new.

    By name first; of those that are left by id, where ids are given; then by position between
    others that are the same.
    """
    free: dict[str, list[int]] = {}
    for place, name in enumerate(old):
        free.setdefault(name, []).append(place)
    found: list[int | None] = []
    for name in new:
        places = free.get(name) if name else None
        found.append(places.pop(0) if places else None)
    taken = {place for place in found if place is not None}
    by_id = {rid: place for place, rid in enumerate(old_ids) if place not in taken}
    for at, rid in enumerate(new_ids):
        if found[at] is None and rid in by_id:
            found[at] = by_id.pop(rid)
    taken = {place for place in found if place is not None}
    next_one = 0
    for at, known in enumerate(found):
        if known is not None:
            next_one = known + 1
        elif next_one < len(old) and next_one not in taken:
            found[at] = next_one
            taken.add(next_one)
            next_one += 1
    return found


def _text(entry: Entry) -> Hashable:
    return tuple(entry.value) if isinstance(entry.value, list) else entry.value
