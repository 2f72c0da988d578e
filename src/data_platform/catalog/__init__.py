"""What we know: ladders, technologies, prices and constants, as YAML with sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data_platform.catalog.model import (
    Catalogue,
    Confidence,
    Constant,
    CostRule,
    Demand,
    Factor,
    Ladder,
    Limit,
    Metric,
    Price,
    Regulation,
    Rung,
    SourceKind,
    Technology,
    Workload,
)

if TYPE_CHECKING:
    from data_platform.catalog.reading import BadCatalogue

__all__ = [
    "BadCatalogue",
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
    "Regulation",
    "Rung",
    "SourceKind",
    "Technology",
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
