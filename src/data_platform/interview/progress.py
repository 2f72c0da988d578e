"""Progress: what is asked now, what is answered, what is wrong, and what comes next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from data_platform.interview.notebook import Notebook
from data_platform.interview.questions import (
    FieldQuestion,
    Question,
    Section,
    all_questions,
    all_sections,
)


@dataclass(frozen=True)
class Progress:
    """Questions answered, questions asked, and drafts that are wrong."""

    answered: int
    asked: int
    wrong: int

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
    """Whether anything valid was said: a value, or that it is not known."""
    if question.fields and not notebook.records(question.fills):
        entry = notebook.get(question.fills)
        return entry is not None and entry.certainty == "unknown"
    keys = list(keys_of(question, notebook))
    if question.grows:
        keys = [key for key in keys if key.endswith("/" + question.fields[0].name)]
    return all(notebook.get(key) and not notebook.problem(key) for key in keys)


def problems_in(question: Question, notebook: Notebook) -> list[str]:
    """The keys of a question whose draft is wrong."""
    return [key for key in keys_of(question, notebook) if notebook.problem(key)]


def of_section(section: Section, notebook: Notebook) -> Progress:
    """Progress of one section."""
    asked = [question for question in section.questions if is_asked(question, notebook)]
    return Progress(
        answered=sum(is_answered(question, notebook) for question in asked),
        asked=len(asked),
        wrong=sum(len(problems_in(question, notebook)) for question in asked),
    )


def of_all(notebook: Notebook) -> Progress:
    """Progress of the whole interview."""
    return sum((of_section(s, notebook) for s in all_sections()), Progress(0, 0, 0))


def essentials_left(notebook: Notebook) -> list[Question]:
    """The essential questions that are still open."""
    return [
        question
        for question in all_questions()
        if question.essential
        and is_asked(question, notebook)
        and not is_answered(question, notebook)
    ]


def next_question(notebook: Notebook, after: str | None = None) -> Question | None:
    """What to ask next: the essential ones first, then the rest in order, from `after` on.

    after: the id of the question just answered. None when everything is answered.
    """
    open_ones = [
        question
        for question in all_questions()
        if question.id != after
        and is_asked(question, notebook)
        and not is_answered(question, notebook)
    ]
    essential = [question for question in open_ones if question.essential]
    candidates = essential or open_ones
    if not candidates:
        return None
    ids = [question.id for question in all_questions()]
    start = ids.index(after) if after in ids else -1
    return next((q for q in candidates if ids.index(q.id) > start), candidates[0])
