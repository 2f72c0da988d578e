"""The sentences of a climb: why this rung, why not the others, and when the next one is due."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise

from data_platform.advisor.ladder import (
    Choice,
    Demand,
    Situation,
    Step,
    is_over,
    limits_of,
    show,
)
from data_platform.advisor.sizing import month_reached
from data_platform.advisor.words import listed, lowered, say
from data_platform.catalog import Limit, Rung, Technology
from data_platform.interview.kinds import Kind

#: How far ahead the decisions look: the last months of SCALING CONSIDERATIONS.
HORIZON = 36
#: The share of a limit from which what does not grow with the data may pass it any day.
NEAR = 0.8
#: The share of a limit from which it is a reason that a load keeps it.
TELLING = 0.02


def why(
    step: Step,
    technology: Technology,
    steps: Sequence[Step],
    demand: Demand,
    situation: Situation,
    chosen: Mapping[str, Choice],
    dear: Mapping[int, str],
) -> str:
    """What rules out the rung below, which load it holds, what it gives, who knows it.

    technology: what serves in the end, which may be that of another need. dear: what is said
    of simpler rungs that would do but are too dear, by their level.
    """
    named = step.level > 0 and _is_named(steps[step.level - 1], technology, chosen)
    below = "" if named else _below(step, steps, dear)
    parts = [below] if below else []
    limits = _tightest(limits_of(step.rung, step.technology, demand.need), situation)
    # That a hundredth of a limit is used says little of why it was taken.
    telling = [limit for limit in limits if situation.load(limit) >= TELLING * (limit.most or 0)]
    tight = telling[: 1 if below else 2]
    if tight:
        parts.append(listed((_within(limit, situation) for limit in tight), most=2))
    given = step.rung.gives | technology.gives
    gives = [
        situation.catalogue.capabilities[want.capability]
        for want in demand.wants
        if want.capability in given
    ]
    if gives:
        parts.append(say("decisions.gives", capabilities=listed(dict.fromkeys(gives))))
    sharing = [lowered(c.ladder.title) for c in chosen.values() if c.technology.id == technology.id]
    if technology.id in situation.kept:
        parts.append(say("decisions.kept"))
    elif sharing:
        parts.append(say("decisions.reused", need=listed(sharing)))
    elif partner := next(
        (c for c in chosen.values() if c.technology.id in technology.beside), None
    ):
        parts.append(say("decisions.beside", partner=partner.technology.name))
    stated = {skill.name for skill in situation.needs.answers.skills}
    known = [
        Kind("choice", of="skill").label(skill) for skill in technology.skills if skill in stated
    ]
    if known:
        parts.append(say("decisions.known", skills=listed(known)))
    if step.saves:
        parts.append(say("decisions.cheapest"))
    if not parts and limits:
        parts.append(_within(limits[0], situation))
    if not parts:
        parts.append(technology.reason)
    return "; ".join(parts)


def _below(step: Step, steps: Sequence[Step], dear: Mapping[int, str]) -> str:
    """Why the rung just below is not taken; empty on the lowest rung, or where it would do."""
    if step.level - 1 in dear:
        return dear[step.level - 1]
    if step.level == 0 or not (reasons := steps[step.level - 1].reasons):
        return ""
    return say("decisions.below", rung=steps[step.level - 1].rung.title, reason=reasons[0])


def _tightest(limits: Sequence[Limit], situation: Situation) -> list[Limit]:
    """The limits that the load keeps and comes near to, the nearest first."""
    shares = [
        (situation.load(limit) / limit.most, limit)
        for limit in limits
        if limit.most and not is_over(limit, situation)
    ]
    return [limit for share, limit in sorted(shares, key=lambda pair: -pair[0]) if share > 0]


def _within(limit: Limit, situation: Situation) -> str:
    assert limit.most is not None
    metric = situation.catalogue.metrics[limit.metric]
    value = situation.load(limit)
    return say(
        "decisions.within" if metric.grows else "decisions.within_flat",
        metric=metric.after(value),
        value=show(value, limit.metric, situation.catalogue),
        limit=show(limit.most, limit.metric, situation.catalogue),
    )


def lower(
    step: Step,
    steps: Sequence[Step],
    advised: Technology,
    situation: Situation,
    dear: Mapping[int, str],
    chosen: Mapping[str, Choice],
) -> list[str]:
    """Why each simpler rung is out."""
    found = []
    for simpler in steps[: step.level]:
        if _is_named(simpler, step.technology, chosen):
            continue
        rung = simpler.rung.title
        if simpler.reasons:
            reason = "; ".join(simpler.reasons[:2])
            found.append(say("decisions.too_small", rung=rung, reason=reason))
        elif advised.id in situation.kept:
            found.append(say("decisions.not_running", rung=rung, technology=advised.name))
        elif simpler.level in dear and step.technology is advised:
            found.append(say("decisions.too_dear", rung=rung, dear=dear[simpler.level]))
        else:
            found.append(say("decisions.overruled_lower", rung=rung))
    return found


def _is_named(step: Step, technology: Technology, chosen: Mapping[str, Choice]) -> bool:
    """Whether a rung is only another name for the technology that serves in the end."""
    other = chosen.get(step.technology.stands_for)
    return other is not None and other.technology.id == technology.id


def higher(
    step: Step, technology: Technology, steps: Sequence[Step], need: str, situation: Situation
) -> list[str]:
    """Each higher rung that offers something else than what was chosen, and until when.

    Those that growth does not reach within the horizon share a line.
    """
    due, later = [], []
    for below, above in pairwise(steps[step.level :]):
        others = [other.name for other in above.usable if other.id != technology.id]
        if not others:
            continue
        names = listed(others[:2], most=3)
        until = _until(below, above.rung, need, situation)
        key = "decisions.not_yet" if until else "decisions.not_asked"
        line = say(key, rung=above.rung.title, names=names, until=until)
        if _is_near(below, above.rung, need, situation):
            due.append(line)
        else:
            short = say("decisions.later_rung", rung=above.rung.title, name=others[0])
            later.append((short, line))
    if len(later) < 2:
        return [*due, *(line for _, line in later)]
    rungs = listed((short for short, _ in later), most=len(later))
    return [*due, say("decisions.later", rungs=rungs, months=HORIZON)]


def _relaxed(step: Step, following: Rung, need: str) -> list[Limit]:
    """The limits of a step that the following rung does not have, or has wider."""
    beyond = {limit.metric: limit.most for limit in following.limits if limit.most is not None}
    return [
        limit
        for limit in limits_of(step.rung, step.technology, need)
        if limit.most is not None and beyond.get(limit.metric, math.inf) > limit.most
    ]


def _is_near(step: Step, following: Rung, need: str, situation: Situation) -> bool:
    """Whether a limit that the following rung relaxes is passed soon.

    What grows passes it within the horizon; of what does not, little is left.
    """

    def soon(limit: Limit) -> bool:
        assert limit.most is not None
        if not situation.catalogue.metrics[limit.metric].grows:
            return situation.load(limit) >= NEAR * limit.most
        month = month_reached(situation.path, limit.metric, limit.most)
        return month is not None and month <= HORIZON

    return any(map(soon, _relaxed(step, following, need)))


def _until(step: Step, following: Rung, need: str, situation: Situation) -> str:
    """When a step's limits are passed that the following rung relaxes, each with its month."""
    relaxed = _relaxed(step, following, need)
    due = [_when(limit, situation) for limit in relaxed]
    reached = [said for said, comes in due if comes]
    if not reached and relaxed:
        # What growth never reaches is only worth saying where nothing else would move it.
        nearest = _tightest(relaxed, situation) or relaxed
        reached = [_when(nearest[0], situation)[0]]
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
        value = show(situation.load(limit), limit.metric, situation.catalogue)
        return say("decisions.flat", limit=said, value=value), True
    month = month_reached(situation.path, limit.metric, limit.most)
    if month is None:
        return say("decisions.never", limit=said), False
    return say("decisions.in_month", limit=said, month=month), True


def grow(step: Step, steps: Sequence[Step], need: str, situation: Situation) -> str:
    """The metric and value at which the next rung is due, and what the move takes."""
    above = [other.rung for other in steps[step.level + 1 :] if other.usable]
    if not above:
        return say("decisions.top")
    following = next((rung for rung in above if _until(step, rung, need, situation)), above[0])
    until = _until(step, following, need, situation)
    key = "decisions.grow" if until else "decisions.grow_wish"
    return say(key, until=until, rung=following.title, move=following.move)
