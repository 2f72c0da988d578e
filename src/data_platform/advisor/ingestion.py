"""INGESTION PATTERNS: method, tool, schedule, schema handling and errors of each source."""

from __future__ import annotations

from data_platform.advisor.ingestion_methods import METHOD_NEEDS, Method
from data_platform.advisor.sources import SourceNeed
from data_platform.advisor.stack import Design
from data_platform.advisor.words import say
from data_platform.blueprint.model import Ingestion
from data_platform.interview.durations import DAY, HOUR, MINUTE, MONTH, show_duration
from data_platform.interview.quantities import show_number, show_percent, show_size
from data_platform.interview.schedules import rhythm, speak_schedule, time_of_day

#: So many pauses between retries are listed, in minutes.
SHOWN = 4
#: Intervals that cron keeps evenly round the clock.
EVEN_MINUTES = (1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30)
EVEN_HOURS = (1, 2, 3, 4, 6, 8, 12)


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
    method = design.methods[source.name]
    if method.name != "batch":
        return ""
    if source.read_window:
        return source.read_window
    return every(method.every, design)


def every(age: float, design: Design) -> str:
    """A schedule that keeps data younger than an age: the daily start, or an interval.

    An interval is half the age, so that a run that fails once is still in time; never
    shorter than a batch run can be.
    """
    if age >= DAY:
        return _seldom(age, design.needs.batch_start)
    half = max(age / 2, design.catalogue.constant("batch_interval_least"))
    if half >= HOUR:
        hours = max(n for n in EVEN_HOURS if n * HOUR <= half)
        return f"0 */{hours} * * *" if hours > 1 else "0 * * * *"
    minutes = max(n for n in EVEN_MINUTES if n * MINUTE <= half)
    return f"*/{minutes} * * * *" if minutes > 1 else "* * * * *"


def _seldom(age: float, start: str) -> str:
    """A day's start, or its time once a week or a month where that is fresh enough."""
    if age < 7 * DAY or time_of_day(start) is None or not start.endswith("* * *"):
        return start
    minute, hour, *_ = start.split()
    return f"{minute} {hour} 1 * *" if age >= MONTH else f"{minute} {hour} * * 1"


def schedule_of(source: SourceNeed, design: Design) -> str:
    """How often a source is read, in words."""
    cron = cron_of(source, design)
    return speak_schedule(cron) if cron else say("ingestion.continuous")


def _schedule(source: SourceNeed, design: Design) -> str:
    method = design.methods[source.name]
    cron = cron_of(source, design)
    if not cron:
        key = f"ingestion.schedule_{method.mode}"
        return say(key, age=show_duration(source.freshness), why=method.why)
    c = design.catalogue.constant
    column = source.change_column
    grows = source.update_pattern == "append" and method.mode == "incremental"
    if grows and source.shape in ("file", "document"):
        how = say("ingestion.how_files")
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
    if source.payload != "tabular":
        parts.append(say(f"ingestion.payload_{source.payload}"))
    return "; ".join(parts)


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
    parts.append(say(f"ingestion.replay_{method.mode}", window=show_duration(needs.replay_window)))
    if source.owner:
        parts.append(say("ingestion.owner", owner=source.owner))
    if source.location in ("on_premises", "other_cloud"):
        caught_up = "continuous" if method.name != "batch" else "scheduled"
        parts.append(
            say(
                f"ingestion.network_{source.location}",
                caught_up=say(f"ingestion.caught_up_{caught_up}"),
            )
        )
    return "; ".join(parts)
