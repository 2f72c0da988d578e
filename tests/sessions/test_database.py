"""The session file: its place, its permissions, and the files that it refuses."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from data_platform.sessions import database, schema
from data_platform.sessions.database import default_path
from data_platform.sessions.store import Store, StoreError

#: The user who owns nothing.
NOBODY = 65534


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_where_the_file_lies() -> None:
    named = {"DATA_PLATFORM_STORE": "/x/y.db", "XDG_DATA_HOME": "/data"}
    assert default_path(named) == Path("/x/y.db")
    assert default_path({"XDG_DATA_HOME": "/data"}) == Path("/data/data-platform/sessions.db")
    usual = Path("~/.local/share/data-platform/sessions.db")
    assert default_path({}) == default_path({"XDG_DATA_HOME": "relative"}) == usual


def test_the_environment_names_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATA_PLATFORM_STORE", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert Store.open().path == tmp_path / "data-platform" / "sessions.db"
    monkeypatch.setenv("DATA_PLATFORM_STORE", str(tmp_path / "mine.db"))
    assert Store.open().path == tmp_path / "mine.db"
    assert Store.open(tmp_path / "named.db").path == tmp_path / "named.db"


def test_only_the_owner_may_read(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        store = Store.open(tmp_path / "a" / "b" / "s.db")
        seen: list[int] = []
        store._conn.execute("BEGIN IMMEDIATE")
        store._conn.execute("DELETE FROM sessions")
        store._conn.execute("CREATE TABLE t (x)")
        seen = [mode(one) for one in store.path.parent.iterdir()]
        store._conn.execute("ROLLBACK")
    finally:
        os.umask(before)
    assert seen == [0o600, 0o600]  # the file and its journal
    assert mode(tmp_path / "a") == mode(tmp_path / "a" / "b") == 0o700


def test_a_new_file_is_private_before_anything_is_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []
    migrate = schema.migrate

    def look(conn: sqlite3.Connection, found: int) -> None:
        seen.extend(mode(one) for one in tmp_path.iterdir())
        migrate(conn, found)

    monkeypatch.setattr(schema, "migrate", look)
    Store.open(tmp_path / "s.db")
    assert set(seen) == {0o600}


def test_a_file_that_others_could_read_is_made_private(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATA_PLATFORM_STORE", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    folder = tmp_path / "data-platform"
    Store.open().close()
    (folder / "sessions.db").chmod(0o644)
    folder.chmod(0o755)
    Store.open().close()
    assert mode(folder / "sessions.db") == 0o600
    assert mode(folder) == 0o700


def test_a_folder_that_is_not_ours_keeps_its_permissions(tmp_path: Path) -> None:
    folder = tmp_path / "data-platform"
    folder.mkdir(mode=0o755)
    Store.open(folder / "s.db").close()
    assert mode(folder) == 0o755


def test_the_journal_is_a_rollback_journal(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "s.db")
    assert store._conn.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert store._conn.execute("PRAGMA synchronous").fetchone() == (2,)
    assert store._conn.execute("PRAGMA busy_timeout").fetchone() == (5000,)
    assert [one.name for one in tmp_path.iterdir()] == ["s.db"]


def test_reading_a_missing_file_makes_none(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "a" / "s.db", create=False)
    assert store.sessions() == []
    assert list(tmp_path.iterdir()) == []


def test_an_empty_file_becomes_a_store(tmp_path: Path) -> None:
    (tmp_path / "s.db").touch()
    assert Store.open(tmp_path / "s.db").create().name == "platform-1"
    assert mode(tmp_path / "s.db") == 0o600


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "link.db").symlink_to(tmp_path / "real.db")
    Store.open(tmp_path / "link.db").create("acme")
    assert (tmp_path / "link.db").is_symlink()
    assert Store.open(tmp_path / "real.db").find("acme")


def _text(path: Path) -> None:
    path.write_text("my diary\n" * 100)


def _short(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\x00")


def _foreign(path: Path) -> None:
    with sqlite3.connect(path) as conn:
        conn.execute("CREATE TABLE sessions (id)")


def _newer(path: Path) -> None:
    Store.open(path).close()
    with sqlite3.connect(path) as conn:
        conn.execute(f"PRAGMA user_version = {schema.VERSION + 1}")


def _without_table(path: Path) -> None:
    Store.open(path).close()
    with sqlite3.connect(path) as conn:
        conn.execute("DROP TABLE answers")


def _cut(path: Path) -> None:
    Store.open(path).close()
    path.write_bytes(path.read_bytes()[:5000])


def _scrambled(path: Path) -> None:
    Store.open(path).close()
    path.write_bytes(path.read_bytes()[:100] + b"\xff" * 20_000)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (_text, "not a session file"),
        (_short, "not a session file"),
        (_foreign, "database of another program"),
        (_newer, "newer version"),
        (_without_table, "damaged"),
        (_cut, "damaged"),
        (_scrambled, "damaged"),
    ],
)
def test_a_file_that_cannot_be_used_is_left_as_it_is(
    tmp_path: Path, make: Callable[[Path], None], said: str
) -> None:
    path = tmp_path / "s.db"
    make(path)
    path.chmod(0o644)
    before = path.read_bytes()
    for create in (True, False):
        with pytest.raises(StoreError, match=said) as caught:
            Store.open(path, create=create).sessions()
        assert str(path) in str(caught.value)
        assert "--store" in str(caught.value)
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["s.db"]


def test_a_file_in_use_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "PATIENCE", 0.01)
    path = tmp_path / "s.db"
    Store.open(path).create("acme")
    with sqlite3.connect(path, isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreError, match="in use by another program"):
            Store.open(path)
        other.execute("ROLLBACK")
        store = Store.open(path)
        other.execute("BEGIN IMMEDIATE")
        assert store.find("acme")  # reading goes on
        with pytest.raises(StoreError, match="in use by another program"):
            store.create("beta")
        other.execute("ROLLBACK")
    assert store.create("beta").name == "beta"


def test_a_loop_of_links_is_said(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    with pytest.raises(StoreError):
        Store.open(tmp_path / "a")


def test_a_folder_or_a_pipe_is_no_session_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "pipe", Path("/dev/null")):
        with pytest.raises(StoreError, match="is not a file"):
            Store.open(path)


def test_a_path_through_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="not a directory"):
        Store.open(tmp_path / "file" / "s.db")


@pytest.fixture
def unwritable() -> Iterator[Path]:
    """A folder of ours that we may only read; root, who may write anywhere, becomes nobody."""
    with tempfile.TemporaryDirectory() as name:
        folder, root = Path(name), os.geteuid() == 0
        if root:
            os.chown(folder, NOBODY, NOBODY)
        folder.chmod(0o500)
        if root:
            os.seteuid(NOBODY)
        try:
            yield folder
        finally:
            if root:
                os.seteuid(0)
            folder.chmod(0o700)


def test_a_folder_that_cannot_be_written_is_said(unwritable: Path) -> None:
    assert list(unwritable.iterdir()) == []
    with pytest.raises(StoreError, match="permission denied"):
        Store.open(unwritable / "s.db")


def test_a_failed_start_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(schema, "migrate", fails)
    with pytest.raises(StoreError):
        Store.open(tmp_path / "s.db")
    assert list(tmp_path.iterdir()) == []


def test_who_comes_second_to_a_new_file_uses_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "s.db"
    migrate = schema.migrate

    def meanwhile(conn: sqlite3.Connection, found: int) -> None:
        monkeypatch.setattr(schema, "migrate", migrate)
        Store.open(path).create("theirs")
        migrate(conn, found)

    monkeypatch.setattr(schema, "migrate", meanwhile)
    assert Store.open(path).find("theirs")
    assert [one.name for one in tmp_path.iterdir()] == ["s.db"]


_WRITER = """
import sys
from data_platform.interview.notebook import Change, Entry, Step
from data_platform.sessions.store import Store
store = Store.open(sys.argv[1])
session = store.create("acme").id
number = 0
while True:
    number += 1
    both = [("rpo", str(number)), ("rto", str(number))]
    store.save(session, [Step(tuple(Change(key, None, Entry(v)) for key, v in both))])
    print(number, flush=True)
"""


def test_what_was_stored_survives_a_kill_in_the_middle_of_saving(tmp_path: Path) -> None:
    for round_ in range(3):
        path = tmp_path / f"{round_}.db"
        writer = subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(path)], stdout=subprocess.PIPE, text=True
        )
        assert writer.stdout is not None
        try:
            for said in range(1, 11 + 7 * round_):
                assert writer.stdout.readline() == f"{said}\n"
        finally:
            writer.kill()
            writer.communicate()
        store = Store.open(path)
        entries = store.entries(store.find("acme").id)
        assert entries["rpo"] == entries["rto"]  # a group is whole
        assert int(str(entries["rpo"].value)) >= said
        assert store._conn.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_an_error_of_a_damaged_file_may_be_no_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "s.db"
    Store.open(path).close()

    def broken(conn: sqlite3.Connection, path: Path) -> None:
        raise UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte")

    monkeypatch.setattr(database, "_has_tables", broken)
    with pytest.raises(StoreError, match=r"damaged; it was left as it is\. `data-platform salvage"):
        Store.open(path)
