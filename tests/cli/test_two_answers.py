"""Questions to which several answers stand: what the commands say of them, and settle."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from data_platform.interview.notebook import Entry
from data_platform.sessions.store import Store
from data_platform.sessions.sync import Rival

Run = Callable[..., Result]


@pytest.fixture
def store(path: Path) -> Store:
    """A session `acme` with two answers to its growth, and to the volume of its source."""
    store = Store.open(path)
    entries = {
        "growth": Entry("60 %"),
        "sources": Entry(["a1b2c3"]),
        "sources/a1b2c3/name": Entry("crm"),
        "sources/a1b2c3/volume": Entry("2 TB"),
    }
    rivals = [
        Rival("growth", "finance", Entry("40 %")),
        Rival("sources/a1b2c3/volume", "dba", Entry("3 TB")),
    ]
    store.create("acme", entries, rivals=rivals)
    return store


@pytest.mark.parametrize("command", [["show"], ["answers"], ["export"], ["storage", "--print"]])
def test_what_is_printed_says_which_questions_have_two(
    run: Run, store: Store, command: list[str]
) -> None:
    said = run(*command, "acme").stderr
    assert "2 questions have two answers or more: Growth, crm › Volume." in said
    assert "`data-platform resume acme` shows them" in said
    run("answer", "acme", "growth=40 %", "sources.crm.volume=3 TB")
    assert run(*command, "acme").stderr == ""


def test_an_export_says_that_the_others_are_not_in_it(run: Run, store: Store) -> None:
    assert "The file has the answer that stands." in run("export", "acme").stderr
    run("versions", "acme", "--keep", "v1")
    assert run("export", "acme@v1").stderr == ""


@pytest.mark.parametrize("key", ["sources.crm.volume", "sources.CRM.volume", "sources[1].volume"])
@pytest.mark.parametrize("value", ["2 TB", "3 TB"])
def test_an_answer_in_a_record_settles_its_question(
    run: Run, store: Store, key: str, value: str
) -> None:
    result = run("answer", "acme", f"{key}={value}")
    assert "Settled: crm › Volume has one answer now." in result.stderr
    assert list(store.open_rivals(1)) == ["growth"]


def test_a_key_with_blanks_settles_its_question(run: Run, store: Store) -> None:
    assert "Settled: growth" in run("answer", "acme", " growth = 60 %").stderr
    assert list(store.open_rivals(1)) == ["sources/a1b2c3/volume"]


def test_an_answer_that_cannot_be_used_is_told_by_its_name(run: Run, path: Path) -> None:
    Path("a.yaml").write_text("sources: [{name: crm, volume: {draft: lots}}]\n", "utf-8")
    said = run("show", "--answers", "a.yaml").stderr
    assert "Left out: crm › Volume: " in said
