"""What a climb looks at and yields, and whether a rung of a ladder holds.

The rule that chooses is in `climb`, its sentences in `reasons`. No ladder is named here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import overload

from data_platform.advisor.needs import Needs
from data_platform.advisor.sizing import Load
from data_platform.advisor.words import has, say
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

    broken: limits of an overruled or highest rung that the load breaks. dear: the prices of
    simpler rungs that would do, but are too dear. What is said of it (`say_…`) is made only
    when it is read.
    """

    need: str
    ladder: Ladder
    rung: Rung
    technology: Technology
    serves: tuple[str, ...]
    say_why: Callable[[], str] = field(repr=False, compare=False)
    say_rejected: Callable[[], tuple[str, ...]] = field(repr=False, compare=False)
    say_grow: Callable[[], str] = field(repr=False, compare=False)
    overruled: str = ""
    broken: tuple[str, ...] = ()
    dear: tuple[str, ...] = ()
    upkeep: float = 0.0
    sources: tuple[str, ...] = field(default=())

    @cached_property
    def why(self) -> str:
        """Why it was chosen."""
        return self.say_why()

    @cached_property
    def rejected(self) -> tuple[str, ...]:
        """Each other rung, and why not."""
        return self.say_rejected()

    @cached_property
    def grow(self) -> str:
        """When the next rung is due, and the move."""
        return self.say_grow()


@dataclass(frozen=True)
class Situation:
    """What every climb looks at.

    managed_needs: where a managed technology is wished. thrifty: whether the cheapest
    technology on a rung wins, since the budget is tight.
    """

    needs: Needs
    catalogue: Catalogue
    path: Mapping[int, Load]
    managed_needs: frozenset[str] = frozenset()
    thrifty: bool = False

    @property
    def later(self) -> Load:
        """The load in twelve months, which every choice must hold."""
        return self.path[12]

    def load(self, limit: Limit) -> float:
        """What a limit is held against, in the unit of its metric."""
        return self.later.get(limit.metric, 0.0)

    def grows(self, limit: Limit) -> bool:
        """Whether a limit's metric follows the growth of the data."""
        return self.catalogue.metrics[limit.metric].grows

    @cached_property
    def kept(self) -> frozenset[str]:
        """Ids of technologies that run already and shall stay."""
        return frozenset(
            technology.id
            for tool in self.needs.answers.existing_tools
            if tool.name
            and tool.keep is not False
            and (technology := self.catalogue.find(tool.name)) is not None
        )

    @cached_property
    def leaving(self) -> frozenset[str]:
        """Ids of technologies that run already and shall go."""
        return frozenset(
            technology.id
            for tool in self.needs.answers.existing_tools
            if tool.name
            and tool.keep is False
            and (technology := self.catalogue.find(tool.name)) is not None
        )


@dataclass(frozen=True)
class Step:
    """One rung as it was tried: the best technology on it, and why it does not do.

    reasons: empty where it holds. usable: its technologies that run here at all; where none
    does, `technology` is the first of the rung. saves: whether it was taken for its price,
    since the budget is tight.
    """

    level: int
    rung: Rung
    technology: Technology
    reasons: tuple[str, ...]
    usable: tuple[Technology, ...]
    saves: bool = False


class Steps(Sequence[Step]):
    """The rungs of a ladder as they are tried, each when it is first looked at."""

    def __init__(self, count: int, make: Callable[[int], Step]) -> None:
        self._count, self._make = count, make
        self._made: dict[int, Step] = {}

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, at: int) -> Step: ...
    @overload
    def __getitem__(self, at: slice) -> list[Step]: ...
    def __getitem__(self, at: int | slice) -> Step | list[Step]:
        if isinstance(at, slice):
            return [self[one] for one in range(self._count)[at]]
        level = range(self._count)[at]
        if level not in self._made:
            self._made[level] = self._make(level)
        return self._made[level]


def is_over(limit: Limit, situation: Situation) -> bool:
    """Whether the 12-month load, with headroom where it grows, passes a limit."""
    room = situation.catalogue.constant("headroom") if situation.grows(limit) else 1.0
    return limit.most is not None and situation.load(limit) * room > limit.most


def own_limits(technology: Technology, need: str) -> tuple[Limit, ...]:
    """The limits of a technology itself that count where it serves a need."""
    return tuple(limit for limit in technology.limits if not limit.needs or need in limit.needs)


def limits_of(rung: Rung, technology: Technology, need: str) -> tuple[Limit, ...]:
    """What a technology holds on a rung: the rung's limits, or its own, which are tighter."""
    own = own_limits(technology, need)
    tighter = {limit.metric for limit in own}
    return (*own, *(limit for limit in rung.limits if limit.metric not in tighter))


def broken_limits(limits: Iterable[Limit], situation: Situation) -> tuple[str, ...]:
    """Which limits the 12-month load breaks, with headroom, in words."""
    headroom = situation.catalogue.constant("headroom")
    found = []
    for limit in limits:
        value = situation.load(limit)
        metric = situation.catalogue.metrics[limit.metric]
        if limit.most is not None and is_over(limit, situation):
            found.append(
                say(
                    "decisions.over" if metric.grows else "decisions.over_flat",
                    metric=metric.after(value),
                    value=show(value, limit.metric, situation.catalogue),
                    limit=show(limit.most, limit.metric, situation.catalogue),
                    headroom=f"{headroom:g}",
                )
            )
        if limit.least is not None and value < limit.least:
            found.append(
                say(
                    "decisions.under",
                    metric=metric.after(value),
                    value=show(value, limit.metric, situation.catalogue),
                    limit=show(limit.least, limit.metric, situation.catalogue),
                )
            )
    return tuple(found)


def show(value: float, metric: str, catalogue: Catalogue) -> str:
    """A metric's value in words."""
    kind = Kind(catalogue.metrics[metric].kind)
    return kind.show(round(value) if kind.name in ("number", "size", "rate") else value)


def cloud_name(situation: Situation) -> str:
    """Where the platform runs, in words: on a cloud, or on what stands for it."""
    cloud = situation.needs.cloud
    key = f"decisions.place_{cloud}"
    label = Kind("choice", of="cloud").label(cloud)
    return say(key if has(key) else "decisions.place", cloud=label)


def usable(rung: Rung, situation: Situation, chosen: Mapping[str, Choice]) -> list[Technology]:
    """The rung's technologies that run here, beside what is chosen already.

    One that is only a name for what serves another need gives all that that gives.
    """
    known = situation.catalogue.technologies
    here = [known[name] for name in rung.technologies if can_run(known[name], situation, chosen)]
    return [_meant(one, chosen) for one in here]


def _meant(technology: Technology, chosen: Mapping[str, Choice]) -> Technology:
    other = chosen.get(technology.stands_for)
    if other is None:
        return technology
    return replace(technology, gives=technology.gives | other.technology.gives | other.rung.gives)


def can_run(technology: Technology, situation: Situation, chosen: Mapping[str, Choice]) -> bool:
    """Whether a technology can run here at all, beside what is chosen; why not: `forbidden`."""
    needs = situation.needs
    return (
        needs.cloud in technology.clouds
        and (technology.open_source or not needs.answers.open_source_only)
        and (
            not technology.beside
            or any(choice.technology.id in technology.beside for choice in chosen.values())
        )
    )


def missing(
    rung: Rung, technology: Technology, demand: Demand, situation: Situation
) -> tuple[str, ...]:
    """What a demand wants and a technology on its rung does not give, in words."""
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


def forbidden(
    technology: Technology, situation: Situation, chosen: Mapping[str, Choice]
) -> tuple[str, ...]:
    """Why a technology cannot run here at all, in words."""
    needs = situation.needs
    found = []
    if needs.cloud not in technology.clouds:
        found.append(say("decisions.not_here", cloud=cloud_name(situation)))
    if needs.answers.open_source_only and not technology.open_source:
        found.append(say("decisions.not_open"))
    if technology.beside and not technology.beside & {c.technology.id for c in chosen.values()}:
        found.append(say("decisions.not_alone", partners=_partners(technology, situation)))
    return tuple(found)


def _partners(technology: Technology, situation: Situation) -> str:
    names = [situation.catalogue.technologies[one].name for one in sorted(technology.beside)]
    return say("decisions.or").join([", ".join(names[:-1]), names[-1]] if names[1:] else names)


def fitting(
    rung: Rung, here: list[Technology], demand: Demand, situation: Situation
) -> tuple[list[Technology], tuple[str, ...]]:
    """Those of a rung's usable technologies that do; if none, why not.

    They give all that is wanted, and hold what they hold less of than their rung.
    """
    if not here:
        known = situation.catalogue.technologies
        alone = [known[name] for name in rung.technologies if known[name].beside]
        if alone and situation.needs.cloud in alone[0].clouds:
            return [], (say("decisions.not_alone", partners=_partners(alone[0], situation)),)
        open_only = bool(situation.needs.answers.open_source_only)
        if rung.elsewhere and not any(
            situation.needs.cloud in known[t].clouds for t in rung.technologies
        ):
            return [], (rung.elsewhere,)
        key = "decisions.none_open" if open_only else "decisions.none_here"
        return [], (say(key, cloud=cloud_name(situation)),)
    unfit = {t.id: _unfit(rung, t, demand, situation) for t in here}
    found = [t for t in here if not unfit[t.id]]
    return found, () if found else unfit[here[0].id]


def _unfit(
    rung: Rung, technology: Technology, demand: Demand, situation: Situation
) -> tuple[str, ...]:
    own = broken_limits(own_limits(technology, demand.need), situation)
    return (*own, *missing(rung, technology, demand, situation))
