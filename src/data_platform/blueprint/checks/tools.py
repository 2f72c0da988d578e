"""Checks that the stack holds every tool that a section names, and each for a requirement."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from data_platform.blueprint.checks.names import technology_names
from data_platform.blueprint.model import Blueprint

#: What cost lines name when they belong to no technology, and decisions that choose none.
PLATFORM: Final = "Platform"
NOT_NEEDED: Final = "not needed"
#: The decision whose choice is an architecture pattern, not a technology.
PATTERN: Final = "pattern"


def tools_are_in_stack(blueprint: Blueprint) -> Iterator[str]:
    """Each tool that a section names is a technology of the stack."""
    stack = technology_names(blueprint)
    named = [
        *((f"Ingestion of “{entry.source}”", entry.tool) for entry in blueprint.ingestion),
        *((f"Pipeline “{entry.pipeline}”", entry.tool) for entry in blueprint.transformation),
        *((f"Flow “{flow.name}”", flow.orchestration) for flow in blueprint.flows),
        *(
            (f"Governance of {row.aspect}", tool)
            for row in blueprint.governance
            for tool in row.tools
        ),
    ]
    for where, tool in named:
        if tool not in stack:
            yield f"{where} uses “{tool}”, which is not in the stack."


def stack_serves(blueprint: Blueprint) -> Iterator[str]:
    """Each technology of the stack serves a requirement."""
    for entry in blueprint.stack:
        if not any(need.strip() for need in entry.serves):
            yield f"“{entry.technology}” ({entry.layer}) serves no requirement."


def cost_is_of_stack(blueprint: Blueprint) -> Iterator[str]:
    """Each cost line is of a technology of the stack, or of the platform as a whole."""
    known = technology_names(blueprint) | {PLATFORM}
    for line in blueprint.cost.lines:
        if line.technology not in known:
            yield f"Cost line “{line.item}” is of “{line.technology}”, which is not in the stack."


def decisions_are_in_stack(blueprint: Blueprint) -> Iterator[str]:
    """What a decision chose is in the stack, unless it is not needed or is the pattern."""
    stack = technology_names(blueprint)
    for decision in blueprint.decisions:
        free = decision.need == PATTERN or decision.choice.casefold().startswith(NOT_NEEDED)
        if not free and decision.choice not in stack:
            yield f"“{decision.title}” chose “{decision.choice}”, which is not in the stack."


RULES = (
    tools_are_in_stack,
    stack_serves,
    cost_is_of_stack,
    decisions_are_in_stack,
)
