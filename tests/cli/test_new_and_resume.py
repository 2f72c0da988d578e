"""Commands that begin a session or open the app: what each prints, stores and refuses."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import Result
from harbor import ANSWERS, expected

from data_platform.cli import terminal
from data_platform.interview.answer_file import read_answers
from data_platform.sessions.store import Store

Run = Callable[..., Result]


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Path, str | None]]:
    """A terminal, and an app that only notes what it was opened on."""
    opened: list[tuple[Path, str | None]] = []

    def run_app(store: Store, session: str | None, at: str | None = None) -> int:
        opened.append((store.path, session))
        return 0

    monkeypatch.setitem(sys.modules, "data_platform.tui.app", SimpleNamespace(run_app=run_app))
    monkeypatch.setattr(terminal, "is_interactive", lambda: True)
    return opened


# -- new ----------------------------------------------------------------------------


def test_new_with_answers_stores_them(run: Run, path: Path) -> None:
    result = run("new", "acme", "--answers", "-", stdin=ANSWERS)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "acme\n", "")
    store = Store.open(path)
    notebook = store.load(store.find("acme").id)
    assert notebook.entries == read_answers(ANSWERS).entries
    assert notebook.answers() == read_answers(ANSWERS).answers()


def test_new_without_a_name_or_a_terminal_prints_the_name(run: Run) -> None:
    assert [run("new").stdout for _ in range(2)] == ["platform-1\n", "platform-2\n"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("platform_nam: acme", ["platform_nam: unknown key", "did you mean platform_name"]),
        ("growth: sixty", ["growth:"]),
        ("sources: [{nam: x}, {volume: big}]", ["2 mistakes", "did you mean name", "sources[2]"]),
        ("- a\n- b", ["mapping"]),
        ("a: [", ["not YAML"]),
    ],
)
def test_new_refuses_wrong_answers_and_makes_nothing(
    run: Run, path: Path, text: str, said: list[str]
) -> None:
    result = run("new", "acme", "--answers", "-", stdin=text)
    assert (result.exit_code, result.stdout) == (1, "")
    assert all(part in result.stderr for part in said), result.stderr
    assert not path.exists()


def test_answers_that_cannot_be_read_are_said(run: Run, path: Path, tmp_path: Path) -> None:
    (tmp_path / "raw").write_bytes(b"\xff\xfe\x00")
    assert "not text in UTF-8" in run("new", "--answers", "raw").stderr
    missing = run("new", "--answers", "missing.yaml")
    assert (missing.exit_code, missing.stdout) == (1, "")
    assert "missing.yaml cannot be read: no such file" in missing.stderr
    assert not path.exists()


def test_a_name_that_is_taken_is_said(run: Run) -> None:
    run("new", "acme")
    again = run("new", "ACME")
    assert (again.exit_code, again.stdout) == (1, "")
    assert "already" in again.stderr


def test_new_opens_the_app_at_a_terminal(
    run: Run, path: Path, app: list[tuple[Path, str | None]]
) -> None:
    run("new", "acme")
    assert app == [(path, "acme")]
    assert run("new", "other", "--answers", "-", stdin=ANSWERS).stdout == "other\n"
    assert len(app) == 1


# -- the app ------------------------------------------------------------------------


def test_without_a_command_the_app_opens(
    run: Run, path: Path, app: list[tuple[Path, str | None]], tmp_path: Path
) -> None:
    assert run().exit_code == 0
    run("--store", str(tmp_path / "mine.db"))
    assert app == [(path, None), (tmp_path / "mine.db", None)]


def test_resume_opens_the_named_or_the_last_used(
    run: Run, path: Path, app: list[tuple[Path, str | None]]
) -> None:
    nothing = run("resume")
    assert nothing.exit_code == 1
    assert "data-platform new" in nothing.stderr
    store = Store.open(path)
    for name in ("acme", "beta"):
        store.create(name)
    run("resume", "ac")
    run("resume")
    assert [session for _, session in app] == ["acme", "beta"]
    assert run("resume", "acmee").exit_code == 1
    assert len(app) == 2


def test_resume_needs_a_terminal(run: Run) -> None:
    run("new", "acme")
    result = run("resume")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "data-platform show" in result.stderr


def test_without_a_terminal_the_blueprint_is_printed(run: Run, path: Path) -> None:
    first = run()
    assert first.exit_code == 0
    assert first.stdout.startswith("DATA PLATFORM BLUEPRINT\n")
    assert "the example" in first.stderr
    assert not path.exists()
    run("new", "acme", "--answers", "-", stdin=ANSWERS)
    second = run()
    assert second.stdout == expected(ANSWERS)
    assert "session acme" in second.stderr
