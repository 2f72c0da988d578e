"""Answers that are said in times of what they are: `growth=5x`, `volume=10x`, `users=3x`.

What is multiplied is what was answered, else what is assumed in its place. Plain assignments
are read in `interview.assignments`; what a change does to the design is found out in `what_if`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, Final

from data_platform.catalog import Catalogue
from data_platform.inquiry.alternatives import NUMBERS, Plausible, certainty_at, kind_at
from data_platform.interview.answer_file import BadAnswers
from data_platform.interview.answers import Certainty, fields
from data_platform.interview.assignments import assigned, place_of
from data_platform.interview.kinds import Kind, nearest
from data_platform.interview.notebook import Entry, Notebook
from data_platform.interview.numerals import BadValue

#: Words that stand for several answers, and what they stand for.
WORDS: Final = {
    "load": "volumes, events, users, documents and requests together",
    "volume": "the volume and the daily volume of every source",
    "events": "the events a second, and the volumes of what streams",
    "users": "the users of every use case, and those at the same time",
    "requests": "the requests a second of applications",
}
#: Of a growth, “5x” means five times as much within a year.
GROWTH: Final = "growth"
#: These are numbers of times themselves: 3x is 3.
OF_TIMES: Final = ("peak_factor", "retries")
#: The furthest that something is multiplied.
MOST: Final = 1_000_000
_TIMES = re.compile(r"\s*([^=+-][^=]*?)\s*=\s*(?:([\d.,]+)\s*[x×]|[x×]\s*([\d.,]+))\s*")


#: Between two assignments on one line: what comes after looks like the key of the next.
_BETWEEN = re.compile(r"[,;]?\s+(?=[^\s=,;]+[+-]?=)")


def split(line: str) -> list[str]:
    """The assignments of one line: `growth=60 %, cloud=gcp` are two."""
    return [part for part in _BETWEEN.split(line.strip().rstrip(",;")) if part]


def taken(
    notebook: Notebook, written: Iterable[str], catalogue: Catalogue
) -> tuple[dict[str, Entry], list[str]]:
    """The entries with all that is assigned, plain or in times; and how the latter was meant.

    One after the other, as they are written. Raises BadAnswers with everything that is wrong.
    """
    entries = dict(notebook.entries)
    problems: list[str] = []
    meant: list[str] = []
    for text in written:
        try:
            found = _TIMES.fullmatch(text)
            if found is None or found[1] in OF_TIMES:
                entries, _ = assigned(entries, [_known(text)])
                continue
            factor = _factor(found[2] or found[3], text)
            entries, said = _multiplied(Notebook(entries), found[1], factor, catalogue)
            meant += said
        except BadAnswers as error:
            problems += error.problems
    if problems:
        raise BadAnswers(problems)
    return entries, meant


def _known(text: str) -> str:
    """An assignment; a word that stands for several answers is taken in times only."""
    name, equals, _ = text.partition("=")
    word = name.strip().casefold()
    if equals and word in WORDS and word not in fields():
        raise BadAnswers([f"{word}: this is said in times, like {word}=10x: {WORDS[word]}"])
    return text


def _factor(numeral: str, text: str) -> float:
    try:
        found = float(numeral.replace(",", "."))
    except ValueError:
        raise BadAnswers([f"“{text[:60]}”: write how many times as a number, like 5x"]) from None
    if not 0 < found <= MOST:
        raise BadAnswers([f"“{text[:60]}”: more than 0 times, and at most {MOST:,} times"])
    return found


def _multiplied(
    notebook: Notebook, key: str, factor: float, catalogue: Catalogue
) -> tuple[dict[str, Entry], list[str]]:
    """The entries with a key, or all that a word stands for, multiplied."""
    plausible = Plausible(notebook.answers(), catalogue)
    word = key.casefold()
    if word in WORDS and word not in fields():
        paths = list(paths_of(word, plausible))
        if not paths:
            raise BadAnswers([f"{word}: {WORDS[word]}; this platform has none of these so far"])
        meant = [f"{word}={factor:,.12g}x: {WORDS[word]}"]
    else:
        if key.partition(".")[0].partition("[")[0] not in fields():
            near = nearest(word, [*fields(), *WORDS])
            listed = ", ".join(WORDS)
            raise BadAnswers([f"{key[:60]}: unknown key{near}; in times there are also {listed}"])
        paths = [path_of(place_of(notebook, key), notebook)]
        meant = []
    entries = dict(notebook.entries)
    for path in paths:
        entries[key_of(path, notebook)] = _times(path, factor, plausible, key)
    if paths == [GROWTH]:
        meant.append(
            f"{factor:,.12g} times as much in a year is a growth of {entries[GROWTH].value}"
        )
    return entries, meant


def paths_of(word: str, plausible: Plausible) -> Iterator[str]:
    """The paths that a word stands for, where there is something to multiply."""
    needs, answers = plausible.needs, plausible.answers
    for at in range(len(answers.sources)):
        streams = needs.sources[at].shape == "stream"
        if word in ("load", "volume") or (word == "events" and streams):
            yield f"sources.{at}.volume"
            yield f"sources.{at}.daily_volume"
    if word in ("load", "events") and needs.peak_events:
        yield "peak_events"
    if word in ("load", "users"):
        yield from (f"use_cases.{at}.users" for at in range(len(answers.use_cases)))
        if needs.concurrent_users:
            yield "concurrent_users"
    if word == "load" and needs.documents:
        yield "documents"
    if word in ("load", "requests") and (needs.api_rate or answers.api_rate):
        yield "api_rate"


def _times(path: str, factor: float, plausible: Plausible, written: str) -> Entry:
    """The entry at a path, multiplied. What was not known for sure is an estimate then."""
    kind = kind_at(path)
    if kind is None or kind.name not in NUMBERS:
        raise BadAnswers([f"{written}: is no number, so it cannot be multiplied"])
    if path == GROWTH:
        if factor < 1:
            raise BadAnswers([f"{written}: 1x is no growth, and less cannot be said"])
        return as_written(kind, min((factor - 1) * 100, kind.most or 10_000.0), "known")
    base = plausible.base(path)
    if base is None:
        raise BadAnswers([f"{written}: nothing is said or assumed of it; write {written}=VALUE"])
    known = certainty_at(plausible.answers, path) == "known"
    return as_written(kind, multiplied(kind, base, factor), "known" if known else "estimate")


def multiplied(kind: Kind, base: Any, factor: float) -> Any:
    """A number times a factor, as answers of its kind hold it; within its bounds."""
    value = max(float(base) * factor, kind.least)
    if kind.name == "number" and base >= 1:
        value = max(value, 1.0)  # a share of somebody is somebody
    if kind.most is not None:
        value = min(value, kind.most)
    if kind.name in ("number", "size", "rate"):
        return round(value)
    return Decimal(f"{value:.2f}") if kind.name == "money" else value


def as_written(kind: Kind, value: Any, sure: Certainty) -> Entry:
    """A number as a person would write it; exactly, where rounded words would lose something."""
    shown = kind.show(value)
    try:
        if kind.parse(shown) == value:
            return Entry(shown, sure)
    except BadValue:
        pass
    exact = {"size": f"{value} B", "rate": f"{value} B/day", "duration": f"{float(value):f} s"}
    plain = f"{value:f}" if isinstance(value, float) else str(value)
    return Entry(exact.get(kind.name, plain), sure)


def path_of(key: str, notebook: Notebook) -> str:
    """The path of a notebook key: `sources/r2/volume` is `sources.1.volume`."""
    name, _, rest = key.partition("/")
    if not rest:
        return name
    rid, _, field = rest.partition("/")
    return f"{name}.{notebook.records(name).index(rid)}.{field}"


def key_of(path: str, notebook: Notebook) -> str:
    """The notebook key of a path. Raises IndexError where there is no such record."""
    name, _, rest = path.partition(".")
    if not rest:
        return name
    at, _, field = rest.partition(".")
    return f"{name}/{notebook.records(name)[int(at)]}/{field}"
