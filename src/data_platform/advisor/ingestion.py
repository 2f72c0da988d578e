"""INGESTION PATTERNS: method, tool, schedule, schema handling and errors of each source."""

from __future__ import annotations

from collections.abc import Callable

from data_platform.advisor.ingestion_methods import METHOD_NEEDS, Method
from data_platform.advisor.sources import SourceNeed, is_far
from data_platform.advisor.stack import Design
from data_platform.advisor.words import say
from data_platform.blueprint.model import Ingestion
from data_platform.interview.durations import MINUTE, show_duration
from data_platform.interview.quantities import show_number, show_percent, show_size
from data_platform.interview.schedules import rhythm, speak_schedule

#: So many pauses between retries are listed, in minutes.
SHOWN = 4


def ingestion(design: Design) -> list[Ingestion]:
    """One entry for each source."""
    return [
        Ingestion(
            source=source.name,
            method=design.methods[source.name].name,
            tool=design.choices[METHOD_NEEDS[design.methods[source.name].name]].technology.name,
            schedule=_schedule(source, design),
            schema_handling=_schema(source, design),
            errors=_errors(source, design),
        )
        for source in design.needs.sources
    ]


def cron_of(source: SourceNeed, design: Design) -> str:
    """The cron expression of a batch source; empty for one that runs all the time."""
    return design.plan.read[source.name]


def schedule_of(source: SourceNeed, design: Design) -> str:
    """How often a source is read, in words."""
    cron = cron_of(source, design)
    return speak_schedule(cron) if cron else say("ingestion.continuous")


def _schedule(source: SourceNeed, design: Design) -> str:
    method = design.methods[source.name]
    cron = cron_of(source, design)
    if not cron:
        merged = design.plan.stage[source.name]
        key = f"ingestion.schedule_{'merged' if merged else method.mode}"
        spoken = speak_schedule(merged) if merged else ""
        reader = design.choices[METHOD_NEEDS[method.name]].technology
        return say(
            key,
            age=show_duration(source.freshness),
            spoken=spoken,
            carried=reader.carries,
            why=method.why,
        )
    c = design.catalogue.constant
    column = source.change_column
    grows = source.update_pattern == "append" and method.mode == "incremental"
    if source.shape in ("file", "document") and (grows or source.shape == "document"):
        how = say(
            "ingestion.how_files" if grows else "ingestion.how_documents",
            compare=show_duration(c("key_compare_every")),
        )
        return say(
            "ingestion.schedule", spoken=speak_schedule(cron), cron=cron, how=how, why=method.why
        )
    how = say(
        f"ingestion.how_{'append' if grows else method.mode}"
        + ("_column" if column and method.mode == "incremental" else ""),
        column=column,
        overlap=show_duration(min(c("overlap_window"), method.every / 2)),
        compare=show_duration(c("key_compare_every")),
        size=show_size(c("micro_batch_file_bytes")),
    )
    return say(
        "ingestion.schedule", spoken=speak_schedule(cron), cron=cron, how=how, why=method.why
    )


def _schema(source: SourceNeed, design: Design) -> str:
    few = source.tables == 1
    tables = say("ingestion.table" if few else "ingestion.tables", count=show_number(source.tables))
    arriving = "arriving" if design.methods[source.name].mode in ("stream", "log") else "loaded"
    when = say(f"ingestion.compared_{arriving}")
    changed = say(f"ingestion.changed_{arriving}")
    parts = [
        say(f"ingestion.contract_{design.needs.contracts}", tables=tables, when=when),
        say(f"ingestion.change_{source.schema_change}", changed=changed),
    ]
    if source.shape == "document":
        parts = [say("ingestion.contract_document")]
    if drift := say(f"ingestion.drift_{_way(source, design)}"):
        parts.append(drift)
    if source.payload != "tabular":
        parts.append(say(f"ingestion.payload_{source.payload}"))
    return "; ".join(parts)


def _way(source: SourceNeed, design: Design) -> str:
    """What decides how a source drifts and fails: its log, its stream, or what it is."""
    mode = design.methods[source.name].mode
    if mode in ("log", "stream"):
        return mode
    if source.shape in ("api", "file", "document"):
        return source.shape
    return "micro" if mode == "micro" else "whole" if mode == "full" else "table"


def _fall(source: SourceNeed, constant: Callable[[str], float]) -> float:
    """By how many percent a copy may be smaller than the last; more where data is poor."""
    return constant("copy_may_shrink") * {"good": 0.5, "mixed": 1, "poor": 2}[source.quality]


def _errors(source: SourceNeed, design: Design) -> str:
    needs = design.needs
    method: Method = design.methods[source.name]
    c = design.catalogue.constant
    pauses = (c("retry_first") * c("retry_backoff") ** n for n in range(min(needs.retries, SHOWN)))
    waits = ", ".join(f"{pause / MINUTE:g}" for pause in pauses)
    if needs.retries > SHOWN:
        waits = say("ingestion.and_so_on", waits=waits)
    total = sum(c("retry_first") * c("retry_backoff") ** n for n in range(needs.retries))
    cron = cron_of(source, design)
    hurried = bool(cron) and total > rhythm(cron).shortest
    if method.name == "streaming":
        parts = [say("ingestion.dead_letter", source=source.slug, count=needs.retries + 1)]
    else:
        key = "retries_within" if hurried else "retries" if needs.retries else "no_retries"
        parts = [say(f"ingestion.{key}", count=needs.retries, waits=waits)]
        share = needs.bad_rows * {"good": 0.5, "mixed": 1, "poor": 2}[source.quality]
        parts.append(
            say(
                f"ingestion.bad_{needs.on_bad_batch}",
                source=source.slug,
                share=show_percent(share),
                kept=show_duration(c("quarantine_retention")),
            )
        )
    if failing := say(f"ingestion.fails_{_way(source, design)}", share=f"{_fall(source, c):g}"):
        parts.append(failing)
    parts.append(say(f"ingestion.replay_{method.mode}", window=show_duration(needs.replay_window)))
    if source.owner:
        parts.append(say("ingestion.owner", owner=source.owner))
    if is_far(source, design.needs.cloud):
        caught_up = "continuous" if method.name != "batch" else "scheduled"
        parts.append(
            say(
                f"ingestion.network_{source.location}",
                caught_up=say(f"ingestion.caught_up_{caught_up}"),
            )
        )
    return "; ".join(parts)
