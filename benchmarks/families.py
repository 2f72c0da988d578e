"""To which families of `families.yaml` the tools of a design belong, facet by facet."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from data_platform.advisor.stack import Design

HERE = Path(__file__).parent
FACETS = ("storage", "orchestration", "transform", "query")


@dataclass(frozen=True)
class Facet:
    """Our tools for one facet. main: whether the one that bears it agrees, without the rest."""

    tools: tuple[str, ...]
    families: tuple[str, ...]
    agrees: bool
    main: bool
    main_families: tuple[str, ...]


@cache
def vocabulary() -> dict[str, Any]:
    """The content of `families.yaml`."""
    loaded: dict[str, Any] = yaml.safe_load((HERE / "families.yaml").read_text(encoding="utf-8"))
    return loaded


def families(facet: str, design: Design) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The tools of a design for a facet by name, and the families that they belong to."""
    names, found = [], []
    for ladder in vocabulary()["ladders"][facet]:
        if ladder in design.choices:
            names.append(design.choices[ladder].technology.name)
            found += _families_of(facet, ladder, design)
    if facet == "orchestration":
        if "orchestration" not in design.choices:
            names.append("nothing is scheduled")
            found.append("none")
        if "stream_processing" in design.choices:
            names.append(design.choices["stream_processing"].technology.name)
            found.append("stream_native")
        for ladder in ("batch_ingestion", "transform"):
            # A connector service and a managed dbt keep their own schedule.
            if ladder in design.choices and (own := _families_of(facet, ladder, design)):
                names.append(design.choices[ladder].technology.name)
                found += own
    if facet == "transform" and not {"transform", "batch_transform"} & set(design.choices):
        found.append("none")
    if facet == "query" and design.needs.api_rate:
        found.append("api")
    return tuple(dict.fromkeys(names)), tuple(dict.fromkeys(found))


def _families_of(facet: str, ladder: str, design: Design) -> list[str]:
    """The families of what serves a need; SQL in the store belongs to the store's rung."""
    known = vocabulary()
    technology = design.choices[ladder].technology.id
    of = known["technologies"].get(technology, {}).get(facet, [])
    if of == "store_sql":
        of = known["store_sql"].get(design.choices["analytical_store"].rung.id, [])
    return list(of)


def main_families(facet: str, design: Design) -> tuple[str, ...]:
    """The families of the one tool that bears a facet: no side store, no BI tool."""
    ladders = {
        "storage": ("table_format", "object_storage", "analytical_store")
        if design.pattern.tables_in_files
        else ("analytical_store",),
        "orchestration": ("orchestration",),
        "transform": ("transform", "batch_transform", "stream_processing"),
        "query": ("query_engine", "analytical_store", "vector_store"),
    }[facet]  # fmt: skip
    if facet == "orchestration" and "orchestration" not in design.choices:
        return ("none", "stream_native")
    there = [name for name in ladders if name in design.choices]
    if facet == "storage":
        # Tables that rest in open files rest in the object store.
        return tuple(one for name in there for one in _families_of(facet, name, design))
    for name in there:
        if found := _families_of(facet, name, design):
            return tuple(found)
    return ()
