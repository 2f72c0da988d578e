"""DECISIONS: what was chosen, why, what was rejected and when to grow."""

from __future__ import annotations

from data_platform.advisor.ladder import Choice
from data_platform.advisor.pattern import label
from data_platform.advisor.stack import Design
from data_platform.advisor.words import say
from data_platform.blueprint.model import Decision


def decisions(design: Design) -> list[Decision]:
    """The pattern first, then each need in the order in which it was decided."""
    return [_pattern(design), *(_of(choice) for choice in design.choices.values())]


def _pattern(design: Design) -> Decision:
    pattern = design.pattern
    derived = " + ".join(label(one) for one in pattern.derived)
    differs = set(pattern.ids) != set(pattern.derived)
    return Decision(
        need="pattern",
        title=say("decisions.pattern"),
        choice=pattern.title,
        why=pattern.why,
        rejected=list(pattern.rejected),
        grow=pattern.grow,
        overruled=say("decisions.overruled", technology=derived) if differs else "",
        sources=[say("pattern.source")],
    )


def _of(choice: Choice) -> Decision:
    why = choice.why
    if choice.broken:
        why = say("decisions.broken", why=why, broken="; ".join(choice.broken))
    return Decision(
        need=choice.need,
        title=choice.ladder.title,
        choice=choice.technology.name,
        why=why,
        rejected=list(choice.rejected),
        grow=choice.grow,
        upkeep_hours=choice.upkeep,
        overruled=choice.overruled,
        sources=list(choice.sources),
    )
