"""Whatever is answered: no crash, nothing that disagrees, nothing wider than asked."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_answers import answers
from rich.cells import cell_len

from data_platform.advisor import design
from data_platform.blueprint.checks import check
from data_platform.blueprint.render import render
from data_platform.catalog import load_catalogue
from data_platform.interview.answers import Answers

CATALOGUE = load_catalogue()
QUICK = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@settings(QUICK, max_examples=500)
@given(answers())
def test_any_answers_give_a_blueprint_that_agrees_with_itself(given_answers: Answers) -> None:
    assert check(design(given_answers, CATALOGUE)) == []


@settings(QUICK, max_examples=200)
@given(answers(), st.integers(40, 160), st.booleans())
def test_no_line_is_wider_than_asked_and_every_box_is_closed(
    given_answers: Answers, width: int, ascii_only: bool
) -> None:
    text = render(design(given_answers, CATALOGUE), width=width, ascii_only=ascii_only)
    lines = text.splitlines()
    assert max(cell_len(line) for line in lines) <= width
    top, bottom, side = "++|" if ascii_only else "┌└│"
    start = next(i for i, line in enumerate(lines) if line.startswith(top) and i > 6)
    end = next(i for i, line in enumerate(lines) if line.startswith(bottom) and i > start)
    box = lines[start : end + 1]
    assert len({cell_len(line) for line in box}) == 1
    assert all(line.startswith(side) and line.endswith(side) for line in box[1:-1])


@settings(QUICK, max_examples=100)
@given(answers())
def test_the_same_answers_give_the_same_bytes(given_answers: Answers) -> None:
    first = render(design(given_answers, CATALOGUE), form="json")
    assert render(design(given_answers.model_copy(deep=True), CATALOGUE), form="json") == first


@settings(QUICK, max_examples=200)
@given(answers())
def test_the_estimate_is_a_band_around_its_total(given_answers: Answers) -> None:
    cost = design(given_answers, CATALOGUE).cost
    assert cost.low <= cost.total <= cost.high
    assert cost.total == cost.storage + cost.compute + cost.egress + cost.tools
