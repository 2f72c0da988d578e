"""Sizing: from needs to the loads that limits are set on and costs are made of.

A `Load` is a mapping of metric or driver name to a number, for a month from now
(0 today, 12 in a year) and a scenario (low, likely, high). All sizes in bytes unless
the name ends in gb, tb (10^9, 10^12 bytes) or million. What sources add up to is in
`totals`, what is unsure in `scenarios`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Final

from data_platform.advisor.documents import asked_in_words
from data_platform.advisor.ingestion_methods import Method
from data_platform.advisor.needs import Needs
from data_platform.advisor.query_load import query_load
from data_platform.advisor.roles import role_ids
from data_platform.advisor.runs import (
    build_starts,
    job_runs,
    load_starts,
    objects_written,
)
from data_platform.advisor.scenarios import Scenario, band, constant, in_scenario
from data_platform.advisor.sources import SourceNeed, has_login
from data_platform.advisor.totals import Group, Kind, as_known, grouped, sizes
from data_platform.advisor.volumes import MONTH_DAYS, growth_factor
from data_platform.catalog import Catalogue
from data_platform.interview.durations import DAY

__all__ = (
    "GB",
    "MILESTONES",
    "Load",
    "Scenario",
    "Sizer",
    "load",
    "month_reached",
    "raw_share",
    "trajectory",
)

Load = Mapping[str, float]

GB = 10**9
MB = 10**6
#: Where sources stand that a line of the platform's own must reach.
OUTSIDE = ("on_premises", "other_cloud")
#: Workloads that a feature store or a serving store answers where they are live.
SERVED = ("ml", "operational_api", "rag")
#: What the sources are added up to.
_SUMS: Final = (
    "held", "raw", "hot", "hot_events", "daily", "stream", "read", "batch", "cdc", "tables",
    "curated", "rows", "old", "coded", "merged",
)  # fmt: skip


def raw_share(source: SourceNeed, needs: Needs, catalogue: Catalogue, scenario: Scenario) -> float:
    """Stored bytes for one uncompressed byte of a source in the raw layer."""
    return _raw_share(source.payload, needs, catalogue, scenario)


def _raw_share(payload: str, needs: Needs, catalogue: Catalogue, scenario: Scenario) -> float:
    if payload == "binary":
        return 1.0
    if payload == "text":
        return 1.0 + constant(catalogue, "document_text_share", scenario, more_is_dearer=True)
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
    return dict(Sizer(needs, catalogue, methods).load(month, scenario))


class Sizer:
    """Reckons the loads of one platform; what does not change with the month, only once."""

    def __init__(
        self,
        needs: Needs,
        catalogue: Catalogue,
        methods: Mapping[str, Method],
        groups: Mapping[Kind, Group] | None = None,
    ) -> None:
        """groups: the sources by their kind, where that is known already."""
        self.needs = needs
        self.catalogue = catalogue
        self.methods = methods
        self.groups = grouped(needs, catalogue, methods) if groups is None else groups
        self._loads: dict[tuple[float, Scenario], Load] = {}

    def load(self, month: float = 12, scenario: Scenario = "likely") -> Load:
        """All metrics and drivers of a month and scenario; computed when first asked for."""
        if (month, scenario) not in self._loads:
            self._loads[month, scenario] = self._load(month, scenario)
        return self._loads[month, scenario]

    def _load(self, month: float, scenario: Scenario) -> dict[str, float]:
        needs, catalogue = in_scenario(self.needs, self.catalogue, scenario), self.catalogue
        found = self._volumes(needs, month, scenario)
        found |= _events(needs, catalogue, month, found["stream_daily_bytes"])
        outside = sum(s.daily for s in needs.sources if s.location in OUTSIDE)
        outside *= growth_factor(needs, month) * catalogue.constant("peak_to_mean")
        found["outside_mb_per_second"] = outside / DAY / MB
        found |= query_load(needs, catalogue, scenario, found)
        found |= self._parts
        found |= asked_in_words(needs, catalogue, month, scenario)
        logs = constant(catalogue, "log_gb_per_source", scenario, more_is_dearer=True)
        starts = constant(catalogue, "cluster_start_vcpu_hours", scenario, more_is_dearer=True)
        for name, runs in (("batch_read", "load"), ("transform", "build"), ("code", "build")):
            hours = found[f"{name}_vcpu_hours"]
            # A cluster that starts for each run is paid for its start, too.
            started = found[f"{runs}_starts_month"] * starts if hours else 0.0
            found[f"{name}_cluster_hours"] = hours + started
        hot, events = found["hot_bytes"], found["events_per_second"]
        c = catalogue.constant
        found["hosts"] = (
            1.0 + math.ceil(hot / c("host_bytes")) + math.ceil(events / c("host_events"))
        )
        each = constant(catalogue, "log_gb_per_host", scenario, more_is_dearer=True)
        found["log_gb_month"] = max(1.0, logs * len(needs.sources)) + each * (found["hosts"] - 1)
        found["small_objects_thousand_month"] += (
            found["stored_gb_month"] * GB / c("file_target_bytes") / 1000
        )
        return found

    @cached_property
    def as_if_sure(self) -> Sizer:
        """The same with every answer taken as known, so that only constants have a band."""
        known = replace(self.needs, unsure={})
        return Sizer(known, self.catalogue, self.methods, as_known(self.groups))

    def trajectory(self) -> Course:
        """The loads of the next ten years, by month."""
        return Course(self.load)

    def _sums(self, needs: Needs, month: float, scenario: Scenario) -> dict[str, float]:
        """The sources added up, each kind with the band of how sure its volumes are."""
        sums = dict.fromkeys(_SUMS, 0.0)
        for kind, group in self.groups.items():
            wide = band(self.catalogue, scenario, kind.sure)
            share = _raw_share(kind.payload, needs, self.catalogue, scenario) * wide
            of = sizes(kind, group, needs, month)
            sums["held"] += of.held * wide
            sums["raw"] += of.landed * share
            sums["old"] += of.old * share
            sums["hot"] += of.touched * wide
            sums["daily"] += of.arriving * wide
            sums["coded" if kind.coded else "read"] += of.moved * wide
            if kind.stream:
                sums["hot_events"] += of.touched * wide
                sums["stream"] += of.arriving * wide
            if kind.method == "batch":
                sums["batch"] += of.moved * wide
            if kind.method == "CDC":
                sums["cdc"] += of.moved * wide
            if kind.tabular:
                sums["tables"] += of.held * wide
                sums["rows"] += of.arriving * wide
                sums["curated"] += of.reported * wide
                sums["merged"] += of.merged * wide
        return sums

    def _volumes(self, needs: Needs, month: float, scenario: Scenario) -> dict[str, float]:
        """What is held, kept raw, touched, arriving and read, of all sources."""
        catalogue = self.catalogue
        c = catalogue.constant
        columnar = 1 / constant(catalogue, "compression_columnar", scenario, more_is_dearer=False)
        sums = self._sums(needs, month, scenario)
        curated_rows = sums["curated"] * c("curated_share")
        processed = sums["tables"] * columnar * c("processed_share")
        curated = curated_rows * columnar
        rate = constant(catalogue, "batch_mb_per_vcpu_second", scenario, more_is_dearer=False)
        vcpu_hour = rate * MB * 3600
        passes = constant(catalogue, "batch_passes", scenario, more_is_dearer=True)
        merges = constant(catalogue, "merge_scan_times", scenario, more_is_dearer=True)
        merges /= c("merge_scan_times")
        leaving = constant(catalogue, "egress_share", scenario, more_is_dearer=True)
        served = sums["hot"] * constant(catalogue, "serving_share", scenario, more_is_dearer=True)
        shared = 0.0
        if "data_sharing" in needs.workloads:
            shared = constant(catalogue, "shared_out_share", scenario, more_is_dearer=True)
        month_columns = columnar * MONTH_DAYS / GB
        peak = needs.peak_factor
        raw_new = sums["daily"] * _raw_share("tabular", needs, catalogue, scenario)
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
            "sql_daily_bytes": sums["rows"] * peak,
            "code_daily_bytes": sums["coded"] * peak,
            "table_bytes": sums["tables"] + curated_rows,
            "stored_gb": (sums["raw"] + processed + curated) / GB,
            "stored_gb_month": raw_new * MONTH_DAYS / GB,
            "cold_gb": 0.0,
            "backup_gb": 0.0,
            "replica_gb": 0.0,
            "cross_region_gb_month": 0.0,
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
            "log_disk_gb": sums["stream"] * needs.replay_window / DAY / GB * c("log_disk_room"),
            "batch_gb_month": sums["batch"] * MONTH_DAYS / GB,
            "cdc_gb_month": sums["cdc"] * MONTH_DAYS / GB,
            "batch_read_vcpu_hours": sums["batch"] * MONTH_DAYS / vcpu_hour,
            "transform_vcpu_hours": sums["read"] * MONTH_DAYS * passes / vcpu_hour,
            "store_vcpu_hours": sums["read"] * MONTH_DAYS * passes / vcpu_hour,
            "code_vcpu_hours": sums["coded"] * MONTH_DAYS * passes / vcpu_hour,
            "built_tb_month": sums["daily"] * MONTH_DAYS / 10**12,
            "build_scan_tb_month": (
                sums["rows"] * MONTH_DAYS * passes + sums["merged"] * MONTH_DAYS * merges
            )
            * columnar
            / 10**12,
            "egress_gb_month": (sums["daily"] * leaving + sums["rows"] * shared) * month_columns,
            "served_bytes": served,
            "serving_gb": served / GB,
            "online_gb": served / GB,
        }

    @cached_property
    def _parts(self) -> dict[str, float]:
        """How many of everything: sources, tables, pipelines, people, roles, environments."""
        needs, methods, c = self.needs, self.methods, self.catalogue.constant
        sources = len(needs.sources)
        read = {"batch": 0, "CDC": 0, "streaming": 0}
        fresh = dict.fromkeys(read, float(DAY))
        for source in needs.sources:
            name = methods[source.name].name
            read[name] += 1
            fresh[name] = min(fresh[name], source.freshness)
        own = len(needs.answers.pipelines) + len(needs.answers.data_models)
        return {
            "jobs": float(sources - read["streaming"] + len(needs.use_cases) + own),
            "job_runs_month": job_runs(needs, self.catalogue, methods),
            "load_starts_month": load_starts(needs, self.catalogue, methods),
            "build_starts_month": build_starts(needs, self.catalogue),
            "small_objects_thousand_month": objects_written(needs, self.catalogue, methods) / 1000,
            "sources": float(sources),
            "batch_sources": float(read["batch"]),
            "cdc_sources": float(read["CDC"]),
            "batch_freshness_seconds": fresh["batch"],
            "cdc_freshness_seconds": fresh["CDC"],
            "tables": float(sum(source.tables for source in needs.sources)),
            "pipelines": float(sources + len(needs.use_cases) + own),
            "team_size": float(needs.team_size),
            "engineers": float(max(1, needs.team_size)),
            "domains": float(needs.domains),
            "roles": float(len(role_ids(needs, self.catalogue))),
            "secrets": float(_logins(needs) * needs.environments),
            "environments": float(needs.environments),
            "private_endpoints": (
                c("private_endpoints_usual") if needs.answers.private_network else 0.0
            ),
        }


def _logins(needs: Needs) -> int:
    """The secrets of an environment: of sources that ask for a login, use cases and the store."""
    return sum(map(has_login, needs.sources)) + len(needs.use_cases) + 1


def _events(
    needs: Needs, catalogue: Catalogue, month: float, stream_daily: float
) -> dict[str, float]:
    """Events a second at the peak, and what an event log is made of for them."""
    c = catalogue.constant
    events = needs.peak_events * growth_factor(needs, month) * needs.peak_factor
    # A month brings its usual events; only sizes are those of the seasonal peak.
    mean = events / needs.peak_factor / c("peak_to_mean")
    fresh = [use for use in needs.use_cases if use.freshness < c("micro_batch_freshness")]
    live = bool(fresh)
    # What models and applications need at once is served beside the store.
    seen = any(use.workload not in SERVED for use in fresh)
    always = live and stream_daily > 0
    hours = c("hours_month") if always else needs.busy_hours * c("working_days_month")
    # Where the streams' bytes are known they count, else the events' usual size.
    peak_bytes = stream_daily / DAY * c("peak_to_mean") * needs.peak_factor
    rate = (peak_bytes or events * c("event_bytes")) / MB
    parts = max(
        math.ceil(rate * c("log_room") / c("log_partition_in_mb")),
        math.ceil(rate * c("log_room") / c("log_partition_out_mb")),
    )
    shards = max(math.ceil(rate / c("shard_mb_per_second")), math.ceil(events / c("shard_events")))
    replicas = parts * c("log_copies")
    brokers = max(
        math.ceil(rate / c("broker_mb_per_second")),
        math.ceil(replicas / c("partitions_per_broker")),
    )
    return {
        "events_per_second": events,
        "live_events_per_second": events if seen else 0.0,
        "events_million_month": mean * DAY * MONTH_DAYS / 10**6,
        "stream_mb_per_second": rate,
        "log_partitions": float(max(parts, c("log_partitions_least"))) if events else 0.0,
        "log_shards": float(shards),
        "log_brokers": float(brokers),
        "hours_month": c("hours_month"),
        "busy_hours_month": min(hours, c("hours_month")),
    }


#: The months for which loads are computed to find when a limit is passed.
MILESTONES = (0, 6, 12, 18, 24, 36, 48, 60, 90, 120)


class Course(Mapping[int, Load]):
    """The loads of the months in MILESTONES, each worked out when it is first looked at."""

    def __init__(self, make: Callable[[int], Load]) -> None:
        self._make = make
        self._made: dict[int, Load] = {}

    def __getitem__(self, month: int) -> Load:
        if month not in self._made:
            if month not in MILESTONES:
                raise KeyError(month)
            self._made[month] = self._make(month)
        return self._made[month]

    def __iter__(self) -> Iterator[int]:
        return iter(MILESTONES)

    def __len__(self) -> int:
        return len(MILESTONES)

    def __contains__(self, month: object) -> bool:
        return month in MILESTONES


def trajectory(needs: Needs, catalogue: Catalogue, methods: Mapping[str, Method]) -> Course:
    """The loads of the next ten years, by month."""
    return Sizer(needs, catalogue, methods).trajectory()


def month_reached(path: Mapping[int, Load], metric: str, limit: float) -> int | None:
    """The month in which a metric passes a limit, between the computed months by its growth.

    None if it does not within ten years, 0 if it has already.
    """
    last = max(path)
    if path[0].get(metric, 0.0) <= path[last].get(metric, 0.0) <= limit:
        return None  # what grows all the time is largest at the end
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
