"""The command line as the tests of the commands drive it: in this process, on a file of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from data_platform.cli import main

Run = Callable[..., Result]


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The session file of the environment; not made yet."""
    path = tmp_path / "data" / "sessions.db"
    monkeypatch.setenv("DATA_PLATFORM_STORE", str(path))
    monkeypatch.delenv("DATA_PLATFORM_CONFIG", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.chdir(tmp_path)
    return path


@pytest.fixture
def run(path: Path) -> Run:
    """Runs a command; any exception but an exit fails."""

    def run(*args: str, stdin: str = "") -> Result:
        result = CliRunner().invoke(main, list(args), input=stdin)
        assert result.exception is None or isinstance(result.exception, SystemExit), result
        return result

    return run
