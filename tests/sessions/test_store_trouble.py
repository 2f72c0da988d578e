"""A store that is in use, full, gone, damaged or read only: what is said, and what stays."""

from __future__ import annotations

import sqlite3

import pytest
from stored import said

from data_platform.interview.notebook import Entry
from data_platform.sessions.saver import Saver
from data_platform.sessions.store import NoSuchSession, Store, StoreError, open_notebook


def test_what_could_not_be_saved_goes_with_the_next_change(store: Store) -> None:
    info = store.create()
    notebook = open_notebook(store, info.id)
    saver = notebook.listener
    assert isinstance(saver, Saver)
    with sqlite3.connect(store.path, isolation_level=None) as other:
        store._conn.execute("PRAGMA busy_timeout = 1")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreError, match="in use by another program"):
            notebook.set("growth", "50 %")
        assert notebook.text("growth") == "50 %"
        assert "in use" in saver.problem
        other.execute("ROLLBACK")
    notebook.set("cost_owner", "CFO")
    assert store.entries(info.id) == notebook.entries
    assert (saver.problem, saver.pending) == ("", [])


def test_who_asks_is_told_of_a_problem_instead_of_an_exception(store: Store) -> None:
    info = store.create()
    told: list[StoreError] = []
    notebook = open_notebook(store, info.id, told.append)
    store._conn.execute("PRAGMA query_only = 1")
    notebook.set("growth", "50 %")
    assert len(told) == 1
    store._conn.execute("PRAGMA query_only = 0")
    assert isinstance(notebook.listener, Saver)
    notebook.listener.flush()
    assert store.entries(info.id) == {"growth": Entry("50 %")}


def test_a_full_disk_is_said_and_what_was_there_stays(store: Store) -> None:
    info = store.create()
    notebook = open_notebook(store, info.id)
    notebook.set("growth", "50 %")
    pages = store._conn.execute("PRAGMA page_count").fetchone()[0]
    store._conn.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreError, match=r"is full.*unharmed.*Free some space"):
        store.save_preview(info.id, "x" * 1_000_000)
    assert store.entries(info.id) == {"growth": Entry("50 %")}


def test_a_session_that_is_gone_is_said(store: Store) -> None:
    with pytest.raises(NoSuchSession):
        store.save(99, [], "growth")
    with pytest.raises(NoSuchSession):
        store.save(99, [said("growth", None, Entry("50 %"))])


def test_a_file_that_was_moved_is_said_instead_of_writing_into_nothing(store: Store) -> None:
    info = store.create()
    notebook = open_notebook(store, info.id)
    away = store.path.rename(store.path.with_name("away.db"))
    with pytest.raises(StoreError, match="moved or deleted"):
        notebook.set("growth", "50 %")
    away.rename(store.path)
    notebook.set("cost_owner", "CFO")
    assert Store.open(store.path).entries(info.id) == notebook.entries


def test_a_file_that_was_replaced_is_said_instead_of_writing_into_nothing(store: Store) -> None:
    info = store.create("mine")
    Store.open(store.path.with_name("other.db")).create("theirs")
    store.path.with_name("other.db").replace(store.path)
    with pytest.raises(StoreError, match="replaced"):
        store.save(info.id, [said("growth", None, Entry("50 %"))])
    assert Store.open(store.path).find("theirs")


def test_a_session_opens_while_another_program_writes(store: Store) -> None:
    info = store.create()
    store.save(info.id, [said("growth", None, Entry("50 %"))])
    told: list[StoreError] = []
    with sqlite3.connect(store.path, isolation_level=None) as other:
        store._conn.execute("PRAGMA busy_timeout = 1")
        other.execute("BEGIN IMMEDIATE")
        notebook = open_notebook(store, info.id, told.append)
        assert notebook.text("growth") == "50 %"
        notebook.set("cost_owner", "CFO")
        assert len(told) == 1  # however often it is tried
        other.execute("ROLLBACK")
    saver = notebook.listener
    assert isinstance(saver, Saver)
    saver.place = "growth"
    assert saver.flush()
    assert store.entries(info.id) == notebook.entries
    assert store.get(info.id).place == "growth"


def test_patience_lasts_as_long_as_its_block(store: Store) -> None:
    def patience() -> int:
        return int(store._conn.execute("PRAGMA busy_timeout").fetchone()[0])

    with store.patience(0.25):
        assert patience() == 250
    assert patience() == 5000
    with store.patience(60):
        assert patience() == 5000


def test_a_damaged_time_or_history_keeps_no_session_from_its_answers(store: Store) -> None:
    made = store.create("acme")
    store.save(made.id, [said("growth", None, Entry("1"))])
    store._conn.execute("UPDATE sessions SET created = 'x', used = '2026-01-01'")
    store._conn.execute("UPDATE changes SET new = '{', at = 'x'")
    [info] = store.sessions()
    assert info.created.year == 1970
    assert info.used.tzinfo is not None
    store.save(made.id, [said("growth", Entry("1"), Entry("12"))])
    assert store.entries(made.id)["growth"].value == "12"


def test_a_file_that_cannot_be_written_is_told_from_one_in_use(store: Store) -> None:
    made = store.create("acme")
    told: list[StoreError] = []
    saver = Saver(store, made.id, store.load(made.id), store.stored(made.id), told.append)
    store._conn.execute("PRAGMA query_only = ON")
    saver.place = "growth"
    assert not saver.flush()
    assert saver.read_only
    assert saver.at_stake == ""
    saver(said("growth", None, Entry("1")))
    assert "cannot be written" in saver.at_stake
    store._conn.execute("PRAGMA query_only = OFF")
    assert saver.flush()
    assert not saver.read_only
    assert saver.at_stake == ""
