"""`data-platform explain`: a line of a session, a file or the example, as text and as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from harbor import ANSWERS, expected

Run = Callable[..., Result]


@pytest.fixture
def harbor(path: Path) -> str:
    Path("harbor.yaml").write_text(ANSWERS, "utf-8")
    return "harbor.yaml"


def test_a_line_of_a_file_by_its_key_with_what_it_moves_with(run: Run, harbor: str) -> None:
    result = run("explain", "--answers", harbor, "title.team")
    assert result.exit_code == 0
    assert result.stderr == ""
    for said in ("WHY: DATA PLATFORM BLUEPRINT", "Key: title.team", "Rule", "(advisor.title)"):
        assert said in result.stdout
    assert "Assumptions it moves with\n- Team size: 3" in result.stdout


def test_a_number_is_that_of_show_at_the_same_width(run: Run, harbor: str) -> None:
    lines = expected(ANSWERS, width=100).splitlines()
    at = next(i for i, line in enumerate(lines, 1) if line.startswith("| TOTAL"))
    result = run("explain", "--answers", harbor, str(at), "--quick", "--width", "100")
    assert result.exit_code == 0
    assert lines[at - 1] in result.stdout
    assert "Key: cost.total" in result.stdout
    assert "moves with" not in result.stdout


def test_a_session_by_name_the_last_used_one_and_the_example(run: Run, harbor: str) -> None:
    nothing = run("explain", "cost.total", "--quick")
    assert "There is no session yet: this is of the example." in nothing.stderr
    run("new", "acme", "--answers", harbor)
    named = run("explain", "acme", "title.name", "--quick")
    assert "Name: harbor" in named.stdout
    assert named.stderr == ""
    last = run("explain", "title.name", "--quick")
    assert last.stdout == named.stdout
    assert "the last used one" in last.stderr
    assert run("explain", "other", "title.name").exit_code != 0


def test_json(run: Run, harbor: str) -> None:
    value = json.loads(
        run("explain", "--answers", harbor, "cost.total", "--quick", "--json").stdout
    )
    assert value["key"] == "cost.total"
    assert value["values"]["cost.total"]
    assert value["prices"][0]["effective"]
    assert value["answers"] == []


def test_the_keys_are_listed_with_their_lines(run: Run, harbor: str) -> None:
    listed = run("explain", "--answers", harbor, "--keys")
    assert listed.stdout.splitlines()[0].split() == ["1", "title"]
    entries = json.loads(run("explain", "--answers", harbor, "--keys", "--json").stdout)
    shown = expected(ANSWERS).splitlines()
    assert all(shown[one["line"] - 1] == one["text"] for one in entries)
    keys = {key for one in entries for key in one["keys"]}
    assert {"cost.total", "ingestion.shop_db.method"} <= keys
    run("new", "acme", "--answers", harbor)
    assert run("explain", "acme", "--keys").stdout == listed.stdout


def test_only_ascii(run: Run, harbor: str) -> None:
    result = run("explain", "--answers", harbor, "decisions", "--quick", "--ascii")
    assert result.exit_code == 0
    assert result.stdout.isascii()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("cost.totl",), "did you mean cost.total?; `data-platform explain --keys` lists all"),
        (("99999",), "there is no line 99999; the blueprint has"),
        ((), "Say which line: its number, its key, or words that are in it."),
        (("a", "b", "c"), "quote words that are one"),
        (("x", "--width", "5"), "--width"),
    ],
)
def test_what_is_wrong_is_said(run: Run, harbor: str, words: tuple[str, ...], said: str) -> None:
    result = run("explain", *words, *(["--answers", harbor] if len(words) < 3 else []))
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.split())


def test_a_session_and_a_file_are_one_too_many(run: Run, harbor: str) -> None:
    result = run("explain", "acme", "--keys", "--answers", harbor)
    assert result.exit_code == 2
    assert "Give a session or --answers, not both." in result.stderr
