"""What is imported when: looked at in fresh processes, as a start-up does it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from data_platform.sessions.store import Store

_HEAVY = {
    "textual",
    "rich",
    "pydantic",
    "pydantic_core",
    "jinja2",
    "sqlite_utils",
    "yaml",
    "cronsim",
}


def loaded_by(code: str) -> set[str]:
    """The top-level modules in a fresh process after some code."""
    script = f"{code}\nimport sys; print('\\n'.join(sys.modules), file=sys.__stderr__)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return {name.partition(".")[0] for name in done.stderr.split()}


def after_command(*args: str) -> set[str]:
    """The top-level modules after a command of the program, which must succeed."""
    code = (
        "import sys\nfrom data_platform.cli import main\n"
        f"try: main({list(args)!r})\n"
        "except SystemExit as end: assert not end.code, end.code"
    )
    return loaded_by(code)


@pytest.mark.parametrize("args", [["--help"], ["--version"], ["show", "--help"]])
def test_help_imports_nothing_heavy(args: list[str]) -> None:
    found = after_command(*args)
    assert "click" in found
    assert found & (_HEAVY | {"sqlite3"}) == set()


def test_printing_a_blueprint_needs_no_terminal_library() -> None:
    found = after_command("show", "--answers", "/dev/null")
    assert "jinja2" in found
    assert found & {"textual", "rich", "sqlite_utils"} == set()


def test_reading_sessions_imports_nothing_that_only_writing_needs(tmp_path: Path) -> None:
    Store.open(tmp_path / "s.db").create("acme")
    found = loaded_by(
        "from data_platform.sessions.store import Store\n"
        f"assert Store.open({str(tmp_path / 's.db')!r}).find('ac').name == 'acme'"
    )
    assert "sqlite3" in found
    assert found & _HEAVY == set()


@pytest.mark.parametrize("room", ["advisor", "blueprint", "catalog", "interview"])
def test_the_core_knows_no_terminal_and_no_database(room: str) -> None:
    code = (
        "import importlib, pkgutil\n"
        f"package = importlib.import_module('data_platform.{room}')\n"
        "for module in pkgutil.iter_modules(package.__path__, package.__name__ + '.'):\n"
        "    importlib.import_module(module.name)"
    )
    found = loaded_by(code)
    assert found & {"textual", "rich", "sqlite3", "sqlite_utils", "click", "pyperclip"} == set()


def test_sessions_know_no_terminal() -> None:
    found = loaded_by("import data_platform.sessions.store, data_platform.sessions.saver")
    assert found & {"textual", "rich", "click"} == set()
