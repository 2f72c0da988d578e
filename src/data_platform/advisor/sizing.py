"""Sizing: from needs to the loads that limits are set on and costs are made of.

A `Load` is a mapping of metric or driver name to a number, for a month from now
(0 today, 12 in a year) and a scenario (low, likely, high). All sizes in bytes unless
the name ends in gb, tb (10^9, 10^12 bytes) or million.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Literal

from data_platform.advisor.needs import Needs
from data_platform.advisor.sources import SourceNeed
from data_platform.catalog import Catalogue

Scenario = Literal["low", "likely", "high"]
Load = Mapping[str, float]

DAY = 86_400
MONTH_DAYS = 365 / 12
GB = 10**9


def band(catalogue: Catalogue, scenario: Scenario, sure: str) -> float:
    """The factor on a quantity for a scenario: 1 if it is known, wider the less sure it is."""
    if scenario == "likely" or sure == "known":
        return 1.0
    constant = catalogue.constants["band_estimate" if sure == "estimate" else "band_unknown"]
    return constant.low if scenario == "low" else constant.high


def constant(catalogue: Catalogue, name: str, scenario: Scenario, more_is_dearer: bool) -> float:
    """A constant's value in a scenario; `high` is the dearer end."""
    found = catalogue.constants[name]
    if scenario == "likely":
        return found.value
    return found.high if (scenario == "high") == more_is_dearer else found.low


def growth_factor(needs: Needs, month: float) -> float:
    """How many times today's volume a month from now, compound, with a known step."""
    yearly = 1 + needs.growth / 100
    step = needs.step_change / 100 * min(month, 12) / 12
    return float(yearly ** (month / 12)) + step


def held_bytes(source: SourceNeed, needs: Needs, month: float) -> float:
    """Uncompressed bytes of a source that the platform holds, a month from now."""
    factor = growth_factor(needs, month)
    mean = (1 + factor) / 2
    if source.update_pattern == "append":
        arrived = source.volume + source.daily * mean * month * MONTH_DAYS
        kept = source.daily * factor * needs.raw_retention / DAY
        if needs.unsure.get("raw_retention") == "unknown" and source.sure != "unknown":
            # An assumption takes nothing away that was stated.
            kept = max(kept, source.volume * factor)
        return min(arrived, max(kept, 1.0))
    changes = source.daily * mean * min(needs.raw_retention / DAY, month * MONTH_DAYS)
    return source.volume * factor + changes


def hot_bytes(source: SourceNeed, needs: Needs, month: float) -> float:
    """Uncompressed bytes of a source that day-to-day queries touch."""
    if source.payload in ("text", "binary"):
        return 0.0
    factor = growth_factor(needs, month)
    if source.update_pattern == "append":
        return min(
            held_bytes(source, needs, month),
            source.daily * factor * needs.history / DAY,
        )
    return source.volume * factor


def raw_share(source: SourceNeed, needs: Needs, catalogue: Catalogue, scenario: Scenario) -> float:
    """Stored bytes for one uncompressed byte in the raw layer."""
    if source.payload == "binary":
        return 1.0
    as_rows = needs.raw_format == "as_delivered" or source.payload == "text"
    name = "compression_landing" if as_rows else "compression_columnar"
    return 1 / constant(catalogue, name, scenario, more_is_dearer=False)


def load(
    needs: Needs, catalogue: Catalogue, month: float = 12, scenario: Scenario = "likely"
) -> dict[str, float]:
    """All metrics and drivers of a month and scenario."""
    c = catalogue.constant
    columnar = 1 / constant(catalogue, "compression_columnar", scenario, more_is_dearer=False)
    factor = growth_factor(needs, month)
    growth_band = band(catalogue, scenario, needs.unsure.get("growth", "known"))
    if month:
        factor = 1 + (factor - 1) * growth_band
    live = any(use.freshness < c("micro_batch_freshness") for use in needs.use_cases)
    held = raw = hot = hot_events = daily = stream_daily = tabular = 0.0
    for source in needs.sources:
        wide = band(catalogue, scenario, source.sure)
        mine = held_bytes(source, needs, month) * wide
        held += mine
        raw += mine * raw_share(source, needs, catalogue, scenario)
        touched = hot_bytes(source, needs, month) * wide
        hot += touched
        hot_events += touched if source.shape == "stream" else 0
        per_day = source.daily * factor * wide
        daily += per_day
        stream_daily += per_day if source.shape == "stream" else 0
        tabular += 0 if source.payload in ("text", "binary") else mine
    peak = needs.peak_factor
    events_band = band(catalogue, scenario, needs.unsure.get("peak_events", "known"))
    events = needs.peak_events * factor * peak * events_band
    mean_events = max(events / c("peak_to_mean"), 0)
    users_band = band(catalogue, scenario, needs.unsure.get("concurrent_users", "known"))
    concurrent = max(1, round(needs.concurrent_users * users_band)) if needs.concurrent_users else 0
    processed = tabular * columnar * c("processed_share")
    curated = tabular * columnar * c("curated_share")
    priority = c(f"cost_priority_{needs.cost_priority}")
    streaming = live and stream_daily > 0
    hours = c("hours_month") if streaming else needs.busy_hours * c("working_days_month")
    scan_user = constant(catalogue, "query_scan_tb_per_user_month", scenario, more_is_dearer=True)
    weight = c(f"heavy_queries_{needs.heavy_queries}")
    # Work grows with what is scanned, memory less than that: much of it is read again.
    memory = math.sqrt(weight)
    scans = concurrent * scan_user * weight * min(1.0, hot * columnar / c("scan_full_bytes"))
    month_bytes = daily * MONTH_DAYS
    hosts = 1.0 + math.ceil(hot / c("host_bytes")) + math.ceil(events / c("host_events"))
    batch_mb = constant(catalogue, "batch_mb_per_vcpu_second", scenario, more_is_dearer=False)
    chunks = needs.documents * c("chunks_per_document") * growth_factor(needs, month)
    vector_bytes = c("vector_dimensions") * 4 * c("hnsw_overhead")
    questions = c("rag_questions_per_user_month") * sum(
        use.users for use in needs.use_cases if use.workload == "rag"
    )
    sources = len(needs.sources)
    databases = sum(1 for source in needs.sources if source.shape == "database")
    models = 2 * sources + len(needs.use_cases)
    step = max(1.0, math.ceil(concurrent / c("warehouse_concurrency")))
    sized = max(step, math.ceil(hot / c("warehouse_bytes_per_size")))
    return {
        "held_bytes": held,
        "hot_bytes": hot * peak,
        "stored_bytes": raw + processed + curated,
        "daily_bytes": daily * peak,
        "mean_daily_bytes": daily,
        "events_per_second": events,
        "live_events_per_second": events if live else 0.0,
        "hot_event_bytes": hot_events * peak,
        "table_bytes": tabular * (1 + c("curated_share")),
        "concurrent_users": float(concurrent),
        "bi_users": float(needs.bi_users),
        "users_bi": float(needs.bi_users),
        "freshness_seconds": needs.freshness,
        "jobs": float(_jobs(needs)),
        "sources": float(sources),
        "saas_sources": float(sum(1 for s in needs.sources if s.shape == "api")),
        "database_sources": float(databases),
        "tables": float(sum(source.tables for source in needs.sources)),
        "models": float(models),
        "api_per_second": needs.api_rate,
        "api_latency_seconds": needs.api_latency,
        "dashboard_latency_seconds": needs.dashboard_latency,
        "vectors": chunks,
        "team_size": float(needs.team_size),
        "engineers": float(max(1, needs.team_size)),
        "domains": float(needs.domains),
        "roles": 3.0 + (1 if needs.pii else 0) + (1 if needs.answers.external_users else 0),
        "hosts": hosts,
        "hours_month": c("hours_month"),
        "busy_hours_month": hours,
        "stored_gb": (raw + processed + curated) / GB,
        "cold_gb": 0.0,
        "raw_gb": raw / GB,
        "processed_gb": processed / GB,
        "curated_gb": curated / GB,
        "hot_gb": hot / GB,
        "table_gb": (processed + curated) / GB,
        "daily_gb": daily / GB,
        "month_gb": month_bytes / GB,
        "month_tb": month_bytes / 10**12,
        "scan_tb_month": scans,
        "batch_vcpu_hours": month_bytes * c("batch_passes") / (batch_mb * 10**6) / 3600,
        "events_million_month": mean_events * DAY * MONTH_DAYS / 10**6,
        "stream_mb_per_second": events * c("event_bytes") / 10**6,
        "stream_gb_month": stream_daily * MONTH_DAYS / GB,
        "api_million_month": needs.api_rate / c("peak_to_mean") * DAY * MONTH_DAYS / 10**6,
        "egress_gb_month": month_bytes / GB * c("egress_share"),
        "job_runs_month": 30.0 * _jobs(needs),
        "vectors_million": chunks / 10**6,
        "vector_gb": chunks * vector_bytes / GB,
        "documents_million": needs.documents / 10**6,
        "embed_million_tokens_month": chunks * c("chunk_tokens") / 12 / 10**6,
        "llm_in_million_tokens_month": questions * c("rag_prompt_tokens") / 10**6,
        "llm_out_million_tokens_month": questions * c("rag_answer_tokens") / 10**6,
        "log_gb_month": max(1.0, 0.1 * sources),
        "environments": float(needs.environments),
        "secrets": float(sources + 2),
        "warehouse_credits_hour": sized * priority * memory,
        "database_ram_gb": max(2.0, hot * columnar / GB * c("database_ram_share") * memory),
        "served_bytes": hot * c("serving_share"),
        "serving_gb": hot * c("serving_share") / GB,
        "small_objects_thousand_month": sources * 30 / 1000,
        "private_endpoints": 3.0 if needs.answers.private_network else 0.0,
    }


def _jobs(needs: Needs) -> int:
    """Dependent jobs: one load for each source, and a transformation for each use case."""
    batch = sum(1 for source in needs.sources if source.shape != "stream")
    return batch + len(needs.use_cases) + len(needs.answers.pipelines)


#: The months for which loads are computed to find when a limit is passed.
MILESTONES = (0, 6, 12, 18, 24, 36, 48, 60, 90, 120)


def trajectory(needs: Needs, catalogue: Catalogue) -> dict[int, dict[str, float]]:
    """The loads of the next ten years, by month."""
    return {month: load(needs, catalogue, month) for month in MILESTONES}


def month_reached(path: Mapping[int, Load], metric: str, limit: float) -> int | None:
    """The month in which a metric passes a limit, between the computed months by its growth.

    None if it does not within ten years, 0 if it has already.
    """
    before = 0
    for month, at in path.items():
        value = at.get(metric, 0.0)
        if value > limit:
            low = path[before].get(metric, 0.0)
            if month == 0 or low <= 0:
                return month
            share = math.log(limit / low) / math.log(value / low)
            return max(1, math.ceil(before + (month - before) * share))
        before = month
    return None
