"""Sizing: from needs to the loads that limits are set on and costs are made of.

A `Load` is a mapping of metric or driver name to a number, for a month from now
(0 today, 12 in a year) and a scenario (low, likely, high). All sizes in bytes unless
the name ends in gb, tb (10^9, 10^12 bytes) or million.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Literal

from data_platform.advisor.ingestion_methods import Method
from data_platform.advisor.needs import Needs
from data_platform.advisor.sources import SourceNeed
from data_platform.advisor.volumes import (
    MONTH_DAYS,
    growth_factor,
    held_bytes,
    hot_bytes,
    is_tabular,
    landed_bytes,
    read_bytes,
)
from data_platform.catalog import Catalogue
from data_platform.interview.durations import DAY

Scenario = Literal["low", "likely", "high"]
Load = Mapping[str, float]

GB = 10**9
#: Workloads that are looked at on dashboards.
DASHBOARDS = ("bi", "realtime_dashboard")


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


def raw_share(source: SourceNeed, needs: Needs, catalogue: Catalogue, scenario: Scenario) -> float:
    """Stored bytes for one uncompressed byte in the raw layer."""
    if source.payload == "binary":
        return 1.0
    if source.payload == "text":
        return 1.0 + catalogue.constant("document_text_share")
    as_rows = needs.raw_format == "as_delivered"
    name = "compression_landing" if as_rows else "compression_columnar"
    return 1 / constant(catalogue, name, scenario, more_is_dearer=False)


def load(
    needs: Needs,
    catalogue: Catalogue,
    methods: Mapping[str, Method],
    month: float = 12,
    scenario: Scenario = "likely",
) -> dict[str, float]:
    """All metrics and drivers of a month and scenario. methods: how each source is read."""
    found = _volumes(needs, catalogue, methods, month, scenario)
    found |= _events(needs, catalogue, month, scenario, found["stream_daily_bytes"])
    found |= _queries(needs, catalogue, scenario, found)
    found |= _parts(needs, catalogue, methods)
    found |= _ai(needs, catalogue, month)
    hot, events = found["hot_bytes"], found["events_per_second"]
    c = catalogue.constant
    found["hosts"] = 1.0 + math.ceil(hot / c("host_bytes")) + math.ceil(events / c("host_events"))
    return found


def _volumes(
    needs: Needs,
    catalogue: Catalogue,
    methods: Mapping[str, Method],
    month: float,
    scenario: Scenario,
) -> dict[str, float]:
    """What is held, kept raw, touched, arriving and read, of all sources."""
    c = catalogue.constant
    columnar = 1 / constant(catalogue, "compression_columnar", scenario, more_is_dearer=False)
    factor = growth_factor(needs, month)
    sure = needs.unsure.get("growth", "known")
    # How far growth itself is unsure shows in what it has added.
    grown = 1 + (factor - 1) * band(catalogue, scenario, sure)
    surer = grown / factor
    sums = dict.fromkeys(
        ("held", "raw", "hot", "hot_events", "daily", "stream", "read", "batch",
         "cdc", "tables", "curated", "rows", "old"),
        0.0,
    )  # fmt: skip
    for source in needs.sources:
        method = methods[source.name]
        wide = band(catalogue, scenario, source.sure) * surer
        held = held_bytes(source, needs, month, needs.raw_retention) * wide
        landed = landed_bytes(source, method, needs, month) * wide
        landed *= raw_share(source, needs, catalogue, scenario)
        touched = hot_bytes(source, needs, month) * wide
        arriving = source.daily * factor * wide
        moved = read_bytes(source, method) * factor * wide
        sums["held"] += held
        sums["raw"] += landed
        if method.mode != "full":  # full copies are replaced before they are old
            share = raw_share(source, needs, catalogue, scenario)
            sums["old"] += max(0.0, landed - arriving * share * needs.cold_after / DAY)
        sums["hot"] += touched
        sums["daily"] += arriving
        sums["read"] += moved
        if source.shape == "stream":
            sums["hot_events"] += touched
            sums["stream"] += arriving
        if method.name == "batch":
            sums["batch"] += moved
        if method.name == "CDC":
            sums["cdc"] += moved
        if is_tabular(source):
            sums["tables"] += held
            sums["rows"] += arriving
            reported = held_bytes(source, needs, month, needs.curated_retention) * wide
            sums["curated"] += reported * c("curated_share")
    processed = sums["tables"] * columnar * c("processed_share")
    curated = sums["curated"] * columnar
    batch_mb = constant(catalogue, "batch_mb_per_vcpu_second", scenario, more_is_dearer=False)
    vcpu_hour = batch_mb * 10**6 * 3600
    peak = needs.peak_factor
    return {
        "held_bytes": sums["held"],
        "hot_bytes": sums["hot"],
        "hot_event_bytes": sums["hot_events"],
        "stored_bytes": sums["raw"] + processed + curated,
        "daily_bytes": sums["daily"] * peak,
        "mean_daily_bytes": sums["daily"],
        "stream_daily_bytes": sums["stream"],
        "table_daily_bytes": sums["rows"],
        "batch_daily_bytes": sums["batch"] * peak,
        "table_bytes": sums["tables"] + sums["curated"],
        "stored_gb": (sums["raw"] + processed + curated) / GB,
        "cold_gb": 0.0,
        "raw_gb": sums["raw"] / GB,
        "raw_old_gb": sums["old"] / GB,
        "processed_gb": processed / GB,
        "curated_gb": curated / GB,
        "hot_gb": sums["hot"] / GB,
        "table_gb": (processed + curated) / GB,
        "store_gb": (processed + curated) / GB,
        "month_gb": sums["daily"] * MONTH_DAYS / GB,
        "month_tb": sums["daily"] * MONTH_DAYS / 10**12,
        "stream_gb_month": sums["stream"] * MONTH_DAYS / GB,
        "stream_replay_gb": sums["stream"] * needs.replay_window / DAY / GB,
        "batch_gb_month": sums["batch"] * MONTH_DAYS / GB,
        "cdc_gb_month": sums["cdc"] * MONTH_DAYS / GB,
        "batch_read_vcpu_hours": sums["batch"] * MONTH_DAYS / vcpu_hour,
        "transform_vcpu_hours": sums["read"] * MONTH_DAYS * c("batch_passes") / vcpu_hour,
        "egress_gb_month": sums["daily"] * MONTH_DAYS / GB * c("egress_share"),
        "served_bytes": sums["hot"] * c("serving_share"),
        "serving_gb": sums["hot"] * c("serving_share") / GB,
    }


def _events(
    needs: Needs, catalogue: Catalogue, month: float, scenario: Scenario, stream_daily: float
) -> dict[str, float]:
    """Events a second at the peak, and what follows from them."""
    c = catalogue.constant
    sure = band(catalogue, scenario, needs.unsure.get("peak_events", "known"))
    events = needs.peak_events * growth_factor(needs, month) * needs.peak_factor * sure
    mean = events / c("peak_to_mean")
    live = any(use.freshness < c("micro_batch_freshness") for use in needs.use_cases)
    always = live and stream_daily > 0
    hours = c("hours_month") if always else needs.busy_hours * c("working_days_month")
    return {
        "events_per_second": events,
        "live_events_per_second": events if live else 0.0,
        "events_million_month": mean * DAY * MONTH_DAYS / 10**6,
        "stream_mb_per_second": events * c("event_bytes") / 10**6,
        "hours_month": c("hours_month"),
        "busy_hours_month": hours,
    }


def _queries(
    needs: Needs, catalogue: Catalogue, scenario: Scenario, volumes: Mapping[str, float]
) -> dict[str, float]:
    """Who asks how much, and the size of what answers."""
    c = catalogue.constant
    hot = volumes["hot_bytes"]
    columnar = 1 / constant(catalogue, "compression_columnar", scenario, more_is_dearer=False)
    sure = band(catalogue, scenario, needs.unsure.get("concurrent_users", "known"))
    users = needs.concurrent_users * sure * needs.peak_factor
    concurrent = max(1, round(users)) if needs.concurrent_users else 0
    scan_user = constant(catalogue, "query_scan_tb_per_user_month", scenario, more_is_dearer=True)
    weight = c(f"heavy_queries_{needs.heavy_queries}")
    # Work grows with what is scanned, memory less than that: much of it is read again.
    memory = math.sqrt(weight)
    scans = concurrent * scan_user * weight * min(1.0, hot * columnar / c("scan_full_bytes"))
    step = max(1.0, math.ceil(concurrent / c("warehouse_concurrency")))
    sized = max(step, math.ceil(hot / c("warehouse_bytes_per_size")))
    ram = hot * columnar / GB * c("database_ram_share") * memory
    return {
        "concurrent_users": float(concurrent),
        "bi_users": float(needs.bi_users),
        "dashboard_latency_seconds": needs.dashboard_latency,
        "dashboard_freshness_seconds": min(
            (use.freshness for use in needs.use_cases if use.workload in DASHBOARDS),
            default=float(DAY),
        ),
        "freshness_seconds": needs.freshness,
        "api_per_second": needs.api_rate * needs.peak_factor,
        "api_latency_seconds": needs.api_latency,
        "api_million_month": needs.api_rate / c("peak_to_mean") * DAY * MONTH_DAYS / 10**6,
        "scan_tb_month": scans,
        "olap_tb_month": max(
            volumes["month_tb"],
            hot * columnar / 10**12 * c("olap_work_per_hot_tb"),
            concurrent * c("olap_work_per_user"),
        ),
        "warehouse_credits_hour": sized * c(f"cost_priority_{needs.cost_priority}") * memory,
        "database_ram_gb": max(c("database_ram_least"), ram),
    }


def _parts(needs: Needs, catalogue: Catalogue, methods: Mapping[str, Method]) -> dict[str, float]:
    """How many of everything: sources, tables, pipelines, people, roles, environments."""
    c = catalogue.constant
    sources = len(needs.sources)
    read = {
        name: [source for source in needs.sources if methods[source.name].name == name]
        for name in ("batch", "CDC", "streaming")
    }
    own = len(needs.answers.pipelines) + len(needs.answers.data_models)
    jobs = sources - len(read["streaming"]) + len(needs.use_cases) + own
    return {
        "jobs": float(jobs),
        "job_runs_month": jobs * c("runs_month"),
        "sources": float(sources),
        "batch_sources": float(len(read["batch"])),
        "cdc_sources": float(len(read["CDC"])),
        "cdc_freshness_seconds": min((s.freshness for s in read["CDC"]), default=float(DAY)),
        "tables": float(sum(source.tables for source in needs.sources)),
        "pipelines": float(sources + len(needs.use_cases) + own),
        "team_size": float(needs.team_size),
        "engineers": float(max(1, needs.team_size)),
        "domains": float(needs.domains),
        "roles": 3.0 + (1 if needs.pii else 0) + (1 if needs.answers.external_users else 0),
        "environments": float(needs.environments),
        "log_gb_month": max(1.0, c("log_gb_per_source") * sources),
        "small_objects_thousand_month": sources * c("runs_month") / 1000,
        "private_endpoints": (
            c("private_endpoints_usual") if needs.answers.private_network else 0.0
        ),
    }


def _ai(needs: Needs, catalogue: Catalogue, month: float) -> dict[str, float]:
    """Documents to chunks, vectors and tokens."""
    c = catalogue.constant
    chunks = needs.documents * c("chunks_per_document") * growth_factor(needs, month)
    # Four bytes for each dimension: vectors are single-precision numbers.
    vector_bytes = c("vector_dimensions") * 4 * c("hnsw_overhead")
    questions = c("rag_questions_per_user_month") * sum(
        use.users for use in needs.use_cases if use.workload == "rag"
    )
    return {
        "vectors": chunks,
        "vector_gb": chunks * vector_bytes / GB,
        "embed_million_tokens_month": chunks * c("chunk_tokens") / 12 / 10**6,
        "llm_in_million_tokens_month": questions * c("rag_prompt_tokens") / 10**6,
        "llm_out_million_tokens_month": questions * c("rag_answer_tokens") / 10**6,
    }


#: The months for which loads are computed to find when a limit is passed.
MILESTONES = (0, 6, 12, 18, 24, 36, 48, 60, 90, 120)


def trajectory(
    needs: Needs, catalogue: Catalogue, methods: Mapping[str, Method]
) -> dict[int, dict[str, float]]:
    """The loads of the next ten years, by month."""
    return {month: load(needs, catalogue, methods, month) for month in MILESTONES}


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
