"""Progress: what is asked now, what is answered, what is wrong, and what comes next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from data_platform.interview.answers import fields
from data_platform.interview.kinds import Kind
from data_platform.interview.notebook import Notebook
from data_platform.interview.questions import (
    FieldQuestion,
    Question,
    Section,
    all_questions,
    question_of,
)


@dataclass(frozen=True)
class Progress:
    """Questions answered, questions asked, and drafts that are wrong."""

    answered: int
    asked: int
    wrong: int

    @property
    def left(self) -> int:
        """Questions that are still open."""
        return self.asked - self.answered

    def __add__(self, other: Progress) -> Progress:
        return Progress(
            self.answered + other.answered, self.asked + other.asked, self.wrong + other.wrong
        )


def is_asked(question: Question, notebook: Notebook) -> bool:
    """Whether a question's condition holds (a hidden question keeps its answer)."""
    return question.when.holds(notebook.answers())


def fields_asked(question: Question, notebook: Notebook, rid: str) -> list[FieldQuestion]:
    """The fields of one record that are asked now."""
    answers, record = notebook.answers(), notebook.record(question.fills, rid)
    return [field for field in question.fields if field.when.holds(answers, record)]


def keys_of(question: Question, notebook: Notebook) -> Iterator[str]:
    """The notebook keys that a question asks for now."""
    if not question.fields:
        yield question.fills
        return
    for rid in notebook.records(question.fills):
        for field in fields_asked(question, notebook, rid):
            yield f"{question.fills}/{rid}/{field.name}"


def is_answered(question: Question, notebook: Notebook) -> bool:
    """Whether anything valid was said: a value, or that it is not known.

    A record that has no name yet is one that is just being added: it does not count.
    """
    if not question.fields:
        return _said(question.fills, notebook)
    named = list(_named(question, notebook))
    if question.grows or not named:
        entry = notebook.get(question.fills)
        said = bool(named) and not _has_assumed(question, notebook)
        return said or (entry is not None and entry.certainty == "unknown")
    keys = keys_of(question, notebook)
    return all(_said(key, notebook) for key in keys if key.split("/")[1] in named)


def _said(key: str, notebook: Notebook) -> bool:
    """What a preset assumed is not said until a person confirms it."""
    entry = notebook.get(key)
    return entry is not None and entry.certainty != "assumed" and not notebook.problem(key)


def _names(question: Question, notebook: Notebook) -> Iterator[tuple[str, str]]:
    """The records of a question, each with the key of what names it."""
    model = fields()[question.fills]
    assert not isinstance(model, Kind)
    first = next(iter(fields(model)))
    return ((rid, f"{question.fills}/{rid}/{first}") for rid in notebook.records(question.fills))


def _named(question: Question, notebook: Notebook) -> Iterator[str]:
    """The records of a question that have a name."""
    return (rid for rid, key in _names(question, notebook) if _said(key, notebook))


def _has_assumed(question: Question, notebook: Notebook) -> bool:
    """Whether a record is still there as a preset assumed it."""
    found = (notebook.get(key) for _, key in _names(question, notebook))
    return any(entry is not None and entry.certainty == "assumed" for entry in found)


def problems_in(question: Question, notebook: Notebook) -> list[str]:
    """The keys of a question whose draft is wrong."""
    return [key for key in keys_of(question, notebook) if notebook.problem(key)]


def wrong_in(section: Section, notebook: Notebook) -> list[str]:
    """The keys of a section whose draft is wrong."""
    return [
        key
        for question in section.questions
        if is_asked(question, notebook)
        for key in problems_in(question, notebook)
    ]


def question_at(place: str) -> Question:
    """The question of a place: its own id, or the notebook key of a record's field.

    Raises KeyError.
    """
    name, _, rest = place.partition("/")
    field = rest.partition("/")[2]
    return question_of(f"{name}.{field}" if field else name)


def of_question(question: Question, notebook: Notebook) -> Progress:
    """Progress of one question; nothing while it is not asked."""
    if not is_asked(question, notebook):
        return Progress(0, 0, 0)
    return Progress(int(is_answered(question, notebook)), 1, len(problems_in(question, notebook)))


def of_each(notebook: Notebook) -> dict[Question, Progress]:
    """Progress of every question, counted once, for who wants several sums of it."""
    return {question: of_question(question, notebook) for question in all_questions()}


def total(parts: Iterable[Progress]) -> Progress:
    """Progress of several questions together."""
    return sum(parts, Progress(0, 0, 0))


def of_section(section: Section, notebook: Notebook) -> Progress:
    """Progress of one section."""
    return total(of_question(question, notebook) for question in section.questions)


def of_all(notebook: Notebook) -> Progress:
    """Progress of the whole interview."""
    return total(of_each(notebook).values())


@dataclass(frozen=True)
class Next:
    """Where to go next: the id of a question, or the key of a wrong draft.

    only: what to say where one is there already, and there is no other.
    """

    place: str
    only: str = ""


def next_place(notebook: Notebook, here: str = "") -> Next | None:
    """What needs the person next: open essential questions, then wrong drafts, then the rest.

    here: the notebook key where one is; its place comes again only where no other is left.
    None when everything is answered and nothing is wrong.
    """
    order = [(question, of_question(question, notebook)) for question in all_questions()]
    essential = [q.id for q, done in order if done.left and q.essential]
    wrong = [key for q, done in order if done.wrong for key in problems_in(q, notebook)]
    rest = [q.id for q, done in order if done.left]
    for places, what in (
        (essential, "essential question that is still open"),
        (wrong, "answer that is still to fix"),
        (rest, "question that is still open"),
    ):
        if places:
            found = _after(places, here, notebook)
            return Next(found, f"This is the only {what}." if _same(found, here) else "")
    return None


def _after(places: list[str], here: str, notebook: Notebook) -> str:
    """The first place after where one is, else the first of all."""
    at = _position(here, notebook)
    return next((place for place in places if _position(place, notebook) > at), places[0])


def _position(place: str, notebook: Notebook) -> tuple[int, int, int]:
    """Where a place stands in the interview: its question, the record there, the field there."""
    try:
        question = question_at(place)
    except KeyError:
        return (-1, 0, 0)
    at = all_questions().index(question)
    name, _, rest = place.partition("/")
    rid, _, field = rest.partition("/")
    rids = notebook.records(name)
    if rid not in rids:
        return (at, -1, 0)
    return (at, rids.index(rid), [one.name for one in question.fields].index(field))


def _same(place: str, here: str) -> bool:
    """Whether a place is where one is: a question is that for each of its records, too."""
    if place == here:
        return True
    try:
        return "/" not in place and question_at(here).id == place
    except KeyError:
        return False
