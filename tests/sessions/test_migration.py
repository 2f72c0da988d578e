"""Files of older versions, files that are damaged, and what can be salvaged of them."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path

import pytest

from data_platform.interview.history import replayed
from data_platform.interview.notebook import Entry
from data_platform.sessions import database, schema, versions
from data_platform.sessions.errors import ReadOnly, StoreError
from data_platform.sessions.salvage import Salvaged, salvage
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


@pytest.mark.parametrize("at", [1, 10, 30, 80])
def test_an_upgrade_that_is_killed_leaves_a_file_that_opens(first: Path, at: int) -> None:
    killed = """
import os, signal, sqlite3, sys
from data_platform.sessions.store import Store
connect, done = sqlite3.connect, [0]
def count():
    done[0] += 1
    if done[0] == int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)
def counting(*given, **options):
    conn = connect(*given, **options)
    conn.set_progress_handler(count, 20)
    return conn
sqlite3.connect = counting
Store.open(sys.argv[1])
"""
    ended = subprocess.run([sys.executable, "-c", killed, str(first), str(at)], check=False)
    assert ended.returncode < 0
    assert database.schema_version(first) == 1
    with closing(Store.open(first)) as store:
        assert store.entries(1) == ANSWERS
        assert store.rows("PRAGMA integrity_check") == [("ok",)]


def test_a_program_of_before_that_is_still_open_is_heard(first: Path) -> None:
    with closing(sqlite3.connect(first)) as older, closing(Store.open(first)) as store:
        book = open_notebook(store, 1)
        with older:  # as the first version stored an answer
            older.execute("UPDATE answers SET value = '\"99 %\"' WHERE key = 'growth'")
            older.execute(
                "INSERT INTO changes (session, step, at, key, old, new) VALUES"
                " (1, 90, '2026-01-01', 'growth', '[\"60 %\", \"known\"]', '[\"99 %\", \"known\"]')"
            )
        book.set("growth", "70 %")
        assert store.entries(1)["growth"] == Entry("70 %")
        assert [one.entry for one in store.rivals(1)] == [Entry("99 %")]


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


#: A page of SQLite that leads to others, and where its cells are listed.
INSIDE, CELLS = (2, 5), 12


def damaged(whole: bytes, chance: random.Random) -> bytes:
    """The file with pages, words or references between pages that are not what they were."""
    raw, pages = bytearray(whole), len(whole) // 4096
    for _ in range(chance.choice([1, 5, 20])):
        page, other = chance.randrange(1, pages), chance.randrange(1, pages)
        match chance.randrange(5):
            case 0:
                raw[chance.randrange(len(raw))] = chance.randrange(256)
            case 1:
                raw[page * 4096 : (page + 1) * 4096] = chance.randbytes(4096)
            case 2:
                raw[page * 4096 : (page + 1) * 4096] = whole[other * 4096 : (other + 1) * 4096]
            case 3:
                raw[page * 4096 + chance.randrange(CELLS)] = chance.randrange(256)
            case _:
                inside = [at for at in range(pages) if raw[at * 4096] in INSIDE]
                start = chance.choice(inside or [1]) * 4096
                listed = start + CELLS + 2 * chance.randrange(8)
                cell = int.from_bytes(raw[listed : listed + 2], "big") % 4092
                raw[start + cell : start + cell + 4] = (other + 1).to_bytes(4, "big")
    return bytes(raw[: chance.choice([len(raw)] * 4 + [chance.randrange(len(raw))])])


def told(path: Path) -> list[Salvaged]:
    try:
        return salvage(path)
    except StoreError:
        return []


def test_any_damage_is_met_without_harm(full: Path) -> None:
    """Something or nothing is read, soon; the file stays as it is, and opening it says so."""
    whole, chance = full.read_bytes(), random.Random(5)
    read = 0
    for number in range(40):
        path = full.with_name(f"{number}.db")
        raw = damaged(whole, chance)
        path.write_bytes(raw)
        started = time.perf_counter()
        read += bool(told(path))
        assert time.perf_counter() - started < 20
        assert path.read_bytes() == raw
        with suppress(StoreError), closing(Store.open(path)) as store:
            for info in store.sessions("x"):
                store.load(info.id)
                store.history(info.id)
    assert read > 20


def test_rows_that_a_damaged_file_has_again_and_again_are_read_once(full: Path) -> None:
    """A page that leads back to itself: each search from its rows on begins at them again."""
    raw = bytearray(full.read_bytes())
    with closing(sqlite3.connect(full)) as conn:
        query = "SELECT rootpage FROM sqlite_master WHERE name = 'answers'"
        [root] = conn.execute(query).fetchone()
    start = (root - 1) * 4096
    assert raw[start] == 5  # a page of a table that leads to others
    cells = int.from_bytes(raw[start + 3 : start + 5], "big")
    for at in range(1, cells):
        listed = start + CELLS + 2 * at
        cell = start + int.from_bytes(raw[listed : listed + 2], "big")
        raw[cell : cell + 4] = root.to_bytes(4, "big")
    full.write_bytes(raw)
    started = time.perf_counter()
    assert told(full)
    assert time.perf_counter() - started < 20


def test_one_answer_that_is_lost_costs_no_other(tmp_path: Path) -> None:
    path = tmp_path / "long.db"
    with closing(Store.open(path)) as store:
        for number in range(9):
            store.create(f"s{number}", {"business_rules": Entry(f"{number}" * 9000)})
    raw = path.read_bytes()
    # The first four bytes of a page of a long text lead to the next one.
    pages = [n for n in range(0, len(raw), 4096) if raw[n + 4 : n + 4000] == b"4" * 3996]
    path.write_bytes(raw[: pages[0]] + b"\xff" * 4 + raw[pages[0] + 4 :])
    found = {one.name for one in salvage(path)}
    assert found == {f"s{number}" for number in range(9)} - {"s4"}
