"""Sources and use cases with their gaps filled, and the book-keeping of what was assumed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from data_platform.advisor.words import has, listed, say
from data_platform.blueprint.model import Assumption
from data_platform.catalog import Catalogue
from data_platform.interview.answers import Answered, Answers, Source, kind_of
from data_platform.interview.durations import DAY
from data_platform.interview.names import slug, unique_all, words_of


@dataclass(frozen=True)
class SourceNeed:
    """A source, complete. volume in bytes, daily in bytes a day, freshness in seconds.

    slug: its name in paths and tables. sure: how sure its volumes are (known, estimate
    or unknown).
    """

    name: str
    slug: str
    kind: str
    shape: str
    type_label: str
    volume: float
    daily: float
    pii: bool
    owner: str
    location: str
    tables: int
    schema_change: str
    payload: str
    quality: str
    defects: tuple[str, ...]
    update_pattern: str
    change_column: str
    freshness: float
    access: str
    read_window: str
    change_log: bool
    sure: str


@dataclass(frozen=True)
class UseCaseNeed:
    """A use case, complete. freshness in seconds."""

    name: str
    workload: str
    freshness: float
    users: int


class Resolved:
    """Takes answers or their defaults, and remembers what was assumed.

    tell: whether assumptions are put in words; who only asks what is decided needs none.
    """

    def __init__(self, answers: Answers, *, tell: bool = True) -> None:
        self.answers = answers
        self.tell = tell
        self.assumptions: list[Assumption] = []
        self.unsure: dict[str, str] = {}

    def take(self, name: str, default: Any, phrase: str = "") -> Any:
        """The answer to a question, or the default as a stated assumption.

        phrase: names its reason, where it is not the usual one of the question.
        """
        value = getattr(self.answers, name)
        if value is not None:
            if name in self.answers.unsure:
                assumed = self.answers.unsure[name] == "assumed"
                self.unsure[name] = "assumed" if assumed else "estimate"
            return value
        self.unsure[name] = "unknown"
        if self.tell:
            self.assume(name, kind_of(name).show(default), phrase or name)
        return default

    def assume(
        self, name: str, value: str, phrase: str, label: str = "", records: Iterable[int] = ()
    ) -> None:
        """State an assumption; its reason is the phrase `assumptions.<phrase>`."""
        if not self.tell:
            return
        reason = f"assumptions.{phrase}"
        self.assumptions.append(
            Assumption(
                key=name,
                label=label or words_of(name),
                value=value,
                reason=say(reason if has(reason) else "assumptions.default"),
                records=list(records),
            )
        )


def resolve_use_cases(got: Resolved, catalogue: Catalogue) -> tuple[UseCaseNeed, ...]:
    """All use cases, or the assumed one: daily reports."""
    found: list[UseCaseNeed] = []
    assumed: dict[str, list[int]] = {"freshness": [], "users": [], "workload": []}
    names = unique_all(
        use.name or say("common.use_case_name", number=number)
        for number, use in enumerate(got.answers.use_cases, 1)
    )
    for number, (use, name) in enumerate(zip(got.answers.use_cases, names, strict=True), 1):
        workload = use.workload or "bi"
        known = catalogue.workloads[workload]
        for field in assumed:
            if getattr(use, field) is None:
                assumed[field].append(number - 1)
        found.append(
            UseCaseNeed(
                name=name,
                workload=workload,
                freshness=known.freshness if use.freshness is None else use.freshness,
                users=known.users if use.users is None else use.users,
            )
        )
    if not found:
        known = catalogue.workloads["bi"]
        found.append(UseCaseNeed(say("common.use_case"), "bi", known.freshness, known.users))
        got.assume("use_cases", say("assumptions.use_cases_value"), "use_cases")
        got.unsure["users"] = "unknown"
        return tuple(found)
    for field, records in assumed.items():
        entries = [(at, found[at].name, getattr(found[at], field)) for at in records]
        _state(got, f"use_cases.{field}", entries)
    return tuple(found)


def resolve_sources(
    got: Resolved,
    catalogue: Catalogue,
    uses: tuple[UseCaseNeed, ...],
    growth: float,
    *,
    personal: bool,
) -> tuple[SourceNeed, ...]:
    """All sources, or the assumed one: a small application database.

    personal: whether personal data is to be expected where nothing is said.
    """
    found: list[SourceNeed] = []
    assumed: dict[str, list[tuple[int, str, Any]]] = {}
    given = got.answers.sources or [Source(kind="other_sql")]
    streams = sum(1 for source in given if _shape(source, catalogue) == "stream")
    names = unique_all(
        source.name or say("common.source_name", number=number)
        for number, source in enumerate(given, 1)
    )
    if not got.answers.sources:
        names = [say("common.source")]
    slugs = unique_all(slug(name, "source") for name in names)
    for number, (source, name, short) in enumerate(zip(given, names, slugs, strict=True), 1):
        gaps: dict[str, Any] = {}
        need = _source(source, name, short, gaps, got, catalogue, uses, growth, streams, personal)
        found.append(need)
        for field, value in gaps.items():
            assumed.setdefault(field, []).append((number - 1, name, value))
    if not got.answers.sources:
        got.assume("sources", say("assumptions.sources_value"), "sources")
    for field, entries in assumed.items():
        rules = field == "pii" and personal
        _state(got, f"sources.{field}", entries, "sources_pii_of_rules" if rules else "")
    return tuple(found)


def has_login(source: SourceNeed) -> bool:
    """Whether it asks for a login; files beside the platform are read by the machine's identity."""
    return source.shape not in ("file", "document") or source.location != "same_cloud"


def is_free_text(source: SourceNeed) -> bool:
    """Whether what it holds is text or pictures, so that personal data stands anywhere in it."""
    return source.shape == "document" or source.payload in ("text", "binary")


def _shape(source: Source, catalogue: Catalogue) -> str:
    return catalogue.source_kinds[source.kind or "other"].shape


def _source(
    source: Source,
    name: str,
    short: str,
    gaps: dict[str, Any],
    got: Resolved,
    catalogue: Catalogue,
    uses: tuple[UseCaseNeed, ...],
    growth: float,
    live_sources: int,
    personal: bool,
) -> SourceNeed:
    def take(field: str, default: Any) -> Any:
        value = getattr(source, field)
        if value is None:
            gaps[field] = value = default
        return value

    kind = catalogue.source_kinds[take("kind", "other")]
    limit = catalogue.constant("micro_batch_freshness")
    daily: float | None = source.daily_volume
    pattern = take("update_pattern", kind.update_pattern)
    if daily is None and kind.shape == "stream" and got.answers.peak_events:
        mean = got.answers.peak_events / catalogue.constant("peak_to_mean") / live_sources
        daily = round(mean * catalogue.constant("event_bytes") * 86_400)
        gaps["daily_volume"] = daily
    volume: float | None = source.volume
    if volume is None:
        volume = kind.volume if daily is None else daily * _days_there(daily, got, catalogue)
        gaps["volume"] = volume
    if daily is None:
        # What is there grows by the stated rate within a year; a stream fills in a year.
        share = (
            1.0
            if kind.shape == "stream"
            else max(growth, catalogue.constant("turnover_least")) / 100
        )
        daily = round(volume * share / 365) if source.volume is not None else kind.daily_volume
        gaps["daily_volume"] = daily
    column = source.change_column or ""
    return SourceNeed(
        name=name,
        slug=short,
        kind=kind.id,
        shape=kind.shape,
        type_label=kind.type_label,
        volume=volume,
        daily=daily,
        pii=bool(take("pii", personal)),
        owner=source.owner or "",
        location=take("location", "vendor" if kind.shape == "api" else "same_cloud"),
        tables=take("tables", kind.tables),
        schema_change=take("schema_change", "stable"),
        payload=take("payload", kind.payload),
        quality=take("quality", "mixed"),
        defects=tuple(d for d in source.defects or () if d != "none"),
        update_pattern=pattern,
        change_column=column,
        freshness=take("freshness", _freshness(kind.shape, uses, bool(live_sources), limit)),
        access=source.access or "",
        read_window=source.read_window or "",
        change_log=kind.change_log or source.access == "change_log",
        sure=_sureness(source, ("volume", "daily_volume")),
    )


def _days_there(daily: float, got: Resolved, catalogue: Catalogue) -> float:
    """How many days of its arrivals a source is taken to hold: a year, or what is kept."""
    if got.answers.raw_retention is not None:
        return min(365, max(1, got.answers.raw_retention / DAY))
    large = daily * 365 > catalogue.constant("large_platform_bytes")
    return catalogue.constant("default_raw_retention_large") / DAY if large else 365


def _freshness(shape: str, uses: tuple[UseCaseNeed, ...], streams: bool, limit: float) -> float:
    """Streams feed what is wanted freshest; beside them, other sources what is not live.

    Documents feed what reads texts.
    limit: the age from which an application needs no stream, in seconds.
    """
    calm = [
        use.freshness
        for use in uses
        if use.workload != "realtime_dashboard"
        and not (use.workload == "operational_api" and use.freshness < limit)
    ]
    reading = [use.freshness for use in uses if use.workload in ("rag", "ml")]
    if shape == "document" and reading:
        return min(reading)
    if shape == "stream" or not streams or not calm:
        return min(use.freshness for use in uses)
    return min(calm)


def _sureness(record: Answered, fields: Iterable[str]) -> str:
    said = [record.certainty(field) for field in fields]
    if all(one in (None, "unknown", "assumed") for one in said):
        return "assumed" if "assumed" in said else "unknown"
    return "known" if all(one == "known" for one in said) else "estimate"


def _state(got: Resolved, path: str, entries: list[tuple[int, str, Any]], phrase: str = "") -> None:
    """One assumption for each assumed value of a field, naming the records that share it.

    entries: each record's position, name and assumed value.
    """
    if not got.tell:
        return
    by_value: dict[str, list[tuple[int, str]]] = {}
    kind = kind_of(path)
    for at, name, value in entries:
        by_value.setdefault(kind.show(value), []).append((at, name))
    label = words_of(path.partition(".")[2])
    for value, records in by_value.items():
        of = say("assumptions.label_of", label=label, names=listed(name for _, name in records))
        reason = phrase or path.replace(".", "_")
        got.assume(path, value, reason, of, (at for at, _ in records))


def is_far(source: SourceNeed, cloud: str) -> bool:
    """Whether a source is read over a line from elsewhere, which may break."""
    if source.location == "on_premises":
        return cloud != "on_prem"
    return source.location == "other_cloud"
