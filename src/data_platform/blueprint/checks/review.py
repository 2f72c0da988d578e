"""Checks of sums that stand in two places: the age of data, hours of upkeep, today's tools."""

from __future__ import annotations

import math
from collections.abc import Iterator

from data_platform.blueprint.checks.names import strangers, technology_names
from data_platform.blueprint.model import Age, Blueprint

#: Seconds and hours are sums of floats.
_SLACK = 1e-6


def ages_add_up(blueprint: Blueprint) -> Iterator[str]:
    """The age of a use case's data is the sum of its steps, and those are what flows say."""
    lasts = {
        (flow.name, step.name): step.seconds for flow in blueprint.flows for step in flow.steps
    }
    for age in _ages(blueprint):
        if not math.isclose(sum(step.seconds for step in age.steps), age.worst, abs_tol=_SLACK):
            yield f"The age of the data of “{age.use_case}” is not the sum of its steps."
        for step in age.steps:
            if step.flow and lasts.get((step.flow, step.name)) != step.seconds:
                yield (
                    f"The age of the data of “{age.use_case}” counts the step {step.name} of"
                    f" “{step.flow}” otherwise than the flow does."
                )


def ages_belong_to_use_cases(blueprint: Blueprint) -> Iterator[str]:
    """Each age is of a use case and counts from a data source."""
    sources = {row.source for row in blueprint.data_sources}
    for age in _ages(blueprint):
        if age.use_case not in blueprint.title.use_cases:
            yield f"An age of data is of “{age.use_case}”, which is no use case."
        if age.source not in sources:
            yield f"The age of the data of “{age.use_case}” counts from “{age.source}”."


def missed_ages_are_asked(blueprint: Blueprint) -> Iterator[str]:
    """What is older than asked says what would meet it, and is an open question."""
    for age in _ages(blueprint):
        if age.met == bool(age.remedy):
            yield f"The age of the data of “{age.use_case}” is met and mended, or neither."
        asked = any(age.use_case in one.question for one in blueprint.open_questions)
        if not age.met and not asked:
            yield f"“{age.use_case}” gets older data than it asks for, and nobody is asked."


def history_is_of_dimensions(blueprint: Blueprint) -> Iterator[str]:
    """Only a dimension keeps a history of its rows."""
    for model in blueprint.models:
        if model.history and model.type != "dimension":
            yield f"“{model.name}” is a {model.type} and keeps a history of {model.history}."


def fates_name_decisions(blueprint: Blueprint) -> Iterator[str]:
    """What stays serves a decision, and what replaces a tool is in the stack."""
    needs = {decision.need for decision in blueprint.decisions}
    for one in blueprint.stack_review.tools:
        idle = one.fate == "stays" and not one.serves
        if idle or (one.fate == "goes" and one.serves):
            yield f"“{one.tool}” {one.fate}, but serves {len(one.serves)} decisions."
        for need in strangers(one.serves, needs):
            yield f"“{one.tool}” serves “{need}”, which was not decided."
        if one.replaced_by and one.replaced_by not in technology_names(blueprint):
            yield f"“{one.tool}” is replaced by “{one.replaced_by}”, which is not in the stack."


def upkeep_adds_up(blueprint: Blueprint) -> Iterator[str]:
    """The hours of upkeep are those of the decisions, and their sum is what is said."""
    review = blueprint.stack_review
    if not review.leaving:
        return
    decided = sum(decision.upkeep_hours for decision in blueprint.decisions)
    listed = sum(one.hours for one in review.upkeep)
    for name, hours in (("decisions", decided), ("technologies", listed)):
        if not math.isclose(hours, review.hours, abs_tol=_SLACK):
            yield f"Upkeep is {review.hours:g} hours, but that of the {name} is {hours:g}."


def leaving_is_of_the_stack(blueprint: Blueprint) -> Iterator[str]:
    """What leaving takes is said of each technology of the stack, and of no other."""
    said = [one.technology for one in blueprint.stack_review.leaving]
    if not said:
        return
    stack = technology_names(blueprint)
    for name in strangers(said, stack):
        yield f"Leaving “{name}” is weighed, which is not in the stack."
    for name in strangers((entry.technology for entry in blueprint.stack), set(said)):
        yield f"What leaving “{name}” takes is not said."


def _ages(blueprint: Blueprint) -> list[Age]:
    return [metric.age for metric in blueprint.success_metrics if metric.age is not None]


RULES = (
    ages_add_up,
    ages_belong_to_use_cases,
    missed_ages_are_asked,
    history_is_of_dimensions,
    fates_name_decisions,
    upkeep_adds_up,
    leaving_is_of_the_stack,
)
