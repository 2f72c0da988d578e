"""The sentences of a climb: why this rung, why not the others, and when the next one is due."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise

from data_platform.advisor.ladder import Choice, Demand, Situation, Step, is_over, show
from data_platform.advisor.sizing import month_reached
from data_platform.advisor.words import listed, say
from data_platform.catalog import Limit, Rung, Technology
from data_platform.interview.kinds import Kind


def why(
    step: Step,
    technology: Technology,
    steps: Sequence[Step],
    demand: Demand,
    situation: Situation,
    chosen: Mapping[str, Choice],
) -> str:
    """What rules out the rung below, which load it holds, what it gives, who knows it.

    technology: what serves in the end, which may be that of another need.
    """
    below = _below(step, steps)
    parts = [below] if below else []
    tight = _tightest(step.rung, situation)[: 1 if below else 2]
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
    sharing = [c.ladder.title for c in chosen.values() if c.technology.id == technology.id]
    if technology.id in situation.kept:
        parts.append(say("decisions.kept"))
    elif sharing:
        parts.append(say("decisions.reused", need=listed(sharing).lower()))
    stated = {skill.name for skill in situation.needs.answers.skills}
    known = [
        Kind("choice", of="skill").label(skill) for skill in technology.skills if skill in stated
    ]
    if known:
        parts.append(say("decisions.known", skills=listed(known)))
    if step.saves:
        parts.append(say("decisions.cheapest"))
    if not parts:
        parts.append(technology.reason)
    return "; ".join(parts)


def _below(step: Step, steps: Sequence[Step]) -> str:
    """Why the rung just below does not do; empty on the lowest rung, or where it would do."""
    if step.level == 0 or not (reasons := steps[step.level - 1].reasons):
        return ""
    return say("decisions.below", rung=steps[step.level - 1].rung.title, reason=reasons[0])


def _tightest(rung: Rung, situation: Situation) -> list[Limit]:
    """The limits that the load keeps and comes near to, the nearest first."""
    shares = [
        (situation.load(limit) / limit.most, limit)
        for limit in rung.limits
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
    step: Step, steps: Sequence[Step], advised: Technology, situation: Situation
) -> list[str]:
    """Why each simpler rung is out."""
    found = []
    for simpler in steps[: step.level]:
        rung = simpler.rung.title
        if simpler.reasons:
            reason = "; ".join(simpler.reasons[:2])
            found.append(say("decisions.too_small", rung=rung, reason=reason))
        elif advised.id in situation.kept:
            found.append(say("decisions.not_running", rung=rung, technology=advised.name))
        else:
            found.append(say("decisions.overruled_lower", rung=rung))
    return found


def higher(
    step: Step, technology: Technology, steps: Sequence[Step], situation: Situation
) -> list[str]:
    """Each higher rung that offers something else than what was chosen, and until when."""
    found = []
    for below, above in pairwise(steps[step.level :]):
        others = [other.name for other in above.usable if other.id != technology.id]
        if not others:
            continue
        names = listed(others[:2], most=3)
        until = _until(below.rung, above.rung, situation)
        key = "decisions.not_yet" if until else "decisions.not_asked"
        found.append(say(key, rung=above.rung.title, names=names, until=until))
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
        value = show(situation.load(limit), limit.metric, situation.catalogue)
        return say("decisions.flat", limit=said, value=value), True
    month = month_reached(situation.path, limit.metric, limit.most)
    if month is None:
        return say("decisions.never", limit=said), False
    return say("decisions.in_month", limit=said, month=month), True


def grow(step: Step, steps: Sequence[Step], situation: Situation) -> str:
    """The metric and value at which the next rung is due, and what the move takes."""
    above = [other.rung for other in steps[step.level + 1 :] if other.usable]
    if not above:
        return say("decisions.top")
    following = next((rung for rung in above if _until(step.rung, rung, situation)), above[0])
    until = _until(step.rung, following, situation)
    key = "decisions.grow" if until else "decisions.grow_wish"
    return say(key, until=until, rung=following.title, move=following.move)
