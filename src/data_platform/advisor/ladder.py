"""The rule at the heart: the lowest rung that holds the load and meets every demand.

A climb yields what is chosen, why each lower rung is out, why each higher one is not
needed yet, and when it will be. One mechanism for all ladders; no ladder is named here.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from data_platform.advisor.needs import Needs
from data_platform.advisor.sizing import Load, month_reached
from data_platform.advisor.words import listed, say, slug
from data_platform.catalog import Catalogue, Ladder, Limit, Rung, Technology
from data_platform.interview.kinds import Kind


@dataclass(frozen=True)
class Want:
    """A capability that is asked for, and the requirement behind it."""

    capability: str
    because: str


@dataclass(frozen=True)
class Demand:
    """A need of the platform: the requirements that it serves and what they ask of it."""

    need: str
    serves: tuple[str, ...]
    wants: tuple[Want, ...] = ()


@dataclass(frozen=True)
class Choice:
    """The outcome of one climb.

    reuse: whether the technology already serves another need. broken: limits of an
    overruled or highest rung that the load breaks.
    """

    need: str
    ladder: Ladder
    rung: Rung
    technology: Technology
    serves: tuple[str, ...]
    why: str
    rejected: tuple[str, ...]
    grow: str
    overruled: str = ""
    broken: tuple[str, ...] = ()
    upkeep: float = 0.0
    sources: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Situation:
    """What every climb looks at."""

    needs: Needs
    catalogue: Catalogue
    path: Mapping[int, Load]
    managed_needs: frozenset[str] = frozenset()

    @property
    def later(self) -> Load:
        """The load in twelve months, which every choice must hold."""
        return self.path[12]

    def kept(self) -> frozenset[str]:
        """Ids of technologies that run already and shall stay."""
        return frozenset(
            technology.id
            for tool in self.needs.answers.existing_tools
            if tool.name
            and tool.keep is not False
            and (technology := find_technology(tool.name, self.catalogue)) is not None
        )


def find_technology(name: str, catalogue: Catalogue) -> Technology | None:
    """The technology that a person means: by id, name or alias, loosely written."""
    wanted = slug(name, "")
    for technology in catalogue.technologies.values():
        if wanted in {slug(n, "") for n in (technology.id, technology.name, *technology.aliases)}:
            return technology
    return None


def climb(
    demand: Demand, situation: Situation, chosen: Mapping[str, Choice], override: str = ""
) -> Choice:
    """Choose the rung and technology for a demand. `override` is a technology id to take."""
    ladder = situation.catalogue.ladders[demand.need]
    kept = situation.kept()
    out: list[tuple[Rung, tuple[str, ...]]] = []
    fallback: tuple[int, Technology, tuple[str, ...]] | None = None
    found: tuple[int, Technology] | None = None
    held: list[tuple[int, Technology]] = []
    for level, rung in enumerate(ladder.rungs):
        broken = broken_limits(rung, situation)
        fitting, reasons = _fitting(rung, demand, situation, chosen)
        if fitting and not broken:
            held.append((level, _best(fitting, demand.need, situation, chosen, kept)))
        else:
            out.append((rung, (*broken, *reasons)))
            usable = _usable(rung, situation, chosen)
            if usable:
                fallback = (
                    level,
                    _best(usable, demand.need, situation, chosen, kept),
                    (*broken, *reasons),
                )
    running = [(level, technology) for level, technology in held if technology.id in kept]
    if held:
        found = (running or held)[0]
    if found is None and fallback is not None:
        found = fallback[:2]
    if found is None:  # nothing runs here at all: the simplest rung, and say so
        first = ladder.rungs[0]
        found = (0, situation.catalogue.technologies[first.technologies[0]])
        fallback = (0, found[1], (say("decisions.nowhere", cloud=_cloud(situation)),))
    level, technology = found
    broken_by: tuple[str, ...] = () if held else (fallback[2] if fallback else ())
    overruled = ""
    if override and override != technology.id:
        overruled = say("decisions.overruled", technology=technology.name)
        at = next((i for i, r in enumerate(ladder.rungs) if override in r.technologies), None)
        technology = situation.catalogue.technologies[override]
        if at is not None:
            level = at
            broken_by = (
                *broken_limits(ladder.rungs[at], situation),
                *_missing(ladder.rungs[at], technology, demand, situation),
            )
    rung = ladder.rungs[level]
    if technology.stands_for in chosen:
        technology = chosen[technology.stands_for].technology
    used = {choice.technology.id for choice in chosen.values()}
    return Choice(
        need=demand.need,
        ladder=ladder,
        rung=rung,
        technology=technology,
        serves=demand.serves,
        why=_why(
            rung,
            technology,
            demand,
            situation,
            chosen,
            kept=technology.id in kept,
            below=_below(out, ladder, level),
        ),
        rejected=(*_lower(out, ladder, level, running), *_higher(ladder, level, situation, chosen)),
        grow=_grow(ladder, level, situation, chosen),
        overruled=overruled,
        broken=broken_by,
        upkeep=0.0 if technology.id in used else technology.upkeep_hours,
        sources=tuple(dict.fromkeys((*rung.sources, technology.source))),
    )


def broken_limits(rung: Rung, situation: Situation) -> tuple[str, ...]:
    """Which limits of a rung the 12-month load breaks, with headroom, in words."""
    headroom = situation.catalogue.constant("headroom")
    found = []
    for limit in rung.limits:
        value = situation.later.get(limit.metric, 0.0)
        metric = situation.catalogue.metrics[limit.metric]
        said = show(value, limit.metric, situation.catalogue)
        room = headroom if metric.grows else 1.0
        if limit.most is not None and value * room > limit.most:
            found.append(
                say(
                    "decisions.over" if metric.grows else "decisions.over_flat",
                    metric=metric.after(value),
                    value=said,
                    limit=show(limit.most, limit.metric, situation.catalogue),
                    headroom=f"{headroom:g}",
                )
            )
        if limit.least is not None and value < limit.least:
            found.append(
                say(
                    "decisions.under",
                    metric=metric.after(value),
                    value=said,
                    limit=show(limit.least, limit.metric, situation.catalogue),
                )
            )
    return tuple(found)


def show(value: float, metric: str, catalogue: Catalogue) -> str:
    """A metric's value in words."""
    kind = Kind(catalogue.metrics[metric].kind)
    return kind.show(round(value) if kind.name in ("number", "size", "rate") else value)


def _cloud(situation: Situation) -> str:
    return Kind("choice", of="cloud").label(situation.needs.cloud)


def _usable(rung: Rung, situation: Situation, chosen: Mapping[str, Choice]) -> list[Technology]:
    """The rung's technologies that run here, beside what is chosen already."""
    needs = situation.needs
    there = {choice.technology.id for choice in chosen.values()}
    return [
        technology
        for name in rung.technologies
        if needs.cloud in (technology := situation.catalogue.technologies[name]).clouds
        and (technology.open_source or not needs.answers.open_source_only)
        and (not technology.beside or technology.beside & there)
    ]


def _missing(
    rung: Rung, technology: Technology, demand: Demand, situation: Situation
) -> tuple[str, ...]:
    gives = rung.gives | technology.gives
    return tuple(
        say(
            "decisions.lacks",
            capability=situation.catalogue.capabilities[want.capability],
            because=want.because,
        )
        for want in demand.wants
        if want.capability not in gives
    )


def _fitting(
    rung: Rung, demand: Demand, situation: Situation, chosen: Mapping[str, Choice]
) -> tuple[list[Technology], tuple[str, ...]]:
    """The rung's technologies that run here and give all that is wanted; else why not."""
    usable = _usable(rung, situation, chosen)
    if not usable:
        open_only = bool(situation.needs.answers.open_source_only)
        key = "decisions.none_open" if open_only else "decisions.none_here"
        return [], (say(key, cloud=_cloud(situation)),)
    fitting = [t for t in usable if not _missing(rung, t, demand, situation)]
    return fitting, () if fitting else _missing(rung, usable[0], demand, situation)


def _best(
    technologies: list[Technology],
    need: str,
    situation: Situation,
    chosen: Mapping[str, Choice],
    kept: frozenset[str],
) -> Technology:
    """What runs already, then what serves another need, then what the team prefers and knows."""
    used = {choice.technology.id for choice in chosen.values()}
    brought = {name for choice in chosen.values() for name in choice.technology.brings}
    there = frozenset(used)
    managed = situation.needs.managed
    cheapest = situation.needs.cost_priority == "cheapest"

    def order(item: tuple[int, Technology]) -> tuple[bool, bool, bool, bool, bool, int]:
        position, technology = item
        wish = managed == "managed" or need in situation.managed_needs
        unlike = technology.managed != wish if wish or managed == "self_run" else False
        known = any(skill in (*situation.needs.skills, "sql") for skill in technology.skills)
        return (
            technology.id not in kept,
            technology.id not in used | brought and not technology.beside & there,
            unlike,
            cheapest and not technology.open_source,
            not known,
            position,
        )

    return min(enumerate(technologies), key=order)[1]


def _why(
    rung: Rung,
    technology: Technology,
    demand: Demand,
    situation: Situation,
    chosen: Mapping[str, Choice],
    *,
    kept: bool,
    below: str,
) -> str:
    """What rules out the rung below, which load it holds, what it gives, who knows it."""
    used = {choice.technology.id for choice in chosen.values()}
    parts = [below] if below else []
    tight = _tightest(rung, situation)[: 1 if below else 2]
    if tight:
        parts.append(listed((_within(limit, situation) for limit in tight), most=2))
    if demand.wants:
        given = rung.gives | technology.gives
        gives = [
            situation.catalogue.capabilities[want.capability]
            for want in demand.wants
            if want.capability in given
        ]
        if gives:
            parts.append(say("decisions.gives", capabilities=listed(dict.fromkeys(gives))))
    if kept:
        parts.append(say("decisions.kept"))
    elif technology.id in used:
        needs = (c.ladder.title for c in chosen.values() if c.technology.id == technology.id)
        parts.append(say("decisions.reused", need=listed(needs).lower()))
    stated = {skill.name for skill in situation.needs.answers.skills}
    known = [
        Kind("choice", of="skill").label(skill) for skill in technology.skills if skill in stated
    ]
    if known:
        parts.append(say("decisions.known", skills=listed(known)))
    if not parts:
        parts.append(technology.reason)
    return "; ".join(parts)


def _below(out: list[tuple[Rung, tuple[str, ...]]], ladder: Ladder, level: int) -> str:
    """Why the rung just below does not do; empty on the lowest rung, or where it would do."""
    reasons = {rung.id: why for rung, why in out}
    if level == 0 or not (why := reasons.get(ladder.rungs[level - 1].id)):
        return ""
    return say("decisions.below", rung=ladder.rungs[level - 1].title, reason=why[0])


def _tightest(rung: Rung, situation: Situation) -> list[Limit]:
    """The limits that the load comes near to, the nearest first; loads of nothing left out."""
    shares = [
        (situation.later.get(limit.metric, 0.0) / limit.most, limit)
        for limit in rung.limits
        if limit.most
    ]
    return [limit for share, limit in sorted(shares, key=lambda pair: -pair[0]) if share > 0]


def _within(limit: Limit, situation: Situation) -> str:
    assert limit.most is not None
    metric = situation.catalogue.metrics[limit.metric]
    value = situation.later.get(limit.metric, 0.0)
    return say(
        "decisions.within" if metric.grows else "decisions.within_flat",
        metric=metric.after(value),
        value=show(value, limit.metric, situation.catalogue),
        limit=show(limit.most, limit.metric, situation.catalogue),
    )


def _lower(
    out: list[tuple[Rung, tuple[str, ...]]],
    ladder: Ladder,
    level: int,
    running: list[tuple[int, Technology]],
) -> list[str]:
    """Why each simpler rung is out."""
    reasons = {rung.id: why for rung, why in out}
    found = []
    for rung in ladder.rungs[:level]:
        why = reasons.get(rung.id)
        if why:
            found.append(say("decisions.too_small", rung=rung.title, reason="; ".join(why[:2])))
        elif running:
            found.append(
                say("decisions.not_running", rung=rung.title, technology=running[0][1].name)
            )
        else:
            found.append(say("decisions.overruled_lower", rung=rung.title))
    return found


def _higher(
    ladder: Ladder, level: int, situation: Situation, chosen: Mapping[str, Choice]
) -> list[str]:
    """Each higher rung: not needed until a limit is passed."""
    found = []
    for at in range(level + 1, len(ladder.rungs)):
        rung = ladder.rungs[at]
        usable = _usable(rung, situation, chosen)
        if not usable:
            continue
        names = listed([technology.name for technology in usable[:2]], most=3)
        until = _until(ladder.rungs[at - 1], rung, situation)
        key = "decisions.not_yet" if until else "decisions.not_asked"
        found.append(say(key, rung=rung.title, names=names, until=until))
    return found


def _until(rung: Rung, following: Rung, situation: Situation) -> str:
    """When a rung's limits are passed that the following one relaxes, each with its month."""
    beyond = {limit.metric: limit.most for limit in following.limits if limit.most is not None}
    due = [
        _when(limit, situation)
        for limit in rung.limits
        if limit.most is not None and beyond.get(limit.metric, math.inf) > limit.most
    ]
    # What growth never reaches is only worth saying where nothing else would move it.
    reached = [said for said, comes in due if comes] or [said for said, _ in due]
    return say("decisions.or").join(reached[:3])


def _when(limit: Limit, situation: Situation) -> tuple[str, bool]:
    """A limit in words with its month, and whether it may come."""
    assert limit.most is not None
    metric = situation.catalogue.metrics[limit.metric]
    said = say(
        "decisions.limit",
        limit=show(limit.most, limit.metric, situation.catalogue),
        metric=metric.after(limit.most),
    )
    if not metric.grows:
        value = show(situation.later.get(limit.metric, 0.0), limit.metric, situation.catalogue)
        return say("decisions.flat", limit=said, value=value), True
    month = month_reached(situation.path, limit.metric, limit.most)
    if month is None:
        return say("decisions.never", limit=said), False
    return say("decisions.in_month", limit=said, month=month), True


def _grow(ladder: Ladder, level: int, situation: Situation, chosen: Mapping[str, Choice]) -> str:
    """The metric and value at which the next rung is due, and what the move takes."""
    usable = [rung for rung in ladder.rungs[level + 1 :] if _usable(rung, situation, chosen)]
    if not usable:
        return say("decisions.top")
    here = ladder.rungs[level]
    following = next((rung for rung in usable if _until(here, rung, situation)), usable[0])
    until = _until(here, following, situation)
    key = "decisions.grow" if until else "decisions.grow_wish"
    return say(key, until=until, rung=following.title, move=following.move)
