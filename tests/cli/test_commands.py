"""Commands on all sessions and their names, and what is so for every command."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from harbor import ANSWERS

from data_platform import __version__
from data_platform.interview.answer_file import read_answers
from data_platform.interview.questions import load_screens
from data_platform.sessions.store import Store, open_notebook

Run = Callable[..., Result]


# -- lists --------------------------------------------------------------------------


def test_list_shows_the_sessions(run: Run, path: Path) -> None:
    empty = run("list")
    assert (empty.exit_code, empty.stdout) == (0, "")
    assert "data-platform new" in empty.stderr
    assert not path.exists()
    run("new", "数据", "--answers", "-", stdin=ANSWERS)
    run("new", "beta")
    lines = run("list").stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["NAME", "beta", "数据"]
    assert "harbor" in lines[2]
    assert lines[0].index("PLATFORM") == lines[2].index("harbor") + 2  # two wide characters
    assert run("list", "--search", "harb").stdout.splitlines()[1:] == [
        line for line in run("list").stdout.splitlines() if "harbor" in line
    ]
    assert "in its name" in run("list", "--search", "zzz").stderr


def test_list_as_json(run: Run) -> None:
    assert json.loads(run("list", "--json").stdout) == []
    run("new", "acme", "--answers", "-", stdin=ANSWERS)
    [row] = json.loads(run("list", "--json").stdout)
    assert (row["name"], row["title"], row["phase"]) == ("acme", "harbor", "DISCOVER")
    assert row["answered"] >= 3


def test_questions_are_all_listed(run: Run) -> None:
    text = run("questions").stdout
    listed = json.loads(run("questions", "--format", "json").stdout)
    assert [screen["title"] for screen in listed] == [screen.title for screen in load_screens()]
    assert sum(len(screen["sections"]) for screen in listed) == 40
    flat = [q for screen in listed for section in screen["sections"] for q in section["questions"]]
    assert len(flat) == sum(len(s.questions) for screen in load_screens() for s in screen.sections)
    for question in flat:
        mark = "*" if question["essential"] else " "
        assert f"\n  {mark} {question['fills']}: " in text
        assert question["kind"] == "records" or "example" in question


def test_answers_are_printed_as_they_are_read(run: Run) -> None:
    run("new", "acme", "--answers", "-", stdin=ANSWERS)
    printed = run("answers", "acme").stdout
    run("new", "copy", "--answers", "-", stdin=printed)
    assert run("answers", "copy").stdout == printed
    assert read_answers(printed).answers() == read_answers(ANSWERS).answers()


def test_the_answers_of_a_wrong_draft_make_a_session_again(run: Run, path: Path) -> None:
    store = Store.open(path)
    book = open_notebook(store, store.create("acme").id)
    book.set("growth", "sixty")
    book.set("platform_name", "unknown")
    printed = run("answers", "acme").stdout
    made = run("new", "copy", "--answers", "-", stdin=printed)
    assert (made.exit_code, made.stdout) == (0, "copy\n")
    assert store.entries(store.find("copy").id) == book.entries
    shown = run("show", "--answers", "-", stdin=printed)
    assert "Left out: growth:" in shown.stderr
    assert run("show", "copy").stdout == shown.stdout


# -- names --------------------------------------------------------------------------


def test_rename_delete_and_restore(run: Run, path: Path) -> None:
    run("new", "acme")
    assert "acme to beta" in run("rename", "acme", "beta").stderr
    deleted = run("delete", "beta")
    assert (deleted.exit_code, deleted.stdout) == (0, "")
    assert "restore" in deleted.stderr
    assert run("show", "beta").exit_code == 1
    assert "Restored beta" in run("restore", "beta").stderr
    assert [info.name for info in Store.open(path).sessions()] == ["beta"]
    assert run("restore", "beta").exit_code == 1
    assert run("rename", "beta", "\x1b").exit_code == 1


def test_delete_and_rename_want_the_whole_name(run: Run, path: Path) -> None:
    run("new", "acme-production")
    for args in (["delete", "a"], ["rename", "a", "b"]):
        result = run(*args)
        assert result.exit_code == 1
        assert "acme-production" in result.stderr
    assert [info.name for info in Store.open(path).sessions()] == ["acme-production"]
    assert "Deleted" in run("delete", "1").stderr


def test_duplicate_copies_all_and_prints_the_name(run: Run, path: Path) -> None:
    run("new", "acme", "--answers", "-", stdin=ANSWERS)
    assert run("duplicate", "acme").stdout == "acme-2\n"
    assert run("duplicate", "ac", "beta").exit_code == 1  # fits two
    assert run("duplicate", "acme", "beta").stdout == "beta\n"
    again = run("duplicate", "acme", "BETA")
    assert (again.exit_code, "already" in again.stderr) == (1, True)
    store = Store.open(path)
    entries = [store.entries(store.find(name).id) for name in ("acme", "acme-2", "beta")]
    assert entries[0] == entries[1] == entries[2] != {}
    run("answer", "beta", "growth=5 %")
    assert store.entries(store.find("acme").id) == entries[0]


def test_archive_puts_away_and_restore_brings_back(run: Run, path: Path) -> None:
    for name in ("acme", "beta"):
        run("new", name)
    assert run("archive", "ac").exit_code == 1  # a beginning is not enough
    archived = run("archive", "acme")
    assert (archived.exit_code, "data-platform restore 1" in archived.stderr) == (0, True)
    assert "acme" not in run("list").stdout
    head, row = run("list", "--archived").stdout.splitlines()
    assert (head.split()[-1], row.split()[0]) == ("ARCHIVED", "acme")
    [found] = json.loads(run("list", "--archived", "--json").stdout)
    assert (found["name"], found["archived"] is None, found["deleted"]) == ("acme", False, None)
    assert "Restored acme" in run("restore", "acme").stderr
    assert "No session is archived" in run("list", "--archived").stderr
    assert {info.name for info in Store.open(path).sessions()} == {"acme", "beta"}


def test_deleted_sessions_are_listed_when_asked_for(run: Run) -> None:
    for name in ("acme", "beta"):
        run("new", name)
    assert "No session is deleted" in run("list", "--deleted").stderr
    run("delete", "acme")
    head, row = run("list", "--deleted").stdout.splitlines()
    assert (head.split()[-1], row.split()[0]) == ("DELETED", "acme")
    [found] = json.loads(run("list", "--deleted", "--json").stdout)
    assert (found["name"], found["deleted"] is None) == ("acme", False)
    assert run("list", "--deleted", "--archived").exit_code == 2


def test_a_search_covers_answers_and_shows_the_hit(run: Run) -> None:
    run("new", "acme", "--answers", "-", stdin=ANSWERS)
    run("new", "shop")
    lines = run("list", "--search", "SHOP").stdout.splitlines()
    assert lines[0].split()[-1] == "FOUND"
    assert [line.split()[0] for line in lines[1:]] == ["shop", "acme"]
    assert lines[2].endswith("name: shop_db")
    assert "FOUND" not in run("list", "--search", "acme").stdout
    hits = json.loads(run("list", "--search", "shop", "--json").stdout)
    assert [one["hit"] for one in hits] == ["", "name: shop_db"]


# -- the rest -----------------------------------------------------------------------


@pytest.mark.parametrize("where", ["before", "after"])
def test_the_store_option_stands_before_or_after_the_command(
    run: Run, path: Path, tmp_path: Path, where: str
) -> None:
    option = ["--store", str(tmp_path / "mine.db")]
    args = [*option, "new", "acme"] if where == "before" else ["new", "acme", *option]
    assert run(*args).exit_code == 0
    assert Store.open(tmp_path / "mine.db").find("acme")
    assert not path.exists()


def test_a_file_that_is_not_ours_is_refused(run: Run, path: Path) -> None:
    path.parent.mkdir()
    path.write_text("my diary " * 50)
    for args in (["list"], ["new"], ["show"], ["delete", "x"], []):
        result = run(*args)
        assert (result.exit_code, result.stdout) == (1, "")
        assert "not a session file" in result.stderr
    assert path.read_text() == "my diary " * 50


@pytest.mark.parametrize(
    "args", [["lst"], ["show", "--wdth", "3"], ["rename", "a"], ["show", "--format", "pdf"]]
)
def test_wrong_usage(run: Run, args: list[str]) -> None:
    result = run(*args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Usage: " in result.stderr


def test_version(run: Run) -> None:
    assert run("--version").stdout == f"data-platform, version {__version__}\n"
