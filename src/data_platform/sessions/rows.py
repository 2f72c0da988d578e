"""Answers as they stand in the database: written as JSON, read back where it can be."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, cast, get_args

if TYPE_CHECKING:
    from data_platform.interview.notebook import Entry


def to_json(entry: Entry | None) -> str | None:
    """An entry for the history; null where there is none."""
    return None if entry is None else json.dumps([entry.value, entry.certainty])


def from_json(text: str | None) -> Entry | None:
    """The entry that `to_json` wrote. Raises ValueError or TypeError where it is another shape."""
    from data_platform.interview.answers import Certainty
    from data_platform.interview.notebook import Entry

    if text is None:
        return None
    value, certainty = json.loads(text)
    listed = isinstance(value, list) and all(isinstance(part, str) for part in value)
    if not (isinstance(value, str) or listed) or certainty not in get_args(Certainty):
        raise ValueError(text)
    return Entry(value, certainty)


def settlement(text: str | None) -> tuple[Entry | None, Entry | None] | None:
    """What stood and what was picked, as `settle` stored it; none where it cannot be read."""
    try:
        stood, picked = json.loads(text or "null")
        return from_json(stood), from_json(picked)
    except (TypeError, ValueError):
        return None


def entries_to_json(entries: Mapping[str, Entry]) -> str:
    """All answers at one moment, with their certainty."""
    return json.dumps({key: [entry.value, entry.certainty] for key, entry in entries.items()})


def entries_from_json(text: str) -> dict[str, Entry]:
    """What `entries_to_json` wrote, as far as this version can read it."""
    found: dict[str, Entry] = {}
    try:
        loaded = json.loads(text)
    except (ValueError, TypeError, RecursionError):
        return found
    for key, pair in loaded.items() if isinstance(loaded, dict) else ():
        if isinstance(pair, list) and len(pair) == 2:
            entry = readable(key, json.dumps(pair[0]), str(pair[1]))
            if entry is not None:
                found[key] = entry
    return found


def said_in(key: str, value: str, word: str) -> str:
    """A stored answer that has a casefolded word: “owner: shop team”; empty where it has not."""
    try:
        read = json.loads(value)
    except (ValueError, TypeError, RecursionError):
        return ""
    texts = read if isinstance(read, list) else [read]
    if _is_order(key):
        return ""  # the ids of records say nothing
    for text in texts:
        if isinstance(text, str) and word in " ".join(text.casefold().split()):
            return f"{key.rpartition('/')[2].replace('_', ' ')}: {' '.join(text.split())}"
    return ""


def _is_order(key: str) -> bool:
    from data_platform.interview.notebook import kind_for

    try:
        return kind_for(key) is None
    except KeyError:
        return False


def readable(key: str, value: str, certainty: str) -> Entry | None:
    """A stored answer, or None where this version does not know its key or its shape."""
    from data_platform.interview.answers import Certainty
    from data_platform.interview.notebook import Entry, kind_for

    try:
        kind = kind_for(key)
        read = json.loads(value)
    except (KeyError, ValueError, TypeError, RecursionError):
        return None
    if certainty not in get_args(Certainty):
        return None
    plain = isinstance(read, str) and kind is not None
    listed = isinstance(read, list) and all(isinstance(part, str) for part in read)
    ordered = kind is None and read == ""  # a list that is not known has no order
    sure = cast(Certainty, certainty)
    return Entry(read, sure) if plain or listed or ordered else None
