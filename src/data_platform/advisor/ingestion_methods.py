"""How each source is read: batch, CDC or streaming, and why. Pure rules on one source."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from data_platform.advisor.needs import Needs
from data_platform.advisor.sources import SourceNeed
from data_platform.advisor.words import say
from data_platform.catalog import Catalogue
from data_platform.interview.durations import DAY, MONTH, show_duration
from data_platform.interview.quantities import show_events, show_size
from data_platform.interview.schedules import rhythm

#: Which need serves which ingestion method.
METHOD_NEEDS = {"batch": "batch_ingestion", "CDC": "change_capture", "streaming": "event_log"}


@dataclass(frozen=True)
class Method:
    """The method of a source. mode: stream, log, micro (small files), incremental or full."""

    name: Literal["batch", "streaming", "CDC"]
    mode: Literal["stream", "log", "micro", "incremental", "full"]
    why: str
    every: float


def method_of(source: SourceNeed, needs: Needs, catalogue: Catalogue) -> Method:
    """Choose the simplest method that is fresh enough and sees every change."""
    found = _method(source, needs, catalogue)
    if found.name != "batch":
        return found
    if source.read_window and found.mode != "full":
        found = replace(found, why=say("ingestion.why_window"))
    every = rhythm(source.read_window).shortest if source.read_window else found.every
    # A batch is read each day, each week or each month, where it is not read more often.
    steps = [step for step in (DAY, 7 * DAY, MONTH) if step <= every]
    return replace(found, every=float(steps[-1]) if steps else every)


def _method(source: SourceNeed, needs: Needs, catalogue: Catalogue) -> Method:
    if source.shape == "stream":
        return _stream(source, needs, catalogue)
    if source.shape == "database":
        return _database(source, catalogue)
    every = max(source.freshness, catalogue.constant("batch_interval_least"))
    mode: Literal["incremental", "full"] = (
        "full" if source.update_pattern == "snapshot" else "incremental"
    )
    return Method("batch", mode, say("ingestion.why_batch", age=show_duration(every)), every)


def _stream(source: SourceNeed, needs: Needs, catalogue: Catalogue) -> Method:
    limit = catalogue.constant("micro_batch_freshness")
    rate = catalogue.constant("stream_rate_for_log")
    events = needs.peak_events / max(1, needs.streams)
    fresh = show_duration(source.freshness)
    if source.access == "export":
        return Method("batch", "micro", say("ingestion.why_export"), max(source.freshness, limit))
    if "streaming" in (needs.answers.patterns or ()):
        return Method("streaming", "stream", say("ingestion.why_decided"), source.freshness)
    if source.freshness < limit:
        return Method(
            "streaming", "stream", say("ingestion.why_fresh", age=fresh), source.freshness
        )
    if source.kind == "event_stream" or source.access == "subscription":
        return Method("streaming", "stream", say("ingestion.why_broker"), source.freshness)
    if events > rate:
        why = say("ingestion.why_rate", rate=show_events(events), limit=show_events(rate))
        return Method("streaming", "stream", why, source.freshness)
    return Method("batch", "micro", say("ingestion.why_micro", age=fresh), source.freshness)


def _database(source: SourceNeed, catalogue: Catalogue) -> Method:
    limit = catalogue.constant("micro_batch_freshness")
    reload = catalogue.constant("full_reload_bytes")
    fresh = show_duration(source.freshness)
    # A source that may be read at set times only is not followed all day, unless its log is open.
    follows = not source.read_window or source.access == "change_log"
    open_log = source.change_log and source.access not in ("api", "export") and follows
    if open_log and source.update_pattern != "snapshot":
        if source.freshness < limit:
            return Method("CDC", "log", say("ingestion.why_log_fresh", age=fresh), source.freshness)
        if source.access == "change_log":
            return Method("CDC", "log", say("ingestion.why_log_open"), source.freshness)
        if source.update_pattern == "hard_delete" and source.sure == "unknown":
            # What may be large is not read whole each time to see what is gone.
            return Method("CDC", "log", say("ingestion.why_log_vanish"), source.freshness)
        if source.update_pattern == "hard_delete" and source.volume > reload:
            why = say("ingestion.why_log_deletes", volume=show_size(source.volume))
            return Method("CDC", "log", why, source.freshness)
        if (
            source.volume > catalogue.constant("cdc_bytes")
            and not source.change_column
            and (source.update_pattern != "append")
        ):
            why = say("ingestion.why_log_size", volume=show_size(source.volume))
            return Method("CDC", "log", why, source.freshness)
    every = max(source.freshness, limit)
    if source.update_pattern == "snapshot":
        return Method("batch", "full", say("ingestion.why_snapshot"), every)
    if (
        source.update_pattern != "append"
        and not source.change_column
        and source.volume <= reload
        and every >= DAY
    ):
        why = say("ingestion.why_full", volume=show_size(source.volume))
        return Method("batch", "full", why, every)
    return Method("batch", "incremental", say("ingestion.why_batch", age=fresh), every)
