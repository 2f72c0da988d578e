"""Two blueprints side by side: what is decided, what it costs and what is written otherwise.

The comparison is data; how it reads is in `templates/compare/`. Why a blueprint says what
it says, and how answers are compared, is not known here.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from difflib import unified_diff
from typing import Final, get_args

from pydantic import Field

from data_platform.blueprint import layout, markdown
from data_platform.blueprint.model import SECTIONS, Amount, Blueprint, Component, Decision, Part
from data_platform.blueprint.render import Block, check_page, fill, render_sections
from data_platform.interview.changes import Difference

_FILES: Final = {"text": "compare/comparison.txt.j2", "markdown": "compare/comparison.md.j2"}
#: The need whose choice is the architecture pattern.
_PATTERN: Final = "pattern"
#: Lines around a change that are shown with it.
_AROUND: Final = 1
#: Between changes that are apart.
_GAP: Final = "…"
#: A section's heading and its rule, which never differ.
_HEAD: Final = 2
#: Below these cells a table of amounts would break them.
_NARROW: Final = 60


class DecisionChange(Part):
    """A decision with another choice."""

    need: str
    title: str
    old: str = Field(description="The old choice; empty where nothing was to be decided")
    new: str = Field(description="The new choice; empty where nothing is to be decided")
    why: str = Field(description="The reason of the new choice")


class CostChange(Part):
    """One row of the costs, a month: a component, the total, or an end of its band."""

    name: str
    old: Amount
    new: Amount
    difference: Amount = Field(description="The new amount less the old one")


class CostComparison(Part):
    """The costs of both. The differences of the components add up to that of the total."""

    components: list[CostChange]
    total: CostChange
    low: CostChange
    high: CostChange

    @property
    def rows(self) -> list[CostChange]:
        """All of them in the order in which they are read."""
        return [*self.components, self.total, self.low, self.high]

    @property
    def differs(self) -> bool:
        """Whether any of them is not the same."""
        return any(row.difference for row in self.rows)


class PatternChange(Part):
    """Another architecture pattern."""

    old: str
    new: str


class TextChange(Part):
    """A section whose text differs. lines: a unified diff without its line numbers."""

    section: str
    heading: str
    lines: list[str]


class Comparison(Part):
    """What differs between two blueprints. pattern: None where it is the same."""

    pattern: PatternChange | None
    decisions: list[DecisionChange]
    cost: CostComparison
    text: list[TextChange]

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        return not (self.decisions or self.cost.differs or self.text)


def compare(
    old: Blueprint, new: Blueprint, width: int = 80, ascii_only: bool = False
) -> Comparison:
    """What differs between two blueprints.

    width, ascii_only: of the text whose changes are shown, as it will be rendered. Raises
    ValueError for a width that does not exist.
    """
    check_page("text", width)
    decisions = compare_decisions(old.decisions, new.decisions)
    pattern = next((one for one in decisions if one.need == _PATTERN), None)
    return Comparison(
        pattern=PatternChange(old=pattern.old, new=pattern.new) if pattern else None,
        decisions=decisions,
        cost=compare_cost(old, new),
        text=_text(old, new, width, ascii_only),
    )


def render_comparison(
    comparison: Comparison,
    answers: Sequence[Difference],
    old_name: str,
    new_name: str,
    form: str = "text",
    width: int = 80,
    ascii_only: bool = False,
) -> str:
    """A comparison as text, Markdown or JSON, ending with a newline.

    answers: what was answered differently. old_name, new_name: what the two are called.
    width, ascii_only: as they were for `compare`. Raises ValueError for a form or width
    that does not exist.
    """
    check_page(form, width)
    if form == "json":
        return _json(comparison, answers, old_name, new_name, ascii_only)
    values = {
        "comparison": comparison,
        "answers": answers,
        "old_name": old_name,
        "new_name": new_name,
        "narrow": form == "text" and width < _NARROW,
        "texts": [(one.heading, _block(one.lines, form)) for one in comparison.text],
    }
    return "\n".join(fill(_FILES[form], values, form, width, ascii_only)) + "\n"


def _json(
    comparison: Comparison,
    answers: Sequence[Difference],
    old_name: str,
    new_name: str,
    ascii_only: bool,
) -> str:
    value = {
        "old": old_name,
        "new": new_name,
        "same": comparison.same and not answers,
        "answers": [
            {"key": one.key, "label": one.label, "old": one.old, "new": one.new} for one in answers
        ],
        **comparison.model_dump(mode="json"),
    }
    return json.dumps(value, indent=2, ensure_ascii=ascii_only) + "\n"


def _block(lines: Sequence[str], form: str) -> Block:
    """Lines of rendered text, which are clean already."""
    text = "\n".join(lines)
    return Block(markdown.fence(text, "diff") if form == "markdown" else text)


# -- decisions -------------------------------------------------------------------


def compare_decisions(old: Sequence[Decision], new: Sequence[Decision]) -> list[DecisionChange]:
    """The decisions that differ, in the new order, and then those that are gone."""
    before, after = _by_need(old), _by_need(new)
    found = []
    for key in [*after, *(key for key in before if key not in after)]:
        was, now = before.get(key), after.get(key)
        either = now or was
        if either is None or (was and now and was.choice == now.choice):
            continue
        found.append(
            DecisionChange(
                need=either.need,
                title=either.title,
                old=was.choice if was else "",
                new=now.choice if now else "",
                why=now.why if now else "",
            )
        )
    return found


def _by_need(decisions: Sequence[Decision]) -> dict[tuple[str, int], Decision]:
    """Each decision by its need, and by how many of that need come before it."""
    found: dict[tuple[str, int], Decision] = {}
    for decision in decisions:
        number = sum(need == decision.need for need, _ in found)
        found[decision.need, number] = decision
    return found


# -- cost ------------------------------------------------------------------------


def compare_cost(old: Blueprint, new: Blueprint) -> CostComparison:
    """The costs of two blueprints side by side."""

    def row(name: str, field: str) -> CostChange:
        was: Decimal = getattr(old.cost, field)
        now: Decimal = getattr(new.cost, field)
        return CostChange(name=name, old=was, new=now, difference=now - was)

    return CostComparison(
        components=[row(name, name.lower()) for name in get_args(Component)],
        total=row("TOTAL", "total"),
        low=row("Low", "low"),
        high=row("High", "high"),
    )


# -- text ------------------------------------------------------------------------


def _text(old: Blueprint, new: Blueprint, width: int, ascii_only: bool) -> list[TextChange]:
    # A cell is left free for the sign of what came and what went.
    before = render_sections(old, width, ascii_only, margin=1)
    after = render_sections(new, width, ascii_only, margin=1)
    found = []
    for name, heading in SECTIONS.items():
        lines = _changed(before[name][_HEAD:], after[name][_HEAD:], ascii_only)
        if lines:
            found.append(TextChange(section=name, heading=heading, lines=lines))
    return found


def _changed(old: Sequence[str], new: Sequence[str], ascii_only: bool) -> list[str]:
    """The changed lines of a section and those around them, each with its sign."""
    parts: list[list[str]] = []
    for number, line in enumerate(unified_diff(old, new, n=_AROUND, lineterm="")):
        if line.startswith("@@"):
            parts.append([])
        elif number > 1:
            parts[-1].append(line.rstrip())
    gap = layout.to_ascii(_GAP) if ascii_only else _GAP
    # A blank line around a change says nothing.
    text = f"\n{gap}\n".join("\n".join(part).strip("\n") for part in parts)
    return text.split("\n") if parts else []
