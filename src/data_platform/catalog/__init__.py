"""What we know: ladders, technologies, prices and constants, as YAML with sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data_platform.catalog.model import (
    Catalogue,
    Constant,
    CostRule,
    Demand,
    Factor,
    Ladder,
    Limit,
    Metric,
    Regulation,
    Rung,
    SourceKind,
    Technology,
    Workload,
)
from data_platform.catalog.price import BookDate, Confidence, Price, RegionFactor, Unpriced

if TYPE_CHECKING:
    from data_platform.catalog.reading import BadCatalogue

__all__ = [
    "BadCatalogue",
    "BookDate",
    "Catalogue",
    "Confidence",
    "Constant",
    "CostRule",
    "Demand",
    "Factor",
    "Ladder",
    "Limit",
    "Metric",
    "Price",
    "RegionFactor",
    "Regulation",
    "Rung",
    "SourceKind",
    "Technology",
    "Unpriced",
    "Workload",
    "load_catalogue",
]


def load_catalogue() -> Catalogue:
    """The catalogue that comes with the program, read once. Raises BadCatalogue."""
    # YAML is imported when the catalogue is wanted, not when its types are.
    from data_platform.catalog.loader import load_catalogue as load

    return load()


def __getattr__(name: str) -> object:
    if name == "BadCatalogue":
        from data_platform.catalog.reading import BadCatalogue

        return BadCatalogue
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
