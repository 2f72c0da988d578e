"""The quick commands and use cases, as they are written on the command line."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import Result

from data_platform.blueprint.model import SECTIONS
from data_platform.blueprint.quick import QUICK_COMMANDS
from data_platform.catalog.presets import load_presets
from data_platform.cli import terminal
from data_platform.cli.door import PROGRAM
from data_platform.sessions.store import Store

Run = Callable[..., Result]
App = list[tuple[Path, str | None, str | None]]
PARTS = [command for command in QUICK_COMMANDS if command.word]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> App:
    """A terminal, and an app that only notes on what, and where, it was opened."""
    noted: App = []

    def run_app(store: Store, session: str | None, at: str | None = None) -> int:
        noted.append((store.path, session, at))
        return 0

    monkeypatch.setitem(sys.modules, "data_platform.tui.app", SimpleNamespace(run_app=run_app))
    monkeypatch.setattr(terminal, "is_interactive", lambda: True)
    return noted


@pytest.mark.parametrize("command", PARTS, ids=lambda one: one.word)
def test_a_part_is_printed_without_a_terminal(run: Run, command) -> None:  # type: ignore[no-untyped-def]
    result = run(command.word)
    assert result.exit_code == 0
    for name in command.sections:
        assert f"{SECTIONS[name]}\n" in result.stdout
    others = set(SECTIONS) - set(command.sections)
    assert not any(f"\n{SECTIONS[name]}\n" in result.stdout for name in others)
    whole = json.loads(run(command.word, "--format", "json").stdout)
    assert list(whole) == list(command.sections)


def test_governance_has_hooks_roles_personal_data_retention_and_rules(run: Run) -> None:
    text = run("governance").stdout
    for said in ("Catalog", "Lineage", "Roles:", "Personal data:", "Retention:", "Compliance:"):
        assert said in text


def test_a_part_of_a_session_a_version_and_a_file(run: Run, path: Path) -> None:
    Path("a.yaml").write_text("platform_name: filed\nraw_retention: 5 years\n", "utf-8")
    run("new", "acme", "--answers", "a.yaml")
    assert "5 years" in run("storage", "acme").stdout
    assert "5 years" in run("storage", "--answers", "a.yaml").stdout
    assert run("storage", "nobody").exit_code == 1


@pytest.mark.parametrize("written", [("/data-platform", "storage"), ("/data-platform storage",)])
def test_the_way_of_the_app_is_understood(run: Run, written: tuple[str, ...]) -> None:
    assert run(*written).stdout == run("storage").stdout


def test_the_whole_is_the_whole(run: Run) -> None:
    assert run("/data-platform").stdout == run().stdout


def test_a_part_opens_the_app_where_it_is_decided(run: Run, opened: App, path: Path) -> None:
    run("new", "acme", "--answers", "-", stdin="growth: 1 %\n")
    run("storage", "acme")
    assert opened == [(path, "acme", "storage")]
    assert run("storage", "nobody").exit_code == 1
    for args in (["--print"], ["--format", "markdown"], ["--width", "60"], ["--ascii"]):
        assert "STORAGE DESIGN" in run("storage", "acme", *args).stdout
    assert "STORAGE DESIGN" in run("storage", "--answers", "-", stdin="growth: 1 %").stdout
    assert len(opened) == 1
    run("/data-platform", "Storage")
    assert opened[1:] == [(path, None, "storage")]


# -- use cases --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words", [("fraud detection",), ("fraud", "detection"), ("Fraud detction",)]
)
def test_a_use_case_is_printed_and_nothing_stored(
    run: Run, path: Path, words: tuple[str, ...]
) -> None:
    result = run(*words)
    assert result.exit_code == 0
    assert "payment_events" in result.stdout
    assert "nothing is stored" in result.stderr
    assert not path.exists()


def test_a_use_case_opens_the_app_on_a_session_of_its_own(
    run: Run, opened: App, path: Path
) -> None:
    run("fraud", "detection")
    run("fraud detection", "--store", "other.db")
    run("fraud detection")
    assert opened == [
        (path, "fraud-detection", ""),
        (Path("other.db").resolve(), "fraud-detection", ""),
        (path, "fraud-detection-2", ""),
    ]
    entries = Store.open(path).entries(1)
    assert {entry.certainty for key, entry in entries.items() if key.count("/") != 0} == {"assumed"}


def test_whose_parts_are_printed_is_said_where_no_session_was_named(run: Run, path: Path) -> None:
    run("new", "acme", "--answers", "-", stdin="growth: 60 %\n")
    assert "This is of session acme" in run("storage", "--print").stderr
    assert run("storage", "acme", "--print").stderr == ""


def test_a_use_case_has_the_options_of_printing(run: Run, opened: App, path: Path) -> None:
    shown = run("fraud detection", "--format", "json", "--ascii")
    assert json.loads(shown.stdout)["title"]
    assert shown.stdout.isascii()
    assert max(map(len, run("fraud", "detection", "--width", "60").stdout.splitlines())) <= 60
    assert "Name:" in run("fraud detection", "--print").stdout
    assert (opened, path.exists()) == ([], False)
    helped = run("fraud", "detection", "--help")
    assert (helped.exit_code, "--format" in helped.stdout) == (0, True)
    wrong = run("fraud", "detection", "--nope")
    assert wrong.exit_code == 2
    assert 'data-platform "fraud detection" [OPTIONS]' in wrong.stderr.replace("main", PROGRAM)


@pytest.mark.parametrize("words", [("",), (" ",), ("\x1b[31mbank",), ("x" * 500,), ("数据",)])
def test_words_that_say_nothing_are_wrong_usage(
    run: Run, path: Path, words: tuple[str, ...]
) -> None:
    result = run(*words)
    assert (result.exit_code, result.stdout, path.exists()) == (2, "", False)
    assert "\x1b" not in result.stderr
    assert "is no command and no use case" in result.stderr


def test_what_is_neither_says_what_is_near(run: Run, path: Path) -> None:
    result = run("shwo")
    assert result.exit_code == 2
    assert "did you mean show" in result.stderr
    result = run("data warehouse for banks")
    assert result.exit_code == 2
    assert "Regulatory reporting" in result.stderr
    assert not path.exists()


def test_new_starts_from_a_preset(run: Run, path: Path) -> None:
    assert run("new", "mine", "--preset", "customer 360").stdout == "mine\n"
    assert run("new", "--preset", "customer 360").stdout == "customer-360\n"
    wrong = run("new", "--preset", "zzz")
    assert wrong.exit_code == 2
    assert "--preset: no use case is clearly “zzz”" in wrong.stderr
    assert run("new", "--preset", "fraud", "--answers", "-").exit_code == 2
    assert len(Store.open(path).sessions()) == 2


def test_presets_are_listed(run: Run) -> None:
    text = run("presets").stdout
    listed = json.loads(run("presets", "--json").stdout)
    assert [one["id"] for one in listed] == [one.id for one in load_presets()]
    assert len(listed) >= 16
    for one in load_presets():
        assert f"{one.title} ({one.id})\n" in text


def test_assumptions_are_marked_in_the_blueprint(run: Run) -> None:
    run("new", "mine", "--preset", "iot telemetry")
    text = " ".join(run("show", "mine", "--section", "assumptions").stdout.split())
    assert "taken from the preset; confirm it, or say better" in text
