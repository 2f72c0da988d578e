"""What several checks look up: layers, names of sources and technologies, repeats, circles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Hashable, Iterable, Iterator, Mapping
from typing import Final, TypeVar

from data_platform.blueprint.model import Blueprint

LAYERS: Final = ("Raw", "Processed", "Curated")

_Name = TypeVar("_Name", bound=Hashable)


def source_names(blueprint: Blueprint) -> set[str]:
    """The names of the data sources."""
    return {row.source for row in blueprint.data_sources}


def technology_names(blueprint: Blueprint) -> set[str]:
    """The names of the stack's technologies."""
    return {entry.technology for entry in blueprint.stack}


def unique(names: Iterable[str]) -> list[str]:
    """Each name once, in order."""
    return list(dict.fromkeys(names))


def strangers(names: Iterable[str], known: Container[str]) -> list[str]:
    """The names that are not known, each once, in order."""
    return [name for name in unique(names) if name not in known]


def repeated(names: Iterable[_Name]) -> list[_Name]:
    """The names that stand more than once."""
    return [name for name, count in Counter(names).items() if count > 1]


def cycles(edges: Mapping[str, Iterable[str]]) -> Iterator[list[str]]:
    """One ring of names for each cycle that a walk along the edges closes."""
    done: set[str] = set()
    for start in edges:
        if start in done:
            continue
        path = {start: iter(edges[start])}
        while path:
            name = next(reversed(path))
            following = next(path[name], None)
            if following is None:
                done.add(name)
                del path[name]
            elif following in path:
                walked = list(path)
                yield [*walked[walked.index(following) :], following]
            elif following in edges and following not in done:
                path[following] = iter(edges[following])
