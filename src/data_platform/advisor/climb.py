"""The rule at the heart: the lowest rung that holds the load and meets every demand.

A climb yields what is chosen, why each lower rung is out, why each higher one is not
needed yet, and when it will be. One mechanism for all ladders; no ladder is named here.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from data_platform.advisor.dear import worth_its_price
from data_platform.advisor.fleet import upkeep_of
from data_platform.advisor.ladder import (
    Choice,
    Demand,
    Situation,
    Step,
    Steps,
    broken_limits,
    cloud_name,
    fitting,
    forbidden,
    limits_of,
    missing,
    usable,
)
from data_platform.advisor.placement import explored_share
from data_platform.advisor.pricing import monthly_price
from data_platform.advisor.reasons import grow, higher, lower, why
from data_platform.advisor.words import lowered, say
from data_platform.catalog import Rung, Technology


def climb(
    demand: Demand, situation: Situation, chosen: Mapping[str, Choice], override: str = ""
) -> Choice:
    """Choose the rung and technology for a demand. `override` is a technology id to take."""
    ladder = situation.catalogue.ladders[demand.need]
    # What is said of it is made when it is read; by then more will have been chosen.
    by_then = dict(chosen)
    steps = Steps(
        len(ladder.rungs),
        lambda level: _step(level, ladder.rungs[level], demand, situation, by_then),
    )
    step = _lowest(steps, demand, situation)
    dear: dict[int, str] = {}
    if not step.reasons and step.technology.id not in situation.kept:
        step, dear = worth_its_price(step, steps, demand, situation, chosen)
    advised = step
    if override and override != advised.technology.id:
        step = _overruled(override, step, steps, demand, situation, chosen)
    technology = step.technology
    if technology.stands_for in chosen:
        technology = chosen[technology.stands_for].technology
    used = {choice.technology.id for choice in chosen.values()}
    return Choice(
        need=demand.need,
        ladder=ladder,
        rung=step.rung,
        technology=technology,
        serves=demand.serves,
        say_why=lambda: why(step, technology, steps, demand, situation, by_then, dear),
        say_rejected=lambda: (
            *lower(step, steps, advised.technology, situation, dear, by_then),
            *higher(step, technology, steps, demand.need, situation),
        ),
        say_grow=lambda: grow(step, steps, demand.need, situation),
        overruled=(
            say("decisions.overruled", technology=advised.technology.name)
            if step is not advised
            else ""
        ),
        broken=step.reasons,
        dear=tuple(dear.values()) if step is advised else (),
        upkeep=0.0 if technology.id in used else _upkeep(technology, demand.need, situation),
        sources=tuple(dict.fromkeys((*step.rung.sources, technology.source))),
    )


def _upkeep(technology: Technology, need: str, situation: Situation) -> float:
    """Hours a month of a technology with the machines that the 12-month load asks for."""
    cloud, load = situation.needs.cloud, situation.later
    if need == "query_engine":  # beside a store, whose own engine is not asked about here
        load = {**load, "scan_tb_month": load["scan_tb_month"] * explored_share(situation.needs)}
    return upkeep_of(technology, need, cloud, load, situation.catalogue)


def _step(
    level: int, rung: Rung, demand: Demand, situation: Situation, chosen: Mapping[str, Choice]
) -> Step:
    """Try one rung: the best technology on it, and every reason why it does not do."""
    here = usable(rung, situation, chosen)
    found, reasons = fitting(rung, here, demand, situation)
    first = situation.catalogue.technologies[rung.technologies[0]]
    best = best_of(found or here, demand.need, situation, chosen) if here else first
    saves = False
    if situation.thrifty and here:
        usual = replace(situation, thrifty=False)
        saves = best is not best_of(found or here, demand.need, usual, chosen)
    broken = broken_limits(rung.limits, situation)
    return Step(level, rung, best, (*broken, *reasons), tuple(here), saves)


def _lowest(steps: Sequence[Step], demand: Demand, situation: Situation) -> Step:
    """The lowest rung that holds, one that runs already first; else the highest that is there.

    A database of rows runs for applications; one made for analyses that runs too goes before it.
    Where the load is more than any rung holds, one that does what is wanted comes first.
    """
    kept = situation.kept
    if not kept:  # rungs above the first that holds need not be tried
        first = next((step for step in steps if not step.reasons), None)
        if first is not None:
            return first
    held = [step for step in steps if not step.reasons]
    running = [step for step in held if step.technology.id in kept]
    made = [step for step in running if "rows" not in step.rung.gives]
    if running or held:
        return (made or running or held)[0]
    there = [step for step in steps if step.usable]
    able = [s for s in there if not missing(s.rung, s.technology, demand, situation)]
    if there:
        return (able or there)[-1]
    return replace(steps[0], reasons=(say("decisions.nowhere", cloud=cloud_name(situation)),))


def _overruled(
    override: str,
    advised: Step,
    steps: Sequence[Step],
    demand: Demand,
    situation: Situation,
    chosen: Mapping[str, Choice],
) -> Step:
    """The step of a person's own choice, with what speaks against it."""
    technology = situation.catalogue.technologies[override]
    cannot = forbidden(technology, situation, chosen)
    at = next((step for step in steps if override in step.rung.technologies), None)
    if at is None:
        title = situation.catalogue.ladders[demand.need].title
        strange = say("decisions.off_ladder", title=lowered(title))
        return replace(advised, technology=technology, reasons=(strange, *cannot))
    broken = (
        *cannot,
        *broken_limits(limits_of(at.rung, technology, demand.need), situation),
        *missing(at.rung, technology, demand, situation),
    )
    return replace(at, technology=technology, reasons=broken)


def best_of(
    technologies: list[Technology], need: str, situation: Situation, chosen: Mapping[str, Choice]
) -> Technology:
    """What runs already, then what serves another need, then what the team prefers and knows."""
    kept = situation.kept
    used = {choice.technology.id for choice in chosen.values()}
    brought = {name for choice in chosen.values() for name in choice.technology.brings}
    managed = situation.needs.managed
    cheapest = situation.needs.cost_priority == "cheapest"
    cloud = situation.needs.cloud

    def order(
        item: tuple[int, Technology],
    ) -> tuple[bool, bool, bool, float, bool, bool, bool, bool, bool, int]:
        position, technology = item
        price = 0.0
        if situation.thrifty and technology.id not in used:
            price = monthly_price(technology, need, cloud, situation.later, situation.catalogue)
            price = price if technology.priced else math.inf
        # Hours that the team does not have are not saved in money.
        relief = need in situation.managed_needs
        wish = managed == "managed" or relief
        unlike = technology.managed != wish if wish or managed == "self_run" else False
        known = any(skill in (*situation.needs.skills, "sql") for skill in technology.skills)
        return (
            technology.id in situation.leaving,
            technology.id not in kept,
            relief and situation.thrifty and not technology.managed,
            price,
            technology.id not in used | brought,
            unlike,
            cheapest and not technology.open_source,
            not known,
            not technology.beside & used,
            position,
        )

    return min(enumerate(technologies), key=order)[1]
