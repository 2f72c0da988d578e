"""Amounts in free text: sizes, counts of events and people, each with its period.

“10M+ events/day, 1,700/s tested” holds two. What is not an amount of data, of events or
of people is passed over. Which answer an amount becomes is decided in `conversion`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

DAY = 86_400
_PERIODS = {
    "s": 1, "sec": 1, "second": 1, "min": 60, "minute": 60, "h": 3600, "hr": 3600, "hour": 3600,
    "hourly": 3600, "d": DAY, "day": DAY, "daily": DAY, "night": DAY, "nightly": DAY,
    "week": 7 * DAY, "weekly": 7 * DAY, "month": 30 * DAY, "monthly": 30 * DAY,
    "quarter": 91 * DAY, "year": 365 * DAY, "yearly": 365 * DAY, "annually": 365 * DAY,
}  # fmt: skip
_SCALES = {
    "": 1.0, "k": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "mio": 1e6, "million": 1e6,
    "b": 1e9, "bn": 1e9, "billion": 1e9, "trillion": 1e12, "quadrillion": 1e15,
}  # fmt: skip
_PREFIXES = {"": 1.0, "k": 1e3, "m": 1e6, "g": 1e9, "t": 1e12, "p": 1e15, "e": 1e18}
_BYTES = {
    **{f"{p}b": f for p, f in _PREFIXES.items() if p},
    **{f"{p}ib": 1024.0**n for n, p in enumerate(_PREFIXES) if p},
    **{
        f"{name}byte": 10.0 ** (3 * n)
        for n, name in enumerate(("kilo", "mega", "giga", "tera", "peta", "exa"), 1)
    },
}
_EVENTS = (
    r"(?:\w+[ -]){0,2}?(?:events?|records?|rows?|messages?|msgs?|logs?|log lines|lines|requests?"
    r"|transactions?|clicks?|impressions?|page ?views?|hits?|points|measurements?|readings?"
    r"|samples?|documents?|eps|rps|inserts?|updates?|orders?|payments?|trips?|spans?|metrics)\b"
)
_NUMBER = r"\d[\d,]*(?:\.\d+)?"
#: Counts below this are no amount of data.
_FEW = 10_000
_UNITS = "|".join(sorted((re.escape(u) for u in _BYTES), key=len, reverse=True))
_SCALE = "|".join(sorted((s for s in _SCALES if s), key=len, reverse=True))
_PER = r"(?:\s*/\s*|\s+(?:per|an?|each|every|of new data an?)\s+)"
_PERIOD = "|".join(sorted(_PERIODS, key=len, reverse=True))


@dataclass(frozen=True)
class Amount:
    """An amount as it is written. per: seconds, or None for what is there as a whole.

    unit: bytes, events, or nothing where a bare number has a period. bound: whether only
    an upper limit is known. more: whether only a lower one is. peak: whether it is said of
    the busiest moment. noun: what is counted, as it is written.
    """

    value: float
    unit: str
    per: int | None
    bound: bool
    peak: bool
    noun: str = ""
    more: bool = False


def amounts(text: str, vague: Mapping[str, float]) -> list[Amount]:
    """All amounts of data and of events, in the order in which they are written."""
    low = _plain(text)
    found = []
    words = "|".join(sorted(map(re.escape, vague), key=len, reverse=True))
    number = rf"(?P<low>{_NUMBER})(?:\s*(?:-|–|to)\s*(?P<high>{_NUMBER}))?|(?P<vague>\b(?:{words}))"
    pattern = re.compile(
        rf"(?=\S)(?P<bound><=?\s*|(?:under|below|less than|fewer than)\s+(?:an?\s+)?)?"
        rf"(?P<more>>=?\s*|(?:over|above|more than|at least|exceeding)\s+(?:an?\s+)?)?"
        rf"(?P<peak>up to\s+|peaks?\s+(?:of|at)?\s*)?"
        rf"(?:(?:{number})\s*)?(?P<scale>(?:{_SCALE})s?(?:\s+of)?\b)?\+?\s*"
        rf"(?:(?P<bytes>(?:{_UNITS})s?\b)\+?|(?P<events>{_EVENTS}))?"
        rf"(?P<rest>(?:\s+(?:of (?:\w+ )?(?:data|logs|events)|written|read|scanned|queried|new"
        rf"|ingested|added|compressed|raw))?"
        rf"(?:{_PER}(?:(?P<times>\d+)[ -])?(?P<per>{_PERIOD})s?\b"
        rf"|\s+(?P<ly>daily|hourly|nightly|weekly|monthly)\b)?)"
    )
    for match in pattern.finditer(low):
        amount = _amount(match, vague, low)
        if amount:
            found.append(amount)
    return found


def _amount(match: re.Match[str], vague: Mapping[str, float], low: str) -> Amount | None:
    scale = (match["scale"] or "").removesuffix(" of").strip()
    plural = scale.endswith("s") and len(scale) > 2
    factor = _SCALES.get(scale.removesuffix("s") if plural else scale, 1.0)
    period = match["per"] or match["ly"]
    per = _PERIODS[period] * int(match["times"] or 1) if period else None
    size = match["bytes"]
    if re.search("read|scanned|queried", match["rest"]):
        return None  # what is asked, not what is there
    if match["low"]:
        value = float(match["low"].replace(",", ""))
        if match["high"]:
            value = (value + float(match["high"].replace(",", ""))) / 2
    elif match["vague"]:
        value = vague[match["vague"]]
    elif (plural and (per or match["events"] or size)) or (size and size.endswith("bytes")):
        value = 3.0  # “petabytes”, “billions a day”: a few of them
    else:
        return None
    if size:
        value *= factor * _BYTES[size if size in _BYTES else size.removesuffix("s")]
        unit = "bytes"
    elif match["events"] or per:
        value *= factor
        unit = "events" if match["events"] else ""
        if per is None and value < _FEW:
            return None  # “two events” are talk, no load
    else:
        return None
    around = re.split("[,;(]", low[match.end() : match.end() + 20])[0]
    peak = bool(match["peak"]) or re.search(r"\bpeak|\btested|\bmax", around) is not None
    noun = match["events"] or ""
    return Amount(value, unit, per, bool(match["bound"]), peak, noun, bool(match["more"]))


def people(text: str, vague: Mapping[str, float], of: str) -> float | None:
    """How many of something are named: “44 countries”, “30+ producing teams”, “team of five”.

    of: a regular expression of what is counted.
    """
    low = _plain(text)
    words = "|".join(sorted(map(re.escape, vague), key=len, reverse=True))
    number = rf"(?P<n>{_NUMBER}|\b(?:{words}))(?P<k>k|\s+(?:hundred|thousand))?"
    for pattern in (
        rf"{number}\+?[ -](?:\w+[ -]){{0,3}}?(?:{of})",
        rf"(?:{of}) of (?:about |around |over )?{number}\b",
    ):
        if match := re.search(pattern, low):
            said = match["n"]
            value = vague[said] if said in vague else float(said.replace(",", ""))
            times = {"k": 1000, "thousand": 1000, "hundred": 100}
            return value * times.get((match["k"] or "").strip(), 1)
    return None


def first_number(text: str, vague: Mapping[str, float]) -> float | None:
    """The first number in a text, “dozens” and “five” among them; the middle of a range."""
    low = _plain(text)
    words = "|".join(sorted(map(re.escape, vague), key=len, reverse=True))
    match = re.search(
        rf"(?P<low>{_NUMBER})(?:\s*(?:-|–|to)\s*(?P<high>{_NUMBER}))?(?P<k>k\b|\s*thousand)?"
        rf"|(?P<word>\b(?:{words})\b)",
        low,
    )
    if match is None:
        return None
    if match["word"]:
        return vague[match["word"]]
    value = float(match["low"].replace(",", ""))
    if match["high"]:
        value = (value + float(match["high"].replace(",", ""))) / 2
    return value * (1000 if match["k"] else 1)


def _plain(text: str) -> str:
    """Small letters with plain blanks, “10M+” as “10m+”, “6mm” left alone."""
    low = " ".join(text.lower().replace("~", "").replace("≈", "").split())
    return re.sub(r"(?<=\d) (?=\d{3}\b)", "", low)
