"""What all sources add up to: sums over classes of like sources, ready for any month.

A source's size a month from now is the smaller of straight lines in its volume and its
daily volume (see `volumes`), so sorted sources with running sums give the total of a class
without a walk over them. Sums do not depend on the order of the sources. Sizes in bytes.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from data_platform.advisor.code_jobs import staged_in_code
from data_platform.advisor.ingestion_methods import Method
from data_platform.advisor.needs import Needs
from data_platform.advisor.runs import runs_of
from data_platform.advisor.sources import SourceNeed
from data_platform.advisor.volumes import MONTH_DAYS, copies_kept, growth_factor, is_tabular
from data_platform.catalog import Catalogue
from data_platform.interview.durations import DAY


class Kind(NamedTuple):
    """What decides how a source's sizes are reckoned; sources of one kind add up.

    coded: whether jobs in code stage it. copies: full copies that the raw layer keeps, 0 for a
    source that is read in parts.
    """

    sure: str
    payload: str
    tabular: bool
    stream: bool
    method: str
    append: bool
    coded: bool
    copies: int


class Line(NamedTuple):
    """A size as volume x `slope` + daily volume x `days`."""

    slope: float
    days: float


class Group:
    """Sources of one kind, sorted by how many days of arrivals they hold."""

    def __init__(self, sources: Sequence[tuple[float, float, float, float]]) -> None:
        """sources: volume, daily volume, moved and merged bytes a day of each."""
        self.sources = sources
        rows = sorted((v / d if d else math.inf, v, d) for v, d, _, _ in sources)
        self.count = len(rows)
        self.ratios = [ratio for ratio, _, _ in rows]
        self.volumes = [0.0, *accumulate(v for _, v, _ in rows)]
        self.dailies = [0.0, *accumulate(d for _, _, d in rows)]
        self.volume, self.daily = self.volumes[-1], self.dailies[-1]
        self.moved = math.fsum(moved for _, _, moved, _ in sources)
        self.merged = math.fsum(merged for _, _, _, merged in sources)

    def least(self, *lines: tuple[Line, ...]) -> float:
        """The sum over the sources of the smallest of `lines`; each is the largest of its own."""
        flat = [line for alternatives in lines for line in alternatives]
        cuts = {math.inf, 0.0}
        for at, one in enumerate(flat):
            for other in flat[at + 1 :]:
                if one.slope != other.slope:
                    cuts.add((other.days - one.days) / (one.slope - other.slope))
        total, start, before = 0.0, 0, 0.0
        for cut in sorted(cut for cut in cuts if cut > 0):
            end = self.count if cut == math.inf else bisect_left(self.ratios, cut)
            if end > start:
                middle = before + 1.0 if cut == math.inf else (before + cut) / 2
                line = min((_largest(one, middle) for one in lines), key=lambda at: at[0])[1]
                total += line.slope * (self.volumes[end] - self.volumes[start])
                total += line.days * (self.dailies[end] - self.dailies[start])
                start = end
            before = cut
        return total


def _largest(lines: tuple[Line, ...], ratio: float) -> tuple[float, Line]:
    """The largest of lines for a source that holds `ratio` days of arrivals, and its size."""
    return max((line.slope * ratio + line.days, line) for line in lines)


@dataclass(frozen=True)
class Sizes:
    """The sizes of one kind of source a month from now, before bands and compression.

    held, reported: rows of the processed and of the curated layer. landed: in raw; old: of it,
    what is old enough for a cheaper tier. touched: by queries. moved: read a day. merged: rows
    that a day's changes are looked up among, once for each run.
    """

    held: float
    reported: float
    landed: float
    old: float
    touched: float
    arriving: float
    moved: float
    merged: float


def grouped(needs: Needs, catalogue: Catalogue, methods: Mapping[str, Method]) -> dict[Kind, Group]:
    """All sources by their kind, the kinds in a fixed order."""
    found: dict[Kind, list[tuple[float, float, float, float]]] = {}
    times = catalogue.constant("merge_scan_times")
    for source in needs.sources:
        method = methods[source.name]
        full = method.mode == "full"
        moved = source.volume * DAY / method.every if full else source.daily
        kind = _kind(source, method, needs)
        merged = 0.0
        if kind.tabular and not kind.append and not full:
            runs = max(1.0, runs_of(source, method, catalogue) / MONTH_DAYS)
            # A run reads some times its changes, the whole table at most.
            merged = min(source.volume * runs, source.daily * times)
        row = (source.volume, source.daily, moved, merged)
        found.setdefault(kind, []).append(row)
    return {kind: Group(found[kind]) for kind in sorted(found)}


def as_known(groups: Mapping[Kind, Group]) -> dict[Kind, Group]:
    """The same sources by their kind as if every volume were known."""
    found: dict[Kind, list[tuple[float, float, float, float]]] = {}
    for kind, group in groups.items():
        found.setdefault(kind._replace(sure="known"), []).extend(group.sources)
    return {kind: Group(found[kind]) for kind in sorted(found)}


def _kind(source: SourceNeed, method: Method, needs: Needs) -> Kind:
    return Kind(
        sure=source.sure,
        payload=source.payload if source.payload in ("binary", "text") else "rows",
        tabular=is_tabular(source),
        stream=source.shape == "stream",
        method=method.name,
        append=source.update_pattern == "append",
        coded=staged_in_code(source, needs),
        copies=copies_kept(method, needs) if method.mode == "full" else 0,
    )


def sizes(kind: Kind, group: Group, needs: Needs, month: float) -> Sizes:
    """What sources of a kind hold, land, touch, get and move a month from now."""
    factor = growth_factor(needs, month)
    held = _held(kind, group, needs, month, needs.raw_retention)
    fresh = factor * needs.cold_after / DAY
    if kind.copies:
        # Full copies are replaced before they are old.
        landed, old = group.volume * factor * kind.copies, 0.0
    elif kind.append:
        landed = held
        kept = _kept(kind, needs, month, needs.raw_retention)
        old = landed - group.least(*kept, (Line(0.0, fresh),))
    else:
        since, kept_days = month * MONTH_DAYS, needs.raw_retention / DAY
        landed = group.daily * (1 + factor) / 2 * min(kept_days, since)
        landed += group.volume if since < kept_days else 0.0
        old = max(0.0, landed - group.daily * fresh)
    return Sizes(
        held=held,
        reported=_held(kind, group, needs, month, needs.curated_retention),
        landed=landed,
        old=old,
        touched=_touched(kind, group, needs, month),
        arriving=group.daily * factor,
        moved=group.moved * factor,
        merged=group.merged * factor,
    )


def _held(kind: Kind, group: Group, needs: Needs, month: float, retention: float) -> float:
    factor = growth_factor(needs, month)
    if kind.append:
        return group.least(*_kept(kind, needs, month, retention))
    days = (1 + factor) / 2 * min(retention / DAY, month * MONTH_DAYS)
    return group.volume * factor + group.daily * days


def _kept(
    kind: Kind, needs: Needs, month: float, retention: float
) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """What has arrived at a source that only grows, and what is kept of it."""
    factor = growth_factor(needs, month)
    arrived = Line(1.0, (1 + factor) / 2 * month * MONTH_DAYS)
    kept = Line(0.0, factor * retention / DAY)
    if needs.unsure.get("raw_retention") == "unknown" and kind.sure != "unknown":
        # An assumption takes nothing away that was stated.
        return (arrived,), (kept, Line(factor, 0.0))
    return (arrived,), (kept,)


def _touched(kind: Kind, group: Group, needs: Needs, month: float) -> float:
    if not kind.tabular:
        return 0.0
    factor = growth_factor(needs, month)
    if not kind.append:
        return group.volume * factor
    asked = Line(0.0, factor * needs.history / DAY)
    return group.least(*_kept(kind, needs, month, needs.raw_retention), (asked,))
