"""What all would cost less with more than was asked: fresher sources, open tables.

The simplest that holds is not always the cheapest. Where a whole design that is more than
asked for would cost less, that is said; what one other technology would save is in
`comparison`. Nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Final, NamedTuple

from data_platform.advisor.comparison import worth_trying
from data_platform.advisor.ingestion_methods import method_of
from data_platform.advisor.pricing import monthly_price
from data_platform.advisor.sizing import Sizer
from data_platform.advisor.sources import SourceNeed
from data_platform.advisor.stack import Design, tried
from data_platform.advisor.words import listed, say
from data_platform.interview.quantities import show_money

#: The needs of what follows changes and takes streams.
FOLLOWS: Final = ("change_capture", "event_log", "stream_processing")


class _Way(NamedTuple):
    """A design that is more than was asked, with the phrase that says so and its words."""

    key: str
    design: Design
    words: dict[str, str]


def otherwise(design: Design, total: Callable[[Design], Decimal]) -> list[str]:
    """Each way in which more than was asked would cost less, the largest savings first.

    total: the likely cost a month of a design.
    """
    least = design.catalogue.constant("cheaper_least")
    bill = total(design)
    if not worth_trying(bill, design):
        return []
    found = [
        (saved, say(key, saved=show_money(Decimal(round(saved))), **words))
        for key, other, words in (*_fresher(design), *_opener(design, least))
        if (saved := bill - total(other)) >= Decimal(str(least))
    ]
    return [said for _, said in sorted(found, key=lambda one: (-one[0], one[1]))]


def _fresher(design: Design) -> Iterator[_Way]:
    """Sources read in batches that would be followed as they change, or taken as streams."""
    if len(design.needs.sources) > design.catalogue.constant("otherwise_sources_most"):
        return  # so many at once are a project of its own
    for shape in ("database", "stream"):
        asked = [
            source
            for source in design.needs.sources
            if source.shape == shape and design.methods[source.name].name == "batch"
        ]
        if (other := _within_minutes(design, asked)) is not None:
            moved = [one.name for one in asked if other.methods[one.name].name != "batch"]
            tools = dict.fromkeys(
                other.choices[need].technology.name for need in FOLLOWS if need in other.choices
            )
            words = {"sources": listed(moved), "tools": listed(tools)}
            yield _Way(f"cost.otherwise_{shape}", other, words)


def _within_minutes(design: Design, asked: list[SourceNeed]) -> Design | None:
    """The design if sources were asked for sooner than files are read; None if that is no other."""
    needs, catalogue = design.needs, design.catalogue
    within = catalogue.constant("micro_batch_freshness") - 1
    fresh = {one.name: replace(one, freshness=min(one.freshness, within)) for one in asked}
    methods = {name: method_of(one, needs, catalogue) for name, one in fresh.items()}
    moved = {name: method for name, method in methods.items() if method.name != "batch"}
    if not moved:
        return None
    sources = tuple(fresh[one.name] if one.name in moved else one for one in needs.sources)
    sizer = Sizer(replace(needs, sources=sources), catalogue, {**design.methods, **moved})
    return tried(design, sizer=sizer)


def _opener(design: Design, least: float) -> Iterator[_Way]:
    """Open tables with an engine on them instead of one store."""
    stated = design.pattern.tables_in_files or design.needs.answers.patterns
    if not stated and _bill("analytical_store", design) >= least:
        other = tried(design, engines=say("pattern.tried"))
        store = other.choices["analytical_store"].technology.name
        yield _Way("cost.otherwise_open", other, {"store": store})


def _bill(need: str, design: Design) -> float:
    """What the technology for a need costs a month; nothing where nothing asks for one."""
    if need not in design.choices:
        return 0.0
    needs, technology = design.needs, design.choices[need].technology
    return monthly_price(
        technology, need, needs.cloud, design.later, design.catalogue, needs.region
    )
