"""What an explanation of a line holds. Amounts and values are finished text; nothing is
found out here.
"""

from __future__ import annotations

from pydantic import Field

from data_platform.blueprint.model import Part


class Reason(Part):
    """A decision that stands behind the line."""

    title: str
    choice: str
    why: str
    rejected: list[str] = Field(default_factory=list)
    grow: str = ""
    overruled: str = ""


class RuleUsed(Part):
    """A rule in words, and where it is held."""

    rule: str
    module: str


class LimitHeld(Part):
    """A limit of the rung that was decided, and what it is held against."""

    of: str = Field(description="The ladder and its rung")
    metric: str
    value: str
    limit: str
    at_most: bool = Field(description="Whether the limit is the most; otherwise the least")
    source: str
    confidence: str


class Term(Part):
    """A quantity of the arithmetic: its value, and what it is made from."""

    name: str
    value: str
    formula: str = ""


class ConstantUsed(Part):
    """A number of the catalogue that the line moves with. effect: what its band does to it."""

    name: str
    value: str
    source: str
    confidence: str
    effect: str


class PriceUsed(Part):
    """The price behind an amount."""

    sku: str
    rate: str
    region: str
    effective: str
    source: str
    confidence: str
    note: str = ""


class Input(Part):
    """An answer or an assumption that the line moves with. effect: what another one gives."""

    key: str
    label: str
    value: str
    sure: str = Field(description="known, estimate, assumed, unknown, or not answered")
    effect: str
    reason: str = Field(default="", description="Why it is assumed so; empty for an answer")


class Explanation(Part):
    """Why a line says what it says, down to answers, assumptions, rule, formula and price."""

    key: str
    heading: str
    lines: list[str] = Field(description="The line as it stands in the blueprint")
    values: dict[str, str] = Field(description="The values on it, by their keys")
    rules: list[RuleUsed]
    decisions: list[Reason] = Field(default_factory=list)
    limits: list[LimitHeld] = Field(default_factory=list)
    arithmetic: list[Term] = Field(default_factory=list)
    prices: list[PriceUsed] = Field(default_factory=list)
    answers: list[Input] = Field(default_factory=list)
    assumptions: list[Input] = Field(default_factory=list)
    constants: list[ConstantUsed] = Field(default_factory=list)
