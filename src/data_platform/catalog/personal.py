"""From `personal.yaml` to the columns that usually hold personal data. Handling is not here."""

from __future__ import annotations

from collections.abc import Collection
from importlib.resources.abc import Traversable
from typing import Final

from data_platform.catalog.model import PersonalKind
from data_platform.catalog.reading import BadCatalogue, entries_of

FILE: Final = "personal.yaml"
_KEYS: Final = ("columns", "of")


def read_personal(root: Traversable, kinds: Collection[str]) -> dict[str, PersonalKind]:
    """Each kind that the interview offers. Raises BadCatalogue for one too many or too few."""
    entries = entries_of(root, FILE, _KEYS)
    for one in sorted(set(kinds) ^ set(entries)):
        known = "is no kind of personal data" if one in entries else "is missing"
        raise BadCatalogue(FILE, one, f"{known}; the interview offers {', '.join(sorted(kinds))}")
    found = {}
    for key, entry in entries.items():
        columns = tuple(entry.names("columns"))
        if not columns:
            raise entry.bad("columns", "name at least one")
        found[key] = PersonalKind(key, columns, frozenset(entry.names("of")))
    return found
