"""Volumes of one source: what it grows to, what is read, kept and touched. Sizes in bytes.

Uncompressed unless a name says otherwise. What they add up to is in `sizing`.
"""

from __future__ import annotations

import math

from data_platform.advisor.ingestion_methods import Method
from data_platform.advisor.needs import Needs
from data_platform.advisor.sources import SourceNeed
from data_platform.interview.durations import DAY

MONTH_DAYS = 365 / 12


def growth_factor(needs: Needs, month: float) -> float:
    """How many times today's volume a month from now, compound, with a known step."""
    yearly = 1 + needs.growth / 100
    step = needs.step_change / 100 * min(month, 12) / 12
    return float(yearly ** (month / 12)) + step


def is_tabular(source: SourceNeed) -> bool:
    """Whether a source becomes tables; texts and files stay what they are."""
    return source.payload not in ("text", "binary")


def read_bytes(source: SourceNeed, method: Method) -> float:
    """Bytes a day that ingestion moves today: what changed, or the whole content each time."""
    if method.mode == "full":
        return source.volume * DAY / method.every
    return source.daily


def held_bytes(source: SourceNeed, needs: Needs, month: float, retention: float) -> float:
    """What the tables of a source hold a month from now: its rows, and versions of them."""
    factor = growth_factor(needs, month)
    mean = (1 + factor) / 2
    if source.update_pattern == "append":
        arrived = source.volume + source.daily * mean * month * MONTH_DAYS
        kept = source.daily * factor * retention / DAY
        if needs.unsure.get("raw_retention") == "unknown" and source.sure != "unknown":
            # An assumption takes nothing away that was stated.
            kept = max(kept, source.volume * factor)
        return min(arrived, max(kept, 1.0))
    changes = source.daily * mean * min(retention / DAY, month * MONTH_DAYS)
    return source.volume * factor + changes


def landed_bytes(source: SourceNeed, method: Method, needs: Needs, month: float) -> float:
    """What the raw layer holds of a source a month from now, as it was delivered."""
    factor = growth_factor(needs, month)
    if method.mode == "full":
        return source.volume * factor * copies_kept(method, needs)
    if source.update_pattern == "append":
        return held_bytes(source, needs, month, needs.raw_retention)
    since = month * MONTH_DAYS
    kept = needs.raw_retention / DAY
    changes = source.daily * (1 + factor) / 2 * min(kept, since)
    return changes + (source.volume if since < kept else 0.0)


def copies_kept(method: Method, needs: Needs) -> int:
    """How many full copies of a source the raw layer keeps: those of the replay window."""
    return max(1, math.ceil(needs.replay_window / method.every))


def hot_bytes(source: SourceNeed, needs: Needs, month: float) -> float:
    """What day-to-day queries touch of a source."""
    if not is_tabular(source):
        return 0.0
    factor = growth_factor(needs, month)
    if source.update_pattern == "append":
        held = held_bytes(source, needs, month, needs.raw_retention)
        return min(held, source.daily * factor * needs.history / DAY)
    return source.volume * factor
