"""Files of older versions, files that are damaged, and what can be salvaged of them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from data_platform.interview.history import replayed
from data_platform.interview.notebook import Entry
from data_platform.sessions import schema, versions
from data_platform.sessions.errors import ReadOnly, StoreError
from data_platform.sessions.salvage import salvage
from data_platform.sessions.store import Store, open_notebook

ANSWERS = {
    "growth": Entry("60 %"),
    "sources": Entry(["r1"]),
    "sources/r1/name": Entry("shop", "estimate"),
}


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """A session file of the first schema version."""
    path = tmp_path / "first.db"
    with closing(sqlite3.connect(path)) as conn:
        conn.executescript(Path(__file__).with_name("first_schema.sql").read_text("utf-8"))
    return path


@pytest.fixture
def full(tmp_path: Path) -> Path:
    """A file of several pages: 40 sessions with an answer that says which."""
    path = tmp_path / "full.db"
    with closing(Store.open(path)) as store:
        for number in range(40):
            entries = {"platform_name": Entry(f"p{number}"), "business_rules": Entry("x" * 2000)}
            store.create(f"s{number}", entries)
    return path


def test_a_file_of_the_first_version_is_brought_up_to_date(first: Path) -> None:
    with closing(Store.open(first)) as store:
        [info] = store.sessions()
        assert (info.name, info.place, info.preview, info.cost) == (
            "acme",
            "growth",
            "A PREVIEW",
            "$1",
        )
        assert store.entries(info.id) == ANSWERS
        assert store.unreadable(info.id) == ["of_the_future"]
        assert [one.name for one in store.sessions(deleted=True)] == ["old"]
        assert replayed(store.history(info.id)) == ANSWERS
        notebook = open_notebook(store, info.id)
        notebook.undo()
        assert store.entries(info.id)["growth"] == Entry("50 %")
        versions.keep(store, info.id, "v1")
        store.archive("acme")
    with closing(sqlite3.connect(first)) as conn:
        assert conn.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)
        assert conn.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_file_of_before_that_cannot_be_written_is_looked_at(
    first: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = sqlite3.connect

    def read_only(name: object, **options: object) -> sqlite3.Connection:
        conn: sqlite3.Connection = connect(name, **options)  # type: ignore[call-overload]
        if str(name) == str(first):
            conn.execute("PRAGMA query_only = ON")  # also where the tests run as root
        return conn

    before = first.read_bytes()
    monkeypatch.setattr("sqlite3.connect", read_only)
    with closing(Store.open(first)) as store:
        assert store.entries(1) == ANSWERS
        with pytest.raises(ReadOnly):
            open_notebook(store, 1)
    assert first.read_bytes() == before


def test_an_upgrade_that_fails_leaves_the_file_as_it_was(
    first: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(db: object) -> None:
        raise sqlite3.DatabaseError("no")

    monkeypatch.setattr(schema, "STEPS", (*schema.STEPS, broken))
    monkeypatch.setattr(schema, "VERSION", schema.VERSION + 1)
    before = first.read_bytes()
    with pytest.raises(StoreError):
        Store.open(first)
    assert first.read_bytes() == before
    with closing(sqlite3.connect(first)) as conn:
        assert conn.execute("PRAGMA user_version").fetchone() == (1,)


# -- salvage -------------------------------------------------------------------------


def test_all_of_a_whole_file_is_salvaged(full: Path) -> None:
    found = salvage(full)
    assert [one.name for one in found] == [f"s{n}" for n in range(40)]
    assert found[7].entries["platform_name"] == Entry("p7")


@pytest.mark.parametrize("kept", [0.5, 0.8, 0.97])
def test_a_file_that_was_cut_off_gives_what_is_left(full: Path, kept: float) -> None:
    whole = full.read_bytes()
    full.write_bytes(whole[: int(len(whole) * kept)])
    before = full.read_bytes()
    found = salvage(full)
    assert full.read_bytes() == before
    assert len(found) > 40 * kept / 3
    for one in found:
        if "platform_name" in one.entries and not one.name.startswith("session-"):
            assert one.entries["platform_name"] == Entry(f"p{one.name.removeprefix('s')}")


@pytest.mark.parametrize("page", [2, 4, 5, 9, 20, 40])
def test_a_page_of_rubbish_costs_no_more_than_what_was_on_it(full: Path, page: int) -> None:
    raw = bytearray(full.read_bytes())
    raw[page * 4096 : (page + 1) * 4096] = b"\xa5" * 4096
    full.write_bytes(raw)
    found = salvage(full)
    assert len(found) >= 20


def test_a_damaged_beginning_is_passed_over(full: Path) -> None:
    raw = bytearray(full.read_bytes())
    raw[:16] = b"\x00" * 16
    full.write_bytes(raw)
    with pytest.raises(StoreError, match="is not a session file"):
        Store.open(full)
    assert len(salvage(full)) == 40


def test_a_newer_file_is_refused_but_gives_its_answers(full: Path) -> None:
    with closing(sqlite3.connect(full)) as conn:
        conn.execute("PRAGMA user_version = 99")
        conn.execute("ALTER TABLE answers ADD COLUMN tomorrow TEXT")
        conn.commit()
    before = full.read_bytes()
    with pytest.raises(StoreError, match="newer version"):
        Store.open(full)
    assert len(salvage(full)) == 40
    assert full.read_bytes() == before


def test_a_file_without_sessions_says_so(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as conn:
        conn.execute("CREATE TABLE sessions (id, title)")
        conn.commit()
    for content in (other.read_bytes(), b"not a database at all", b"x" * 5000):
        other.write_bytes(content)
        with pytest.raises(StoreError, match="no answers could be read"):
            salvage(other)
        assert other.read_bytes() == content
    with pytest.raises(StoreError, match="no such file"):
        salvage(tmp_path / "missing.db")
