"""What a design would cost otherwise: on another cloud, with a higher rung, at the high load.

Nothing is decided here: the choice stays the lowest rung that holds. What is said is what
that costs, or saves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Final, NamedTuple

from data_platform.advisor.climb import best_of, climb
from data_platform.advisor.ladder import (
    Choice,
    Demand,
    Situation,
    broken_limits,
    fitting,
    limits_of,
    usable,
)
from data_platform.advisor.placement import placed
from data_platform.advisor.pricing import monthly_price, rules_of
from data_platform.advisor.sizing import Load
from data_platform.advisor.stack import Design, tried
from data_platform.advisor.words import lowered, say
from data_platform.blueprint.model import CloudCost
from data_platform.catalog import Rung, Technology
from data_platform.interview.kinds import Kind
from data_platform.interview.quantities import show_money

#: The clouds that a design is compared on where the answers leave the cloud open.
CLOUDS: Final = ("aws", "azure", "gcp")
#: The need that other tools work beside.
STORE: Final = "analytical_store"


# -- clouds --------------------------------------------------------------------------


def clouds(design: Design, load: Load, total: Callable[[Design, Load], Decimal]) -> list[CloudCost]:
    """The same rungs on each cloud, where the cloud is left open; else nothing.

    load: of the 12th month, as it is before it is known where the layers rest.
    """
    if design.needs.answers.cloud is not None:
        return []
    found = []
    for cloud in dict.fromkeys((design.needs.cloud, *CLOUDS)):
        other = design
        if cloud != design.needs.cloud:
            other = _moved(design, cloud)
        there = placed(load, other.needs, other.catalogue, other.pattern, other.choices)
        instead = [
            choice.technology.name
            for need, choice in other.choices.items()
            if choice.technology is not design.choices[need].technology
        ]
        found.append(
            CloudCost(
                cloud=Kind("choice", of="cloud").label(cloud),
                total=total(other, there),
                instead=list(dict.fromkeys(instead)),
            )
        )
    return found


def _moved(design: Design, cloud: str) -> Design:
    """The same rungs with the technologies of another cloud; the next rung where none is there."""
    needs = replace(design.needs, cloud=cloud)
    choices = {}
    for need, choice in design.choices.items():
        technology = choice.technology
        if cloud not in technology.clouds:
            technology = _counterpart(choice, design, cloud)
        choices[need] = replace(choice, technology=technology)
    return replace(design, needs=needs, choices=choices)


def _counterpart(choice: Choice, design: Design, cloud: str) -> Technology:
    known = design.catalogue.technologies
    rungs = list(choice.ladder.rungs)
    at = next((n for n, rung in enumerate(rungs) if rung.id == choice.rung.id), 0)
    for rung in (*rungs[at:], *reversed(rungs[:at])):
        for name in rung.technologies:
            technology = known[name]
            open_enough = technology.open_source or not design.needs.answers.open_source_only
            if cloud in technology.clouds and open_enough and not technology.beside:
                return technology
    return choice.technology


# -- the high case -------------------------------------------------------------------


def in_high_case(design: Design, load: Load) -> dict[str, Choice]:
    """What would be chosen instead at the high load, where it passes what a choice holds."""
    passed = [
        choice for choice in design.choices.values() if not choice.broken and _passes(choice, load)
    ]
    if not passed:
        return {}
    situation = Situation(design.needs, design.catalogue, {0: load, 12: load})
    found: dict[str, Choice] = {}
    for choice in passed:
        if choice.need not in design.demands:
            continue
        others = {need: one for need, one in design.choices.items() if need != choice.need}
        instead = climb(design.demands[choice.need], situation, others)
        if instead.technology is not choice.technology:
            found[choice.need] = instead
    return found


def _passes(choice: Choice, load: Load) -> bool:
    return any(
        limit.most is not None and load.get(limit.metric, 0.0) > limit.most
        for limit in limits_of(choice.rung, choice.technology, choice.need)
    )


# -- what holds as well and costs less -----------------------------------------------------


def cheaper(design: Design, total: Callable[[Design, Load], Decimal]) -> list[str]:
    """For each choice, what also holds and would make all cheaper, and why it was not taken.

    The largest savings first. total: what a design costs a month at a load.
    """
    least = design.catalogue.constant("cheaper_least")
    situation = Situation(design.needs, design.catalogue, design.path)
    bill = total(design, design.later)
    whole = worth_trying(bill, design)
    found: list[tuple[Decimal, str]] = []
    priced: set[str] = set()
    for need, choice in design.choices.items():
        name = choice.technology.id
        if name in priced or need not in design.demands or choice.overruled:
            continue
        priced.add(name)  # What serves several needs is paid once.
        if _price(choice.technology, need, design) >= least:
            around = whole and need == STORE
            offers = _offers(design.demands[need], situation, design, around)
            saves = (
                (bill - _with(offer, choice, design, total, around), offer) for offer in offers
            )
            enough = (pair for pair in saves if pair[0] >= Decimal(str(least)))
            # What works beside a store changes with it: the cheapest by itself may not save most.
            best = max(enough, key=_saving, default=None) if around else next(enough, None)
            if best is not None:
                saved, offer = best
                found.append((saved, _said(offer, choice, saved)))
    return [said for _, said in sorted(found, key=lambda one: (-one[0], one[1]))]


class _Offer(NamedTuple):
    """A technology that also holds, its own price, and whether its rung stands above."""

    price: float
    hours: float
    id: str
    technology: Technology
    above: bool


def _offers(demand: Demand, situation: Situation, design: Design, around: bool) -> list[_Offer]:
    """What also holds: the cheapest by itself, and what is there for another need already.

    around: also what would be taken on each rung above, with all else decided around it.
    """
    choice = design.choices[demand.need]
    others = {need: one for need, one in design.choices.items() if need != demand.need}
    used = {one.technology.id for one in others.values()}
    found = sorted(
        _Offer(
            _price(technology, demand.need, design),
            technology.upkeep_hours,
            technology.id,
            technology,
            above,
        )
        for above, rung in _from_there(choice)
        for technology in _holding(rung, demand, situation, others)
        if technology is not choice.technology
    )
    likely = used
    if around:
        likely = used | {
            best_of(here, demand.need, situation, others).id
            for above, rung in _from_there(choice)
            if above and (here := _holding(rung, demand, situation, others))
        }
    return [one for at, one in enumerate(found) if at == 0 or one.id in likely]


def worth_trying(bill: Decimal, design: Design) -> bool:
    """Whether a bill is large enough that whole other designs are tried to save some of it.

    Below, another design is more work than it saves.
    """
    return bill >= Decimal(str(design.catalogue.constant("otherwise_bill_least")))


def _saving(pair: tuple[Decimal, _Offer]) -> Decimal:
    return pair[0]


def _with(
    offer: _Offer,
    choice: Choice,
    design: Design,
    total: Callable[[Design, Load], Decimal],
    around: bool,
) -> Decimal:
    """What all would cost with an offer in the place of a choice.

    around: whether all else is decided anew.
    """
    if around:
        # Other tools work beside the store, so that all is decided anew around another.
        instead = {choice.need: offer.id}
        other = tried(design, instead=instead)
        return total(other, other.later)
    rung = next(r for _, r in _from_there(choice) if offer.id in r.technologies)
    changed = replace(choice, technology=offer.technology, rung=rung)
    choices = {**design.choices, choice.need: changed}
    load = design.sizer.load(12)
    there = placed(load, design.needs, design.catalogue, design.pattern, choices)
    return total(replace(design, choices=choices), there)


def _said(offer: _Offer, choice: Choice, saved: Decimal) -> str:
    more = offer.hours - choice.technology.upkeep_hours
    key = "more" if more > 0 else "less" if more < 0 else "same"
    return say(
        f"cost.cheaper_{key}",
        instead=offer.technology.name,
        technology=choice.technology.name,
        title=lowered(choice.ladder.title),
        saved=show_money(Decimal(round(saved))),
        hours=f"{abs(more):g}",
        because=say("cost.rung_above" if offer.above else "cost.rung_same"),
    )


def _from_there(choice: Choice) -> list[tuple[bool, Rung]]:
    """The rungs from the chosen one on, and whether each stands above it."""
    rungs = list(choice.ladder.rungs)
    at = next((n for n, rung in enumerate(rungs) if rung.id == choice.rung.id), len(rungs))
    return [(number > at, rung) for number, rung in enumerate(rungs) if number >= at]


def _holding(
    rung: Rung, demand: Demand, situation: Situation, others: Mapping[str, Choice]
) -> list[Technology]:
    """The technologies of a rung that hold and do all, and whose price is known."""
    if broken_limits(rung.limits, situation):
        return []
    here = usable(rung, situation, others)
    found, _ = fitting(rung, here, demand, situation)
    return [one for one in found if rules_of(one, demand.need, situation.needs.cloud)]


def _price(technology: Technology, need: str, design: Design) -> float:
    needs = design.needs
    return monthly_price(
        technology, need, needs.cloud, design.later, design.catalogue, needs.region
    )
