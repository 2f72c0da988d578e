"""What a line moves with, by trying: each answer, assumption and constant is changed in turn.

Exact, for what the line says: an input is listed if and only if one of its plausible other
values changes the line. Of many records alike, those that the line names are tried.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

from data_platform.advisor.compose import BILL, sections, sections_of, tells
from data_platform.advisor.cost import COMPONENTS
from data_platform.advisor.needs import Needs, resolve
from data_platform.blueprint.model import SECTIONS, Assumption, Blueprint
from data_platform.blueprint.places import values_of
from data_platform.catalog import Catalogue, Constant
from data_platform.inquiry.alternatives import (
    TEXTS,
    Alternative,
    Plausible,
    all_paths,
    asking,
    certainty_at,
    changed,
    field_of,
    kind_at,
    value_at,
)
from data_platform.inquiry.explanation import ConstantUsed, Input
from data_platform.inquiry.watching import Watch
from data_platform.interview.answers import Answers
from data_platform.interview.durations import show_duration
from data_platform.interview.names import slug, words_of
from data_platform.interview.numerals import BadValue
from data_platform.interview.quantities import show_percent, show_size

#: Above so many records of a kind, only those that the line names are tried.
MOST_RECORDS: Final = 12
#: So many characters of another value are shown.
_SHOWN: Final = 90
#: So many other values of an answer are tried to see which section it decides.
_FEW: Final = 3
#: Sections that list what is open, or gather what other sections decide.
_GATHERING: Final = ("overview", "assumptions", "open_questions", "governance_model")
#: How sure an answer is that a person gave.
_GIVEN: Final = ("known", "estimate")


class Stopped(Exception):
    """Nobody waits for it any more."""


def _never() -> bool:
    return False


@dataclass(frozen=True)
class Inputs:
    """What a line moves with."""

    answers: tuple[Input, ...]
    assumptions: tuple[Input, ...]
    constants: tuple[ConstantUsed, ...]


class Trials:
    """Designs with one thing changed; what each changes in a section is kept for other lines."""

    def __init__(self, answers: Answers, catalogue: Catalogue, blueprint: Blueprint) -> None:
        self.answers, self.catalogue, self.blueprint = answers, catalogue, blueprint
        self._plausible = Plausible(answers, catalogue)
        self._now: dict[str, dict[str, str]] = {}
        self._kept: dict[tuple[str, object, str], Mapping[str, str]] = {}
        self._seen: dict[str, tuple[Watch, list[Any]]] = {}
        self._read: dict[tuple[str, ...], list[Constant]] = {}

    def moved_by(self, keys: Sequence[str], stop: Callable[[], bool] = _never) -> Inputs:
        """The inputs that the values with these keys move with, in the interview's order.

        stop: asked before each trial; raises Stopped once it says so.
        """
        line = self._line(keys)
        found = list(self._inputs(line, stop))
        return Inputs(
            answers=tuple(one for one in found if one.sure in _GIVEN),
            assumptions=tuple(one for one in found if one.sure not in _GIVEN),
            constants=tuple(self._constants(line, stop)),
        )

    def _line(self, keys: Sequence[str]) -> _Line:
        names = tuple(dict.fromkeys(_made_in(key) for key in keys))
        for name in names:
            if name not in self._now:
                self._now[name] = _values(name, getattr(self.blueprint, _section_of(name)))
        now = {key: self._now[_made_in(key)].get(key, "") for key in keys}
        return _Line(now, names)

    def _moved(
        self, line: _Line, what: str, to: object, answers: Answers, catalogue: Catalogue
    ) -> str | None:
        """What a line is with a change, where it is something else; None where it is not."""
        new = [name for name in line.names if (what, to, name) not in self._kept]
        if new:
            needs = resolve(answers, catalogue, tell=tells(new))
            if catalogue is self.catalogue:
                for name in new:
                    if self._spared(name, needs):
                        self._kept[what, to, name] = {}
                new = [name for name in new if (what, to, name) not in self._kept]
            after = sections_of(needs, catalogue, new) if new else {}
            for name in new:
                same = after[name] == getattr(self.blueprint, _section_of(name))
                self._kept[what, to, name] = {} if same else self._changes(name, after[name])
        for key, value in line.now.items():
            changes = self._kept[what, to, _made_in(key)]
            if key in changes:
                return _short(_as_amount(key, changes[key]), value)
        return None

    def _spared(self, name: str, needs: Needs) -> bool:
        """Whether needs are the same in all that a section looks at: then so is the section."""
        if name not in self._seen:
            watch = Watch()
            own = resolve(self.answers, self.catalogue)
            sections_of(watch.watched(own), self.catalogue, (name,))
            self._seen[name] = watch, watch.signature(own)
        watch, same = self._seen[name]
        return watch.signature(needs) == same

    def _changes(self, name: str, after: object) -> dict[str, str]:
        """The values of a section that are other ones; empty where one is gone."""
        old, new = self._now[name], _values(name, after)
        return {key: new.get(key, "") for key in {**old, **new} if new.get(key) != old.get(key)}

    # -- answers and assumptions -------------------------------------------------

    def _inputs(self, line: _Line, stop: Callable[[], bool]) -> Iterator[Input]:
        answers = self.answers
        for path in self._paths(line):
            for number, other in enumerate(_others(path, self._plausible)):
                _go_on(stop)
                then = changed(answers, path, other.value)
                moved = self._moved(line, path, number, then, self.catalogue)
                if moved is None:
                    continue
                assumed = _assumption(self.blueprint, path)
                yield Input(
                    key=path,
                    label=_label(path, answers),
                    value=_value(answers, path, assumed),
                    sure=certainty_at(answers, path) or "not answered",
                    effect=f"with {other.shown}: {moved or 'there is no such line'}",
                    reason=assumed.reason if assumed else "",
                )
                break

    def _paths(self, line: _Line) -> Iterator[str]:
        """The paths that are tried: all, but of many records only those that the line names."""
        text = " ".join((*line.now, *line.now.values()))
        for path in all_paths(self.answers):
            name, _, rest = path.partition(".")
            if rest and len(getattr(self.answers, name)) > MOST_RECORDS:
                record = getattr(self.answers, name)[int(rest.partition(".")[0])]
                called = record.name or ""
                if not called or (called not in text and slug(called, "") not in text):
                    continue
            yield path

    # -- constants ---------------------------------------------------------------

    def _constants(self, line: _Line, stop: Callable[[], bool]) -> Iterator[ConstantUsed]:
        for constant in self._looked_at(line.names):
            for value in dict.fromkeys((constant.high, constant.low)):
                if value == constant.value:
                    continue
                _go_on(stop)
                then = with_constant(self.catalogue, constant, value)
                moved = self._moved(line, f"[{constant.id}]", value, self.answers, then)
                if moved is None:
                    continue
                yield ConstantUsed(
                    name=words_of(constant.id),
                    value=_band(constant),
                    source=constant.source,
                    confidence=constant.confidence,
                    effect=f"at {_shown(constant, value)}: {moved or 'there is no such line'}",
                )
                break

    def _looked_at(self, names: tuple[str, ...]) -> list[Constant]:
        """The constants that sections look at: what they do not moves nothing in them."""
        if names not in self._read:
            watched = _Read(self.catalogue.constants)
            catalogue = replace(self.catalogue, constants=watched)
            sections_of(resolve(self.answers, catalogue), catalogue, names)
            found = self.catalogue.constants.values()
            self._read[names] = [one for one in found if one.id in watched.read]
        return self._read[names]


#: What of the cost is on its likely bill: the lines and their sums.
_BILLED: Final = frozenset({"lines", *(one.lower() for one in COMPONENTS), "total"})


def _made_in(key: str) -> str:
    """What has to be made for a value: its section, or the bill alone."""
    section, _, rest = key.partition(".")
    return BILL if section == "cost" and rest.partition(".")[0] in _BILLED else section


def _section_of(name: str) -> str:
    return "cost" if name == BILL else name


def _values(name: str, content: object) -> dict[str, str]:
    """The values that are looked at of a section; of the bill no more than it has."""
    found = values_of({_section_of(name): content})
    return {k: v for k, v in found.items() if _made_in(k) == BILL} if name == BILL else found


@dataclass(frozen=True)
class _Line:
    """The values that are watched, by their keys, and the sections that they are in."""

    now: Mapping[str, str]
    names: tuple[str, ...]


def _go_on(stop: Callable[[], bool]) -> None:
    if stop():
        raise Stopped


_AMOUNT: Final = re.compile(r"-?\d+\.\d\d")


def _as_amount(key: str, text: str) -> str:
    """A value as it is read: an amount of the cost in dollars."""
    money = key.startswith("cost.") and _AMOUNT.fullmatch(text)
    return f"${Decimal(text):,.2f}" if money else text


def _short(text: str, before: str) -> str:
    """A changed value; of a long one the part that is another one."""
    if len(text) <= _SHOWN:
        return text
    start = next((i for i, (a, b) in enumerate(zip(text, before, strict=False)) if a != b), 0)
    start = max(0, text.rfind(" ", 0, start) + 1)
    part = text[start : start + _SHOWN]
    return f"{'…' if start else ''}{part}{'…' if start + _SHOWN < len(text) else ''}"


def most_moved(
    answers: Answers, catalogue: Catalogue, blueprint: Blueprint, path: str
) -> str | None:
    """The section of which an answer decides most; None where it moves nothing.

    Tried with a few other values of it.
    """
    before = {name: values_of({name: getattr(blueprint, name)}) for name in SECTIONS}
    shares = dict.fromkeys(SECTIONS, 0.0)
    for other in _others(path, Plausible(answers, catalogue))[:_FEW]:
        after = sections(changed(answers, path, other.value), catalogue, tuple(SECTIONS))
        for name, old in before.items():
            new = values_of({name: after[name]})
            shares[name] += len(set(old.items()) ^ set(new.items())) / max(1, len(old))
    moved = [name for name, share in shares.items() if share]
    known = [name for name in moved if name not in _GATHERING] or moved
    return max(known, key=lambda name: shares[name], default=None)


def _others(path: str, plausible: Plausible) -> tuple[Alternative, ...]:
    """The other values that are tried; of a text that was given its question's example.

    But not of what a record is called: its lines would be those of another one.
    """
    found = plausible.of(path)
    kind = kind_at(path)
    if found or kind is None or kind.name not in TEXTS or "." in path:
        return found
    try:
        example = kind.parse(asking(path).example)
    except BadValue:
        return ()
    return () if example == value_at(plausible.answers, path) else (Alternative(path, example),)


# -- in words -------------------------------------------------------------------


def _label(path: str, answers: Answers) -> str:
    """What is asked, in words; of a record with its name."""
    name, _, rest = path.partition(".")
    label = words_of(field_of(path).rpartition(".")[2])
    if not rest:
        return label
    record = getattr(answers, name)[int(rest.partition(".")[0])]
    return f"{label} of {record.name or rest.partition('.')[0]}"


def _assumption(blueprint: Blueprint, path: str) -> Assumption | None:
    """What the blueprint says was assumed at a path."""
    plain = field_of(path)
    at = path.split(".")[1] if plain != path else ""
    for one in blueprint.assumptions:
        if one.key == plain and (not at or not one.records or int(at) in one.records):
            return one
    return None


def _value(answers: Answers, path: str, assumed: Assumption | None) -> str:
    said, kind = value_at(answers, path), kind_at(path)
    if said is not None and kind is not None:
        return kind.show(said) or "none"
    if kind is None and said:
        return f"{len(said)} given"
    return assumed.value if assumed else "nothing"


# -- constants -------------------------------------------------------------------


class _Read(dict[str, Constant]):
    """Constants that remember which of them were looked at."""

    def __init__(self, constants: Mapping[str, Constant]) -> None:
        super().__init__(constants)
        self.read: set[str] = set()

    def __getitem__(self, name: str) -> Constant:
        self.read.add(name)
        return super().__getitem__(name)


def with_constant(catalogue: Catalogue, constant: Constant, value: float) -> Catalogue:
    """The catalogue with another likely value of a constant."""
    other = replace(constant, value=value)
    return replace(catalogue, constants={**catalogue.constants, constant.id: other})


def _band(constant: Constant) -> str:
    low, high = _shown(constant, constant.low), _shown(constant, constant.high)
    band = "" if constant.low == constant.high else f", band {low} to {high}"
    return f"{_shown(constant, constant.value)}{band}"


def _shown(constant: Constant, value: float) -> str:
    """A value of a constant in its unit."""
    if constant.unit == "seconds":
        return show_duration(value)
    if constant.unit == "bytes":
        return show_size(round(value))
    if constant.unit == "percent":
        return show_percent(value)
    return f"{value:,g} {constant.unit}"
