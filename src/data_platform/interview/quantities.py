"""Quantities as people write them: parsing, and writing them back.

Sizes are bytes, rates bytes a day or events a second, money US dollars a month,
durations seconds. GB is 10^9 bytes, GiB is 2^30. Nothing here knows a question.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Final

DAY: Final = 86_400
MINUTE: Final = 60
HOUR: Final = 3_600
MONTH: Final = 30 * DAY
YEAR: Final = 365 * DAY


class BadValue(ValueError):
    """What was typed cannot be read. The message says what would be right."""


_NUMBER = re.compile(
    r"^(?P<number>[+-]?\d[\d, _']*(?:\.\d+)?|[+-]?\.\d+)\s*(?P<rest>.*)$", re.DOTALL
)
_SCALE: Final = {
    "": Decimal(1),
    "k": Decimal(10**3),
    "thousand": Decimal(10**3),
    "m": Decimal(10**6),
    "mio": Decimal(10**6),
    "million": Decimal(10**6),
    "b": Decimal(10**9),
    "bn": Decimal(10**9),
    "billion": Decimal(10**9),
}
_BYTES: Final = {
    "b": 1,
    "byte": 1,
    "bytes": 1,
    **{f"{p}b": 1000 ** (i + 1) for i, p in enumerate("kmgtpe")},
    **{f"{p}ib": 1024 ** (i + 1) for i, p in enumerate("kmgtpe")},
    **{p: 1000 ** (i + 1) for i, p in enumerate("kmgtpe")},
}
_PER: Final = {
    "s": 1,
    "sec": 1,
    "second": 1,
    "min": 60,
    "minute": 60,
    "h": HOUR,
    "hour": HOUR,
    "hr": HOUR,
    "d": DAY,
    "day": DAY,
    "w": 7 * DAY,
    "week": 7 * DAY,
    "mo": MONTH,
    "month": MONTH,
    "y": YEAR,
    "yr": YEAR,
    "year": YEAR,
}
_DURATION: Final[dict[str, int | Decimal]] = {
    **_PER,
    "ms": Decimal("0.001"),
    "millisecond": Decimal("0.001"),
    "m": 60,
    "mth": MONTH,
    "quarter": 91 * DAY,
}
_SPOKEN: Final = {
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
#: The largest quantity that is taken seriously: a yottabyte, in bytes.
LARGEST: Final = Decimal(10) ** 24


def clean(text: str) -> str:
    """Drop control characters (terminal escapes among them) and outer blanks."""
    kept = (c for c in text if c == "\n" or (c.isprintable() and c != "\x7f") or c == " ")
    return "".join(kept).strip()


def _split(text: str, right: str) -> tuple[Decimal, str]:
    """A leading number and what follows it, lower case."""
    match = _NUMBER.match(text.strip().lstrip("~≈<>= ").strip())
    if not match:
        raise BadValue(f"no number in “{text[:40]}”; write it like {right}")
    digits = re.sub(r"[, _']", "", match["number"])
    try:
        number = Decimal(digits)
    except InvalidOperation:
        raise BadValue(f"“{digits[:40]}” is no number; write it like {right}") from None
    if abs(number) > LARGEST:
        raise BadValue(f"that number is too large to be meant; write it like {right}")
    return number, match["rest"].strip().lower()


def _checked(value: Decimal, right: str, least: float = 0) -> Decimal:
    if value < Decimal(str(least)):
        raise BadValue(f"must not be below {least:g}; write it like {right}")
    if value > LARGEST:
        raise BadValue(f"that is too large to be meant; write it like {right}")
    return value


def _unit(word: str, units: Mapping[str, object]) -> str | None:
    word = word.strip().rstrip(".")
    if word in units:
        return word
    return word[:-1] if word.endswith("s") and word[:-1] in units else None


def _per(rest: str) -> tuple[str, int | None]:
    """Split “events/s” or “GB per day” into unit and seconds; None if no period is named."""
    for pattern in (r"^(.*?)\s*(?:/|\bper\b|\ba\b|\ban\b|\beach\b)\s*([a-z]+)\.?$",):
        match = re.match(pattern, rest)
        if match and (unit := _unit(match[2], _PER)):
            return match[1].strip(), _PER[unit]
    for word, seconds in (("daily", DAY), ("hourly", HOUR), ("monthly", MONTH), ("yearly", YEAR)):
        if rest.endswith(word):
            return rest.removesuffix(word).strip(), seconds
    return rest, None


def parse_number(text: str, least: float = 0, most: float | None = None) -> int:
    """A whole number: “12”, “1,200”, “5k”, “2 million”."""
    number, rest = _split(text, "12 or 5k")
    if rest not in _SCALE:
        raise BadValue(f"“{rest[:30]}” is no number word; write it like 12, 5k or 2 million")
    value = _checked(number * _SCALE[rest], "12 or 5k", least)
    if value != value.to_integral_value():
        raise BadValue("must be a whole number, like 12")
    if most is not None and value > most:
        raise BadValue(f"must be at most {most:g}")
    return int(value)


def parse_percent(text: str, least: float = 0, most: float = 10_000) -> float:
    """A share in percent: “60 %”, “60”, “0.5 %”. Returns percent, not a fraction."""
    number, rest = _split(text, "60 %")
    if rest not in ("", "%", "percent", "pct"):
        raise BadValue("write a percentage, like 60 %")
    value = _checked(number, "60 %", least)
    if value > most:
        raise BadValue(f"must be at most {most:g} %")
    return float(value)


def parse_size(text: str) -> int:
    """Bytes from “120 GB”, “1.5TiB”, “300 mb”."""
    number, rest = _split(text, "120 GB")
    unit = _unit(rest, _BYTES)
    if unit is None:
        raise BadValue("needs a unit: write it like 120 GB, 1.5 TB or 300 MB")
    return int(_checked(number * _BYTES[unit], "120 GB"))


def parse_rate(text: str) -> int:
    """Bytes a day from “1.2 TB/day”, “50 MB per hour”, “3 MB/s”. No period means a day."""
    number, rest = _split(text, "1.2 GB/day")
    rest, seconds = _per(rest)
    unit = _unit(rest, _BYTES)
    if unit is None:
        raise BadValue("needs a unit: write it like 1.2 GB/day, 50 MB/hour or 3 MB/s")
    return int(_checked(number * _BYTES[unit] * DAY / (seconds or DAY), "1.2 GB/day"))


def parse_events(text: str) -> float:
    """Events a second from “5k events/s”, “200 million/day”, “120/min”, “0”."""
    number, rest = _split(text, "5k events/s")
    rest, seconds = _per(rest)
    words = [
        w
        for w in re.split(r"\s+", rest)
        if w
        and not re.fullmatch(
            r"(events?|ev|msgs?|messages?|records?|rows?|requests?|req|logs?|eps|rps|/s)", w
        )
    ]
    scale = words[0] if words else ""
    if len(words) > 1 or scale not in _SCALE:
        raise BadValue("write it like 5k events/s, 120/min or 200 million/day")
    return float(_checked(number * _SCALE[scale] / (seconds or 1), "5k events/s"))


def parse_money(text: str) -> Decimal:
    """US dollars a month from “$1,200”, “1.2k USD/month”, “24k a year”."""
    bare = text.strip().lower().replace("us$", "$")
    if re.search(r"[€£¥₹]|\b(eur|gbp|chf|jpy|inr|cad|aud)\b", bare):
        raise BadValue("amounts are in US dollars a month: write it like $1,200")
    bare = bare.replace("$", " ").replace("usd", " ").replace("dollars", " ").strip()
    number, rest = _split(bare, "$1,200")
    rest, seconds = _per(rest)
    if rest not in _SCALE:
        raise BadValue("write US dollars a month, like $1,200 or 1.2k")
    scaled = number * _SCALE[rest]
    if seconds == YEAR:
        scaled /= 12
    elif seconds not in (None, MONTH):
        raise BadValue("write US dollars a month (or a year), like $1,200/month")
    return _checked(scaled, "$1,200").quantize(Decimal("0.01"))


def parse_duration(text: str) -> float:
    """Seconds from “13 months”, “15 min”, “2h”, “500 ms”, “daily”, “1 day 6 h”."""
    bare = re.sub(r"[\s-]+", "", text.strip().lower())
    if bare in _SPOKEN:
        return float(_SPOKEN[bare])
    total, rest = Decimal(0), text.strip()
    right = "15 min, 6 hours or 13 months"
    while rest:
        number, rest = _split(rest, right)
        match = re.match(r"([a-zµ]+)\.?[\s,]*(.*)$", rest, re.DOTALL)
        unit = _unit(match[1], _DURATION) if match else None
        if match is None or unit is None:
            raise BadValue(f"needs a unit: write it like {right}")
        total += number * Decimal(_DURATION[unit])
        rest = match[2].removeprefix("and ").strip()
    if not total and "0" not in text:
        raise BadValue(f"write it like {right}")
    if total > 1000 * YEAR:
        raise BadValue("longer than 1000 years; write it like 13 months")
    return float(_checked(total, right))


def parse_yes_no(text: str) -> bool:
    """True for yes, false for no."""
    word = text.strip().lower()
    if word in ("yes", "y", "true", "on", "1"):
        return True
    if word in ("no", "n", "false", "off", "0"):
        return False
    raise BadValue("answer yes or no")


def trim(value: float | Decimal, digits: int = 3) -> str:
    """At most `digits` significant digits below 1000, no trailing zeros: 1.25, 12, 0.004."""
    number = Decimal(str(value))
    if number == 0:
        return "0"
    if abs(number) >= 1000:
        return f"{number:,.0f}"
    text = f"{number:.{digits}g}"
    plain = f"{Decimal(text):f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def show_size(value: float) -> str:
    """Bytes in words: 1,500,000,000 is “1.5 GB”."""
    for power, unit in ((6, "EB"), (5, "PB"), (4, "TB"), (3, "GB"), (2, "MB"), (1, "kB")):
        if value >= 0.9995 * 1000**power:
            return f"{trim(Decimal(str(value)) / 1000**power)} {unit}"
    return f"{trim(value)} B"


def show_rate(value: float) -> str:
    """Bytes a day in words: “1.2 GB/day”."""
    return f"{show_size(value)}/day"


def show_events(value: float) -> str:
    """Events a second in words: “5,000/s”, “2/min”, “30/day”."""
    if value == 0:
        return "0/s"
    for seconds, unit in ((1, "s"), (60, "min"), (HOUR, "hour")):
        if value * seconds >= 1:
            return f"{_count(value * seconds)}/{unit}"
    return f"{_count(value * DAY)}/day"


def _count(value: float) -> str:
    for power, word in ((9, " billion"), (6, " million")):
        if value >= 0.9995 * 10**power:
            return f"{trim(value / 10**power)}{word}"
    return trim(value)


def show_number(value: float) -> str:
    """A count in words: “1,200”, “2.5 million”."""
    return _count(value) if value >= 10**6 else f"{value:,.0f}"


def show_money(value: Decimal | float) -> str:
    """US dollars: “$1,200”, “$59.57” below ten dollars with cents."""
    amount = Decimal(str(value))
    return f"${amount:,.2f}" if 0 < abs(amount) < 10 else f"${amount:,.0f}"


def show_duration(seconds: float) -> str:
    """Seconds in the largest fitting words: “13 months”, “90 days”, “15 min”, “500 ms”."""
    if seconds == 0:
        return "0 s"
    if seconds < 1:
        return f"{trim(seconds * 1000)} ms"
    days = seconds / DAY
    if days >= 365 and days % 365 == 0:
        return _plural(int(days // 365), "year")
    if days > 120 and days % 30 == 0:
        return _plural(int(days // 30), "month")
    if days >= 1 and days == int(days):
        return _plural(int(days), "day")
    for unit, size in (("hour", HOUR), ("min", 60)):
        if seconds >= size and seconds % size == 0:
            count = int(seconds // size)
            return f"{count} min" if unit == "min" else _plural(count, unit)
    for unit, size in (("days", DAY), ("hours", HOUR), ("min", 60)):
        if seconds >= size:
            return f"{trim(seconds / size)} {unit}"
    return f"{trim(seconds)} s"


def _plural(count: int, unit: str) -> str:
    return f"{count:,} {unit}" if count == 1 else f"{count:,} {unit}s"


def show_percent(value: float) -> str:
    """Percent: “60 %”."""
    return f"{trim(value)} %"


def show_yes_no(value: bool) -> str:
    """“yes” or “no”."""
    return "yes" if value else "no"
