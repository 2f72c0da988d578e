"""Checks of the arithmetic: amounts, sums, the total, its band, the shares of use cases."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from data_platform.blueprint.model import Blueprint, Cost

_CENT: Final = Decimal("0.01")


def cost_lines_are_right(blueprint: Blueprint) -> Iterator[str]:
    """Each line's amount is its quantity x its rate, rounded to cents."""
    for line in blueprint.cost.lines:
        right = (line.quantity * line.rate).quantize(_CENT, ROUND_HALF_UP)
        if line.amount != right:
            yield (
                f"Cost line “{line.item}” says {line.amount:f}, "
                f"but {line.quantity:f} x {line.rate:f} is {right:f}."
            )


def cost_components_are_sums(blueprint: Blueprint) -> Iterator[str]:
    """Each component is the sum of its lines."""
    for component, stated in _components(blueprint.cost).items():
        lines = [line.amount for line in blueprint.cost.lines if line.component == component]
        if (right := sum(lines, Decimal(0))) != stated:
            yield f"{component} costs {stated:f}, but its lines add up to {right:f}."


def cost_total_is_sum(blueprint: Blueprint) -> Iterator[str]:
    """The total is the sum of the four components."""
    right = sum(_components(blueprint.cost).values(), Decimal(0))
    if blueprint.cost.total != right:
        yield f"The total is {blueprint.cost.total:f}, but the components add up to {right:f}."


def cost_band_holds_total(blueprint: Blueprint) -> Iterator[str]:
    """The total lies between low and high."""
    cost = blueprint.cost
    if not cost.low <= cost.total <= cost.high:
        yield f"The total {cost.total:f} is not between {cost.low:f} and {cost.high:f}."


def cost_use_cases_are_total(blueprint: Blueprint) -> Iterator[str]:
    """What the use cases cost adds up to the total, and none has more of its own than in all."""
    cost = blueprint.cost
    parts = sum((use.amount for use in cost.use_cases), Decimal(0))
    if cost.use_cases and parts != cost.total:
        yield f"The use cases cost {parts:f} together, but the total is {cost.total:f}."
    for use in cost.use_cases:
        if not 0 <= use.own <= use.amount:
            yield f"“{use.name}” costs {use.amount:f}, but {use.own:f} of it are its own."


def _components(cost: Cost) -> dict[str, Decimal]:
    return {
        "Storage": cost.storage,
        "Compute": cost.compute,
        "Egress": cost.egress,
        "Tools": cost.tools,
    }


RULES = (
    cost_lines_are_right,
    cost_components_are_sums,
    cost_total_is_sum,
    cost_band_holds_total,
    cost_use_cases_are_total,
)
