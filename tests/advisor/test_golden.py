"""The examples' blueprints, as whole texts. UPDATE_GOLDEN=1 rewrites them: read the difference."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from data_platform.advisor import design
from data_platform.blueprint.checks import check
from data_platform.blueprint.render import render
from data_platform.catalog import load_catalogue
from data_platform.interview.answer_file import read_answers

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parent / "golden"
FILES = {
    "empty": None,
    "example": ROOT / "src/data_platform/example.yaml",
    **{path.stem: path for path in sorted((ROOT / "examples").glob("*.yaml"))},
}


@pytest.mark.parametrize("name", list(FILES))
def test_the_blueprint_is_the_same_bytes_as_before(name: str) -> None:
    path = FILES[name]
    answers = read_answers(path.read_text("utf-8") if path else "").answers()
    blueprint = design(answers, load_catalogue())
    assert check(blueprint) == []
    text = render(blueprint)
    golden = GOLDEN / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(text, "utf-8")
    assert text == golden.read_text("utf-8")
