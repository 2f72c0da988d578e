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
from data_platform.interview.durations import DAY

#: Workloads that read files with an engine of their own where there is one.
EXPLORING = ("adhoc_sql", "ml")


def in_open_files(pattern: Pattern, choices: Mapping[str, Choice]) -> bool:
    """Whether processed and curated tables are open files: a lake, a lakehouse, or its engine."""
    engine = "shared_engines" in choices["analytical_store"].rung.gives
    return pattern.tables_in_files or "table_format" in choices or engine


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
    in_store = 0.0 if in_files else tables
    copied = files + in_store
    further = further_regions(needs, catalogue)
    replicated = _crossing_share(needs) if further else 0.0
    built_here = _built_in_store(choices)
    # Where other engines transform, the store only loads what they have made.
    built = 1.0 if built_here else catalogue.constant("store_load_share")
    return {
        **load,
        "backup_gb": _backed_up(
            load, files, 0.0 if in_files else curated, needs, catalogue, choices
        ),
        "replica_gb": copied * further * replicated,
        "cross_region_gb_month": load["stored_gb_month"] * further * replicated,
        "scan_tb_month": scanned_by(load, needs, choices),
        "store_vcpu_hours": load["store_vcpu_hours"] if built_here else 0.0,
        "online_gb": 0.0 if _looked_up_elsewhere(choices) else load["online_gb"],
        "build_scan_tb_month": load["build_scan_tb_month"] if built_here else 0.0,
        "built_tb_month": load["built_tb_month"] * built,
        "processed_gb": processed,
        "curated_gb": curated,
        "stored_gb": files - cold,
        "cold_gb": cold,
        "table_gb": 0.0 if in_files else tables,
        # A store beside open files keeps a copy of what queries touch.
        "store_gb": load["hot_gb"] / columnar if in_files else tables,
        "stored_bytes": (load["raw_gb"] + tables) * GB,
    }


def further_regions(needs: Needs, catalogue: Catalogue) -> int:
    """In how many regions beside the first all data rests as well."""
    return int(catalogue.constant("regions_several")) - 1 if needs.region == "several" else 0


def _crossing_share(needs: Needs) -> float:
    """Of all that is held, what may rest in every region: personal data stays in its own."""
    if not needs.pii:
        return 1.0
    held = sum(source.volume for source in needs.sources)
    free = sum(source.volume for source in needs.sources if not source.pii)
    return free / held if held else 0.0


def scanned_by(load: Load, needs: Needs, choices: Mapping[str, Choice]) -> float:
    """TB a month that are scanned, by an engine beside the store its part, so that it is paid once.

    Dashboards ask the store; who explores or does science asks the files. All of it where one
    engine does all, or where nobody explores and the engine is for whoever comes.
    """
    engine, store = choices.get("query_engine"), choices["analytical_store"]
    if engine is None or engine.technology is store.technology:
        return load["scan_tb_month"]
    return load["scan_tb_month"] * explored_share(needs)


def explored_share(needs: Needs) -> float:
    """Of what people scan, the share of those who explore or do science; 1 where nobody does."""
    people = sum(use.users for use in needs.use_cases)
    exploring = sum(use.users for use in needs.use_cases if use.workload in EXPLORING)
    return exploring / people if exploring else 1.0


def _looked_up_elsewhere(choices: Mapping[str, Choice]) -> bool:
    """Whether a store by key stands behind applications, which serves features as well."""
    return "serving_store" in choices and "rows" not in choices["serving_store"].rung.gives


def copies_elsewhere(choices: Mapping[str, Choice]) -> tuple[bool, bool]:
    """Whether files, and whether tables in a store, are copied: those that nobody else keeps safe.

    A managed store keeps its own copies; what rests in open files rests in the object storage.
    """
    files = not choices["object_storage"].technology.managed
    return files, not choices["analytical_store"].technology.managed


def _backed_up(
    load: Load,
    files: float,
    tables: float,
    needs: Needs,
    catalogue: Catalogue,
    choices: Mapping[str, Choice],
) -> float:
    """GB of copies elsewhere: full ones, and each day's changes where less than a day may go.

    tables: those that cannot be built again from Raw, where they are kept for longer.
    """
    own_files, own_tables = copies_elsewhere(choices)
    # Files do not change once written, so that one copy of each is enough.
    kept = files if own_files else 0.0
    if own_tables and tables:
        kept += tables * catalogue.constant("backup_copies")
        if needs.rpo < DAY:
            days = catalogue.constant("backup_changes_days") / DAY
            columnar = catalogue.constant("compression_columnar")
            kept += load["table_daily_bytes"] / columnar * days / GB
    return kept


def _built_in_store(choices: Mapping[str, Choice]) -> bool:
    """Whether tables are built by queries of the store or engine, which scan what they read."""
    if "transform" not in choices:
        return False
    transform = choices["transform"]
    return "own_compute" not in transform.rung.gives | transform.technology.gives


def has_cold_tier(needs: Needs, choices: Mapping[str, Choice]) -> bool:
    """Whether old raw data moves to a cheaper tier: there is one, and it is kept that long."""
    tiers = "tiers" in choices["object_storage"].technology.gives
    return tiers and needs.cold_after < needs.raw_retention
