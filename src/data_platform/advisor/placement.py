"""Placement: where the layers rest once the store is chosen, and so what is billed where.

Raw rests in files. Processed and curated rest in files too for a lake or a lakehouse,
else in the store. Sections and costs take their sizes from here alone.
"""

from __future__ import annotations

from collections.abc import Mapping

from data_platform.advisor.ladder import Choice
from data_platform.advisor.needs import Needs
from data_platform.advisor.pattern import Pattern
from data_platform.advisor.sizing import GB, Load
from data_platform.catalog import Catalogue


def in_open_files(pattern: Pattern, choices: Mapping[str, Choice]) -> bool:
    """Whether processed and curated tables are open files: a lake or a lakehouse."""
    return pattern.tables_in_files or "table_format" in choices


def store_factor(pattern: Pattern, choices: Mapping[str, Choice], catalogue: Catalogue) -> float:
    """Stored bytes for one byte as columns: a row store keeps rows whole, with indexes."""
    if in_open_files(pattern, choices) or "rows" not in choices["analytical_store"].rung.gives:
        return 1.0
    return catalogue.constant("compression_columnar") * catalogue.constant("row_store_overhead")


def placed(
    load: Load, needs: Needs, catalogue: Catalogue, pattern: Pattern, choices: Mapping[str, Choice]
) -> dict[str, float]:
    """The load with the sizes of what rests in files (hot and cold) and in the store."""
    factor = store_factor(pattern, choices, catalogue)
    processed, curated = load["processed_gb"] * factor, load["curated_gb"] * factor
    tables = processed + curated
    in_files = in_open_files(pattern, choices)
    columnar = catalogue.constant("compression_columnar")
    cold = load["raw_old_gb"] if has_cold_tier(needs, choices) else 0.0
    files = load["raw_gb"] + (tables if in_files else 0)
    return {
        **load,
        "processed_gb": processed,
        "curated_gb": curated,
        "stored_gb": files - cold,
        "cold_gb": cold,
        "table_gb": 0.0 if in_files else tables,
        # A store beside open files keeps a copy of what queries touch.
        "store_gb": load["hot_gb"] / columnar if in_files else tables,
        "stored_bytes": (load["raw_gb"] + tables) * GB,
    }


def has_cold_tier(needs: Needs, choices: Mapping[str, Choice]) -> bool:
    """Whether old raw data moves to a cheaper tier: there is one, and it is kept that long."""
    tiers = "tiers" in choices["object_storage"].technology.gives
    return tiers and needs.cold_after < needs.raw_retention
