"""How large the parts of a design are at the 12-month load, and how that was reckoned.

One sentence for each part that is there: the event log, the workers, the store, vectors.
"""

from __future__ import annotations

from collections.abc import Iterator

from data_platform.advisor.placement import store_factor
from data_platform.advisor.sizing import GB
from data_platform.advisor.stack import Design
from data_platform.advisor.words import say
from data_platform.interview.quantities import show_events, show_number, show_size


def part_sizes(design: Design) -> Iterator[str]:
    """The sentences, in the order of the data's way."""
    yield _stored(design)
    if "event_log" in design.choices:
        yield _log(design)
    if design.later["batch_read_vcpu_hours"] >= 1 or design.later["transform_vcpu_hours"] >= 1:
        yield _workers(design)
    yield _store(design)
    engine = design.choices.get("query_engine")
    if engine and engine.technology is not design.choices["analytical_store"].technology:
        yield _scans(design, "query_engine")
    if "vector_store" in design.choices:
        yield _vectors(design)


def _stored(design: Design) -> str:
    load, c = design.later, design.catalogue.constant
    in_rows = store_factor(design.pattern, design.choices, design.catalogue) > 1
    said = say(
        "scaling.stored_rows" if in_rows else "scaling.stored",
        held=show_size(load["held_bytes"]),
        stored=show_size(load["stored_bytes"]),
        columnar=f"{c('compression_columnar'):g}",
        rows=f"{c('row_store_overhead'):g}",
        hot=show_size(load["hot_bytes"]),
    )
    if load["cold_gb"] >= 1:
        said += say("scaling.cold", cold=show_size(load["cold_gb"] * GB))
    return said


def _log(design: Design) -> str:
    """The size of an event log in what it is made of: shards, partitions, or nothing to size."""
    load, c = design.later, design.catalogue.constant
    technology = design.choices["event_log"].technology
    said = {
        "technology": technology.name,
        "rate": show_number(load["stream_mb_per_second"]),
        "events": show_events(load["events_per_second"]),
        "replay": show_size(load["stream_replay_gb"] * GB),
    }
    drivers = {factor.driver for rule in technology.costs for factor in rule.quantity}
    if "log_shards" in drivers:
        return say(
            "scaling.log_shards",
            mb=f"{c('shard_mb_per_second'):g}",
            each=show_events(c("shard_events")),
            shards=show_number(max(1, load["log_shards"])),
            **said,
        )
    if "kafka_api" not in technology.gives:
        return say("scaling.log_plain", **said)
    partitions = say(
        "scaling.log",
        room=f"{c('log_room'):g}",
        into=f"{c('log_partition_in_mb'):g}",
        out=f"{c('log_partition_out_mb'):g}",
        least=f"{c('log_partitions_least'):g}",
        partitions=show_number(max(load["log_partitions"], c("log_partitions_least"))),
        **said,
    )
    if "log_disk_gb" not in drivers:
        return partitions
    return partitions + say(
        "scaling.log_disk",
        disk=show_size(load["log_disk_gb"] * c("log_copies") * GB),
        copies=f"{c('log_copies'):g}",
        disk_room=f"{c('log_disk_room'):g}",
        **said,
    )


def _workers(design: Design) -> str:
    load, c = design.later, design.catalogue.constant
    return say(
        "scaling.workers",
        read=show_number(round(load["batch_gb_month"], 1)),
        rate=f"{c('batch_mb_per_vcpu_second'):g}",
        loads=show_number(round(load["batch_read_vcpu_hours"], 1)),
        passes=f"{c('batch_passes'):g}",
        builds=show_number(round(load["transform_vcpu_hours"], 1)),
        runs=show_number(round(load["job_runs_month"])),
    )


def _store(design: Design) -> str:
    """The size of what answers queries: a warehouse by its queries, a database by its memory."""
    load, c = design.later, design.catalogue.constant
    drivers = {
        factor.driver
        for rule in design.choices["analytical_store"].technology.costs
        for factor in rule.quantity
    }
    technology = design.tool("analytical_store")
    if "warehouse_credits_hour" in drivers:
        return say(
            "scaling.warehouse",
            technology=technology,
            people=show_number(load["usual_users"]),
            each=f"{c('warehouse_concurrency'):g}",
            bytes=show_size(c("warehouse_bytes_per_size")),
            size=f"{load['warehouse_size']:g}",
            hours=show_number(load["busy_hours_month"]),
        )
    if "database_ram_gb" in drivers:
        return say(
            "scaling.database",
            technology=technology,
            hot=show_size(load["hot_bytes"]),
            columnar=f"{c('compression_columnar'):g}",
            share=f"{c('database_ram_share'):g}",
            memory=show_number(round(load["database_ram_gb"], 1)),
        )
    if "olap_tb_month" in drivers:
        return say(
            "scaling.olap",
            technology=technology,
            people=show_number(load["concurrent_users"]),
            hot=show_size(load["hot_bytes"]),
            work=show_number(round(load["olap_tb_month"], 2)),
        )
    return _scans(design, "analytical_store")


def _scans(design: Design, need: str) -> str:
    """What is scanned a month by the engine of a need."""
    return say(
        "scaling.scans_beside" if need == "query_engine" else "scaling.scans",
        technology=design.tool(need),
        people=show_number(design.later["usual_users"]),
        scanned=show_number(round(design.later["scan_tb_month"], 2)),
    )


def _vectors(design: Design) -> str:
    load, c = design.later, design.catalogue.constant
    return say(
        "scaling.vectors",
        documents=show_number(design.needs.documents),
        chunks=f"{c('chunks_per_document'):g}",
        vectors=show_number(round(load["vectors"])),
        overhead=f"{c('hnsw_overhead'):g}",
        dimensions=f"{c('vector_dimensions'):g}",
        links=f"{c('hnsw_links'):g}",
        memory=show_size(load["vector_gb"] * GB),
    )
