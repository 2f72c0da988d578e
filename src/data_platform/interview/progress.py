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
        return bool(named) or (entry is not None and entry.certainty == "unknown")
    keys = keys_of(question, notebook)
    return all(_said(key, notebook) for key in keys if key.split("/")[1] in named)


def _said(key: str, notebook: Notebook) -> bool:
    return notebook.get(key) is not None and not notebook.problem(key)


def _named(question: Question, notebook: Notebook) -> Iterator[str]:
    """The records of a question that have a name."""
    model = fields()[question.fills]
    assert not isinstance(model, Kind)
    first = next(iter(fields(model)))
    for rid in notebook.records(question.fills):
        if _said(f"{question.fills}/{rid}/{first}", notebook):
            yield rid


def problems_in(question: Question, notebook: Notebook) -> list[str]:
    """The keys of a question whose draft is wrong."""
    return [key for key in keys_of(question, notebook) if notebook.problem(key)]


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


def essentials_left(notebook: Notebook) -> list[Question]:
    """The essential questions that are still open."""
    return [q for q in all_questions() if q.essential and of_question(q, notebook).left]


def next_question(notebook: Notebook, after: str | None = None) -> Question | None:
    """What to ask next: the essential ones first, then the rest in order, from `after` on.

    after: the id of the question where one is; it comes again only where no other is open.
    None when everything is answered.
    """
    open_ones = [q for q in all_questions() if of_question(q, notebook).left]
    candidates = [q for q in open_ones if q.essential] or open_ones
    if not candidates:
        return None
    ids = [question.id for question in all_questions()]
    start = ids.index(after) if after in ids else -1
    return next((q for q in candidates if ids.index(q.id) > start), candidates[0])
