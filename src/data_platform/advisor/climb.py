"""The rule at the heart: the lowest rung that holds the load and meets every demand.

A climb yields what is chosen, why each lower rung is out, why each higher one is not
needed yet, and when it will be. One mechanism for all ladders; no ladder is named here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from data_platform.advisor.ladder import (
    Choice,
    Demand,
    Situation,
    Step,
    broken_limits,
    cloud_name,
    fitting,
    forbidden,
    missing,
    usable,
)
from data_platform.advisor.pricing import monthly_price
from data_platform.advisor.reasons import grow, higher, lower, why
from data_platform.advisor.words import say
from data_platform.catalog import Rung, Technology


def climb(
    demand: Demand, situation: Situation, chosen: Mapping[str, Choice], override: str = ""
) -> Choice:
    """Choose the rung and technology for a demand. `override` is a technology id to take."""
    ladder = situation.catalogue.ladders[demand.need]
    steps = [
        _step(level, rung, demand, situation, chosen) for level, rung in enumerate(ladder.rungs)
    ]
    step = advised = _lowest(steps, situation)
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
        why=why(step, technology, steps, demand, situation, chosen),
        rejected=(
            *lower(step, steps, advised.technology, situation),
            *higher(step, technology, steps, situation),
        ),
        grow=grow(step, steps, situation),
        overruled=(
            say("decisions.overruled", technology=advised.technology.name)
            if step is not advised
            else ""
        ),
        broken=step.reasons,
        upkeep=0.0 if technology.id in used else technology.upkeep_hours,
        sources=tuple(dict.fromkeys((*step.rung.sources, technology.source))),
    )


def _step(
    level: int, rung: Rung, demand: Demand, situation: Situation, chosen: Mapping[str, Choice]
) -> Step:
    """Try one rung: the best technology on it, and every reason why it does not do."""
    here = usable(rung, situation, chosen)
    found, reasons = fitting(rung, here, demand, situation)
    first = situation.catalogue.technologies[rung.technologies[0]]
    best = _best(found or here, demand.need, situation, chosen) if here else first
    usual = replace(situation, thrifty=False)
    saves = situation.thrifty and bool(here)
    saves = saves and best is not _best(found or here, demand.need, usual, chosen)
    return Step(level, rung, best, (*broken_limits(rung, situation), *reasons), tuple(here), saves)


def _lowest(steps: list[Step], situation: Situation) -> Step:
    """The lowest rung that holds, one that runs already first; else the highest that is there."""
    held = [step for step in steps if not step.reasons]
    kept = situation.kept
    running = [step for step in held if step.technology.id in kept]
    if running or held:
        return (running or held)[0]
    there = [step for step in steps if step.usable]
    if there:
        return there[-1]
    return replace(steps[0], reasons=(say("decisions.nowhere", cloud=cloud_name(situation)),))


def _overruled(
    override: str,
    advised: Step,
    steps: list[Step],
    demand: Demand,
    situation: Situation,
    chosen: Mapping[str, Choice],
) -> Step:
    """The step of a person's own choice, with what speaks against it."""
    technology = situation.catalogue.technologies[override]
    cannot = forbidden(technology, situation, chosen)
    at = next((step for step in steps if override in step.rung.technologies), None)
    if at is None:
        title = situation.catalogue.ladders[demand.need].title.lower()
        strange = say("decisions.off_ladder", title=title)
        return replace(advised, technology=technology, reasons=(strange, *cannot))
    broken = (
        *cannot,
        *broken_limits(at.rung, situation),
        *missing(at.rung, technology, demand, situation),
    )
    return replace(at, technology=technology, reasons=broken)


def _best(
    technologies: list[Technology], need: str, situation: Situation, chosen: Mapping[str, Choice]
) -> Technology:
    """What runs already, then what serves another need, then what the team prefers and knows."""
    kept = situation.kept
    used = {choice.technology.id for choice in chosen.values()}
    brought = {name for choice in chosen.values() for name in choice.technology.brings}
    managed = situation.needs.managed
    cheapest = situation.needs.cost_priority == "cheapest"
    cloud = situation.needs.cloud

    def order(item: tuple[int, Technology]) -> tuple[bool, float, bool, bool, bool, bool, int]:
        position, technology = item
        price = 0.0
        if situation.thrifty and technology.id not in used:
            price = monthly_price(technology, need, cloud, situation.later, situation.catalogue)
        wish = managed == "managed" or need in situation.managed_needs
        unlike = technology.managed != wish if wish or managed == "self_run" else False
        known = any(skill in (*situation.needs.skills, "sql") for skill in technology.skills)
        return (
            technology.id not in kept,
            price,
            technology.id not in used | brought and not technology.beside & used,
            unlike,
            cheapest and not technology.open_source,
            not known,
            position,
        )

    return min(enumerate(technologies), key=order)[1]
