"""A person's own prices: rates and discounts that overrule the price book.

Pure: from a catalogue and a text to a catalogue. Where the file is, the settings know.

    date: 2026-11-01                # of the contract; else the file's own
    s3_standard: {usd: 0.019, note: "enterprise agreement"}
    snowflake_credit_enterprise: 2.55
    discount:
      AWS: 12 %
      pbi_pro: 20 %
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from data_platform.catalog.model import Catalogue
from data_platform.catalog.price import Price, Unpriced, year_month
from data_platform.catalog.price_book import read_tiers
from data_platform.catalog.reading import BadCatalogue, Entry, parse_yaml, refuse_aliases
from data_platform.interview.kinds import nearest
from data_platform.interview.quantities import parse_percent

DATE: Final = "date"
DISCOUNT: Final = "discount"
#: The dearest rate that is taken seriously, in US dollars.
DEAREST: Final = Decimal(10**9)
_KEYS: Final = ("usd", "note", "tiers")


def with_own_prices(
    catalogue: Catalogue, text: str, file: str = "prices.yaml", dated: str = ""
) -> Catalogue:
    """The catalogue with a person's rates and discounts in place of the public ones.

    file, dated: the name and the date of the file, for what is said of a price. Raises
    BadCatalogue, which names file, key and what would be right.
    """
    refuse_aliases(text, file)
    loaded = parse_yaml(text, file)
    if not isinstance(loaded, dict):
        raise BadCatalogue(file, "", "must map SKUs to rates, like “s3_standard: {usd: 0.019}”")
    own = _Own(catalogue, file, _dated(loaded, file) or dated)
    prices = dict(catalogue.prices)
    for key, value in loaded.items():
        if key not in (DATE, DISCOUNT):
            prices[key] = own.rate(key, value)
    rated = {key for key in loaded if key not in (DATE, DISCOUNT)}
    for sku, percent in own.discounts(loaded.get(DISCOUNT, {}), rated).items():
        prices[sku] = own.reduced(prices[sku], percent)
    unpriced = {sku: one for sku, one in catalogue.unpriced.items() if sku not in prices}
    return replace(catalogue, prices=prices, unpriced=unpriced)


class _Own:
    """Reads the parts of one file."""

    def __init__(self, catalogue: Catalogue, file: str, dated: str) -> None:
        self.catalogue = catalogue
        self.file = file
        self.dated = dated
        self.known: Mapping[str, Price | Unpriced] = {**catalogue.prices, **catalogue.unpriced}

    def rate(self, sku: str, value: Any) -> Price:
        """The price of a SKU with a person's rate; it is final, wherever the platform is."""
        if sku not in self.known:
            near = nearest(sku, [*self.known, DISCOUNT, DATE])
            raise BadCatalogue(self.file, sku, f"is no SKU of the price book{near}")
        one = Entry(self.file, sku, {"usd": value} if isinstance(value, str) else value, _KEYS)
        of = self.known[sku]
        was = of.usd if isinstance(of, Price) else None
        tiers = read_tiers(one)
        usd = tiers[0][1] if tiers and not one.has("usd") else one.decimal("usd")
        if max(usd, *(rate for _, rate in tiers), usd) > DEAREST:
            raise one.bad("usd", f"must be at most {DEAREST:,} USD")
        return Price(
            sku=sku,
            vendor=of.vendor,
            service=of.service,
            unit=of.unit,
            usd=usd,
            region="any",
            effective=self.dated or "undated",
            source=f"own price, {self.file}",
            confidence="high",
            note=one.text("note", ""),
            tiers=tiers,
            gb_is=of.gb_is if isinstance(of, Price) else "GB",
            counts=of.counts if isinstance(of, Price) else "",
            list_usd=was,
            own=self.file,
        )

    def discounts(self, value: Any, rated: set[str]) -> dict[str, Decimal]:
        """The percentage of each SKU: its own, else that of its vendor; none where it is rated."""
        vendors = {one.vendor.casefold(): one.vendor for one in self.catalogue.prices.values()}
        if not isinstance(value, dict):
            problem = "must map vendors or SKUs to percentages, like {AWS: 12 %}"
            raise BadCatalogue(self.file, DISCOUNT, problem)
        one = Entry(self.file, DISCOUNT, value, tuple(value))
        by_vendor: dict[str, Decimal] = {}
        by_sku: dict[str, Decimal] = {}
        for key in one.value:
            percent = Decimal(str(one.parsed(key, lambda text: parse_percent(text, most=100))))
            if key in rated:
                raise one.bad(key, "has a rate of its own above; give either")
            if key in self.catalogue.unpriced:
                raise one.bad(key, "has no public price that a discount could be of; give a rate")
            if key in self.catalogue.prices:
                by_sku[key] = percent
            elif key.casefold() in vendors:
                by_vendor[vendors[key.casefold()]] = percent
            else:
                near = nearest(key, [*vendors.values(), *self.catalogue.prices])
                raise one.bad(key, f"is no vendor and no SKU of the price book{near}")
        of_vendors = {
            sku: by_vendor[price.vendor]
            for sku, price in self.catalogue.prices.items()
            if price.vendor in by_vendor and sku not in rated and not price.counts
        }
        return {**of_vendors, **by_sku}

    def reduced(self, price: Price, percent: Decimal) -> Price:
        """A list price less a discount; it still differs by region."""
        share = 1 - percent / 100
        said = f"list price less {percent.normalize():f} %"
        return replace(
            price,
            usd=price.usd * share,
            tiers=tuple((end, rate * share) for end, rate in price.tiers),
            effective=self.dated or price.effective,
            source=f"own price, {self.file}: {said}; list: {price.source}",
            list_usd=price.usd,
            own=self.file,
        )


def _dated(loaded: Mapping[str, Any], file: str) -> str:
    """The date that the file states; empty where it states none."""
    if DATE not in loaded:
        return ""
    said = Entry(file, file, loaded, tuple(loaded)).text(DATE)
    if year_month(said) is None:
        raise BadCatalogue(file, DATE, f"“{said[:30]}” is no date; write it like 2026-11-01")
    return said
