"""What all parts of the catalogue's YAML share: units, sources, confidences, options, files."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources.abc import Traversable
from typing import cast, get_args

from data_platform.catalog import checks
from data_platform.catalog.price import Confidence
from data_platform.catalog.reading import BadCatalogue, Entry
from data_platform.interview import quantities as q
from data_platform.interview.durations import parse_duration
from data_platform.interview.kinds import choices

#: How a value is read, by the kind of metric or unit of a constant.
PARSERS: dict[str, Callable[[str], float]] = {
    "size": q.parse_size,
    "rate": q.parse_rate,
    "events": q.parse_events,
    "duration": parse_duration,
    "number": q.parse_number,
    "percent": q.parse_percent,
    "bytes": q.parse_size,
    "seconds": parse_duration,
}
CONFIDENCES: tuple[str, ...] = get_args(Confidence)


def options(name: str) -> tuple[str, ...]:
    """The ids of a list of options of the interview, in order."""
    return tuple(option.id for option in choices()[name])


def confidence(one: Entry, default: str = "") -> Confidence:
    """How sure an entry is. Raises BadCatalogue for a word that is no confidence."""
    return cast(Confidence, one.choice("confidence", CONFIDENCES, "confidence", default))


def source(one: Entry, name: str = "source") -> str:
    """Where an entry comes from. Raises BadCatalogue if nobody could find it."""
    return checks.findable(one.text(name), lambda problem: one.bad(name, problem))


def sources(one: Entry) -> tuple[str, ...]:
    """All places that an entry comes from. Raises BadCatalogue if nobody could find one."""
    return tuple(
        checks.findable(found, lambda problem: one.bad("sources", problem))
        for found in one.names("sources")
    )


def yaml_files(root: Traversable, folder: str) -> list[str]:
    """The names of a folder's YAML files, sorted. Raises BadCatalogue if there is no folder."""
    try:
        names = sorted(one.name for one in root.joinpath(folder).iterdir())
    except (FileNotFoundError, NotADirectoryError):
        raise BadCatalogue(folder, "", "this folder is missing") from None
    return [name for name in names if name.endswith(".yaml")]
