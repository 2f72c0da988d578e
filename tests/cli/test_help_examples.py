"""The help: by theme, quick, and every example in it works."""

from __future__ import annotations

import shlex
import subprocess
import sys
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from data_platform.cli import main, terminal
from data_platform.cli.themes import THEMES, by_theme

Run = Callable[..., Result]

FILES = {
    "harbor.yaml": "platform_name: harbor\nsources: [{name: shop_db, volume: 180 GB}]\n",
    "acme.yaml": "session: acme\nplatform_name: acme\ngrowth: 60 %\n",
    "before.yaml": "growth: 60 %\n",
    "after.yaml": "growth: 70 %\n",
    "finance.yaml": "budget: 5000\ngrowth: 60 %\n",
    "dba.yaml": "sources: [{name: crm, volume: 2 TB}]\n",
}


def commands() -> dict[str, click.Command]:
    return {"": main, **main.commands}


def examples(command: click.Command) -> list[str]:
    """The lines of a help that begin with the program's name, below “Examples:”."""
    _, _, block = (command.epilog or "").partition("Examples:\n")
    lines = [line.strip() for line in block.split("\n\n")[0].split("\b")[0].splitlines()]
    return [line for line in lines if line.startswith("data-platform")]


@pytest.fixture
def folder(run: Run, tmp_path: Path) -> Path:
    """A folder with what the examples speak of."""
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    answers = "platform_name: acme\ngrowth: 50 %\nsources: [{name: shop_db, volume: 180 GB}]"
    run("new", "old")
    run("new", "attic")
    run("new", "harbor", "--answers", "harbor.yaml")
    run("new", "acme", "--answers", "-", stdin=answers)
    for args in (
        ["versions", "acme", "--keep", "v1"],
        ["delete", "old"],
        ["archive", "attic"],
        ["answer", "acme", "growth=55 %"],
        ["answer", "acme", "growth=56 %"],
        ["answer", "acme", "growth=57 %"],
        ["answer", "acme", "growth=58 %"],
        ["undo", "acme", "--steps", "2"],
    ):
        assert run(*args).exit_code == 0, args
    (tmp_path / "damaged.db").write_bytes((tmp_path / "data" / "sessions.db").read_bytes())
    return tmp_path


#: What is done before an example, which supposes it.
FIRST = {
    "data-platform answer acme sources-=crm": ["answer", "acme", "sources+=crm"],
    "data-platform new acme --answers harbor.yaml": ["delete", "acme"],
    "data-platform merge finance.yaml dba.yaml --name acme": ["delete", "acme"],
}
#: What opens the app and nothing else: here it is said that there is no terminal.
OPENS_THE_APP = {"data-platform resume", "data-platform resume acme"}


@pytest.mark.parametrize("name", commands())
def test_every_help_has_examples(name: str) -> None:
    found = examples(commands()[name])
    assert found
    shown = CliRunner().invoke(main, [*([name] if name else []), "--help"]).output
    for line in found:
        assert line in shown  # not wrapped
    assert all(line.split()[1:2] == [name] or not name for line in found[:1]), found


@pytest.mark.parametrize(
    ("name", "line"), [(name, line) for name in commands() for line in examples(commands()[name])]
)
def test_an_example_works(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, line: str
) -> None:
    monkeypatch.setattr(terminal, "terminal_writer", lambda: nullcontext(lambda text: None))
    monkeypatch.setenv("SSH_CONNECTION", "here")  # nothing goes to the clipboard of who tests
    monkeypatch.delenv("TMUX", raising=False)
    if line in FIRST:
        assert run(*FIRST[line]).exit_code == 0
    result = run(*shlex.split(line)[1:])
    if line in OPENS_THE_APP:
        assert "the app needs a terminal" in result.stderr
        return
    assert result.exit_code == 0, result.stderr
    assert result.stdout or result.stderr


def test_no_help_loads_anything_heavy() -> None:
    code = (
        "import sys\nfrom data_platform.cli import main\n"
        "for name in ['', *main.commands]:\n"
        "    try: main([*([name] if name else []), '--help'])\n"
        "    except SystemExit as end: assert not end.code\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in done.stderr.split()}
    heavy = {"pydantic", "jinja2", "sqlite_utils", "sqlite3", "textual", "rich", "yaml"}
    assert loaded & heavy == set()
    assert done.stdout.count("Usage: ") == len(main.commands) + 1


def test_every_command_is_under_one_theme() -> None:
    themed = [name for names in THEMES.values() for name in names]
    assert sorted(themed) == sorted(main.commands)
    shown = CliRunner().invoke(main, ["--help"]).output
    for heading in THEMES:
        assert f"\n{heading}:\n" in shown
    for name in main.commands:
        assert f"\n  {name} " in shown
    assert "..." not in shown.partition("Sessions:")[2]


def test_a_command_without_a_theme_is_listed_all_the_same() -> None:
    group = click.Group("x", {"odd": click.Command("odd", help="Odd.")})
    assert [heading for heading, _ in by_theme(group, click.Context(group))] == ["Others"]
