"""What a climb looks at and yields, and whether a rung of a ladder holds.

The rule that chooses is in `climb`, its sentences in `reasons`. No ladder is named here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from data_platform.advisor.needs import Needs
from data_platform.advisor.sizing import Load
from data_platform.advisor.words import listed, say
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


def is_over(limit: Limit, situation: Situation) -> bool:
    """Whether the 12-month load, with headroom where it grows, passes a limit."""
    room = situation.catalogue.constant("headroom") if situation.grows(limit) else 1.0
    return limit.most is not None and situation.load(limit) * room > limit.most


def broken_limits(rung: Rung, situation: Situation) -> tuple[str, ...]:
    """Which limits of a rung the 12-month load breaks, with headroom, in words."""
    headroom = situation.catalogue.constant("headroom")
    found = []
    for limit in rung.limits:
        value = situation.load(limit)
        metric = situation.catalogue.metrics[limit.metric]
        said = show(value, limit.metric, situation.catalogue)
        if limit.most is not None and is_over(limit, situation):
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


def cloud_name(situation: Situation) -> str:
    """The cloud, or what stands for it, in words."""
    return Kind("choice", of="cloud").label(situation.needs.cloud)


def usable(rung: Rung, situation: Situation, chosen: Mapping[str, Choice]) -> list[Technology]:
    """The rung's technologies that run here, beside what is chosen already."""
    known = situation.catalogue.technologies
    return [
        known[name] for name in rung.technologies if not forbidden(known[name], situation, chosen)
    ]


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
    return listed(situation.catalogue.technologies[one].name for one in sorted(technology.beside))


def fitting(
    rung: Rung, here: list[Technology], demand: Demand, situation: Situation
) -> tuple[list[Technology], tuple[str, ...]]:
    """Those of a rung's usable technologies that give all that is wanted; if none, why not."""
    if not here:
        known = situation.catalogue.technologies
        alone = [known[name] for name in rung.technologies if known[name].beside]
        if alone and situation.needs.cloud in alone[0].clouds:
            return [], (say("decisions.not_alone", partners=_partners(alone[0], situation)),)
        open_only = bool(situation.needs.answers.open_source_only)
        key = "decisions.none_open" if open_only else "decisions.none_here"
        return [], (say(key, cloud=cloud_name(situation)),)
    found = [t for t in here if not missing(rung, t, demand, situation)]
    return found, () if found else missing(rung, here[0], demand, situation)
