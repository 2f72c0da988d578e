"""Billing: quantity x rate = amount, tier by tier, and the total.

The one place where a price becomes money: the `price` command, the recomputed examples and the
costs of a design go through `steps`. Quantities as people write them are read in `amounts`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from data_platform.catalog.model import Catalogue
from data_platform.catalog.price import Price, RegionFactor

CENT: Final = Decimal("0.01")
#: The last decimal place of a very small amount.
SMALLEST: Final = -12
US: Final = "us"


@dataclass(frozen=True)
class Tier:
    """A part of a quantity and its rate. above, up_to: the tier, None where it has no end."""

    quantity: Decimal
    rate: Decimal
    above: Decimal = Decimal(0)
    up_to: Decimal | None = None

    @property
    def words(self) -> str:
        """“first 51,200”, “51,200 to 512,000”, “above 512,000”; empty where all is one tier."""
        if self.up_to is None:
            return f"above {self.above:,f}" if self.above else ""
        if not self.above:
            return f"first {self.up_to:,f}"
        return f"{self.above:,f} to {self.up_to:,f}"


@dataclass(frozen=True)
class Line:
    """One line of a bill. factor: what the list rate was multiplied by for the region, if it was.

    rate: with that factor. amount: rounded to the cent, below 1 to four digits; what it counts is
    `price.counts`, US dollars where that is empty.
    """

    price: Price
    tier: Tier
    rate: Decimal
    amount: Decimal
    factor: RegionFactor | None = None


@dataclass(frozen=True)
class Bill:
    """Lines, and their sum: in US dollars, and by what else is counted (credits, DBU)."""

    lines: tuple[Line, ...]

    @property
    def amount(self) -> Decimal:
        """The sum of all lines, whatever they count."""
        return sum((line.amount for line in self.lines), Decimal(0))

    @property
    def total(self) -> Decimal:
        """The sum of the lines in US dollars."""
        return sum((line.amount for line in self.lines if not line.price.counts), Decimal(0))

    @property
    def counted(self) -> dict[str, Decimal]:
        """The sums of what is no money, by what is counted."""
        sums: dict[str, Decimal] = {}
        for line in self.lines:
            if line.price.counts:
                sums[line.price.counts] = sums.get(line.price.counts, Decimal(0)) + line.amount
        return sums


def tiers(price: Price, quantity: Decimal) -> Iterator[tuple[Decimal, Decimal]]:
    """A quantity split over a price's tiers: (quantity, rate) of each."""
    for tier in steps(price, quantity):
        yield tier.quantity, tier.rate


def steps(price: Price, quantity: Decimal) -> Iterator[Tier]:
    """A quantity split over a price's tiers; whole at the first rate if it is not above 0."""
    if not price.tiers or quantity <= 0:
        yield Tier(quantity, price.tiers[0][1] if price.tiers else price.usd)
        return
    below = Decimal(0)
    for upper, rate in price.tiers:
        part = quantity - below if upper is None else min(quantity, upper) - below
        if part > 0:
            yield Tier(part, rate, below, upper)
        if upper is None or quantity <= upper:
            return
        below = upper


def bill(catalogue: Catalogue, quantities: Mapping[str, Decimal], region: str = "") -> Bill:
    """What quantities cost, by SKU, each in the unit of its price.

    region: one of the interview, for which list prices of the US are multiplied by what is known
    for it; as listed if empty. Raises KeyError for a SKU without a price.
    """
    return Bill(
        tuple(
            line
            for sku, quantity in quantities.items()
            for line in lines_of(catalogue, sku, quantity, region)
        )
    )


def lines_of(catalogue: Catalogue, sku: str, quantity: Decimal, region: str = "") -> Iterator[Line]:
    """The lines of one SKU: one for each tier that the quantity reaches."""
    price = catalogue.prices[sku]
    factor = catalogue.price_factor(sku, region) if region not in ("", US) else None
    for tier in steps(price, quantity):
        rate = tier.rate * factor.value if factor else tier.rate
        yield Line(price, tier, rate, rounded(tier.quantity * rate), factor)


def rounded(amount: Decimal) -> Decimal:
    """An amount to the cent, below 1 to four digits."""
    if abs(amount) >= 1:
        return amount.quantize(CENT, ROUND_HALF_UP)
    digits = Decimal(1).scaleb(max(amount.adjusted() - 3, SMALLEST)) if amount else CENT
    return amount.quantize(digits, ROUND_HALF_UP)
