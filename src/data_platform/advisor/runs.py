"""How often jobs run and files are written a month, as their schedules have it."""

from __future__ import annotations

from collections.abc import Mapping

from data_platform.advisor.ingestion_methods import Method
from data_platform.advisor.needs import Needs
from data_platform.advisor.sources import SourceNeed
from data_platform.advisor.volumes import MONTH_DAYS
from data_platform.catalog import Catalogue
from data_platform.interview.durations import DAY, MONTH
from data_platform.interview.schedules import rhythm


def runs_of(source: SourceNeed, method: Method, catalogue: Catalogue) -> float:
    """How often a month a source is read or its changes are merged; 0 where it streams."""
    if method.name == "streaming":
        return 0.0
    every = method.every
    if method.name == "CDC":
        every = max(source.freshness, catalogue.constant("batch_interval_least"))
    return each_month(every)


def each_month(every: float) -> float:
    """How often a month something runs that runs every so many seconds; once at least."""
    return max(1.0, MONTH_DAYS * DAY / min(every, MONTH))


def job_runs(needs: Needs, catalogue: Catalogue, methods: Mapping[str, Method]) -> float:
    """The runs of all jobs a month: of loads, of builds and of pipelines that were asked for."""
    found = [runs_of(source, methods[source.name], catalogue) for source in needs.sources]
    found += [_builds(use.freshness, catalogue) for use in needs.use_cases]
    daily: dict[str, float] = {"": 1.0}
    for pipeline in needs.answers.pipelines:
        schedule = pipeline.schedule or ""
        if schedule not in daily:
            daily[schedule] = rhythm(schedule).runs_a_day
        found.append(daily[schedule] * MONTH_DAYS)
    found += [each_month(DAY)] * len(needs.answers.data_models)
    return float(sum(sorted(found)))


def load_starts(needs: Needs, catalogue: Catalogue, methods: Mapping[str, Method]) -> float:
    """How often a month loads start together: once for each rhythm that sources are read in."""
    runs = {runs_of(source, methods[source.name], catalogue) for source in needs.sources}
    return float(sum(sorted(runs)))


def build_starts(needs: Needs, catalogue: Catalogue) -> float:
    """How often a month builds start together: once for each rhythm of the use cases."""
    return float(sum(sorted({_builds(use.freshness, catalogue) for use in needs.use_cases})))


def _builds(age: float, catalogue: Catalogue) -> float:
    """How often a month what may be of an age is built; what is live is built by streams."""
    if age < catalogue.constant("micro_batch_freshness"):
        return each_month(DAY)
    every = max(age, catalogue.constant("batch_interval_least"))
    return each_month(every if every < DAY else _calm(every))


def objects_written(needs: Needs, catalogue: Catalogue, methods: Mapping[str, Method]) -> float:
    """The files that loads write a month at least: one for each table and run."""
    each_minute = each_month(catalogue.constant("stream_file_every"))
    found = []
    for source in needs.sources:
        runs = runs_of(source, methods[source.name], catalogue) or each_minute
        found.append(runs * max(1, source.tables))
    return float(sum(sorted(found)))


def _calm(age: float) -> float:
    """A build that may be days old runs each day, each week or each month."""
    return float(max(step for step in (DAY, 7 * DAY, MONTH) if step <= age))
