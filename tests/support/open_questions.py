"""Which questions of an interview are still open."""

from __future__ import annotations

from data_platform.interview.notebook import Notebook
from data_platform.interview.progress import of_question
from data_platform.interview.questions import Question, all_questions


def essentials_left(notebook: Notebook) -> list[Question]:
    """The essential questions that are still open."""
    return [q for q in all_questions() if q.essential and of_question(q, notebook).left]
