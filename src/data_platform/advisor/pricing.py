"""Pricing: the arithmetic of one cost rule, quantity x rate = amount, tier by tier."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from data_platform.advisor.sizing import Load
from data_platform.advisor.words import say
from data_platform.blueprint.model import CostLine
from data_platform.catalog import Catalogue, CostRule, Factor, Price
from data_platform.interview.quantities import trim

CENT = Decimal("0.01")


def priced(
    rule: CostRule, technology: str, drivers: Load, catalogue: Catalogue
) -> Iterator[CostLine]:
    """The lines of one cost rule: one for each tier of its price; none where it is nothing."""
    quantity, formula = quantity_of(rule, drivers, catalogue)
    price = catalogue.prices[rule.sku]
    for part, rate in tiers(price, quantity):
        amount = (part * rate).quantize(CENT, ROUND_HALF_UP)
        if amount:
            yield CostLine(
                component=rule.component,
                technology=technology,
                item=rule.item,
                quantity=part,
                unit=price.unit,
                rate=rate,
                amount=amount,
                formula=formula,
                sku=price.sku,
                priced=say(
                    "cost.priced",
                    vendor=price.vendor,
                    region=price.region,
                    date=price.effective,
                    source=price.source,
                    confidence=price.confidence,
                ),
            )


def quantity_of(rule: CostRule, drivers: Load, catalogue: Catalogue) -> tuple[Decimal, str]:
    """The product of a rule's factors, and how it came about."""
    total, parts = Decimal(1), []
    for factor in rule.quantity:
        value = _factor(factor, drivers)
        total *= value
        parts.append(_written(factor, value, drivers, catalogue))
    return total.quantize(Decimal("0.0001"), ROUND_HALF_UP) + 0, " x ".join(parts) or "1"


def _written(factor: Factor, value: Decimal, drivers: Load, catalogue: Catalogue) -> str:
    """A factor in words: “730 hours”, “5 (37.2 GB of memory, 8 each)”."""
    if not factor.driver:
        return _plain(value)
    label = catalogue.drivers[factor.driver]
    if factor.each is None:
        return f"{_plain(value)} {label}"
    load = _plain(Decimal(str(drivers[factor.driver])))
    return say("cost.steps", value=_plain(value), load=load, label=label, each=_plain(factor.each))


def _factor(factor: Factor, drivers: Load) -> Decimal:
    if not factor.driver:
        return factor.number
    value = Decimal(str(round(drivers[factor.driver], 4)))
    if factor.each is not None:
        value = (value / factor.each).to_integral_value("ROUND_CEILING")
    if factor.least is not None:
        value = max(value, factor.least)
    return value


def _plain(value: Decimal) -> str:
    return trim(value, 4)


def tiers(price: Price, quantity: Decimal) -> Iterator[tuple[Decimal, Decimal]]:
    """A quantity split over a price's tiers: (quantity, rate) of each."""
    if not price.tiers:
        yield quantity, price.usd
        return
    below = Decimal(0)
    for upper, rate in price.tiers:
        part = quantity - below if upper is None else min(quantity, upper) - below
        if part > 0:
            yield part, rate
        if upper is None or quantity <= upper:
            return
        below = upper
