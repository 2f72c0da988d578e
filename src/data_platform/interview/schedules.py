"""Schedules: cron expressions, checked, spoken back, and a few plain words for them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from data_platform.interview.cron import check_cron, explain, runs
from data_platform.interview.durations import DAY
from data_platform.interview.numerals import BadValue

#: A rhythm is taken over this long at least, and over this many gaps.
_SAMPLE = timedelta(days=8)
_FEWEST = 12
_RIGHT = "write a cron expression like 0 2 * * *, or words like daily at 02:00"
_WORDS = {
    "hourly": "0 * * * *",
    "@hourly": "0 * * * *",
    "daily": "0 2 * * *",
    "nightly": "0 2 * * *",
    "every day": "0 2 * * *",
    "each day": "0 2 * * *",
    "every night": "0 2 * * *",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "weekly": "0 3 * * 1",
    "every week": "0 3 * * 1",
    "@weekly": "0 0 * * 0",
    "monthly": "0 4 1 * *",
    "every month": "0 4 1 * *",
    "@monthly": "0 0 1 * *",
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
    "every half hour": "*/30 * * * *",
    "every quarter hour": "*/15 * * * *",
}
#: The days of a week in the numbers of cron.
_DAYS = {
    "sunday": 0,
    "monday": 1,
    "tuesday": 2,
    "wednesday": 3,
    "thursday": 4,
    "friday": 5,
    "saturday": 6,
}
#: Day of the month and weekday of a cron expression.
_DAY_WORDS = {
    **dict.fromkeys(("", "every day", "each day", "daily", "nightly", "every night"), ("*", "*")),
    **dict.fromkeys(("weekdays", "every weekday", "workdays", "working days"), ("*", "1-5")),
    **dict.fromkeys(("weekends", "every weekend"), ("*", "0,6")),
    **dict.fromkeys(("weekly", "every week"), ("*", "1")),
    **dict.fromkeys(("monthly", "every month"), ("1", "*")),
}
_TIME = (
    r"(?:noon|midday|midnight"
    r"|\d{1,2}(?:[:.h]\d{2})?\s*(?:[ap]\.?m\.?(?!\w)|h\b|uhr\b|o['’]?clock\b)?)"
)
_TIMES = rf"(?P<times>{_TIME}(?:\s*(?:,|and|&)\s*(?:at\s+)?{_TIME})*)"
_AT = r"(?P<at>(?:\b(?:at|by|before|from|after)\b|@)\s*)?"
_DAYS_THEN_TIMES = re.compile(rf"(?P<days>(?:[a-z].*?)??)\s*{_AT}(?<!\w){_TIMES}")
_TIMES_THEN_DAYS = re.compile(rf"{_AT}{_TIMES}\s+(?P<days>[a-z].*)")
_ONE_TIME = re.compile(r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2}))?\s*(?P<half>[ap]?).*")
_EVERY = re.compile(
    r"every\s*(?P<count>\d{1,6})?\s*(?P<unit>[a-z]+)(?:\s+at\s+(?:minute\s*|:)(?P<past>\d{1,2}))?"
)
_UNITS = {
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), "minute"),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), "hour"),
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), "second"),
    **dict.fromkeys(("d", "day", "days"), "day"),
    **dict.fromkeys(("w", "week", "weeks"), "week"),
    **dict.fromkeys(("month", "months"), "month"),
}
#: How many minutes an hour, or hours a day, can be divided into evenly.
_EVEN = {
    "minute": tuple(n for n in range(1, 61) if 60 % n == 0),
    "hour": tuple(n for n in range(1, 25) if 24 % n == 0),
}


@lru_cache(maxsize=512)
def parse_schedule(text: str) -> str:
    """A five-field cron expression from one, or from “daily at 02:00”, “every 15 minutes”.

    Raises BadValue for what never runs, and for what cron cannot say, like every 7 hours.
    """
    bare = re.sub(r"\s+", " ", text.strip().lower()).rstrip(".")
    if expression := _WORDS.get(bare) or _from_interval(bare) or _from_clock(bare):
        return expression
    if not _looks_like_cron(bare.split()):
        raise BadValue(_RIGHT)
    check_cron(bare)
    return bare


def _looks_like_cron(parts: Sequence[str]) -> bool:
    """Whether a message about cron fields would help."""
    starts_with_numbers = len(parts) > 3 and all(part[0].isdigit() for part in parts[:2])
    return starts_with_numbers or any(part.startswith("*") for part in parts)


# -- plain words -----------------------------------------------------------------


def _from_interval(bare: str) -> str | None:
    """The cron expression of “every 2 hours” and the like; None for other text."""
    match = _EVERY.fullmatch(re.sub(r"^hourly(?= at)", "every hour", bare))
    if match is None or match["unit"] not in _UNITS:
        return None
    count, unit = int(match["count"] or 1), _UNITS[match["unit"]]
    past = int(match["past"] or 0)
    if match["past"] and unit != "hour":
        return None
    if past > 59:
        raise BadValue(f"the minute {past} must be 0 to 59")
    if unit == "minute" and count and count % 60 == 0:
        count, unit = count // 60, "hour"
    if unit == "hour" and count == 24:
        count, unit = 1, "day"
    if unit in _EVEN and count in _EVEN[unit]:
        every = "*" if count == 1 else f"*/{count}"
        return f"{every} * * * *" if unit == "minute" else f"{past} {every} * * *"
    if count == 1 and unit in ("day", "week", "month"):
        return _WORDS[f"every {unit}"]
    raise BadValue(f"cron cannot say “{_every(count, unit)}”; write {_nearest_even(count, unit)}")


def _nearest_even(count: int, unit: str) -> str:
    """What can be said instead: “every 6 hours or every 8 hours”."""
    if unit == "second":
        return "every minute"
    if unit not in _EVEN:
        return "every day, every Monday at 03:00 or every month"
    if unit == "minute" and count > 60:
        count, unit = count // 60, "hour"
        around = [count, count + 1]
    else:
        around = [count - 1, count + 1]
    lower = [n for n in _EVEN[unit] if n <= around[0]][-1:]
    upper = [n for n in _EVEN[unit] if n >= around[1]][:1]
    return " or ".join(_every(n, unit) for n in (*lower, *upper))


def _every(count: int, unit: str) -> str:
    if (unit, count) in (("minute", 60), ("hour", 24)):
        count, unit = 1, {"minute": "hour", "hour": "day"}[unit]
    return f"every {unit}" if count == 1 else f"every {count} {unit}s"


def _from_clock(bare: str) -> str | None:
    """The cron expression of “weekdays at 8” and the like; None for other text."""
    for pattern in (_DAYS_THEN_TIMES, _TIMES_THEN_DAYS):
        match = pattern.fullmatch(bare)
        if match and (days := _days(match["days"])):
            times = [time.strip() for time in re.findall(_TIME, match["times"])]
            if not match["at"] and times[0].isdigit():
                return None
            minute, hours = _clock(times)
            return f"{minute} {hours} {days[0]} * {days[1]}"
    if bare and _days(bare):
        raise BadValue(f"at which time? write it like {bare} at 08:00")
    return None


def _days(said: str) -> tuple[str, str] | None:
    """Day of the month and weekday in cron of “daily”, “mon, wed” or “tue-fri”; None if neither."""
    words = re.sub(r"^(?:weekly )?on ", "", said.strip(" ,"))
    if words in _DAY_WORDS:
        return _DAY_WORDS[words]
    found: set[int] = set()
    words = re.sub(r"^(?:every|each) ", "", words)
    for part in re.split(r"\s*(?:,\s*and\b|,|\band\b|&|\+|/)\s*", words):
        ends = [_weekday(word) for word in re.split(r"\s*(?:-|–|\bto\b|\bthrough\b)\s*", part)]
        if len(ends) > 2 or None in ends:
            return None
        first, last = ends[0] or 0, ends[-1] or 0
        found.update((first + n) % 7 for n in range((last - first) % 7 + 1))
    if found == {1, 2, 3, 4, 5}:
        return "*", "1-5"
    return "*", "*" if len(found) == 7 else ",".join(map(str, sorted(found)))


def _weekday(word: str) -> int | None:
    """The number of “monday”, “mondays”, “mon” or “tues.”; None for another word."""
    word = word.rstrip(".")
    word = word if word.endswith("ues") else word.removesuffix("s")
    found = [number for name, number in _DAYS.items() if len(word) > 2 and name.startswith(word)]
    return found[0] if found else None


def _clock(times: Sequence[str]) -> tuple[int, str]:
    """The minute and the hours of times that share their minute. Raises BadValue."""
    read = sorted({_time(time) for time in times})
    if len({minute for _, minute in read}) > 1:
        raise BadValue("several times must share their minute, like daily at 02:30 and 14:30")
    return read[0][1], ",".join(str(hour) for hour, _ in read)


def _time(said: str) -> tuple[int, int]:
    """Hour and minute of “2”, “2:30 pm”, “14h00” or “noon”. Raises BadValue."""
    if said in ("noon", "midday", "midnight"):
        return 0 if said == "midnight" else 12, 0
    match = _ONE_TIME.fullmatch(said)
    assert match is not None, said
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if minute > 59 or hour > 23 or (match["half"] and not 1 <= hour <= 12):
        raise BadValue(f"“{said}” is no time of day; write it like 02:00, 14:30 or 2 pm")
    if match["half"]:
        hour = hour % 12 + (12 if match["half"] == "p" else 0)
    return hour, minute


# -- speaking them back ----------------------------------------------------------


@lru_cache(maxsize=512)
def speak_schedule(expression: str) -> str:
    """A schedule in words: “every day at 02:00”, “every 15 minutes”."""
    minute, hour, day, month, weekday = expression.lower().split()
    if (day, month) == ("*", "*"):
        if weekday == "*" and (said := _speak_interval(minute, hour)):
            return said
        hours = _numbers(hour, 24)
        days = "every day" if weekday == "*" else _speak_days(weekday)
        if minute.isdigit() and hours and days:
            return f"{days} at {_and([f'{at:02}:{int(minute):02}' for at in hours])}"
    return explain(expression)


def _speak_interval(minute: str, hour: str) -> str | None:
    """“every 15 minutes”, “every 2 hours at minute 5”; None for what is not evenly spaced."""
    if hour == "*" and not minute.isdigit():
        minutes = _numbers(minute, 60)
        if step := _even_step(minute, 60):
            return _every(step, "minute")
        if not minutes:
            return None
        named = _and([str(at) for at in minutes])
        if len(minutes) > 4:
            named = f"{', '.join(str(at) for at in minutes[:3])}, ..., {minutes[-1]}"
        return f"every hour at minutes {named}"
    if minute.isdigit() and (step := _even_step(hour, 24)):
        past = f" at minute {int(minute)}" if int(minute) else ""
        return f"{_every(step, 'hour')}{past}"
    return None


def _even_step(field: str, size: int) -> int | None:
    """The step of “*” or “*/n” where it divides the field evenly, else None."""
    step = 1 if field == "*" else int(field[2:]) if re.fullmatch(r"\*/\d+", field) else 0
    return step if step and size % step == 0 else None


def _numbers(field: str, size: int) -> list[int]:
    """The numbers of “0,30” or “*/7”, in order; none for another form."""
    if re.fullmatch(r"\*/\d+", field):
        return list(range(0, size, int(field[2:])))
    listed = field.split(",")
    return sorted({int(part) for part in listed}) if all(map(str.isdigit, listed)) else []


def _speak_days(weekday: str) -> str | None:
    """“every Monday and Friday”; None for a form with steps or places in the month."""
    if weekday in ("1-5", "mon-fri"):
        return "Monday to Friday"
    names = {str(number): name for name, number in _DAYS.items()} | {"7": "sunday"}
    names |= {name[:3]: name for name in _DAYS}
    listed = weekday.split(",")
    if not all(part in names for part in listed):
        return None
    # A week starts on Monday, whatever cron counts from.
    days = sorted({names[part] for part in listed}, key=lambda name: (_DAYS[name] - 1) % 7)
    return f"every {_and([day.capitalize() for day in days])}"


def _and(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


@dataclass(frozen=True)
class Rhythm:
    """How often a schedule runs. shortest, longest: gaps between two runs, in seconds."""

    shortest: int
    longest: int
    runs_a_day: float


@lru_cache(maxsize=512)
def rhythm(expression: str) -> Rhythm:
    """The rhythm of a cron expression, over a week at least and a dozen runs."""
    times = runs(expression)
    first = last = next(times)
    gaps: list[timedelta] = []
    for following in times:
        gaps.append(following - last)
        last = following
        if last - first >= _SAMPLE and len(gaps) >= _FEWEST:
            break
    if not gaps:  # it runs once and never again
        return Rhythm(DAY, DAY, 1.0)
    passed = (last - first).total_seconds()
    shortest, longest = min(gaps).total_seconds(), max(gaps).total_seconds()
    return Rhythm(int(shortest), int(longest), len(gaps) * DAY / passed)


def time_of_day(expression: str) -> int | None:
    """Minutes after midnight of a schedule that runs at one fixed time; None for others."""
    minute, hour, *_ = expression.split()
    return int(hour) * 60 + int(minute) if minute.isdigit() and hour.isdigit() else None
