"""Names that people give, made fit for paths, tables and comparisons; fields' names in words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

#: The longest name that is made for a path or a table, in characters.
LONGEST = 40


def slug(text: str, fallback: str) -> str:
    """A name fit for paths and tables: lower case ASCII letters, digits and underscores."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", plain.lower()).strip("_")[:LONGEST].strip("_") or fallback


def unique_all(names: Iterable[str]) -> list[str]:
    """Each name once (case is ignored): a repeated one gets a number that no other name has."""
    given = list(names)
    taken = {name.casefold() for name in given}
    seen: set[str] = set()
    number: dict[str, int] = {}
    found = []
    for name in given:
        one = name
        while one.casefold() in seen or (one != name and one.casefold() in taken):
            number[name] = number.get(name, 1) + 1
            one = f"{name}_{number[name]}"
        seen.add(one.casefold())
        found.append(one)
    return found


def unique(name: str, taken: Iterable[str]) -> str:
    """The name, with a number behind it where it is taken already (case is ignored)."""
    return unique_all([*taken, name])[-1]


def words_of(field: str) -> str:
    """A field's name in words: “Raw retention”, “PII readers”, “RPO”."""
    words = field.replace("_", " ").split()
    short = [word.upper() if word in ("pii", "rpo", "rto", "bi", "api") else word for word in words]
    said = " ".join(short)
    return said[:1].upper() + said[1:]
