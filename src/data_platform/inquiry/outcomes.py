"""What answers come to, in short: the parts of the design and its cost, without its text.

A design with all its sections takes twice as long as what is decided; who asks for hundreds
of them asks here. An answer that the decisions never look at changes none: so a trial whose
gaps, filled, say the same where they are looked at is not decided anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from data_platform.advisor.compose import affordable
from data_platform.advisor.needs import resolve
from data_platform.advisor.stack import Design
from data_platform.blueprint.compare import (
    CostComparison,
    DecisionChange,
    compare_cost,
    compare_decisions,
)
from data_platform.blueprint.model import SECTIONS, Blueprint
from data_platform.catalog import Catalogue
from data_platform.inquiry.watching import Watch
from data_platform.interview.answers import Answers

#: The parts that are no technology.
PATTERN: Final = "pattern"
INGESTION: Final = "ingestion"


@dataclass(frozen=True)
class Outcome:
    """The parts of a design, and its likely cost in US dollars a month.

    components: what serves each need by name, with the pattern and how the sources are read.
    """

    components: Mapping[str, str]
    total: Decimal

    def changes(self, other: Outcome) -> tuple[str, ...]:
        """The needs that another outcome serves otherwise, or that one of both has not."""
        mine, its = self.components, other.components
        return tuple(
            need for need in dict.fromkeys((*mine, *its)) if mine.get(need) != its.get(need)
        )


def outcome(answers: Answers, catalogue: Catalogue) -> Outcome:
    """What answers come to."""
    return summed(*affordable(resolve(answers, catalogue, tell=False), catalogue))


def summed(decided: Design, total: Decimal) -> Outcome:
    """What was decided, in short."""
    read = [f"{name}: {method.name} {method.mode}" for name, method in decided.methods.items()]
    components = {
        PATTERN: decided.pattern.title,
        INGESTION: "; ".join(read),
        **{need: choice.technology.name for need, choice in decided.choices.items()},
    }
    return Outcome(components, total)


class Trials:
    """Outcomes of answers that differ little from some first ones."""

    def __init__(self, answers: Answers, catalogue: Catalogue) -> None:
        self.answers, self.catalogue = answers, catalogue
        self.needs = resolve(answers, catalogue)
        self._seen = Watch()
        self.first = summed(*affordable(self._seen.watched(self.needs), catalogue))
        self._same = self._seen.signature(self.needs)
        #: How many were decided, and how many needed not to be.
        self.decided, self.spared = 1, 0

    def of(self, answers: Answers) -> Outcome:
        """The outcome of other answers."""
        needs = resolve(answers, self.catalogue, tell=False)
        if self._seen.signature(needs) == self._same:
            self.spared += 1
            return self.first
        self.decided += 1
        return summed(*affordable(needs, self.catalogue))


# -- two blueprints --------------------------------------------------------------


@dataclass(frozen=True)
class Moved:
    """What lies between two blueprints.

    decisions: those with another choice. parts: how many there are of them in both. sections:
    the headings of those whose content differs. cost: per component, total, and its band.
    """

    decisions: tuple[DecisionChange, ...]
    parts: int
    sections: tuple[str, ...]
    cost: CostComparison

    @property
    def money(self) -> Decimal:
        """How much the likely cost a month moves; less is negative."""
        return self.cost.total.difference


def difference(before: Blueprint, after: Blueprint) -> Moved:
    """What lies between two blueprints, without their text."""
    old, new = (dict(_by_section(one)) for one in (before, after))
    needs = {(one.need, one.title) for one in (*before.decisions, *after.decisions)}
    return Moved(
        decisions=tuple(compare_decisions(before.decisions, after.decisions)),
        parts=len(needs),
        sections=tuple(SECTIONS[name] for name in SECTIONS if old.get(name) != new.get(name)),
        cost=compare_cost(before, after),
    )


def _by_section(blueprint: Blueprint) -> Iterator[tuple[str, Any]]:
    return ((name, getattr(blueprint, name)) for name in SECTIONS if hasattr(blueprint, name))
