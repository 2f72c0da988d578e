"""From answers to a blueprint: the one way through. Pure: same answers, same blueprint."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

from data_platform.advisor.build_plan import build_plan
from data_platform.advisor.cost import bill, cost, lines
from data_platform.advisor.data_sources import data_sources
from data_platform.advisor.decisions import decisions
from data_platform.advisor.flows import flows
from data_platform.advisor.governance import governance
from data_platform.advisor.governance_model import governance_model
from data_platform.advisor.ingestion import ingestion
from data_platform.advisor.models import models
from data_platform.advisor.needs import Needs, resolve
from data_platform.advisor.open_questions import open_questions
from data_platform.advisor.operating_plan import operating_plan
from data_platform.advisor.overview import overview
from data_platform.advisor.scaling import scaling
from data_platform.advisor.stack import Design, decide, stack
from data_platform.advisor.stack_review import stack_review
from data_platform.advisor.storage import storage
from data_platform.advisor.success_metrics import success_metrics
from data_platform.advisor.title import title
from data_platform.advisor.transformation import transformation
from data_platform.blueprint.model import Blueprint, Cost, Flow
from data_platform.catalog import Catalogue
from data_platform.interview.answers import Answers


@dataclass(frozen=True)
class Decided:
    """What was decided; what sections look at beside it is made once, where one does."""

    design: Design

    @cached_property
    def cost(self) -> Cost:
        """What it costs, with its band."""
        return cost(self.design)

    @property
    def bill(self) -> Cost:
        """The likely lines of that cost and their sums alone."""
        return bill(self.design)

    @cached_property
    def flows(self) -> list[Flow]:
        """The flows, which other sections look at, too."""
        return flows(self.design)


#: How each section is made, in the blueprint's order.
_MAKERS: Final[dict[str, Callable[[Decided], Any]]] = {
    "title": lambda one: title(one.design),
    "overview": lambda one: overview(one.design),
    "data_sources": lambda one: data_sources(one.design),
    "ingestion": lambda one: ingestion(one.design),
    "storage": lambda one: storage(one.design),
    "transformation": lambda one: transformation(one.design),
    "models": lambda one: models(one.design),
    "flows": lambda one: one.flows,
    "governance": lambda one: governance(one.design),
    "stack": lambda one: stack(one.design),
    "scaling": lambda one: scaling(one.design),
    "cost": lambda one: one.cost,
    "decisions": lambda one: decisions(one.design),
    "stack_review": lambda one: stack_review(one.design),
    "governance_model": lambda one: governance_model(one.design),
    "build_plan": lambda one: build_plan(one.design),
    "operating_plan": lambda one: operating_plan(one.design),
    "success_metrics": lambda one: success_metrics(one.design, one.cost),
    "assumptions": lambda one: list(one.design.needs.assumptions),
    "open_questions": lambda one: open_questions(one.design, one.cost, one.flows),
}

#: No section of its own: the likely lines of the cost and their sums, made in a third of the time.
BILL: Final = "bill"
#: The sections that say what was assumed.
_TELLING: Final = frozenset({"assumptions", "open_questions"})


def design(answers: Answers, catalogue: Catalogue) -> Blueprint:
    """The blueprint that follows from the answers; with none, the assumed smallest platform."""
    return Blueprint(**sections(answers, catalogue, tuple(_MAKERS)))


def sections(answers: Answers, catalogue: Catalogue, names: Sequence[str]) -> dict[str, Any]:
    """Some sections of that blueprint, by their names in its model; quicker than all."""
    needs = resolve(answers, catalogue, tell=tells(names))
    return sections_of(needs, catalogue, names)


def tells(names: Sequence[str]) -> bool:
    """Whether some of these sections say what was assumed, in words."""
    return not _TELLING.isdisjoint(names)


def sections_of(needs: Needs, catalogue: Catalogue, names: Sequence[str]) -> dict[str, Any]:
    """Some sections of the blueprint that follows from needs; also `BILL`."""
    decided = Decided(affordable(needs, catalogue)[0])
    return {name: _MAKERS[name](decided) if name != BILL else decided.bill for name in names}


def within_budget(needs: Needs, catalogue: Catalogue) -> tuple[Design, Cost]:
    """What was decided and its cost; over the budget, with the cheapest of each kind."""
    decided, _ = affordable(needs, catalogue)
    return decided, cost(decided)


def affordable(needs: Needs, catalogue: Catalogue) -> tuple[Design, Decimal]:
    """What was decided, within the budget if it can be, and its likely cost a month."""
    decided = decide(needs, catalogue)
    total = likely(decided)
    if needs.budget is None or total <= needs.budget:
        return decided, total
    thrifty = decide(needs, catalogue, thrifty=True)
    cheaper = likely(thrifty)
    return (thrifty, cheaper) if cheaper < total else (decided, total)


def likely(decided: Design) -> Decimal:
    """The likely cost a month of what was decided, in US dollars."""
    return sum((line.amount for line in lines(decided, "likely")), Decimal("0.00"))
