"""Schedules: cron expressions, checked, spoken back, and a few plain words for them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import lru_cache

from data_platform.interview.quantities import DAY, BadValue

#: A fixed Monday, so that the same expression always gives the same answer.
_START = datetime(2024, 1, 1)
_WORDS = {
    "hourly": "0 * * * *",
    "@hourly": "0 * * * *",
    "daily": "0 2 * * *",
    "nightly": "0 2 * * *",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "weekly": "0 3 * * 1",
    "@weekly": "0 0 * * 0",
    "monthly": "0 4 1 * *",
    "@monthly": "0 0 1 * *",
    "@yearly": "0 0 1 1 *",
}
_DAYS = {
    "monday": "1",
    "tuesday": "2",
    "wednesday": "3",
    "thursday": "4",
    "friday": "5",
    "saturday": "6",
    "sunday": "0",
}
_CLOCK = re.compile(
    r"^(?P<days>every day|daily|nightly|each day|weekdays|on weekdays|(?:every |on )?"
    r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)s?)?"
    r"\s*(?:at\s*)?(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})$"
)
_EVERY = re.compile(r"^every\s+(?P<count>\d+)?\s*(?P<unit>min(?:ute)?s?|h(?:ou)?rs?|hours?)$")


@lru_cache(maxsize=512)
def parse_schedule(text: str) -> str:
    """A five-field cron expression from one, or from “daily at 02:00”, “every 15 minutes”."""
    from cronsim import CronSim, CronSimError

    bare = re.sub(r"\s+", " ", text.strip().lower())
    expression = _WORDS.get(bare) or _from_words(bare) or bare
    right = "write a cron expression like 0 2 * * *, or words like daily at 02:00"
    if len(expression.split()) != 5:
        raise BadValue(right)
    try:
        next(CronSim(expression.upper(), _START))
    except (CronSimError, StopIteration, ValueError):
        raise BadValue(f"this cron expression never runs or cannot be read; {right}") from None
    return expression


def _from_words(bare: str) -> str | None:
    if match := _CLOCK.match(bare):
        hour, minute = int(match["hour"]), int(match["minute"])
        if hour > 23 or minute > 59:
            return None
        days = match["days"] or ""
        weekday = next((number for name, number in _DAYS.items() if name in days), "*")
        return f"{minute} {hour} * * {'1-5' if 'weekday' in days else weekday}"
    if match := _EVERY.match(bare):
        count = int(match["count"] or 1)
        if match["unit"].startswith("m") and 1 <= count < 60:
            return f"*/{count} * * * *" if count > 1 else "* * * * *"
        if match["unit"].startswith("h") and 1 <= count < 24:
            return f"0 */{count} * * *" if count > 1 else "0 * * * *"
    return None


@lru_cache(maxsize=512)
def speak_schedule(expression: str) -> str:
    """A schedule in words: “every day at 02:00”, “every 15 minutes”."""
    minute, hour, day, month, weekday = expression.split()
    if (hour, day, month, weekday) == ("*",) * 4:
        if minute == "*":
            return "every minute"
        if re.fullmatch(r"\*/\d+", minute):
            return f"every {minute[2:]} minutes"
        if minute.isdigit():
            return "every hour" if int(minute) == 0 else f"every hour at minute {int(minute)}"
    if minute.isdigit() and (day, month, weekday) == ("*",) * 3:
        if re.fullmatch(r"\*/\d+", hour):
            past = f" at minute {int(minute)}" if int(minute) else ""
            return f"every {hour[2:]} hours{past}"
        if hour.isdigit():
            return f"every day at {int(hour):02}:{int(minute):02}"
    if minute.isdigit() and hour.isdigit() and (day, month) == ("*", "*"):
        clock = f"{int(hour):02}:{int(minute):02}"
        if weekday == "1-5":
            return f"Monday to Friday at {clock}"
        for name, number in _DAYS.items():
            if weekday == number:
                return f"every {name.capitalize()} at {clock}"
    from cronsim import CronSim

    said = str(CronSim(expression.upper(), _START).explain())
    return said[:1].lower() + said[1:]


@lru_cache(maxsize=512)
def interval(expression: str) -> int:
    """The longest gap between two runs in a sample of 60, in seconds."""
    from cronsim import CronSim

    runs = CronSim(expression.upper(), _START)
    last, longest = next(runs), timedelta(0)
    for _ in range(60):
        following = next(runs, None)
        if following is None:
            break
        longest, last = max(longest, following - last), following
    return int(longest.total_seconds()) or DAY


def time_of_day(expression: str) -> int | None:
    """Minutes after midnight of a schedule that runs at one fixed time; None for others."""
    minute, hour, *_ = expression.split()
    return int(hour) * 60 + int(minute) if minute.isdigit() and hour.isdigit() else None
