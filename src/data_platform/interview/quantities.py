"""Sizes, rates, events, money and counts as people write them, and writing them back.

Sizes are bytes, rates bytes a day or events a second, money US dollars a month.
GB is 10^9 bytes, GiB is 2^30. Nothing here knows a question.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Final

from data_platform.interview.durations import DAY, HOUR, MONTH, PERIODS, YEAR, unit_of
from data_platform.interview.numerals import BadValue, checked, read_number, split_number, trim

_SCALE: Final = {
    "": Decimal(1),
    "dozen": Decimal(12),
    "hundred": Decimal(100),
    "k": Decimal(10**3),
    "thousand": Decimal(10**3),
    "m": Decimal(10**6),
    "mio": Decimal(10**6),
    "million": Decimal(10**6),
    "b": Decimal(10**9),
    "bn": Decimal(10**9),
    "mrd": Decimal(10**9),
    "billion": Decimal(10**9),
    "trillion": Decimal(10**12),
}
#: What a plain count may be followed by: words that cannot change it. No “days” or
#: “weeks” are among them, as hours are asked for.
_COUNTED: Final = re.compile(
    r"(?:person|user|reader|customer|client|tenant|team|colleague|employee|engineer|developer"
    r"|domain|table|document|doc|file|time|hour|hr)s?|people|analysts?|retry|retries|h|x"
)
_PREFIXES: Final = ("kilo", "mega", "giga", "tera", "peta", "exa")
_BINARY: Final = ("kibi", "mebi", "gibi", "tebi", "pebi", "exbi")
_BYTES: Final[Mapping[str, int]] = {
    "b": 1,
    "byte": 1,
    **{f"{p[0]}b": 1000**i for i, p in enumerate(_PREFIXES, 1)},
    **{f"{p[0]}ib": 1024**i for i, p in enumerate(_PREFIXES, 1)},
    **{p[0]: 1000**i for i, p in enumerate(_PREFIXES, 1)},
    **{f"{p}byte": 1000**i for i, p in enumerate(_PREFIXES, 1)},
    **{f"{p}byte": 1024**i for i, p in enumerate(_BINARY, 1)},
    **{f"{p[0]}bit": 1000**i // 8 for i, p in enumerate(_PREFIXES, 1)},
    **{f"{p}bit": 1000**i // 8 for i, p in enumerate(_PREFIXES, 1)},
}
_EVENT_WORD: Final = re.compile(
    r"events?|evts?|ev|msgs?|messages?|records?|rows?|requests?|reqs?|logs?|calls?|clicks?|hits?"
    r"|queries|query|transactions?|readings?|samples?|points?|measurements?|eps|rps|qps|tps|/s"
)
_BITS_OR_BYTES: Final = re.compile(r"[KMGTPE]b\s*(?:/|per)\s*s(?:ec(?:ond)?)?|[kmgtpe]bps")
_PER_SECOND: Final = re.compile(r"([KMGTPE])([bB])ps")


def clean(text: str) -> str:
    """Drop control characters (terminal escapes among them) and outer blanks.

    Blanks of any width and tabs become plain blanks, so that “1<tab>2” stays two numbers.
    """
    blank = (" " if c == "\t" or unicodedata.category(c) == "Zs" else c for c in text)
    return "".join(c for c in blank if c == "\n" or c.isprintable()).strip()


def _per(rest: str) -> tuple[str, int | None]:
    """Split “events/s” or “GB per day” into unit and seconds; None if no period is named."""
    match = re.match(r"^(.*?)\s*(?:/|\b(?:per|an?|each|every)\b)\s*([a-z]+)\.?$", rest)
    if match and (unit := unit_of(match[2], PERIODS)):
        return match[1].strip(), PERIODS[unit]
    for word, seconds in (
        ("hourly", HOUR),
        ("daily", DAY),
        ("weekly", 7 * DAY),
        ("monthly", MONTH),
        ("yearly", YEAR),
    ):
        if rest.endswith(word):
            return rest.removesuffix(word).strip(), seconds
    return rest, None


def _scale(word: str) -> Decimal | None:
    """What “k” or “millions” multiplies by, 1 for no word; None for another word."""
    unit = unit_of(word, _SCALE)
    return None if unit is None else _SCALE[unit]


def _scaled(numeral: str, scale: Decimal, right: str) -> Decimal:
    """A count, scaled. Nobody writes 1.250 million for 1,250 million, but 1.250 for 1,250."""
    return read_number(numeral, right, dot_may_group=scale == 1) * scale


def parse_number(text: str, least: float = 0, most: float | None = None) -> int:
    """A whole number: “12”, “1,200”, “5k”, “2 million”, “12 people”."""
    right = "12, 5k or 2 million"
    numeral, rest = split_number(text, right)
    words = rest.lower().rstrip(".").split()
    if words and _COUNTED.fullmatch(words[-1]):
        words.pop()
    scale = _scale(" ".join(words))
    if scale is None:
        raise BadValue(f"write the number alone, without “{rest[:30]}”, like {right}")
    value = checked(_scaled(numeral, scale, right), right, least)
    if value != value.to_integral_value():
        raise BadValue("must be a whole number, like 12")
    if most is not None and value > most:
        raise BadValue(f"must be at most {most:g}")
    return int(value)


def parse_percent(text: str, least: float = 0, most: float = 10_000) -> float:
    """A share or a growth a year in percent: “60 %”, “60”, “0.5 %”, “60 % a year”.

    Returns percent, not a fraction. “99.995 %” is a decimal, as shares are.
    """
    numeral, rest = split_number(text, "60 %")
    unit, seconds = _per(rest.lower())
    if unit not in ("", "%", "percent", "per cent", "pct"):
        raise BadValue("write a percentage, like 60 %")
    if seconds not in (None, YEAR):
        raise BadValue("a percentage is of the whole, or of a year; write it like 60 %")
    value = checked(read_number(numeral, "60 %"), "60 %", least)
    if value > most:
        raise BadValue(f"must be at most {most:g} %")
    return float(value)


def parse_size(text: str) -> int:
    """Bytes from “120 GB”, “1,5 TiB”, “3 gigabytes”, “0”.

    “1.234 TB” and “1.500 GB” are decimals: tools print sizes with three digits after
    the dot, and who means thousands of a unit writes the next unit.
    """
    right = "120 GB, 1.5 TB or 300 MB"
    numeral, rest = split_number(text, right)
    number = read_number(numeral, right)
    if _per(rest.lower())[1]:
        raise BadValue(f"a size is expected, not an amount in a time; write it like {right}")
    return int(checked(number * _bytes(rest, number, right), right))


def parse_rate(text: str) -> int:
    """Bytes a day from “1.2 TB/day”, “50 MB per hour”, “3 MB/s”, “1 Gbit/s”, “0”.

    No period means a day. Dots are read as in sizes.
    """
    right = "1.2 GB/day, 50 MB/hour or 3 MB/s"
    numeral, rest = split_number(text, right)
    number = read_number(numeral, right)
    if _BITS_OR_BYTES.fullmatch(rest):
        raise BadValue(f"“{rest}” can be bits or bytes; write it like 12 MB/s or 100 Mbit/s")
    if speed := _PER_SECOND.fullmatch(rest):
        rest = f"{speed[1]}{'bit' if speed[2] == 'b' else 'B'}/s"
    unit, seconds = _per(rest.lower())
    return int(checked(number * _bytes(unit, number, right) * DAY / (seconds or DAY), right))


def _bytes(word: str, number: Decimal, right: str) -> int:
    """Bytes in a unit; nought needs none. Raises BadValue."""
    unit = unit_of(word.lower(), _BYTES)
    if unit is None and (word or number):
        raise BadValue(f"needs a unit: write it like {right}")
    return _BYTES[unit or "b"]


def parse_events(text: str) -> float:
    """Events a second from “5k events/s”, “200 million/day”, “120/min”, “0”."""
    numeral, rest = split_number(text, "5k events/s")
    rest, seconds = _per(rest.lower())
    scale = _scale(" ".join(word for word in rest.split() if not _EVENT_WORD.fullmatch(word)))
    if scale is None:
        raise BadValue("write it like 5k events/s, 120/min or 200 million/day")
    value = _scaled(numeral, scale, "5k events/s")
    return float(checked(value / (seconds or 1), "5k events/s"))


def parse_money(text: str) -> Decimal:
    """US dollars a month from “$1,200”, “1.2k USD/month”, “24k a year”."""
    bare = text.strip().lower().replace("us$", "$")
    if re.search(r"[€£¥₹]|\b(euros?|eur|gbp|chf|jpy|inr|cad|aud)\b", bare):
        raise BadValue("amounts are in US dollars a month: write it like $1,200")
    bare = re.sub(r"\$|\b(?:us\s+)?dollars?\b|usd", " ", bare).strip()
    numeral, rest = split_number(bare, "$1,200")
    rest, seconds = _per(rest)
    scale = _scale(rest)
    if scale is None:
        raise BadValue("write US dollars a month, like $1,200 or 1.2k")
    value = _scaled(numeral, scale, "$1,200")
    if seconds == YEAR:
        value /= 12
    elif seconds not in (None, MONTH):
        raise BadValue("write US dollars a month (or a year), like $1,200/month")
    return checked(value, "$1,200").quantize(Decimal("0.01"))


def parse_yes_no(text: str) -> bool:
    """True for yes, false for no."""
    word = text.strip().lower()
    if word in ("yes", "y", "true", "on", "1"):
        return True
    if word in ("no", "n", "false", "off", "0"):
        return False
    raise BadValue("answer yes or no")


@lru_cache(maxsize=4096, typed=True)
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


@lru_cache(maxsize=4096, typed=True)
def show_number(value: float) -> str:
    """A count in words: “1,200”, “2.5 million”."""
    return _count(value) if value >= 10**6 else f"{value:,.0f}"


def show_money(value: Decimal | float) -> str:
    """US dollars: “$1,200”, “$59.57” below ten dollars with cents."""
    amount = Decimal(str(value))
    return f"${amount:,.2f}" if 0 < abs(amount) < 10 else f"${amount:,.0f}"


def show_percent(value: float) -> str:
    """Percent: “60 %”."""
    return f"{trim(value)} %"


def show_yes_no(value: bool) -> str:
    """“yes” or “no”."""
    return "yes" if value else "no"
