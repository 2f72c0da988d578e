"""SCALING CONSIDERATIONS: the load today, in 12 and 36 months, and what gives way first.

How the sizes of the parts follow from the load is in `part_sizes`.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from data_platform.advisor.ladder import Choice, limits_of, show
from data_platform.advisor.part_sizes import part_sizes
from data_platform.advisor.sizing import month_reached
from data_platform.advisor.stack import Design
from data_platform.advisor.words import say
from data_platform.blueprint.model import Scaling, Trigger
from data_platform.catalog import Limit, Rung
from data_platform.interview.quantities import show_events, show_rate, show_size

#: How many triggers are told in the strategy, the nearest first.
TOLD: Final = 4
_TIME: Final = re.compile(r"\b(hour|day|week|month|minute)s?\b")


class Due(NamedTuple):
    """The month in which a choice's nearest growing limit is passed, and which that is."""

    month: int
    limit: Limit


def scaling(design: Design) -> Scaling:
    """Current and projected volume, and the limits that growth reaches, the nearest first."""
    needs = design.needs
    reached = sorted(
        (
            (found, choice)
            for choice in design.choices.values()
            if (found := due_at(design, choice)) is not None
        ),
        key=lambda pair: (pair[0].month, pair[1].need),
    )
    strategy = [
        say(
            "scaling.due",
            month=found.month,
            title=choice.ladder.title,
            technology=choice.technology.name,
            grow=choice.grow,
        )
        for found, choice in reached[:TOLD]
    ]
    first = design.choices["analytical_store"]
    if all(choice is not first for _, choice in reached[:TOLD]):
        strategy.append(say("scaling.store", technology=first.technology.name, grow=first.grow))
    if needs.peak_factor > 1:
        strategy.append(say("scaling.peak", factor=f"{needs.peak_factor:g}"))
    strategy += [
        say(f"scaling.future_{one}") for one in needs.answers.future_needs or () if one != "none"
    ]
    strategy.append(say("scaling.simple"))
    return Scaling(
        current=_load(design, 0),
        projected=_load(design, 12)
        + say("scaling.rate", growth=f"{needs.growth:g}")
        + (say("scaling.step", step=f"{needs.step_change:g}") if needs.step_change else ""),
        strategy=strategy,
        later=_load(design, 36),
        triggers=[_trigger(found, choice, design) for found, choice in reached],
        sizes=list(part_sizes(design)),
    )


def due(design: Design, choice: Choice) -> int | None:
    """The month in which a choice's nearest growing limit is passed; None if not in ten years."""
    found = due_at(design, choice)
    return found.month if found else None


def due_at(design: Design, choice: Choice) -> Due | None:
    """When a choice's nearest growing limit is passed, and which; None if not in ten years."""
    found = []
    for limit in limits_of(choice.rung, choice.technology, choice.need):
        if limit.most is None or not design.catalogue.metrics[limit.metric].grows:
            continue
        month = month_reached(design.path, limit.metric, limit.most)
        if month:
            found.append(Due(month, limit))
    return min(found, key=lambda one: (one.month, one.limit.metric), default=None)


def _trigger(found: Due, choice: Choice, design: Design) -> Trigger:
    limit = found.limit
    metric = design.catalogue.metrics[limit.metric]
    following = _following(choice, limit)
    move, effort = split_effort(following.move) if following else ("", "")
    return Trigger(
        month=found.month,
        metric=metric.after(limit.most or 0.0),
        value=show(limit.most or 0.0, limit.metric, design.catalogue),
        need=choice.need,
        title=choice.ladder.title,
        technology=choice.technology.name,
        move=f"{following.title}: {move}" if following else say("scaling.no_rung"),
        effort=effort or say("scaling.no_effort"),
    )


def _following(choice: Choice, limit: Limit) -> Rung | None:
    """The next rung up that holds more of what a limit counts; None where there is none."""
    rungs = list(choice.ladder.rungs)
    at = next((n for n, rung in enumerate(rungs) if rung.id == choice.rung.id), len(rungs))
    for rung in rungs[at + 1 :]:
        most = next((one.most for one in rung.limits if one.metric == limit.metric), None)
        if most is None or most > (limit.most or 0.0):
            return rung
    return None


def split_effort(move: str) -> tuple[str, str]:
    """“start the cluster and copy, two weeks”: what is done, and how long it takes."""
    done, comma, takes = move.rpartition(", ")
    return (done, takes) if comma and _TIME.search(takes) else (move, "")


def _load(design: Design, month: int) -> str:
    load = design.path[month]
    said = say(
        "scaling.load",
        daily=show_rate(load["mean_daily_bytes"]),
        held=show_size(load["held_bytes"]),
        stored=show_size(load["stored_bytes"]),
    )
    if load["events_per_second"]:
        said += say("scaling.events", events=show_events(load["events_per_second"]))
    return said
