"""From answers to a blueprint: the one way through. Pure: same answers, same blueprint."""

from __future__ import annotations

from data_platform.advisor.build_plan import build_plan
from data_platform.advisor.cost import cost
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
from data_platform.advisor.storage import storage
from data_platform.advisor.success_metrics import success_metrics
from data_platform.advisor.title import title
from data_platform.advisor.transformation import transformation
from data_platform.blueprint.model import Blueprint, Cost
from data_platform.catalog import Catalogue
from data_platform.interview.answers import Answers


def design(answers: Answers, catalogue: Catalogue) -> Blueprint:
    """The blueprint that follows from the answers; with none, the assumed smallest platform."""
    needs = resolve(answers, catalogue)
    decided, estimate = _within_budget(needs, catalogue)
    planned = flows(decided)
    return Blueprint(
        title=title(decided),
        overview=overview(decided),
        data_sources=data_sources(decided),
        ingestion=ingestion(decided),
        storage=storage(decided),
        transformation=transformation(decided),
        models=models(decided),
        flows=planned,
        governance=governance(decided),
        stack=stack(decided),
        scaling=scaling(decided),
        cost=estimate,
        decisions=decisions(decided),
        governance_model=governance_model(decided),
        build_plan=build_plan(decided),
        operating_plan=operating_plan(decided),
        success_metrics=success_metrics(decided, estimate),
        assumptions=list(needs.assumptions),
        open_questions=open_questions(decided, estimate, planned),
    )


def _within_budget(needs: Needs, catalogue: Catalogue) -> tuple[Design, Cost]:
    """What was decided and its cost; over the budget, with the cheapest of each kind."""
    decided = decide(needs, catalogue)
    estimate = cost(decided)
    if needs.budget is None or estimate.total <= needs.budget:
        return decided, estimate
    thrifty = decide(needs, catalogue, thrifty=True)
    cheaper = cost(thrifty)
    return (thrifty, cheaper) if cheaper.total < estimate.total else (decided, estimate)
