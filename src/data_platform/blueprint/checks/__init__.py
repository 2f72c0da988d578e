"""The checks that a blueprint's sections agree: one small function for each rule.

Each yields a plain message that names what disagrees. Nothing is repaired here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from data_platform.blueprint.checks import governance, money, paths, review, shape, tools
from data_platform.blueprint.model import Blueprint

Rule = Callable[[Blueprint], Iterator[str]]

RULES: Final[tuple[Rule, ...]] = (
    *paths.RULES,
    *tools.RULES,
    *shape.RULES,
    *review.RULES,
    *governance.RULES,
    *money.RULES,
)


def check(blueprint: Blueprint) -> list[str]:
    """What disagrees in a blueprint, as messages; empty if nothing does."""
    return [message for rule in RULES for message in rule(blueprint)]
