"""SCALING CONSIDERATIONS: the load today, in 12 months, and what gives way first."""

from __future__ import annotations

from data_platform.advisor.ladder import Choice
from data_platform.advisor.sizing import month_reached
from data_platform.advisor.stack import Design
from data_platform.advisor.words import say
from data_platform.blueprint.model import Scaling
from data_platform.interview.quantities import show_events, show_rate, show_size


def scaling(design: Design) -> Scaling:
    """Current and projected volume, and the limits that growth reaches, the nearest first."""
    needs = design.needs
    reached = sorted(
        (
            (month, choice)
            for choice in design.choices.values()
            if (month := due(design, choice)) is not None
        ),
        key=lambda pair: (pair[0], pair[1].need),
    )
    strategy = [
        say(
            "scaling.due",
            month=month,
            title=choice.ladder.title,
            technology=choice.technology.name,
            grow=choice.grow,
        )
        for month, choice in reached[:4]
    ]
    first = design.choices["analytical_store"]
    if all(choice is not first for _, choice in reached[:4]):
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
    )


def due(design: Design, choice: Choice) -> int | None:
    """The month in which a choice's nearest growing limit is passed; None if not in ten years."""
    months = []
    for limit in choice.rung.limits:
        if limit.most is None or not design.catalogue.metrics[limit.metric].grows:
            continue
        month = month_reached(design.path, limit.metric, limit.most)
        if month:
            months.append(month)
    return min(months, default=None)


def _load(design: Design, month: int) -> str:
    load = design.later if month else design.now
    said = say(
        "scaling.load",
        daily=show_rate(load["mean_daily_bytes"]),
        held=show_size(load["held_bytes"]),
        stored=show_size(load["stored_bytes"]),
    )
    if load["events_per_second"]:
        said += say("scaling.events", events=show_events(load["events_per_second"]))
    return said
