"""Quantities of a SKU as people write them: “65TB”, “5M”, “730h”, “1,200”, in its price's unit.

A number alone counts the price's unit. A size is meant as the vendor means it (`Price.gb_is`):
where its GB is 2^30 bytes, 1 TB is 1024 of them. Amounts of money are `billing`'s work.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from data_platform.catalog.price import Price
from data_platform.interview.numerals import BadValue, checked, read_number, split_number

_SCALES: Final = {
    "k": 10**3,
    "thousand": 10**3,
    "m": 10**6,
    "mio": 10**6,
    "million": 10**6,
    "b": 10**9,
    "bn": 10**9,
    "billion": 10**9,
}
#: What the words before the things of a unit multiply: “ten thousand operations”.
_TIMES: Final = {
    "ten": 10,
    "fifty": 50,
    "hundred": 100,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
}
_SIZE: Final = re.compile(r"(?:\b(\d+) )?\b([KMGTP])(i?)B\b")
_POWER: Final = {"K": 1, "M": 2, "G": 3, "T": 4, "P": 5}
_FINEST: Final = Decimal("1e-9")
#: Hours of what a time is written in. A month of a price by the hour has 730 of them.
_HOURS: Final = {
    "s": Decimal(1) / 3600,
    "sec": Decimal(1) / 3600,
    "second": Decimal(1) / 3600,
    "min": Decimal(1) / 60,
    "minute": Decimal(1) / 60,
    "h": Decimal(1),
    "hr": Decimal(1),
    "hour": Decimal(1),
    "d": Decimal(24),
    "day": Decimal(24),
    "week": Decimal(168),
    "mo": Decimal(730),
    "month": Decimal(730),
    "y": Decimal(8760),
    "year": Decimal(8760),
}


def read_quantity(text: str, price: Price) -> Decimal:
    """A quantity in the unit of a price. Raises BadValue, which says what would be right."""
    right = example(price)
    numeral, rest = split_number(text, right)
    number = read_number(numeral, right)
    times = _factor(" ".join(rest.split()), price, right)
    found = checked(number * times, right)
    # A third of a unit has no end; what is billed has one.
    return found if found == round(found, 9) else found.quantize(_FINEST)


def example(price: Price) -> str:
    """A quantity of a price as it can be written."""
    unit = price.unit
    if size := _SIZE.search(unit):
        return f"500{size[2]}{size[3]}B" if _timeless(unit) else f"500 {unit}s"
    if _times_of(unit)[0] > 1:
        return "5M"
    return "730h" if unit.endswith("hour") else "12"


def _factor(words: str, price: Price, right: str) -> Decimal:
    """How many of a price's units one of what is written is."""
    unit = price.unit
    if not words or _same(words, unit):
        return Decimal(1)
    if (size := _size_factor(words, price)) is not None:
        return size
    scale, things = _scaled(words)
    times, named = _times_of(unit)
    if words.lower() in ("m", "b") and (_SIZE.search(unit) or _by_time(unit)):
        things = words  # minutes or months, bytes or billions: nobody can know
    if not things or _same(things, named):
        # “5” of a price by the million is 5 of its units; “5M” and “5 requests” are counted out.
        return Decimal(scale) / times
    if unit.endswith("-month") and _same(things, unit.removesuffix("-month")):
        return Decimal(scale)  # “10 users” are those of a month
    if scale == 1 and (hours := _hours_factor(things, unit)) is not None:
        return hours
    raise BadValue(f"this is counted in {unit}, and “{words[:30]}” is none; write it like {right}")


def _size_factor(words: str, price: Price) -> Decimal | None:
    """For a size; None where the words or the unit are none, or what follows differs."""
    written = re.match(r"(?i)([kmgtp])(i?)b\b\s*(.*)$", words)
    billed = _SIZE.search(price.unit)
    if written is None or billed is None:
        return None
    after, wanted = written[3].strip("-/ "), price.unit[billed.end() :].strip("- ")
    if after or not _timeless(price.unit):
        named = _time_word(after)
        if named is None or named != _time_word(wanted):
            return None
    one = _bytes(billed[2], billed[3], price) * int(billed[1] or 1)
    return _bytes(written[1].upper(), written[2], price) / one


def _bytes(prefix: str, binary: str, price: Price) -> Decimal:
    """The bytes of a size as a vendor means it."""
    base = 1024 if binary or (price.gb_is == "GiB") else 1000
    return Decimal(base) ** _POWER[prefix]


def _by_time(unit: str) -> bool:
    return unit.rpartition("-")[2] in _HOURS


def _timeless(unit: str) -> bool:
    """Whether a size alone is a quantity: it is that of a month, or of no time at all."""
    rest = unit[match.end() :] if (match := _SIZE.search(unit)) else unit
    return rest.strip("- ") in ("", "month")


def _time_word(word: str) -> str | None:
    bare = word.removesuffix("s") if len(word) > 1 else word
    found = bare.lower()
    return {"h": "hour", "hr": "hour", "s": "second", "mo": "month"}.get(found, found) or None


def _scaled(words: str) -> tuple[int, str]:
    """“5 million requests” without its number: a million, and requests."""
    first, _, rest = words.partition(" ")
    scale = _SCALES.get(first.lower())
    return (1, words) if scale is None else (scale, rest)


def _times_of(unit: str) -> tuple[int, str]:
    """How many things a unit is, and which: “ten thousand operations”."""
    times, words = 1, unit.split()
    while words and words[0] in _TIMES:
        times *= _TIMES[words.pop(0)]
    return times, " ".join(words)


def _hours_factor(word: str, unit: str) -> Decimal | None:
    """For a time of a unit by time: hour, month, shard-hour; None where either is no time."""
    hours = _HOURS.get(word.lower()) or _HOURS.get(word.lower().removesuffix("s"))
    billed = _HOURS.get(unit.rpartition("-")[2]) if _SIZE.search(unit) is None else None
    return None if hours is None or billed is None else hours / billed


def _same(words: str, unit: str) -> bool:
    """Whether words name a unit, in the singular or the plural, in whatever case."""
    if not unit:
        return False
    return _bare(words) == _bare(unit)


def _bare(words: str) -> str:
    bare = re.sub(r"[\s-]+", " ", words.lower()).strip()
    bare = re.sub(r" h(?:rs?)?$", " hour", bare)
    return bare.removesuffix("s")
