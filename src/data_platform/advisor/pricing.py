"""Pricing: the arithmetic of one cost rule, quantity x rate = amount, tier by tier."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from data_platform.advisor.sizing import Load
from data_platform.advisor.words import say
from data_platform.blueprint.model import CostLine
from data_platform.catalog import Catalogue, CostRule, Factor, Price, Technology

CENT = Decimal("0.01")
#: Bytes of the sizes that loads (GB, TB) and prices are counted in.
_BYTES: Final = {"GB": 10**9, "TB": 10**12, "GiB": 2**30, "TiB": 2**40}


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
                unit=counted(_unit(price.unit), part),
                rate=rate,
                amount=amount,
                formula=formula if part == quantity else say("cost.tier", formula=formula),
                sku=price.sku,
                priced=_reference(price),
            )


def monthly_price(
    technology: Technology, need: str, cloud: str, drivers: Load, catalogue: Catalogue
) -> float:
    """What a technology costs a month where it serves a need, in US dollars."""
    return float(
        sum(
            line.amount
            for rule in technology.costs
            if cloud in rule.clouds and (not rule.needs or need in rule.needs)
            for line in priced(rule, technology.name, drivers, catalogue)
        )
    )


def quantity_of(rule: CostRule, drivers: Load, catalogue: Catalogue) -> tuple[Decimal, str]:
    """The product of a rule's factors in the unit of its price, and how it came about."""
    unit = catalogue.prices[rule.sku].unit
    total, parts = Decimal(1), []
    for factor in rule.quantity:
        value = _factor(factor, drivers, unit)
        total *= value
        parts.append(_written(factor, value, unit, drivers, catalogue, len(rule.quantity) == 1))
    return _rounded(total), " x ".join(parts) or "1"


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


def _reference(price: Price) -> str:
    """Where and when a price was seen, and how sure it is."""
    return say(
        f"cost.priced_{price.confidence}",
        vendor=price.vendor,
        region=price.region,
        date=price.effective,
        source=price.source,
    )


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
    places = "0.01" if quantity >= 10 else "0.001" if quantity >= 1 else "0.0001"
    return quantity.quantize(Decimal(places), ROUND_HALF_UP) + 0


def _plain(value: Decimal) -> str:
    """A number as it stands in a line: 4,733.46, 730, 0.25."""
    text = f"{_rounded(value):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


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
