"""Who pays for what: the estimate split over the use cases.

What serves a kind of use case alone is its own; the rest is split evenly, since every use
case needs the platform. The parts add up to the total to the cent.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_DOWN, Decimal
from typing import Final

from data_platform.advisor.needs import Needs
from data_platform.advisor.sources import UseCaseNeed
from data_platform.advisor.stack import Design
from data_platform.blueprint.model import CostLine, UseCaseCost
from data_platform.catalog import Catalogue
from data_platform.catalog.billing import CENT

#: Needs that serve what must be fresher than small batches are.
LIVE: Final = ("event_log", "stream_processing")


def by_use_case(
    design: Design, billed: Sequence[tuple[CostLine, str]], total: Decimal
) -> list[UseCaseCost]:
    """What each use case costs a month. billed: each line with the need that it serves."""
    needs, catalogue = design.needs, design.catalogue
    own = dict.fromkeys(range(len(needs.use_cases)), Decimal(0))
    shared = Decimal(0)
    for line, need in billed:
        of = _served_by(need, needs, catalogue)
        if not of:
            shared += line.amount
        for number in of:
            own[number] += line.amount / len(of)
    each = shared / len(needs.use_cases)
    exact = [own[number] + each for number in own]
    parts = [one.quantize(CENT, ROUND_DOWN) for one in exact]
    # What rounding leaves goes to the parts that lost most by it.
    left = int((total - sum(parts, Decimal(0))) / CENT)
    order = sorted(
        range(len(parts)), key=lambda at: (parts[at] - exact[at], needs.use_cases[at].name)
    )
    for at in order[:left]:
        parts[at] += CENT
    return [
        UseCaseCost(name=use.name, amount=parts[at], own=own[at].quantize(CENT, ROUND_DOWN))
        for at, use in enumerate(needs.use_cases)
    ]


def _served_by(need: str, needs: Needs, catalogue: Catalogue) -> list[int]:
    """The use cases that a need serves alone; none where it serves all."""
    if not need:
        return []
    found = [at for at, use in enumerate(needs.use_cases) if _serves(need, use, catalogue)]
    return found if len(found) < len(needs.use_cases) else []


def _serves(need: str, use: UseCaseNeed, catalogue: Catalogue) -> bool:
    if need in LIVE:
        return use.freshness < catalogue.constant("micro_batch_freshness")
    return need in catalogue.workloads[use.workload].wants
