"""From `layouts.yaml` to how a store divides its large tables. What follows is not here."""

from __future__ import annotations

from collections.abc import Collection
from importlib.resources.abc import Traversable
from typing import Final

from data_platform.catalog.facts import confidence, source
from data_platform.catalog.reading import BadCatalogue, entries_of

FILE: Final = "layouts.yaml"
LAYOUTS: Final = ("days", "blocks", "months")
_KEYS: Final = ("technologies", "source", "confidence")


def read_layouts(root: Traversable, technologies: Collection[str]) -> dict[str, str]:
    """The layout of each technology that has one of its own. Raises BadCatalogue."""
    found: dict[str, str] = {}
    for key, one in entries_of(root, FILE, _KEYS).items():
        if key not in LAYOUTS:
            raise BadCatalogue(FILE, key, f"is no layout; known are {', '.join(LAYOUTS)}")
        source(one)
        confidence(one)
        for name in one.known("technologies", technologies, "technology"):
            if name in found:
                raise one.bad("technologies", f"“{name}” stands in {found[name]} too")
            found[name] = key
    return found
