"""How many machines a self-run technology keeps running, and the hours that they take.

What a technology takes by itself is in the catalogue; each machine beyond the first few adds
to it. What machines cost is in `pricing`.
"""

from __future__ import annotations

from decimal import Decimal

from data_platform.advisor.pricing import factor_value, rules_of
from data_platform.advisor.sizing import Load
from data_platform.catalog import Catalogue, Technology


def machines(technology: Technology, need: str, cloud: str, load: Load) -> float:
    """The machines that run all month where a technology serves a need; 0 where it has none."""
    total = Decimal(0)
    for rule in rules_of(technology, need, cloud):
        if rule.shape and not rule.by_use:
            count = Decimal(1)
            for factor in rule.quantity:
                if factor.driver != "hours_month":
                    count *= factor_value(factor, load)
            total += count
    return float(total)


def upkeep_of(
    technology: Technology, need: str, cloud: str, load: Load, catalogue: Catalogue
) -> float:
    """Hours a month that a technology takes, to half an hour: its own, and those of its fleet."""
    c = catalogue.constant
    beyond = machines(technology, need, cloud, load) - c("machines_included")
    fleet = max(0.0, beyond) * c("upkeep_per_machine")
    return technology.upkeep_hours + round(fleet * 2) / 2
