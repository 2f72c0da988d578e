"""what-if, what-matters and scale, as they are written on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]

ANSWERS = "platform_name: acme\ngrowth: 50 %\nsources: [{name: shop_db, volume: 180 GB}]\n"


@pytest.fixture
def acme(run: Run) -> Run:
    run("new", "acme", "--answers", "-", stdin=ANSWERS)
    return run


def test_what_if_tells_what_changes_and_saves_nothing(acme: Run) -> None:
    before = acme("answers", "acme").stdout
    result = acme("what-if", "acme", "growth=5x", "cloud=gcp")
    assert result.exit_code == 0, result.stderr
    assert "WHAT IF: growth=5x, cloud=gcp" in result.stdout
    assert "5 times as much in a year is a growth of 400 %" in result.stdout
    assert "- Growth: 50 % -> 400 %" in result.stdout
    assert "| TOTAL " in result.stdout
    assert "Nothing was saved." in result.stderr
    assert acme("answers", "acme").stdout == before


def test_what_if_of_the_last_session_a_file_and_a_version(acme: Run) -> None:
    assert "This is of session acme" in acme("what-if", "growth=60 %").stderr
    Path("a.yaml").write_text(ANSWERS, "utf-8")
    found = acme("what-if", "--answers", "a.yaml", "sources.shop_db.volume=10x")
    assert "shop_db › Volume: 180 GB -> 1.8 TB" in found.stdout
    acme("versions", "acme", "--keep", "v1")
    assert acme("what-if", "acme@v1", "growth=60 %").exit_code == 0


def test_what_if_as_json(acme: Run) -> None:
    value = json.loads(acme("what-if", "acme", "cloud=azure", "--json").stdout)
    assert value["saved"] is False
    assert value["answers"] == [{"key": "cloud", "label": "Cloud", "old": "", "new": "Azure"}]
    assert {"components", "cost", "pattern", "upkeep_hours", "open_questions"} <= set(value)


def test_what_if_names_every_mistake(acme: Run) -> None:
    result = acme("what-if", "acme", "bugdet=2x", "clod=gcp", "volume=3")
    assert result.exit_code == 1
    assert "did you mean budget?" in result.stderr
    assert "did you mean cloud?" in result.stderr
    assert "in times, like volume=10x" in result.stderr
    assert acme("what-if", "acme").exit_code == 2
    assert "Say what would be otherwise" in acme("what-if").stderr
    assert acme("what-if", "acme", "growth=1 %", "--answers", "a.yaml").exit_code == 2


def test_what_matters_lists_the_first_ones(acme: Run) -> None:
    result = acme("what-matters", "acme", "--top", "2")
    assert result.exit_code == 0, result.stderr
    assert "\n1. " in result.stdout
    assert "\n2. " in result.stdout
    assert "\n3. " not in result.stdout
    assert "more open questions move something" in result.stdout
    rows = json.loads(acme("what-matters", "acme", "--top", "2", "--json").stdout)
    assert len(rows) == 2
    assert rows[0]["score"] >= rows[1]["score"]
    assert rows[0]["label"] in result.stdout


def test_scale_plots_and_lists_what_changes(acme: Run) -> None:
    result = acme("scale", "acme", "--ascii", "--width", "60")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.isascii()
    assert max(map(len, result.stdout.splitlines())) <= 60
    assert "WHERE IT CHANGES" in result.stdout
    assert "1,000x" in result.stdout
    value = json.loads(acme("scale", "acme", "--json").stdout)
    assert value["points"][0]["factor"] == 1
    assert value["turns"]
