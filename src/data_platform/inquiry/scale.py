"""From today's load to a thousand times as much: which rungs change where, and the cost.

The load is multiplied where the gaps of the answers are filled already, so what is assumed
today (where it runs, how large the team is, how long data is kept) stays as it is, and only
the load grows. How it is drawn is in `plot`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise
from typing import Final

from data_platform.advisor.compose import affordable
from data_platform.advisor.needs import Needs, resolve
from data_platform.advisor.stack import Design
from data_platform.advisor.words import say
from data_platform.catalog import Catalogue
from data_platform.inquiry.outcomes import PATTERN
from data_platform.interview.answers import Answers

#: How far it goes, and at how many places up to there the design is made.
MOST: Final = 1000.0
STEPS: Final = 31
#: So close, as a share, the place of a change is found.
CLOSE: Final = 0.02


@dataclass(frozen=True)
class Held:
    """What serves a need at some load. title: the need in words."""

    title: str
    technology: str
    rung: str
    say_why: Callable[[], str] = field(repr=False, compare=False)

    @property
    def why(self) -> str:
        """Why it is this one; put in words when it is read."""
        return self.say_why()


@dataclass(frozen=True)
class Point:
    """The design at so many times the load. total: US dollars a month; upkeep: hours a month."""

    factor: float
    total: float
    upkeep: float
    stack: Mapping[str, Held]


@dataclass(frozen=True)
class Turn:
    """Where a need is served by another rung or technology from. Empty where there is none."""

    factor: float
    need: str
    title: str
    old: str
    new: str
    why: str


@dataclass(frozen=True)
class ScalePath:
    """The designs of growing loads. points: by factor. turns: what changes, by factor.

    budget: what it may cost a month. over: from which factor it costs more; None where never.
    """

    points: tuple[Point, ...]
    turns: tuple[Turn, ...]
    budget: float | None
    over: float | None

    @property
    def today(self) -> Point:
        """The design of today's load."""
        return self.points[0]

    def until(self, factor: float) -> list[Turn]:
        """What has changed up to a factor."""
        return [turn for turn in self.turns if turn.factor <= factor * (1 + CLOSE / 10)]


def factors(most: float = MOST, steps: int = STEPS) -> tuple[float, ...]:
    """Places from 1 to the most, each as many times the one before."""
    return tuple(float(f"{most ** (n / (steps - 1)):.4g}") for n in range(steps))


def scaled(needs: Needs, factor: float) -> Needs:
    """The needs with so many times the load: data, events, people, requests, documents."""

    def people(count: int) -> int:
        return max(1, round(count * factor)) if count else 0

    return replace(
        needs,
        sources=tuple(
            replace(one, volume=one.volume * factor, daily=one.daily * factor)
            for one in needs.sources
        ),
        use_cases=tuple(replace(one, users=people(one.users)) for one in needs.use_cases),
        peak_events=needs.peak_events * factor,
        concurrent_users=people(needs.concurrent_users),
        bi_users=people(needs.bi_users),
        documents=people(needs.documents),
        api_rate=needs.api_rate * factor,
    )


def point(needs: Needs, catalogue: Catalogue, factor: float) -> Point:
    """The design at so many times the load."""
    times = needs if factor == 1 else scaled(needs, factor)
    decided, total = affordable(times, catalogue)
    return Point(factor, float(total), decided.upkeep, _stack(decided))


def _stack(decided: Design) -> dict[str, Held]:
    pattern = decided.pattern
    found = {PATTERN: Held(say("decisions.pattern"), pattern.title, "", lambda: pattern.why)}
    for need, choice in decided.choices.items():
        title, technology, rung = choice.ladder.title, choice.technology.name, choice.rung.title
        found[need] = Held(title, technology, rung, partial(getattr, choice, "why"))
    return found


def scale_path(
    answers: Answers, catalogue: Catalogue, at: Sequence[float] | None = None
) -> ScalePath:
    """The designs at growing loads, and where they turn. at: the factors, 1 first."""
    needs = resolve(answers, catalogue)
    made: dict[float, Point] = {}

    def design_at(factor: float) -> Point:
        if factor not in made:
            made[factor] = point(needs, catalogue, factor)
        return made[factor]

    places = [design_at(factor) for factor in at or factors()]
    turns = [
        turn for before, after in pairwise(places) for turn in _turns(before, after, design_at)
    ]
    budget = None if needs.budget is None else float(needs.budget)
    over = None if budget is None else _over(places, budget, design_at)
    return ScalePath(tuple(places), tuple(sorted(turns, key=lambda one: one.factor)), budget, over)


def _turns(before: Point, after: Point, design_at: Callable[[float], Point]) -> Iterator[Turn]:
    """Where each need that differs between two places changes, by halving what lies between."""
    for need in dict.fromkeys((*after.stack, *before.stack)):
        old = _name(before, need)
        if old == _name(after, need):
            continue
        low, high = before, after
        while high.factor / low.factor > 1 + CLOSE:
            middle = design_at(float(f"{math.sqrt(low.factor * high.factor):.6g}"))
            if not low.factor < middle.factor < high.factor:
                break
            if _name(middle, need) == old:
                low = middle
            else:
                high = middle
        yield _turn(need, before, high)
        if _name(high, need) != _name(after, need):  # it changes twice between the two
            yield _turn(need, high, after)


def _turn(need: str, before: Point, after: Point) -> Turn:
    held = after.stack.get(need)
    title = (held or before.stack[need]).title
    why = held.why if held else ""
    return Turn(after.factor, need, title, _name(before, need), _name(after, need), why)


def _name(at: Point, need: str) -> str:
    held = at.stack.get(need)
    return held.technology if held else ""


def _over(
    places: Sequence[Point], budget: float, design_at: Callable[[float], Point]
) -> float | None:
    """The factor from which the platform costs more than its budget, and stays above it."""
    if places[-1].total <= budget:
        return None
    within = next((n for n in range(len(places) - 1, -1, -1) if places[n].total <= budget), None)
    if within is None:
        return places[0].factor
    low, high = places[within], places[within + 1]
    while high.factor / low.factor > 1 + CLOSE:
        middle = design_at(float(f"{math.sqrt(low.factor * high.factor):.6g}"))
        if not low.factor < middle.factor < high.factor:
            break
        low, high = (middle, high) if middle.total <= budget else (low, middle)
    return high.factor
