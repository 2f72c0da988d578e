"""Pricing: the arithmetic of one cost rule, quantity x rate = amount, tier by tier."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Final

from data_platform.advisor.scenarios import Scenario
from data_platform.advisor.sizing import Load
from data_platform.advisor.words import say
from data_platform.blueprint.model import CostLine
from data_platform.catalog import (
    BookDate,
    Catalogue,
    Confidence,
    CostRule,
    Factor,
    Price,
    Technology,
)
from data_platform.catalog.billing import CENT, US, Line, lines_of, tiers
from data_platform.catalog.price import age_in_words

#: How sure prices are that are named as weak.
WEAK: Final[tuple[Confidence, ...]] = ("low", "assumption")
_CENTS, _MILLS, _TENTHS = Decimal("0.01"), Decimal("0.001"), Decimal("0.0001")
#: Bytes of the sizes that loads (GB, TB) and prices are counted in.
_BYTES: Final = {"GB": 10**9, "TB": 10**12, "GiB": 2**30, "TiB": 2**40}


def priced(
    rule: CostRule, technology: str, drivers: Load, catalogue: Catalogue, region: str = US
) -> Iterator[CostLine]:
    """The lines of one cost rule: one for each tier of its price; none where it is nothing.

    region: one of the interview; list prices of the US are multiplied by what is known for it.
    """
    quantity, formula = quantity_of(rule, drivers, catalogue)
    price = catalogue.prices[rule.sku]
    for line in lines_of(catalogue, rule.sku, quantity, region):
        part = line.tier.quantity
        amount = (part * line.rate).quantize(CENT, ROUND_HALF_UP)
        if amount:
            yield CostLine(
                component=rule.component,
                technology=technology,
                item=rule.item,
                quantity=part,
                unit=counted(_unit(price.billed_unit), part),
                rate=line.rate,
                amount=amount,
                formula=formula if part == quantity else say("cost.tier", formula=formula),
                sku=price.sku,
                priced=_reference(price, catalogue.book) + _regional(line),
            )


def amount(
    rule: CostRule,
    drivers: Load,
    catalogue: Catalogue,
    region: str = US,
    scenario: Scenario = "likely",
) -> float:
    """What one cost rule comes to a month, in US dollars, without the words of its lines.

    In the low and the high case what is unsure of the rate counts too: the band of the region's
    factor, and that of prices that are weakly sourced.
    """
    quantity = quantity_in(rule, drivers, catalogue.prices[rule.sku].billed_unit)
    return float(quantity and rated(rule.sku, quantity, catalogue, region, scenario))


def rated(
    sku: str, quantity: Decimal, catalogue: Catalogue, region: str, scenario: Scenario = "likely"
) -> Decimal:
    """What a quantity of a SKU costs in a region and scenario, over all tiers."""
    price = catalogue.prices[sku]
    factor = catalogue.price_factor(sku, region) if region != US else None
    times = Decimal(1)
    if factor:
        times = {"low": factor.low, "high": factor.high}.get(scenario, factor.value)
    if scenario != "likely" and price.confidence in WEAK:
        weak = catalogue.constants["rate_band_weak"]
        times *= Decimal(str(weak.low if scenario == "low" else weak.high))
    return times * sum((part * rate for part, rate in tiers(price, quantity)), Decimal(0))


def monthly_price(
    technology: Technology,
    need: str,
    cloud: str,
    drivers: Load,
    catalogue: Catalogue,
    region: str = US,
) -> float:
    """What a technology costs a month where it serves a need, in US dollars."""
    rules = rules_of(technology, need, cloud)
    return sum(amount(rule, drivers, catalogue, region) for rule in rules)


def rules_of(technology: Technology, need: str, cloud: str) -> list[CostRule]:
    """What a technology is billed for on a cloud where it serves a need."""
    return [
        rule
        for rule in technology.costs
        if cloud in rule.clouds and (not rule.needs or need in rule.needs)
    ]


def quantity_in(rule: CostRule, drivers: Load, unit: str) -> Decimal:
    """The product of a rule's factors in the unit of its price."""
    total = Decimal(1)
    for factor in rule.quantity:
        total *= _factor(factor, drivers, unit)
    return _rounded(total)


def quantity_of(rule: CostRule, drivers: Load, catalogue: Catalogue) -> tuple[Decimal, str]:
    """The product of a rule's factors in the unit of its price, and how it came about."""
    unit = catalogue.prices[rule.sku].billed_unit
    total, parts = Decimal(1), []
    for factor in rule.quantity:
        value = _factor(factor, drivers, unit)
        total *= value
        parts.append(_written(factor, value, unit, drivers, catalogue, len(rule.quantity) == 1))
    return _rounded(total), " x ".join(parts) or "1"


@lru_cache(maxsize=1024)
def conversion(driver: str, unit: str) -> Decimal:
    """What a driver is multiplied by to be counted in a price's unit: GB to GiB or TB.

    A driver counts bytes where its name has gb or tb in it, a price where its unit begins
    with a size (“GiB-month”, “TB”). 1 where either counts something else.
    """
    loaded = [_BYTES[part] for part in driver.upper().split("_") if part in _BYTES]
    billed = _BYTES.get(unit.partition("-")[0])
    return Decimal(loaded[0]) / billed if loaded and billed else Decimal(1)


def counted(words: str, number: Decimal) -> str:
    """The words that follow a number: “(s)” in them is an s, and nothing after 1."""
    return words.replace("(s)", "" if number == 1 else "s")


def _unit(unit: str) -> str:
    """A price's unit with “(s)” where it has a plural: “GB-month(s)”, but “TB” and “DBU”."""
    last = re.split("[ -]", unit)[-1]
    return f"{unit}(s)" if last.islower() and not last.endswith("s") else unit


def _reference(price: Price, book: BookDate) -> str:
    """Where and when a price was seen, how sure it is, and how old where it is old."""
    if price.own:
        return say(
            "cost.priced_own", vendor=price.vendor, date=price.effective, source=price.source
        )
    months = price.months_old(book.as_of)
    old = months is not None and months >= book.old_months
    return say(
        f"cost.priced_{price.confidence}{'_old' if old else ''}",
        age=age_in_words(months),
        vendor=price.vendor,
        region=price.region,
        date=price.effective,
        source=price.source,
    )


def _regional(line: Line) -> str:
    """What the list rate was multiplied by for the region; empty if it was not."""
    if line.factor is None or line.factor.value == 1:
        return ""
    return say("cost.regional", list=f"{line.tier.rate:f}", factor=f"{line.factor.value:f}")


def _written(
    factor: Factor, value: Decimal, unit: str, drivers: Load, catalogue: Catalogue, alone: bool
) -> str:
    """A factor in words: “730 hours”, “5 (37.2 GB of memory, 8 each)”.

    A load stands in its own unit, whatever the price's is. alone: it is the whole quantity,
    which then stands before it.
    """
    if not factor.driver:
        return _plain(value)
    label = catalogue.drivers[factor.driver]
    if factor.each is None:
        value /= conversion(factor.driver, unit)
        return f"{_plain(value)} {counted(label, value)}"
    load = _load(factor, drivers)
    least = value > _stepped(load * conversion(factor.driver, unit), factor.each)
    return say(
        f"cost.steps{'_least' if least else ''}{'_alone' if alone else ''}",
        value=_plain(value),
        load=_plain(load),
        label=counted(label, load),
        each=_plain(factor.each),
    )


def factor_value(factor: Factor, drivers: Load) -> Decimal:
    """What a factor multiplies by, in the unit of its own load."""
    return _factor(factor, drivers, "")


def _factor(factor: Factor, drivers: Load, unit: str) -> Decimal:
    """What a factor multiplies by; a load is converted to the price's unit, then stepped."""
    if not factor.driver:
        return factor.number
    value = _load(factor, drivers) * conversion(factor.driver, unit)
    if factor.each is not None:
        value = _stepped(value, factor.each)
    if factor.least is not None:
        value = max(value, factor.least)
    return value


def _stepped(value: Decimal, each: Decimal) -> Decimal:
    """How many steps of a size hold a value."""
    return (value / each).to_integral_value("ROUND_CEILING")


def _load(factor: Factor, drivers: Load) -> Decimal:
    """A driver's value in its own unit."""
    return Decimal(str(round(drivers[factor.driver], 4)))


def _rounded(quantity: Decimal) -> Decimal:
    """A quantity as it is billed: to 0.01, below 10 to 0.001 and below 1 to 0.0001."""
    places = _CENTS if quantity >= 10 else _MILLS if quantity >= 1 else _TENTHS
    return quantity.quantize(places, ROUND_HALF_UP) + 0


def _plain(value: Decimal) -> str:
    """A number as it stands in a line: 4,733.46, 730, 0.25."""
    text = f"{_rounded(value):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
