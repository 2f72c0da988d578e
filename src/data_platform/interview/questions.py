"""The questions: screens, sections and what they ask, read from `screens/*.yaml`.

The YAML says which answer a question fills, how and why it is asked; the kind of
widget follows from the answer's type. Answers themselves live in `notebook`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from data_platform.interview.answers import Answered, Answers, fields, kind_of
from data_platform.interview.kinds import Kind, nearest
from data_platform.screens import read_all


class BadScreen(ValueError):
    """A screen file that cannot be used; the message names the file and the key."""


@dataclass(frozen=True)
class Condition:
    """When something is asked: each path's answer must be among the listed values."""

    needs: tuple[tuple[str, tuple[Any, ...]], ...] = ()

    def holds(self, answers: Answered, record: Answered | None = None) -> bool:
        """Whether it is asked; a path without a dot is looked up in the record first."""
        return all(self._one(path, among, answers, record) for path, among in self.needs)

    @staticmethod
    def _one(path: str, among: tuple[Any, ...], answers: Answered, record: Answered | None) -> bool:
        if record is not None and path in type(record).model_fields:
            values = [getattr(record, path)]
        else:
            first, _, rest = path.partition(".")
            value = getattr(answers, first)
            values = [getattr(item, rest) for item in value] if rest else [value]
        flat = [v for value in values for v in (value if isinstance(value, list) else [value])]
        if "any" in among:
            return any(v is not None and v != "none" for v in flat)
        return any(v in among for v in flat)


@dataclass(frozen=True)
class FieldQuestion:
    """One field of the records in a list: `path` is like `sources.volume`."""

    path: str
    ask: str
    example: str
    kind: Kind
    when: Condition

    @property
    def name(self) -> str:
        """The field's name in its record."""
        return self.path.partition(".")[2]


@dataclass(frozen=True)
class Question:
    """One question: a field, or a list of records with the fields asked here.

    fills: the answer's name. fields: for records, what is asked of each. grows: whether
    records are added and removed here (one question a list does). essential: one of the
    few that are enough for a complete blueprint. documents_only: the reason why the
    answer changes no design, where it does not.
    """

    fills: str
    ask: str
    why: str
    example: str
    essential: bool
    when: Condition
    kind: Kind | None = None
    fields: tuple[FieldQuestion, ...] = ()
    grows: bool = False
    documents_only: str = ""
    section: str = ""

    @property
    def paths(self) -> tuple[str, ...]:
        """The answerable fields that it fills."""
        return tuple(field.path for field in self.fields) if self.fields else (self.fills,)

    @property
    def id(self) -> str:
        """A stable name: the first field that it fills."""
        return self.paths[0]


@dataclass(frozen=True)
class Section:
    """A titled section of a screen."""

    id: str
    title: str
    screen: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Screen:
    """A workflow phase or a capability module."""

    id: str
    title: str
    role: str
    purpose: str
    sections: tuple[Section, ...]


@cache
def load_screens() -> tuple[Screen, ...]:
    """All eight screens in their order. Raises BadScreen."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return tuple(_screen(name, yaml.load(text, Loader=loader)) for name, text in read_all())


@cache
def all_sections() -> tuple[Section, ...]:
    """The forty sections in order."""
    return tuple(section for screen in load_screens() for section in screen.sections)


@cache
def all_questions() -> tuple[Question, ...]:
    """Every question in the order it is offered."""
    return tuple(question for section in all_sections() for question in section.questions)


@cache
def question_of(path: str) -> Question:
    """The question that fills an answer, by its path like `growth` or `sources.volume`."""
    for question in all_questions():
        if path in question.paths or (path == question.fills and question.grows):
            return question
    raise KeyError(path)


def _screen(name: str, raw: Mapping[str, Any]) -> Screen:
    _only(raw, {"title", "role", "purpose", "sections"}, name)
    slug = name.removesuffix(".yaml").partition("_")[2]
    return Screen(
        id=slug,
        title=raw["title"],
        role=raw["role"],
        purpose=raw["purpose"],
        sections=tuple(_section(name, slug, entry) for entry in raw["sections"]),
    )


def _section(name: str, screen: str, raw: Mapping[str, Any]) -> Section:
    _only(raw, {"title", "questions"}, name)
    slug = re.sub(r"[^a-z]+", "_", raw["title"].lower()).strip("_")
    identity = f"{screen}.{slug}"
    return Section(
        id=identity,
        title=raw["title"],
        screen=screen,
        questions=tuple(_question(name, identity, entry) for entry in raw["questions"]),
    )


def _question(name: str, section: str, raw: Mapping[str, Any]) -> Question:
    known = {"fills", "ask", "why", "example", "essential", "when", "fields", "documents_only"}
    fills = str(raw.get("fills"))
    where = f"{name}, {fills}"
    _only(raw, known | {"grows"}, where)
    if missing := {"fills", "ask", "why"} - set(raw):
        raise BadScreen(f"{where}: {', '.join(sorted(missing))} missing")
    if fills not in fields():
        raise BadScreen(f"{where}: no such answer{nearest(fills, list(fields()))}")
    if isinstance(fields()[fills], Kind) == ("fields" in raw):
        raise BadScreen(f"{where}: `fields` goes with a list of records, and only with one")
    return Question(
        fills=fills,
        ask=raw["ask"],
        why=raw["why"],
        example=str(raw.get("example", "")),
        essential=bool(raw.get("essential")),
        when=_condition(raw.get("when"), where),
        kind=None if "fields" in raw else kind_of(fills),
        fields=tuple(_field(where, fills, entry) for entry in raw.get("fields", ())),
        grows=bool(raw.get("grows")),
        documents_only=raw.get("documents_only", ""),
        section=section,
    )


def _field(where: str, fills: str, raw: Mapping[str, Any]) -> FieldQuestion:
    _only(raw, {"name", "ask", "example", "when"}, where)
    path = f"{fills}.{raw['name']}"
    try:
        kind = kind_of(path)
    except KeyError:
        raise BadScreen(f"{where}: no such answer {path}") from None
    return FieldQuestion(
        path, raw["ask"], str(raw.get("example", "")), kind, _condition(raw.get("when"), where)
    )


def _condition(raw: Mapping[str, Any] | None, where: str) -> Condition:
    def values(among: Any) -> Iterator[Any]:
        yield from among if isinstance(among, list) else [among]

    for path in raw or {}:
        first = path.partition(".")[0]
        if first not in Answers.model_fields and not _in_records(first):
            raise BadScreen(f"{where}: condition on unknown answer {path}")
    return Condition(tuple((path, tuple(values(among))) for path, among in (raw or {}).items()))


def _in_records(name: str) -> bool:
    return any(name in fields(m) for m in fields().values() if not isinstance(m, Kind))


def _only(raw: Mapping[str, Any], known: set[str], where: str) -> None:
    for key in raw:
        if key not in known:
            raise BadScreen(f"{where}: unknown key {key}{nearest(str(key), sorted(known))}")
