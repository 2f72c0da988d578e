"""How questions are counted until the stack is found."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import interview_order
from benchmarks.interview_order import (
    Counted,
    Interview,
    by_ranking,
    cases,
    counted,
    examples,
    in_order,
    main,
    stack,
    summary,
    table,
)
from data_platform.catalog import load_catalogue
from data_platform.interview.answer_file import read_answers
from data_platform.interview.answers import Answers

FULL = """
sources:
  - {name: shop_db, kind: postgresql, volume: 40 TB}
cloud: gcp
growth: {estimate: 20 %}
"""


@pytest.fixture(scope="module")
def full() -> Answers:
    return read_answers(FULL).answers()


def test_a_question_tells_what_the_full_answers_say(full: Answers) -> None:
    interview = Interview(full, load_catalogue())
    assert not interview.ask("budget")  # asked, and nothing came of it
    assert interview.ask("sources")
    assert [one.name for one in interview.state.sources] == ["shop_db"]
    assert interview.state.sources[0].volume is None
    assert "sources.0.name" not in interview.open()
    assert interview.ask("sources.0.volume")
    assert interview.ask("growth")
    assert interview.state.certainty("growth") == "estimate"
    assert interview.asked == ["budget", "sources", "sources.0.volume", "growth"]
    assert not interview.complete  # the cloud is still to be told


def test_found_is_after_the_last_question_that_changed_whether_it_is_the_stack(
    full: Answers,
) -> None:
    catalogue = load_catalogue()
    interview = in_order(full, catalogue)
    assert stack(interview.state, catalogue) == stack(full, catalogue)
    again = Interview(full, catalogue)
    goal = stack(full, catalogue)
    there = [stack(again.state, catalogue) == goal]
    for path in interview.asked:
        again.ask(path)
        there.append(stack(again.state, catalogue) == goal)
    assert there[interview.found]
    assert interview.found == 0 or not there[interview.found - 1]
    assert all(there[interview.found :])


def test_the_ranking_finds_the_same_stack_and_sees_no_answer_to_come(full: Answers) -> None:
    catalogue = load_catalogue()
    ranked = by_ranking(full, catalogue)
    assert stack(ranked.state, catalogue) == stack(full, catalogue)
    other = read_answers(FULL.replace("gcp", "azure").replace("40 TB", "4 GB")).answers()
    first = by_ranking(other, catalogue).asked
    told = ("cloud", "sources.0.volume")
    differ = min(ranked.asked.index(one) for one in told)
    assert first[: differ + 1] == ranked.asked[: differ + 1]


def test_nothing_to_find_takes_no_question() -> None:
    found = counted("none", Answers(), load_catalogue())
    assert (found.in_order, found.by_ranking) == (0, 0)
    assert found.questions > 50


def test_median_total_and_ratio() -> None:
    rows = [Counted("a", 10, 5, 90), Counted("b", 20, 10, 90), Counted("c", 60, 12, 90)]
    assert summary(rows) == {
        "median": {"in_order": 20, "by_ranking": 10},
        "total": {"in_order": 90, "by_ranking": 27},
        "ratio": 0.3,
    }
    assert "it takes 30% of the questions" in table(rows)
    assert table(rows).count("\n") == 6


def test_the_examples_are_read_and_a_file_that_is_no_case_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert len(dict(examples())) >= 3
    (tmp_path / "no.yaml").write_text("slug: no\n")
    (tmp_path / "broken.yaml").write_text("a: [")
    (tmp_path / "yes.yaml").write_text("situation: {cloud: GCP, sources: []}\n")
    found = dict(cases(tmp_path, load_catalogue()))
    assert list(found) == ["yes"]
    assert found["yes"].cloud == "gcp"
    said = capsys.readouterr().err
    assert "no.yaml: has no situation" in said
    assert "broken.yaml" in said


def test_the_command_prints_json(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(interview_order, "examples", lambda: iter([("none", Answers())]))
    monkeypatch.setattr("sys.argv", ["interview_order", "--json"])
    assert main() == 0
    value = json.loads(capsys.readouterr().out)
    assert value["interviews"][0]["name"] == "none"
    assert value["ratio"] == 1
