"""Durations as people write them, in seconds, and saying them back.

A month is 30 days and a year 365 days wherever one is counted in seconds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Final, NoReturn

from data_platform.interview.numerals import (
    BadValue,
    checked,
    read_number,
    split_number,
    trim,
    without_hedge,
)

MINUTE: Final = 60
HOUR: Final = 3_600
DAY: Final = 86_400
MONTH: Final = 30 * DAY
YEAR: Final = 365 * DAY

#: What a rate can be counted by, in seconds.
PERIODS: Final[Mapping[str, int]] = {
    "s": 1,
    "sec": 1,
    "second": 1,
    "min": MINUTE,
    "minute": MINUTE,
    "h": HOUR,
    "hour": HOUR,
    "hr": HOUR,
    "d": DAY,
    "day": DAY,
    "w": 7 * DAY,
    "wk": 7 * DAY,
    "week": 7 * DAY,
    "mo": MONTH,
    "month": MONTH,
    "y": YEAR,
    "yr": YEAR,
    "year": YEAR,
}
_UNITS: Final[Mapping[str, Decimal]] = {
    **{word: Decimal(seconds) for word, seconds in PERIODS.items()},
    "µs": Decimal("0.000001"),
    "microsecond": Decimal("0.000001"),
    "ms": Decimal("0.001"),
    "msec": Decimal("0.001"),
    "millisecond": Decimal("0.001"),
    "m": Decimal(MINUTE),
    "mth": Decimal(MONTH),
    "quarter": Decimal(91 * DAY),
}
_WORDS: Final[Mapping[str, int]] = {
    "realtime": 1,
    "instant": 1,
    "hourly": HOUR,
    "daily": DAY,
    "nightly": DAY,
    "weekly": 7 * DAY,
    "monthly": MONTH,
    "quarterly": 91 * DAY,
    "yearly": YEAR,
}
_RIGHT: Final = "15 min, 6 hours or 13 months"
_BEFORE: Final = re.compile(r"(?:within|after|for|in)\s+", re.IGNORECASE)
_EVERY: Final = re.compile(r"(?:every|each)\s+", re.IGNORECASE)
_ONE: Final = re.compile(
    r"(?:(?P<half>half(?:\s+an?)?)|an?|one|every|each)\s+(?P<unit>[a-z]{2,})", re.IGNORECASE
)
_UNIT_WORD: Final = re.compile(r"(?P<word>[^\W\d_]+)\.?[\s,]*(?P<rest>.*)$", re.DOTALL)
_AND: Final = re.compile(r"(?:and\b|plus\b|[&+])\s*", re.IGNORECASE)
_ISO_NUMBER: Final = r"(\d+(?:[.,]\d+)?)"
_ISO: Final = re.compile(
    "P(?=.)"
    + "".join(f"(?:{_ISO_NUMBER}{letter})?" for letter in "YMWD")
    + "(?:T(?=.)"
    + "".join(f"(?:{_ISO_NUMBER}{letter})?" for letter in "HMS")
    + ")?",
    re.IGNORECASE,
)
_ISO_SECONDS: Final = (YEAR, MONTH, 7 * DAY, DAY, HOUR, MINUTE, 1)


def unit_of(word: str, units: Mapping[str, object]) -> str | None:
    """The unit that a word names, also in the plural or with a full stop; None if none.

    A single letter has no plural: “ms” is not more than one “m”.
    """
    word = word.strip().rstrip(".")
    if word in units:
        return word
    return word[:-1] if len(word) > 2 and word.endswith("s") and word[:-1] in units else None


def parse_duration(text: str) -> float:
    """Seconds from “13 months”, “2h”, “1h30”, “1 day 6 h”, “500 ms”, “daily”, “P3D”, “0”.

    Raises BadValue for what is no duration, and for “1M”, which is a month or a minute.
    """
    bare = re.sub(r"[\s-]+", "", text.lower())
    if bare in _WORDS:
        return float(_WORDS[bare])
    if iso := _ISO.fullmatch(text.strip()):
        parts = zip(iso.groups(), _ISO_SECONDS, strict=True)
        total = sum(
            (Decimal(number.replace(",", ".")) * seconds for number, seconds in parts if number),
            Decimal(0),
        )
    else:
        total = _sum_of_parts(text)
    if total > 1000 * YEAR:
        raise BadValue("longer than 1000 years; write it like 13 months")
    return float(total)


def _sum_of_parts(text: str) -> Decimal:
    rest = without_hedge(_leaving_out(_BEFORE, without_hedge(text)))
    if (one := _ONE.fullmatch(rest)) and (unit := unit_of(one["unit"].lower(), _UNITS)):
        return _UNITS[unit] / (2 if one["half"] else 1)
    rest = _leaving_out(_EVERY, rest)
    if not rest:
        raise BadValue(f"write it like {_RIGHT}")
    total, before = Decimal(0), None
    while rest:
        numeral, rest = split_number(rest, _RIGHT)
        match = _UNIT_WORD.match(rest)
        if match is None:
            return total + _without_unit(numeral, rest, before)
        unit = unit_of(match["word"].lower().replace("μ", "µ"), _UNITS)
        if unit is None:
            raise BadValue(f"needs a unit: write it like {_RIGHT}")
        number = checked(read_number(numeral, _RIGHT), _RIGHT)
        if unit == "m" and before != HOUR and (match["word"] == "M" or before is not None):
            _refuse_month_or_minute(numeral + match["word"], number)
        total, before = total + number * _UNITS[unit], _UNITS[unit]
        rest = _leaving_out(_AND, match["rest"])
    return total


def _leaving_out(start: re.Pattern[str], text: str) -> str:
    match = start.match(text)
    return text[match.end() :] if match else text


def _without_unit(numeral: str, rest: str, before: Decimal | None) -> Decimal:
    """The end of “1h30”, or a bare nought, in seconds. Raises BadValue for all else."""
    if not rest and before == HOUR and re.fullmatch(r"[0-5]?\d", numeral):
        return Decimal(numeral) * MINUTE
    if not rest and before is None and read_number(numeral, _RIGHT) == 0:
        return Decimal(0)
    raise BadValue(f"needs a unit: write it like {_RIGHT}")


def _refuse_month_or_minute(written: str, number: Decimal) -> NoReturn:
    months, minutes = _counted(number, "month"), _counted(number, "min")
    raise BadValue(f"“{written}” can be {months} or {minutes}; write {months} or {minutes}")


# -- saying them back ------------------------------------------------------------

#: How far a rounded duration may be from the true one.
_TOLERANCE: Final = Decimal("0.02")
_FEW_DAYS: Final = 90 * DAY
_MOST_HOURS: Final = 72 * HOUR
_MOST_MONTHS: Final = 120 * MONTH


@lru_cache(maxsize=4096, typed=True)
def show_duration(seconds: float) -> str:
    """Seconds in words: “13 months”, “90 days”, “1 hour 40 min”, “500 ms”.

    What no few words say exactly is rounded by less than 2 % and says so: “about
    14 months” for 425 days. What is written here can be read by `parse_duration`.
    """
    value = Decimal(str(seconds))
    exact = _in_one_unit(value) or _in_two_units(value) or _with_decimals(value)
    return exact or f"about {_approximately(value, most_decimals=2)}"


def rounded_duration(seconds: float) -> str:
    """Seconds in one unit, in two or three digits: “2 hours” for 121 min, “2.5 hours”.

    For estimates, in sentences that say “about” themselves.
    """
    value = Decimal(str(seconds))
    return _in_one_unit(value) or _approximately(value, most_decimals=1)


def _approximately(value: Decimal, most_decimals: int) -> str:
    """A duration with as few decimals as keep it within 2 %, but no more than given."""
    if value < 1:
        return f"{trim(value * 1000)} ms"
    for decimals in range(most_decimals + 1):
        error, said = min(_rounded(value, decimals, *unit) for unit in _fitting_units(value))
        if error < _TOLERANCE:
            break
    return said


def _in_one_unit(value: Decimal) -> str | None:
    """A duration as a whole number of the largest fitting unit, or None."""
    if value == 0:
        return "0 s"
    if value % YEAR == 0:
        return _counted(value / YEAR, "year")
    if _FEW_DAYS < value <= _MOST_MONTHS and value % MONTH == 0:
        return _counted(value / MONTH, "month")
    # 1.5 years are 18 months to everybody, though they are not 18 times 30 days.
    if _FEW_DAYS < value < 2 * YEAR and value * 12 % YEAR == 0:
        return _counted(value * 12 / YEAR, "month")
    # Up to 25 months, the nearest whole month or year may be more than 2 % away.
    if value % DAY == 0 and (value < YEAR or (value < 750 * DAY and not _is_near_whole(value))):
        return _counted(value / DAY, "day")
    for size, most, name in (
        (HOUR, _MOST_HOURS, "hour"),
        (MINUTE, 120 * MINUTE, "min"),
        (1, 120, "s"),
    ):
        if size <= value <= most and value % size == 0:
            return _counted(value / size, name)
    return None


def _is_near_whole(value: Decimal) -> bool:
    """Whether whole months or whole years come close enough to be said with “about”."""
    return min(_rounded(value, 0, *unit)[0] for unit in _fitting_units(value)) < _TOLERANCE


def _in_two_units(value: Decimal) -> str | None:
    for large, small, most, names in (
        (DAY, HOUR, 10 * DAY, ("day", "hour")),
        (HOUR, MINUTE, _MOST_HOURS, ("hour", "min")),
        (MINUTE, 1, 120 * MINUTE, ("min", "s")),
    ):
        if large <= value < most and value % small == 0:
            whole, part = divmod(value, large)
            return f"{_counted(whole, names[0])} {_counted(part / small, names[1])}"
    return None


def _with_decimals(value: Decimal) -> str | None:
    """A duration like “2.5 years” or “0.2 ms”, if three digits say it exactly, or None."""
    for size, least, most, name in (
        (Decimal(YEAR), 2 * YEAR, 1000 * YEAR, "year"),
        (Decimal(DAY), _MOST_HOURS, _FEW_DAYS, "day"),
        (Decimal(1), 1, 120, "s"),
        (Decimal("0.001"), 0, 1, "ms"),
    ):
        amount = value / size
        if least <= value < most and Decimal(trim(amount).replace(",", "")) == amount:
            return _counted(amount, name)
    return None


def _fitting_units(value: Decimal) -> list[tuple[int, str]]:
    """The units that a rounded duration can be said in, in seconds and by name."""
    if value >= YEAR:
        months = [(MONTH, "month")] if value <= _MOST_MONTHS else []
        return [(YEAR, "year"), *months]
    for size, above, name in (
        (MONTH, _FEW_DAYS, "month"),
        (DAY, _MOST_HOURS, "day"),
        (HOUR, 120 * MINUTE, "hour"),
        (MINUTE, 120, "min"),
    ):
        if value > above:
            return [(size, name)]
    return [(1, "s")]


def _rounded(value: Decimal, decimals: int, size: int, name: str) -> tuple[Decimal, str]:
    """How far off, as a share, a duration is when rounded in a unit, and its words."""
    amount = (value / size).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return abs(amount * size - value) / value, _counted(amount, name)


def _counted(amount: Decimal, name: str) -> str:
    plural = "" if amount == 1 or name in ("min", "s", "ms") else "s"
    return f"{amount.normalize():,f} {name}{plural}"


def is_longer(one: float, other: float) -> bool:
    """Whether a duration is longer than another; 365 days are no longer than 12 months."""
    return one > other * YEAR / (12 * MONTH)
