"""A blueprint from an answers file's text, and what it asks."""

from __future__ import annotations

from data_platform.advisor import design
from data_platform.blueprint.checks import check
from data_platform.blueprint.model import Blueprint
from data_platform.catalog import load_catalogue
from data_platform.interview.answer_file import read_answers


def blueprint(text: str) -> Blueprint:
    """The blueprint of an answers file; its sections agree."""
    found = design(read_answers(text).answers(), load_catalogue())
    assert check(found) == []
    return found


def questions(found: Blueprint) -> str:
    """All open questions, a line each."""
    return "\n".join(one.question for one in found.open_questions)
