"""Where things are, whether all is well, and the settings file that is written."""

from __future__ import annotations

import json
import os
import sqlite3
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from data_platform import __version__
from data_platform.cli import checkup, terminal
from data_platform.cli.checkup import Check, file_system
from data_platform.sessions import schema
from data_platform.sessions.store import Store
from data_platform.settings import default_text
from data_platform.tui.actions import REGISTRY

Run = Callable[..., Result]


@pytest.fixture
def config(path: Path, tmp_path: Path) -> Path:
    """Where the settings file of this user would be."""
    return tmp_path / "config" / "data-platform" / "config.toml"


@pytest.fixture
def where(run: Run) -> Callable[..., dict[str, object]]:
    def where(*args: str) -> dict[str, object]:
        found = json.loads(run("where", "--json", *args).stdout)
        assert isinstance(found, dict)
        return found

    return where


def snapshot(folder: Path) -> dict[Path, bytes | int]:
    """Every file with its bytes, every folder with its mode."""
    return {
        one: one.read_bytes() if one.is_file() else one.stat().st_mode for one in folder.rglob("*")
    }


# -- where --------------------------------------------------------------------------


def test_where_with_nothing_yet(run: Run, path: Path, config: Path, tmp_path: Path) -> None:
    text = run("where").stdout
    assert f"Sessions  {path} (not made yet; by DATA_PLATFORM_STORE)" in text
    assert f"Settings  {config} (none yet; the usual place)" in text
    assert f"Log       {path.parent / 'data-platform.log'} (none yet)" in text
    assert __version__ in text
    assert "Problems" not in text
    assert list(tmp_path.iterdir()) == []


def test_where_names_the_log_that_the_app_writes(
    where: Callable[..., dict[str, object]], path: Path
) -> None:
    from types import SimpleNamespace

    from data_platform.tui.live import Live

    store = Store.open(path)
    Live.failed(SimpleNamespace(store=store), ValueError("no"))  # type: ignore[arg-type]
    assert where()["log"] == {"path": str(path.parent / "data-platform.log"), "exists": True}


def test_where_says_which_settings_count_and_from_where(
    run: Run,
    where: Callable[..., dict[str, object]],
    config: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    config.parent.mkdir(parents=True)
    config.write_text('theme = "dark"\nwidth = 7\nwdth = 3\n[keys]\nhelp = "f11"\nundo = "q+w"\n')
    monkeypatch.delenv("NO_COLOR", raising=False)
    found = where()
    assert found["settings"] == {
        "path": str(config),
        "from": "default",
        "exists": True,
        "values": {
            "theme": {"value": "dark", "from": "file"},
            "width": {"value": "auto", "from": "default"},
            "clipboard": {"value": ["osc52", "tmux", "desktop"], "from": "default"},
            "motion": {"value": False, "from": "default"},
            "keys.help": {"value": ["f11"], "from": "file"},
        },
    }
    problems = found["problems"]
    assert isinstance(problems, list)
    assert len(problems) == 3
    text = run("where").stdout
    for problem in problems:
        assert problem in text
    monkeypatch.setenv("NO_COLOR", "1")
    assert "terminal" in next(x for x in run("where").stdout.splitlines() if "NO_COLOR" in x)


def test_where_takes_the_store_and_the_settings_that_are_named(
    where: Callable[..., dict[str, object]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Store.open(tmp_path / "mine.db").create("acme")
    monkeypatch.setenv("DATA_PLATFORM_CONFIG", str(tmp_path / "my.toml"))
    found = where("--store", "mine.db")
    assert found["sessions"] == {
        "path": str(tmp_path / "mine.db"),
        "from": "--store",
        "exists": True,
        "count": 1,
        "problem": "",
    }
    assert str(tmp_path / "my.toml") in str(found["problems"])
    assert "'from': 'DATA_PLATFORM_CONFIG'" in str(found["settings"])


def test_where_says_why_a_session_file_cannot_be_read(run: Run, path: Path) -> None:
    path.parent.mkdir()
    path.write_text("my diary " * 50)
    result = run("where")
    assert result.exit_code == 0
    assert "(see below; by DATA_PLATFORM_STORE)" in result.stdout
    assert "not a session file" in result.stdout.partition("Problems")[2]


def test_the_settings_file_is_written_once(run: Run, config: Path) -> None:
    first = run("where", "--write-config")
    assert (first.exit_code, first.stdout) == (0, "")
    assert str(config) in first.stderr
    assert config.read_text("utf-8") == default_text(REGISTRY)
    assert set(tomllib.loads(config.read_text("utf-8"))) <= {"keys"}
    config.write_text("mine")
    again = run("where", "--write-config")
    assert (again.exit_code, "left as it is" in again.stderr) == (1, True)
    assert config.read_text() == "mine"


def test_a_settings_file_that_cannot_be_written(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("DATA_PLATFORM_CONFIG", str(tmp_path / "file" / "config.toml"))
    result = run("where", "--write-config")
    assert (result.exit_code, f"{tmp_path / 'file'} is no folder" in result.stderr) == (1, True)
    assert run("where", "--write-config", "--json").exit_code == 2


# -- doctor -------------------------------------------------------------------------


@pytest.fixture
def found(run: Run) -> Callable[..., dict[str, Check]]:
    """The checks of `doctor` by what they are about; the exit code must fit."""

    def found(*args: str) -> dict[str, Check]:
        result = run("doctor", "--json", *args)
        checks = [Check(**one) for one in json.loads(result.stdout)]
        broken = any(check.state == "BROKEN" for check in checks)
        assert result.exit_code == int(broken)
        return {check.about: check for check in checks}

    return found


Found = Callable[..., dict[str, Check]]


def test_a_healthy_file(run: Run, found: Found, path: Path, tmp_path: Path) -> None:
    store = Store.open(path)
    store.create("acme")
    store.close()
    before = snapshot(tmp_path)
    checks = found()
    for about in ("Python", "Libraries", "Session file", "Privacy", "Schema", "Soundness"):
        assert checks[about].state == "ok", checks[about]
    assert checks["Soundness"].said == "checked; 1 session"
    lines = run("doctor").stdout.splitlines()
    assert [line.split()[0] for line in lines] == [check.state for check in checks.values()]
    assert snapshot(tmp_path) == before


def test_nothing_yet_is_well_and_stays_nothing(found: Found, tmp_path: Path) -> None:
    checks = found()
    assert checks["Session file"].state == "ok"
    assert "not made yet" in checks["Session file"].said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"my diary " * 50, "not a session file"),
        (b"SQLite format 3\x00" + bytes(84), "another program"),
        (
            b"SQLite format 3\x00" + bytes(44) + bytes([0, 0, 0, 99, 0, 0, 0, 0])
            + schema.APPLICATION_ID.to_bytes(4, "big") + bytes(28),
            "newer version",
        ),
    ],
)  # fmt: skip
def test_a_file_that_is_not_ours(found: Found, path: Path, content: bytes, said: str) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    check = found()["Session file"]
    assert (check.state, said in check.said) == ("BROKEN", True), check
    assert path.read_bytes() == content


def test_a_damaged_file(found: Found, path: Path) -> None:
    store = Store.open(path)
    for number in range(60):
        store.create(f"session {number}")
    store.close()
    whole = bytearray(path.read_bytes())
    whole[4096 + 100 : 8192] = b"\xff" * (8192 - 4096 - 100)
    path.write_bytes(whole)
    check = found()["Soundness"]
    assert check.state == "BROKEN"
    assert "damaged" in check.said


def test_a_file_that_others_may_read(found: Found, path: Path) -> None:
    Store.open(path).close()
    path.chmod(0o644)
    check = found()["Privacy"]
    assert (check.state, "644" in check.said) == ("note", True)
    assert path.stat().st_mode & 0o777 == 0o644


def test_an_older_file_is_a_note_and_not_upgraded(found: Found, path: Path) -> None:
    Store.open(path).close()
    with sqlite3.connect(path) as conn:
        conn.execute(f"PRAGMA user_version = {schema.VERSION - 1}")
    conn.close()
    assert found()["Schema"].state == "note"
    assert path.read_bytes()[60:64] == (schema.VERSION - 1).to_bytes(4, "big")


def test_a_file_in_use_is_a_note(found: Found, path: Path) -> None:
    Store.open(path).close()
    conn = sqlite3.connect(path, isolation_level=None)
    conn.execute("BEGIN EXCLUSIVE")
    try:
        check = found()["Soundness"]
    finally:
        conn.execute("ROLLBACK")
        conn.close()
    assert (check.state, "another program writes now" in check.said) == ("note", True)


@pytest.fixture
def no_writing(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a person who may only read is told; the tests may run as root."""
    monkeypatch.setattr(checkup.os, "access", lambda path, mode: not mode & os.W_OK)


@pytest.mark.usefixtures("no_writing")
def test_a_file_that_can_only_be_read(found: Found, path: Path) -> None:
    Store.open(path).close()
    checks = found()
    assert checks["Session file"].state == "BROKEN"
    assert checks["Folder"].state == "BROKEN"
    assert "chmod" in checks["Session file"].said


def test_a_folder_that_is_a_file(found: Found, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    check = found("--store", "file/sessions.db")["Folder"]
    assert (check.state, "no folder" in check.said) == ("BROKEN", True)


def test_a_network_file_system_is_told() -> None:
    table = (
        "/dev/sda1 / ext4 rw 0 0\nserver:/home /home nfs4 rw 0 0\n"
        "srv /home/ana\\040b fuse.sshfs rw 0 0\nnonsense\n"
    )

    def kind(folder: str) -> str:
        return file_system(Path(folder), lambda: table.replace("nonsense\n", ""))

    assert kind("/home/ana") == "nfs4"
    assert kind("/homes") == "ext4"
    assert kind("/home/ana b/data") == "fuse.sshfs"
    assert kind("/home/ana b/data") in checkup.NETWORK
    assert file_system(Path("/"), lambda: "nonsense") == ""


def test_a_network_file_system_is_a_note(found: Found, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkup, "file_system", lambda folder: "nfs4")
    check = found()["File system"]
    assert (check.state, "nfs4" in check.said) == ("note", True)


@pytest.fixture
def at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminal, "is_interactive", lambda: True)
    for name in ("NO_COLOR", "COLORTERM", "TMUX", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.usefixtures("at_a_terminal")
@pytest.mark.parametrize(
    ("env", "state", "said"),
    [
        ({"TERM": "xterm-256color"}, "ok", "256"),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, "ok", "16 million"),
        ({"TERM": "xterm"}, "note", "set TERM"),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, "note", "NO_COLOR"),
    ],
)
def test_colours(
    found: Found, monkeypatch: pytest.MonkeyPatch, env: dict[str, str], state: str, said: str
) -> None:
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    check = found()["Colours"]
    assert (check.state, said in check.said) == (state, True), check


def test_a_dumb_terminal_is_a_note(found: Found, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    check = found()["Terminal"]
    assert (check.state, "set TERM" in check.said) == ("note", True)


@pytest.mark.parametrize(
    ("setting", "state", "said"),
    [
        ("", "ok", "OSC 52"),
        ('clipboard = "off"', "note", "switch it off"),
        ('clipboard = "tmux"', "note", "add “osc52”"),
    ],
)
@pytest.mark.usefixtures("at_a_terminal")
def test_the_ways_to_the_clipboard(
    found: Found, config: Path, setting: str, state: str, said: str
) -> None:
    config.parent.mkdir(parents=True)
    config.write_text(setting)
    check = found()["Clipboard"]
    assert (check.state, said in check.said) == (state, True), check


def test_what_is_wrong_with_the_settings_is_a_note(found: Found, config: Path) -> None:
    config.parent.mkdir(parents=True)
    config.write_text('theme = "pink"')
    check = found()["Settings"]
    assert (check.state, "pink" in check.said) == ("note", True)


def test_a_library_that_is_missing(found: Found, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkup, "LIBRARIES", ("click", "no_such_library"))
    check = found()["Libraries"]
    assert (check.state, "no_such_library" in check.said) == ("BROKEN", True)
