"""Answers as they are written on a command line: KEY=VALUE, taken all together or not at all.

A key is that of an answers file, and a record goes by its name: `growth=60 %`,
`sources.shop_db.volume=2 TB`, `sources[1].volume=2 TB`, `sources+=crm`, `sources-=crm`.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from data_platform.interview.answer_file import BadAnswers, Reader
from data_platform.interview.answers import fields
from data_platform.interview.changes import record_name
from data_platform.interview.kinds import Kind, nearest
from data_platform.interview.meaning import name_of, naming_field
from data_platform.interview.notebook import Entry, Notebook, kind_for

_WRITTEN = re.compile(r"(?P<key>[^=]*?)(?P<how>[+-]?=)(?P<value>.*)", re.DOTALL)
_PLACE = re.compile(r"(?P<list>\w+)\[(?P<place>\d+)\](?:\.(?P<field>.*))?")
#: What a value may begin with to say how it is meant.
_WAYS = ("estimate", "text")


class _Wrong(ValueError):
    """What is wrong with one assignment, and what would be right."""


def assigned(
    entries: Mapping[str, Entry], written: Iterable[str]
) -> tuple[dict[str, Entry], set[str]]:
    """The entries with what is assigned, one after the other; the notebook keys of all that.

    Raises BadAnswers with everything that is wrong; the entries given are never changed.
    """
    notebook = Notebook(entries, new_id=lambda: secrets.token_hex(3))
    problems: list[str] = []
    keys: set[str] = set()
    for text in written:
        try:
            keys.add(_assign(notebook, text))
        except _Wrong as error:
            problems.append(str(error))
    if problems:
        raise BadAnswers(problems)
    return notebook.entries, keys


def place_of(notebook: Notebook, key: str) -> str:
    """The notebook key of a key as it is written: `sources.crm.volume`. Raises BadAnswers."""
    try:
        name, rid, field = _where(notebook, key)
    except _Wrong as error:
        raise BadAnswers([str(error)]) from None
    return f"{name}/{rid}/{field}" if rid else name


def _assign(notebook: Notebook, text: str) -> str:
    """Take one assignment; returns the notebook key that it answers."""
    found = _WRITTEN.fullmatch(text)
    if found is None or not found["key"].strip():
        raise _Wrong(f"“{text[:60]}” is no KEY=VALUE; write it like growth=60 %")
    key, how, value = found["key"].strip(), found["how"], found["value"].strip()
    if how == "=":
        name, rid, field = _where(notebook, key)
        where = f"{name}/{rid}/{field}" if rid else name
        if rid or isinstance(fields()[name], Kind):
            _set(notebook, where, key, value)
        else:
            _set_list(notebook, name, value)
        return where
    if isinstance(_known(key), Kind):
        raise _Wrong(f"{key}: {how} is for lists of records; write {key}=VALUE")
    if how == "+=":
        _add(notebook, key, value)
    else:
        notebook.remove(key, _record(notebook, key, value, f"{key}-="))
    return key


def _known(name: str) -> Any:
    """The kind of an answer, or the model of its records."""
    if name not in fields():
        raise _Wrong(f"{name[:60]}: unknown key{nearest(name.casefold(), list(fields()))}")
    return fields()[name]


def _where(notebook: Notebook, key: str) -> tuple[str, str, str]:
    """The name of a key; for a field of a record also the record's id and the field."""
    by_place = _PLACE.fullmatch(key)
    if by_place:
        name, field = by_place["list"], by_place["field"] or ""
    else:
        name, dot, rest = key.partition(".")
        record, _, field = rest.rpartition(".")
        if not dot:
            _known(name)
            return name, "", ""
    model = _known(name)
    if isinstance(model, Kind):
        raise _Wrong(f"{key}: {name} is one answer; write {name}=VALUE")
    known = list(fields(model))
    if not (field if by_place else record):
        raise _Wrong(f"{key}: say which field; {_like(notebook, name, known)}")
    if field not in known:
        near = nearest(field.casefold(), known) or f"; there are: {', '.join(known)}"
        raise _Wrong(f"{key}: unknown key{near}")
    if not by_place:
        return name, _record(notebook, name, record, key), field
    ids, number = notebook.records(name), int(by_place["place"])
    if not 1 <= number <= len(ids):
        raise _Wrong(f"{key}: {name} has {_count(len(ids))}; {_how_to_add(name)}")
    return name, ids[number - 1], field


def _record(notebook: Notebook, name: str, called: str, key: str) -> str:
    """The id of the record that is called so."""
    wanted = " ".join(called.split()).casefold()
    ids = notebook.records(name)
    found = [rid for rid in ids if wanted and name_of(notebook, name, rid) == wanted]
    if len(found) == 1:
        return found[0]
    if found:
        places = " or ".join(f"{name}[{ids.index(rid) + 1}]" for rid in found)
        raise _Wrong(f"{key}: several are called “{called[:40]}”; write {places}")
    names = [record_name(name, rid, notebook.entries) for rid in ids]
    near = nearest(called, names)
    raise _Wrong(f"{key}: {name} has no “{called[:40]}”{near or '; ' + _how_to_add(name)}")


def _set(notebook: Notebook, key: str, where: str, value: str) -> None:
    """Take one value as a file of answers has it; nothing takes the answer back."""
    kind = kind_for(key)
    assert kind is not None
    before = notebook.get(key)
    way, colon, rest = value.partition(":")
    way = way.strip().casefold()
    reader = Reader()
    reader.take(key, where, {way: rest.strip()} if colon and way in _WAYS else value)
    if reader.problems:
        raise _Wrong("; ".join(reader.problems))
    entry = reader.entries.get(key, Entry())
    notebook.set(key, entry.value, entry.certainty, typing=False)
    if problem := notebook.problem(key):
        notebook.set(key, *((before.value, before.certainty) if before else ("",)), typing=False)
        raise _Wrong(f"{where}: {problem}")
    read = notebook.value(key)
    if kind.name in ("choice", "several", "names") and read is not None:
        notebook.set(key, read, entry.certainty, typing=False)  # as the app stores it


def _set_list(notebook: Notebook, name: str, value: str) -> None:
    """A list as a whole: not known, or nothing said."""
    ids = notebook.records(name)
    if value not in ("", "unknown"):
        field = next(field for field in fields(_known(name)) if field != naming_field(name))
        raise _Wrong(
            f"{name}: this is a list of records; {_how_to_add(name)}, and "
            f"{name}.NAME.{field}=VALUE says something of one"
        )
    if value and ids:
        first = record_name(name, ids[0], notebook.entries)
        raise _Wrong(
            f"{name}: it has {_count(len(ids))}; take them away first, like {name}-={first}"
        )
    for rid in ids:
        notebook.remove(name, rid)
    notebook.set(name, "", "unknown" if value else "known", typing=False)


def _add(notebook: Notebook, name: str, called: str) -> None:
    """Add a record by its name."""
    field = naming_field(name)
    if not called:
        raise _Wrong(f"{name}+=: say what it is called; {_how_to_add(name)}")
    wanted = " ".join(called.split()).casefold()
    if wanted in (name_of(notebook, name, rid) for rid in notebook.records(name)):
        raise _Wrong(f"{name}+=: there is “{called[:40]}” already")
    if notebook.get(name) and not notebook.records(name):
        notebook.set(name, "", typing=False)  # it was not known
    rid = notebook.add(name)
    try:
        _set(notebook, f"{name}/{rid}/{field}", f"{name}+=", called)
    except _Wrong:
        notebook.remove(name, rid)
        raise


def _count(records: int) -> str:
    return "1 record" if records == 1 else f"{records or 'no'} records"


def _how_to_add(name: str) -> str:
    return f"{name}+=NAME adds one"


def _like(notebook: Notebook, name: str, known: list[str]) -> str:
    ids = notebook.records(name)
    record = record_name(name, ids[0], notebook.entries) if ids else "NAME"
    return f"like {name}.{record}.{known[-1]}=VALUE, with one of {', '.join(known)}"
