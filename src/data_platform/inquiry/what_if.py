"""What if some answers were others: what changes in the design and in its cost.

Nothing is stored: two designs are compared. How assignments are read is in `relative` and
`interview.assignments`; how the difference is told, in `what_if_text`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from data_platform.advisor.compose import design
from data_platform.blueprint.compare import CostComparison, DecisionChange
from data_platform.blueprint.model import Blueprint
from data_platform.catalog import Catalogue
from data_platform.inquiry.outcomes import PATTERN, difference
from data_platform.inquiry.relative import taken
from data_platform.interview.changes import Difference, differences
from data_platform.interview.notebook import Entry, Notebook


@dataclass(frozen=True)
class Exchange:
    """Something that is another thing then; empty where there is none. what: of what it is said."""

    what: str
    old: str
    new: str


@dataclass(frozen=True)
class WhatIf:
    """What other answers would change.

    entries: the answers as they would be. meant: how assignments in times were understood.
    answers: which answers differ. pattern: None where it is the same. components: those with
    another technology, of so many `parts`. methods: the sources that are read otherwise.
    upkeep: hours a month before and after. asked, settled: open questions that come and go.
    sections: the headings of the parts of the blueprint that read otherwise.
    """

    entries: Mapping[str, Entry]
    meant: tuple[str, ...]
    answers: tuple[Difference, ...]
    pattern: DecisionChange | None
    components: tuple[DecisionChange, ...]
    methods: tuple[Exchange, ...]
    cost: CostComparison
    parts: int
    upkeep: tuple[float, float]
    asked: tuple[str, ...]
    settled: tuple[str, ...]
    sections: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether the design and its cost stay what they are."""
        return not (self.components or self.pattern or self.methods or self.cost.differs)


def what_if(
    notebook: Notebook,
    written: Iterable[str],
    catalogue: Catalogue,
    before: Blueprint | None = None,
) -> WhatIf:
    """What assignments would change. Raises BadAnswers with everything that is wrong in them.

    before: the blueprint of the notebook, where it is there already.
    """
    entries, meant = taken(notebook, written, catalogue)
    other = Notebook(entries)
    old = before or design(notebook.answers(), catalogue)
    new = design(other.answers(), catalogue)
    moved = difference(old, new)
    stood, asked = (_questions(one) for one in (old, new))
    return WhatIf(
        entries=entries,
        meant=tuple(meant),
        answers=tuple(differences(notebook, other)),
        pattern=next((one for one in moved.decisions if one.need == PATTERN), None),
        components=tuple(one for one in moved.decisions if one.need != PATTERN),
        methods=_methods(old, new),
        cost=moved.cost,
        parts=moved.parts,
        upkeep=(_upkeep(old), _upkeep(new)),
        asked=tuple(said for key, said in asked.items() if key not in stood),
        settled=tuple(said for key, said in stood.items() if key not in asked),
        sections=moved.sections,
    )


def _methods(old: Blueprint, new: Blueprint) -> tuple[Exchange, ...]:
    """The sources that are read in another way or with another tool."""
    before, after = ({one.source: _how(one) for one in each.ingestion} for each in (old, new))
    return tuple(
        Exchange(source, before.get(source, ""), after.get(source, ""))
        for source in dict.fromkeys((*after, *before))
        if before.get(source) != after.get(source)
    )


def _how(one: Any) -> str:
    return f"{one.method} with {one.tool}"


def _questions(blueprint: Blueprint) -> dict[str, str]:
    """The open questions by what they are of: what is assumed may read otherwise."""
    return {one.key or one.question: one.question for one in blueprint.open_questions}


def _upkeep(blueprint: Blueprint) -> float:
    return sum(one.upkeep_hours for one in blueprint.decisions)
