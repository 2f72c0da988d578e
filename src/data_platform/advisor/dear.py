"""Where simplicity would be bought too dearly: a lower rung against the price of higher ones.

A lower rung is simpler only while it is not absurdly dear. What a rung costs is what its
technology adds to the bill for this need, at the 12-month load; the upkeep of the one above
is paid for in hours. Of technologies whose price is not known nothing is concluded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from data_platform.advisor.ladder import Choice, Demand, Situation, Step
from data_platform.advisor.pricing import amount, rules_of
from data_platform.advisor.words import say
from data_platform.catalog import Catalogue, Technology
from data_platform.interview.quantities import show_money


class Bill(NamedTuple):
    """What a technology adds a month where it serves a need: US dollars, and hours of upkeep."""

    price: float
    hours: float


def worth_its_price(
    step: Step,
    steps: Sequence[Step],
    demand: Demand,
    situation: Situation,
    chosen: Mapping[str, Choice],
) -> tuple[Step, dict[int, str]]:
    """The lowest rung that is not absurdly dear against one above it that holds, too.

    step: the lowest of `steps` that holds. Also what is said of each simpler rung that is too
    dear, by its level.
    """
    said: dict[int, str] = {}
    bill = _bill(step.technology, demand.need, situation, chosen)
    # Only what is dear at all is worth looking at what stands above it.
    while bill is not None and bill.price > situation.catalogue.constant("dear_least"):
        held = [one for one in steps[step.level + 1 :] if not one.reasons]
        bills = [(one, _bill(one.technology, demand.need, situation, chosen)) for one in held]
        known = [(one, other) for one, other in bills if other is not None]
        better = [pair for pair in known if is_dear(bill, pair[1], situation.catalogue)]
        if not better:
            break
        above, instead = better[0]
        said[step.level] = say(
            "decisions.dear",
            technology=step.technology.name,
            price=_whole(bill.price),
            instead=above.technology.name,
            other=_whole(instead.price),
            hours=f"{instead.hours:g}",
        )
        step, bill = known[0]
        for skipped, _ in bills[: bills.index(known[0])]:
            name = skipped.technology.name
            said[skipped.level] = say("decisions.price_unknown", technology=name)
    return step, said


def is_dear(bill: Bill, other: Bill, catalogue: Catalogue) -> bool:
    """Whether a price is several times, and far more than, that of another with its upkeep."""
    c = catalogue.constant
    whole = other.price + other.hours * c("upkeep_hour_worth")
    return bill.price > c("dear_times") * whole and bill.price - whole > c("dear_least")


def _bill(
    technology: Technology, need: str, situation: Situation, chosen: Mapping[str, Choice]
) -> Bill | None:
    """What a technology adds where it serves a need; None where its price is not known."""
    needs, catalogue = situation.needs, situation.catalogue
    if technology.stands_for in chosen:
        return Bill(0.0, 0.0)
    # What it does for another need already is paid.
    serves = [other for other, choice in chosen.items() if choice.technology is technology]
    rules = rules_of(technology, need, needs.cloud)
    paid = [rule for other in serves for rule in rules_of(technology, other, needs.cloud)]
    if not technology.priced or not (rules or paid):
        return None
    left = [rule for rule in rules if rule not in paid]
    price = sum(amount(rule, situation.later, catalogue, needs.region) for rule in left)
    return Bill(price, 0.0 if serves else technology.upkeep_hours)


def _whole(price: float) -> str:
    return show_money(Decimal(round(price)))
