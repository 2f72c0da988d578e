"""From `prices/` to the price book: what is known, what has no public price, and how old it is.

Amounts are `billing`'s work; what a person overrules is read in `own_prices`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from importlib.resources.abc import Traversable
from typing import Final, Literal, cast

from data_platform.catalog.facts import confidence, source
from data_platform.catalog.price import BookDate, Price, Unpriced
from data_platform.catalog.reading import Entry, read_yaml

PRICE_KEYS: Final = (
    "vendor",
    "service",
    "unit",
    "gb_is",
    "counts",
    "usd",
    "region",
    "effective",
    "source",
    "confidence",
    "note",
    "tiers",
)
#: How YAML writes that there is none.
NULLS: Final = frozenset({"null", "~"})
GIGABYTES: Final = ("GB", "GiB")
_FILE: Final = "price_book.yaml"


def read_prices(
    entries: Mapping[str, Entry],
) -> tuple[dict[str, Price], dict[str, Unpriced]]:
    """The prices by SKU, and what is known to have no public price. Raises BadCatalogue."""
    prices: dict[str, Price] = {}
    unpriced: dict[str, Unpriced] = {}
    for sku, one in entries.items():
        if one.text("usd") in NULLS:
            unpriced[sku] = _unpriced(one)
        else:
            prices[sku] = _price(one)
    return prices, unpriced


def read_book_date(root: Traversable) -> BookDate:
    """When the book was gone through, and when a price in it is old. Raises BadCatalogue."""
    one = Entry(_FILE, _FILE, read_yaml(root, _FILE), ("as_of", "old_months"))
    as_of = one.text("as_of")
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", as_of):
        raise one.bad("as_of", "must be a date like 2026-11-25")
    return BookDate(as_of, int(one.decimal("old_months", Decimal(1))))


def read_tiers(one: Entry) -> tuple[tuple[Decimal | None, Decimal], ...]:
    """The tiers of a price: up to how much, at what rate. Raises BadCatalogue."""
    tiers: list[tuple[Decimal | None, Decimal]] = []
    for tier in one.entries("tiers", ("up_to", "usd")):
        if tiers and tiers[-1][0] is None:
            raise tier.bad("", "stands behind the tier without an end")
        end = tier.decimal("up_to") if tier.has("up_to") else None
        before = tiers[-1][0] if tiers else None
        if end is not None and before is not None and end <= before:
            raise tier.bad("up_to", f"must be above the tier before it, {before}")
        tiers.append((end, tier.decimal("usd")))
    if tiers and tiers[-1][0] is not None:
        raise one.bad("tiers", "the last tier must have no up_to")
    return tuple(tiers)


def _price(one: Entry) -> Price:
    unit = one.text("unit")
    gb_is = one.choice("gb_is", GIGABYTES, "meaning of GB", "GB")
    if one.has("gb_is") and not re.search(r"\b[GT]B\b", unit):
        raise one.bad("gb_is", f"says what GB is, of which “{unit}” does not speak")
    return Price(
        sku=one.key,
        vendor=one.text("vendor"),
        service=one.text("service"),
        unit=unit,
        usd=one.decimal("usd"),
        region=one.text("region"),
        effective=one.text("effective"),
        source=source(one),
        confidence=confidence(one),
        note=one.text("note", ""),
        tiers=read_tiers(one),
        gb_is=cast(Literal["GB", "GiB"], gb_is),
        counts=one.text("counts", ""),
    )


def _unpriced(one: Entry) -> Unpriced:
    if one.has("tiers"):
        raise one.bad("tiers", "there are none without a price")
    return Unpriced(
        sku=one.key,
        vendor=one.text("vendor"),
        service=one.text("service"),
        unit=one.text("unit"),
        region=one.text("region"),
        effective=one.text("effective"),
        source=source(one),
        confidence=confidence(one),
        note=one.text("note", ""),
    )
