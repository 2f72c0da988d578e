"""DATA SOURCES: one row for each source."""

from __future__ import annotations

from data_platform.advisor.ingestion import schedule_of
from data_platform.advisor.stack import Design
from data_platform.advisor.words import say
from data_platform.blueprint.model import DataSource
from data_platform.interview.kinds import Kind
from data_platform.interview.quantities import show_rate, show_size


def data_sources(design: Design) -> list[DataSource]:
    """Name, type, volume with its daily change, and how often it changes and is read."""
    return [
        DataSource(
            source=source.name,
            type=say(
                "data_sources.type",
                label=source.type_label,
                kind=_kind(source.kind, source.type_label),
            ),
            volume=say(
                "data_sources.volume",
                volume=show_size(source.volume),
                daily=show_rate(source.daily),
            ),
            frequency=say(
                f"data_sources.frequency_{source.update_pattern}",
                schedule=schedule_of(source, design),
            ),
        )
        for source in design.needs.sources
    ]


def _kind(kind: str, type_label: str) -> str:
    """The kind beside its type: without brackets in brackets, or a word said twice.

    “Files (CSV, JSON, Excel)” of the type File are “CSV, JSON, Excel”.
    """
    label = Kind("choice", of="source_kind").label(kind)
    head, _, inner = label.partition(" (")
    said_twice = head.rstrip("s").casefold() == type_label.casefold()
    return inner.rstrip(")") if inner and said_twice else head
