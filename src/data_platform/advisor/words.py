"""The advisor's sentences: phrases from `templates/phrases`, filled with values.

A phrase is named `<section>.<name>`. User text is only ever a value, never a phrase.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

import yaml

from data_platform.templates import read


@cache
def _phrases(section: str) -> dict[str, str]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loaded: dict[str, str] = yaml.load(read(f"phrases/{section}.yaml"), Loader=loader)
    return loaded


def say(key: str, /, **values: Any) -> str:
    """The sentence `<section>.<name>` with its values filled in. Raises KeyError."""
    return _phrase(key).format_map(values)


@cache
def _phrase(key: str) -> str:
    section, _, name = key.partition(".")
    return _phrases(section)[name]


def has(key: str) -> bool:
    """Whether there is such a phrase."""
    section, _, name = key.partition(".")
    return name in _phrases(section)


def lowered(title: str) -> str:
    """A title as it stands inside a sentence: “Batch ingestion” in small letters, “SQL …” not."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def listed(items: Iterable[str], most: int = 4) -> str:
    """“a, b and c”; of more than `most` the first ones and how many more."""
    names = list(items)
    if len(names) > most:
        return say("common.more", items=", ".join(names[: most - 1]), count=len(names) - most + 1)
    if len(names) < 2:
        return "".join(names)
    return say("common.and", first=", ".join(names[:-1]), last=names[-1])
