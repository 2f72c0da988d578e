"""What is known of the needs that a pattern turns on: what runs, what was said, what changes.

What follows from it is in `pattern`.
"""

from __future__ import annotations

from data_platform.advisor.needs import Needs
from data_platform.catalog import Catalogue

#: Workloads that ask tables with SQL; what is only served, learnt from or shared asks none.
REPORTS = frozenset({"bi", "adhoc_sql", "realtime_dashboard", "reverse_etl"})


def runs_on_files(needs: Needs, catalogue: Catalogue) -> bool:
    """Whether tables rest in files already and shall stay: their format or an engine on them."""
    ladders = catalogue.ladders
    open_tables = {
        name
        for need in ("analytical_store", "table_format")
        for rung in ladders[need].rungs
        if "shared_engines" in rung.gives or need == "table_format"
        for name in rung.technologies
    }
    warehouses = {
        name
        for rung in ladders["analytical_store"].rungs
        if "open_format" not in rung.gives
        for name in rung.technologies
    }
    running = {
        technology.id
        for tool in needs.answers.existing_tools
        if tool.name and tool.keep is not False and (technology := catalogue.find(tool.name))
    }
    return bool(running & open_tables) and not running & (warehouses - open_tables)


def asks_science(needs: Needs, catalogue: Catalogue) -> bool:
    """Reports and machine learning on the same data, and something that one store does not suit.

    Texts and images, data within minutes beside history, or people who work in Spark.
    """
    if "ml" not in needs.workloads or not needs.workloads & REPORTS:
        return False
    unstructured = any(source.payload in ("text", "binary") for source in needs.sources)
    live = needs.freshness < catalogue.constant("micro_batch_freshness")
    return unstructured or live or "spark" in needs.skills


def knows_spark(needs: Needs) -> bool:
    """Whether the team works in Spark, not in SQL models, and no source is said to be small."""
    unknown = all(source.sure == "unknown" for source in needs.sources)
    return "spark" in needs.skills and not {"dbt", "bi"} & set(needs.skills) and unknown


def updated_bytes(needs: Needs) -> float:
    """Bytes in databases whose rows change, where that was stated."""
    return sum(
        source.volume
        for source in needs.sources
        if source.shape == "database"
        and source.update_pattern in ("mutable", "hard_delete")
        and source.sure != "unknown"
    )


def cheap_history(needs: Needs, catalogue: Catalogue) -> bool:
    """Whether a warehouse here keeps history at the price of files: a lake saves nothing."""
    return any(
        "cheap_history" in technology.gives and needs.cloud in technology.clouds
        for rung in catalogue.ladders["analytical_store"].rungs
        for technology in map(catalogue.technologies.__getitem__, rung.technologies)
    )


def stated_share(needs: Needs) -> float:
    """The part of all volumes that was said or follows from what was: complexity needs proof."""
    events = needs.answers.peak_events is not None
    whole = sum(source.volume for source in needs.sources)
    known = sum(
        source.volume
        for source in needs.sources
        if source.sure != "unknown" or (events and source.shape == "stream")
    )
    return known / whole if whole else 0.0
