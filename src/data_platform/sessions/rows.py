"""Answers as they stand in the database: written as JSON, read back where it can be."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast, get_args

if TYPE_CHECKING:
    from data_platform.interview.notebook import Entry


def to_json(entry: Entry | None) -> str | None:
    """An entry for the history; null where there is none."""
    return None if entry is None else json.dumps([entry.value, entry.certainty])


def from_json(text: str | None) -> Entry | None:
    """The entry that `to_json` wrote."""
    from data_platform.interview.notebook import Entry

    return None if text is None else Entry(*json.loads(text))


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
