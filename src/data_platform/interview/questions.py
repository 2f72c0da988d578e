"""The questions: screens, sections and what they ask, read from `screens/*.yaml`.

The YAML says which answer a question fills, how and why it is asked; the kind of
widget follows from the answer's type. Answers themselves live in `notebook`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

import yaml

from data_platform.interview.answers import fields, kind_of
from data_platform.interview.conditions import BadScreen, Condition, read_condition
from data_platform.interview.kinds import Kind, nearest
from data_platform.screens import read_all

T = TypeVar("T")


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
    return tuple(_screen(name, text) for name, text in read_all())


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


def _screen(name: str, text: str) -> Screen:
    try:
        loaded = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        raise BadScreen(f"{name}: this is not YAML: {error}") from None
    raw = _mapping(loaded, name, {"title", "role", "purpose", "sections"})
    slug = name.removesuffix(".yaml").partition("_")[2]
    return Screen(
        id=slug,
        title=raw["title"],
        role=raw["role"],
        purpose=raw["purpose"],
        sections=_each(raw, "sections", name, lambda one, where: _section(where, name, slug, one)),
    )


def _section(where: str, name: str, screen: str, entry: Any) -> Section:
    raw = _mapping(entry, where, {"title", "questions"})
    slug = re.sub(r"[^a-z]+", "_", raw["title"].lower()).strip("_")
    identity, where = f"{screen}.{slug}", f"{name}, {raw['title']}"
    return Section(
        id=identity,
        title=raw["title"],
        screen=screen,
        questions=_each(raw, "questions", where, lambda one, at: _question(at, identity, one)),
    )


def _question(where: str, section: str, entry: Any) -> Question:
    may = {"example", "essential", "when", "fields", "documents_only", "grows"}
    raw = _mapping(entry, where, {"fills", "ask", "why"}, may)
    fills = raw["fills"]
    where = f"{where} ({fills})"
    if fills not in fields():
        raise BadScreen(f"{where}: no such answer{nearest(fills, list(fields()))}")
    if isinstance(fields()[fills], Kind) == ("fields" in raw):
        raise BadScreen(f"{where}: `fields` goes with a list of records, and only with one")
    return Question(
        fills=fills,
        ask=raw["ask"],
        why=raw["why"],
        example=str(raw.get("example", "")),
        essential=_yes(raw, "essential", where),
        when=read_condition(raw.get("when"), where),
        kind=None if "fields" in raw else kind_of(fills),
        fields=_each(raw, "fields", where, lambda one, at: _field(at, fills, one))
        if "fields" in raw
        else (),
        grows=_yes(raw, "grows", where),
        documents_only=str(raw.get("documents_only", "")),
        section=section,
    )


def _field(where: str, fills: str, entry: Any) -> FieldQuestion:
    raw = _mapping(entry, where, {"name", "ask"}, {"example", "when"})
    name, model = raw["name"], fields()[fills]
    assert not isinstance(model, Kind)
    if name not in fields(model):
        near = nearest(name, list(fields(model)))
        raise BadScreen(f"{where}: no such answer {fills}.{name}{near}")
    when = read_condition(raw.get("when"), f"{where} ({name})", model)
    path = f"{fills}.{name}"
    return FieldQuestion(path, raw["ask"], str(raw.get("example", "")), kind_of(path), when)


# -- reading ---------------------------------------------------------------------


def _mapping(
    entry: Any, where: str, needs: Iterable[str], may: Iterable[str] = ()
) -> dict[str, Any]:
    """A mapping with all the keys that it needs, and no other than it may have.

    Raises BadScreen. Needed values are text, but for the lists `sections` and `questions`.
    """
    if not isinstance(entry, dict):
        raise BadScreen(f"{where}: a mapping is expected here, with {_listed(needs)}")
    known = sorted({*needs, *may})
    for key in entry:
        if key not in known:
            raise BadScreen(f"{where}: unknown key {key}{nearest(str(key), known)}")
    if missing := set(needs) - {key for key, value in entry.items() if value is not None}:
        raise BadScreen(f"{where}: {_listed(missing)} missing")
    for key in set(needs) - {"sections", "questions"}:
        if not isinstance(entry[key], str) or not entry[key].strip():
            raise BadScreen(f"{where}: {key} must be text")
    return entry


def _each(
    raw: dict[str, Any], key: str, where: str, read: Callable[[Any, str], T]
) -> tuple[T, ...]:
    """Each entry of a list, read; its place is counted from 1. Raises BadScreen."""
    if not isinstance(raw[key], list) or not raw[key]:
        raise BadScreen(f"{where}: {key} must be a list with one entry or more")
    singular = key.removesuffix("s")
    return tuple(read(one, f"{where}, {singular} {n}") for n, one in enumerate(raw[key], 1))


def _yes(raw: dict[str, Any], key: str, where: str) -> bool:
    value = raw.get(key, False)
    if not isinstance(value, bool):
        raise BadScreen(f"{where}: {key} must be true or false")
    return value


def _listed(words: Iterable[str]) -> str:
    return ", ".join(sorted(words))
