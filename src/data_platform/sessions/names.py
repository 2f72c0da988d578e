"""What a session may be called, and texts that a database can hold. Nothing is stored here."""

from __future__ import annotations

import json
from collections.abc import Container
from itertools import count
from unicodedata import normalize

from data_platform.interview.quantities import clean
from data_platform.sessions.errors import BadName

#: The longest name of a session, in characters.
LONGEST_NAME = 100


def sound_name(text: str, what: str = "a session's name") -> str:
    """A name as it is stored: one line, no control characters. Raises BadName."""
    name = " ".join(clean(text.replace("\n", " ").replace("\t", " ")).split())
    if not name:
        raise BadName(f"{what} needs at least one letter or digit")
    if len(name) > LONGEST_NAME:
        raise BadName(f"{what} has at most {LONGEST_NAME} characters; this has {len(name)}")
    return name


def folded(name: str) -> str:
    """A name as it is compared: neither case nor how an accent is written matters."""
    return normalize("NFC", normalize("NFC", " ".join(clean(name).split())).casefold())


def free_name(taken: Container[str]) -> str:
    """The first of `platform-1`, `platform-2` and so on that is not taken."""
    return next(name for n in count(1) if (name := f"platform-{n}") not in taken)


def numbered(name: str, taken: Container[str]) -> str:
    """The first of `name-2`, `name-3` and so on that is not taken (they are `folded`)."""
    short = name[: LONGEST_NAME - 10]
    return next(one for n in count(2) if folded(one := f"{short}-{n}") not in taken)


def shown_title(value: str | None) -> str:
    """A stored platform name, for lists; empty where it cannot be read."""
    try:
        title = json.loads(value or '""')
    except ValueError:
        return ""
    return " ".join(clean(title).split())[:LONGEST_NAME] if isinstance(title, str) else ""


def sound_text(text: str) -> str:
    """Text that a database can hold: lone surrogates become question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")
