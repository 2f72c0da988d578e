"""When sources are read and staged and models are built: schedules that keep asked ages.

What a run does and how long it takes is in `timetable`.
"""

from __future__ import annotations

from data_platform.advisor.ingestion_methods import Method
from data_platform.advisor.needs import Needs
from data_platform.advisor.sources import SourceNeed
from data_platform.catalog import Catalogue
from data_platform.interview.durations import DAY, HOUR, MINUTE, MONTH
from data_platform.interview.schedules import time_of_day

#: Intervals that cron keeps evenly round the clock.
EVEN_MINUTES = (1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30)
EVEN_HOURS = (1, 2, 3, 4, 6, 8, 12)


def every(age: float, start: str, least: float) -> str:
    """A schedule that keeps data younger than an age: the daily start, or an interval.

    An interval is half the age, so that a run that fails once is still in time; never
    shorter than `least` seconds.
    """
    if age >= DAY:
        return _seldom(age, start)
    half = max(age / 2, least)
    if half >= HOUR:
        hours = max(n for n in EVEN_HOURS if n * HOUR <= half)
        return f"0 */{hours} * * *" if hours > 1 else "0 * * * *"
    minutes = max((n for n in EVEN_MINUTES if n * MINUTE <= half), default=1)
    return f"*/{minutes} * * * *" if minutes > 1 else "* * * * *"


def _seldom(age: float, start: str) -> str:
    """A day's start, or its time once a week or a month where that is fresh enough."""
    if age < 7 * DAY or time_of_day(start) is None or not start.endswith("* * *"):
        return start
    minute, hour, *_ = start.split()
    return f"{minute} {hour} 1 * *" if age >= MONTH else f"{minute} {hour} * * 1"


def streamed(source: SourceNeed, method: Method, catalogue: Catalogue) -> bool:
    """Whether what a source sends is processed as it comes: a stream, or changes asked at once.

    Changes that may be some minutes old are merged in small batches, which needs no stream.
    """
    if method.name == "CDC":
        return source.freshness < catalogue.constant("merge_freshness")
    return method.name == "streaming"


def read_cron(source: SourceNeed, method: Method, needs: Needs, catalogue: Catalogue) -> str:
    """The cron expression of a batch source; empty for one that runs all the time."""
    if method.name != "batch":
        return ""
    if source.read_window:
        return source.read_window
    return every(method.every, needs.batch_start, catalogue.constant("batch_interval_least"))


def stage_cron(source: SourceNeed, method: Method, needs: Needs, catalogue: Catalogue) -> str:
    """When a source is staged: after its load, or often enough; empty where it is streamed."""
    if streamed(source, method, catalogue):
        return ""
    if method.name == "batch":
        return read_cron(source, method, needs, catalogue)
    return every(source.freshness, needs.batch_start, catalogue.constant("merge_interval_least"))
