"""From `regions.yaml` to what prices are multiplied by in each region of the interview."""

from __future__ import annotations

from collections.abc import Collection
from importlib.resources.abc import Traversable
from typing import Final

from data_platform.catalog.checks import OWN, PAIR
from data_platform.catalog.facts import confidence, source
from data_platform.catalog.price import RegionFactor
from data_platform.catalog.reading import Entry, read_yaml

FILE: Final = "regions.yaml"
#: Stands for all regions of a seller.
EVERY: Final = "every"
_KEYS: Final = ("value", "low", "high", "source", "confidence")


def region_factors(
    root: Traversable, clouds: Collection[str], regions: Collection[str], vendors: Collection[str]
) -> dict[tuple[str, str], RegionFactor]:
    """The factor of each cloud, and of each vendor that has its own, in each region.

    Raises BadCatalogue; also where a cloud or one of a seller's regions is missing.
    """
    top = Entry(FILE, FILE, read_yaml(root, FILE), (*clouds, *vendors))
    found: dict[tuple[str, str], RegionFactor] = {}
    for cloud in clouds:
        top.raw(cloud)
    for seller in top.value:
        one = top.entry(seller, (*regions, EVERY))
        one.key = seller
        for region in regions:
            name = EVERY if one.has(EVERY) else region
            found[seller, region] = _factor(seller, region, one.entry(name, _KEYS))
    return found


def _factor(seller: str, region: str, one: Entry) -> RegionFactor:
    value, low, high = (one.decimal(name) for name in ("value", "low", "high"))
    if not 0 < low <= value <= high:
        raise one.bad("value", "must lie between low and high, and these above 0")
    factor = RegionFactor(seller, region, value, low, high, source(one), confidence(one))
    if (factor.source == OWN) != (factor.confidence == "assumption"):
        raise one.bad("confidence", PAIR)
    return factor
