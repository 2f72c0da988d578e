"""A price and what belongs to it: what has none, how old it is, what it is elsewhere.

Reading YAML is `price_book`'s work, amounts are `billing`'s.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Final, Literal

Confidence = Literal["high", "medium", "low", "assumption"]

#: The cloud of the interview that a vendor's prices belong to.
CLOUD_OF_VENDOR: Final = {"AWS": "aws", "Azure": "azure", "GCP": "gcp"}

_IN_US: Final = re.compile(r"\bus\b|\b(east|west|central)us\d?\b", re.IGNORECASE)
_DATE: Final = re.compile(r"\b(20\d\d)(?:-(0[1-9]|1[0-2]))?")


@dataclass(frozen=True)
class Price:
    """A dated price of a SKU, in US dollars per unit.

    gb_is: what the vendor means by GB in the unit, 10^9 or 2^30 bytes; TB goes with it.
    counts: what the rate counts where that is no money: credits, DBU. tiers: up to how much in
    all, at what rate; the last has no end. list_usd: the public rate, where `usd` is a person's
    own. own: the date of the file that says so.
    """

    sku: str
    vendor: str
    service: str
    unit: str
    usd: Decimal
    region: str
    effective: str
    source: str
    confidence: Confidence
    note: str = ""
    tiers: tuple[tuple[Decimal | None, Decimal], ...] = ()
    gb_is: Literal["GB", "GiB"] = "GB"
    counts: str = ""
    list_usd: Decimal | None = None
    own: str = ""

    @cached_property
    def in_us(self) -> bool:
        """Whether it is the price of a region in the US, not of another one or of all."""
        return _IN_US.search(self.region) is not None

    @cached_property
    def billed_unit(self) -> str:
        """The unit, its size as the vendor counts it: “GiB-month” where it means that."""
        size, dash, rest = self.unit.partition("-")
        binary = {"GB": "GiB", "TB": "TiB"} if self.gb_is == "GiB" else {}
        return f"{binary.get(size, size)}{dash}{rest}"

    def months_old(self, at: str) -> int | None:
        """How many months lie between its date and another one; None where it has no date."""
        return months_between(self.effective, at)


@dataclass(frozen=True)
class Unpriced:
    """A SKU that is known to have no public price; nothing can be computed from it."""

    sku: str
    vendor: str
    service: str
    unit: str
    region: str
    effective: str
    source: str
    confidence: Confidence
    note: str = ""


@dataclass(frozen=True)
class RegionFactor:
    """What list prices in a region are multiplied by, against those in the US.

    seller: a cloud of the interview, or a vendor by its name. low, high: the band over the
    seller's regions there and over its services.
    """

    seller: str
    region: str
    value: Decimal
    low: Decimal
    high: Decimal
    source: str
    confidence: Confidence


@dataclass(frozen=True)
class BookDate:
    """Of when the prices are.

    as_of: when they were last gone through, a date. old_months: from what age on one is old.
    """

    as_of: str = ""
    old_months: int = 12


def year_month(text: str) -> tuple[int, int] | None:
    """The first year and month in a text: “2024-07 (unchanged)”, “2026-10-07”; of “2024” January.

    None where there is no year, as in “undated”.
    """
    found = _DATE.search(text)
    return (int(found[1]), int(found[2] or 1)) if found else None


def months_between(earlier: str, later: str) -> int | None:
    """Whole months from the first date in one text to that in another, at least 0."""
    begin, end = year_month(earlier), year_month(later)
    if begin is None or end is None:
        return None
    return max(0, (end[0] - begin[0]) * 12 + end[1] - begin[1])


def age_in_words(months: int | None) -> str:
    """“new”, “5 months old”, “2 years old”; “undated” for None."""
    if months is None:
        return "undated"
    if months < 1:
        return "new"
    years, rest = divmod(months, 12)
    if months < 24:
        return f"{months} month{'s' if months > 1 else ''} old"
    return f"{years} years old" if not rest else f"{years} years {rest} months old"
