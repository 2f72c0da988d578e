"""How much there is and comes, by source, from the amounts of a situation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from benchmarks.amounts import DAY, Amount, amounts, first_number
from benchmarks.wording import first, text_of, words
from data_platform.catalog import Catalogue

#: No stated number is this large.
_ENDLESS = 1e18


def share_out(
    sources: list[dict[str, Any]], situation: Mapping[str, Any], catalogue: Catalogue
) -> float | None:
    """Give each source its volumes, and what is only known in sum. Returns events a second."""
    event = catalogue.constant("event_bytes")
    spread = catalogue.constant("peak_to_mean")
    peaks: list[float] = []
    for source in sources:
        _fill(source, source.pop("amounts"), event, spread, peaks)
    structured = any("volume" in s or "daily_volume" in s for s in sources)
    for field in ("data_volume_total", "daily_volume"):
        found = amounts(text_of(situation.get(field)), words()["vague"])
        if field == "daily_volume":
            found = [_daily(one) for one in found]
        structured = structured or bool(found)
        _split(sources, found, event, spread, peaks, catalogue)
    if not structured:
        said = amounts(text_of(situation.get("summary")), words()["vague"])
        _split(sources, said, event, spread, peaks, catalogue)
    for source in sources:
        for field, unit in (("volume", "B"), ("daily_volume", "B/day")):
            if field in source:
                source[field] = {"estimate": f"{round(source[field])} {unit}"}
    stated = situation.get("peak_events_per_s")
    if stated is not None and (number := number_of(stated)):
        return number
    return max(peaks, default=None)


def _daily(amount: Amount) -> Amount:
    """An amount of a field that is about a day, though it does not say so."""
    if amount.per is not None:
        return amount
    return replace(amount, per=DAY)


def _fill(
    source: dict[str, Any], found: list[Amount], event: float, spread: float, peaks: list[float]
) -> None:
    """Add what amounts say to a source, in bytes and bytes a day; the first of a kind counts."""
    for one in found:
        each = float(first("bytes_each", one.noun) or event)
        size = one.value * (1 if one.unit == "bytes" else each)
        size *= words()["share_of_upper_bound"] if one.bound else 1
        size *= words()["share_of_lower_bound"] if one.more else 1
        if one.per is None:
            source.setdefault("volume", size)
            continue
        mean = size / one.per * DAY
        short = one.per < 3600
        if short and one.unit != "bytes":
            rate = one.value / one.per
            peaks.append(rate if one.peak else rate * spread)
        source.setdefault("daily_volume", mean / spread if short and one.peak else mean)


def _split(
    sources: list[dict[str, Any]],
    found: list[Amount],
    event: float,
    spread: float,
    peaks: list[float],
    catalogue: Catalogue,
) -> None:
    """Spread amounts of the whole evenly over the sources that say nothing, streams first."""
    whole: dict[str, Any] = {}
    _fill(whole, found, event, spread, peaks)
    for field, value in whole.items():
        silent = [source for source in sources if field not in source]
        streams = [s for s in silent if _shape(s, catalogue) == "stream"]
        if field == "daily_volume" and streams:
            silent = streams
        left = value - sum(s[field] for s in sources if field in s)
        for source in silent:
            if left > 0:
                source[field] = left / len(silent)


def _shape(source: Mapping[str, Any], catalogue: Catalogue) -> str:
    return catalogue.source_kinds[source.get("kind") or "other"].shape


def number_of(value: object) -> float | None:
    """A number as it is, or the first in a text, a second where it has a period; else None."""
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        # Nobody counts in endless numbers, nor in less than none.
        return float(value) if 0 <= value < _ENDLESS else None
    found = amounts(text_of(value), words()["vague"])
    if found and found[0].per:
        return found[0].value / found[0].per
    return first_number(text_of(value), words()["vague"])
