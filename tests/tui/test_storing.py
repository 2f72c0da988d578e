"""The store fails or comes back while the app is open: nothing typed is lost, and all is said."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from data_platform.sessions.store import Store, StoreError, open_notebook
from data_platform.tui import app as app_module
from data_platform.tui import live
from data_platform.tui.dialogs import Confirm
from data_platform.tui.interview_screen import InterviewScreen
from data_platform.tui.sessions_screen import SessionsScreen


@pytest.fixture(autouse=True)
def impatient(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store._conn.execute("PRAGMA busy_timeout = 1")
    monkeypatch.setattr(live, "TRY_AGAIN", 0.02)


@contextmanager
def locked(store: Store, how: str = "IMMEDIATE") -> Iterator[sqlite3.Connection]:
    """Another program writes; with EXCLUSIVE nobody may read."""
    other = sqlite3.connect(store.path, isolation_level=None)
    other.execute(f"BEGIN {how}")
    try:
        yield other
    finally:
        other.close()  # takes back what is open


def name(store: Store) -> object:
    entries = store.entries(store.sessions()[0].id)
    return entries["platform_name"].value if "platform_name" in entries else ""


async def test_what_a_lock_kept_from_the_store_is_stored_once_it_is_gone(start, store):
    async with start(120, 40) as d:
        told = []
        d.app.notify = lambda text, **options: told.append(text)
        with locked(store):
            await d.type("acme")
            await d.until(lambda: "NOT SAVED" in d.shown())
            tries = []
            flush = d.screen.live.saver.flush
            d.screen.live.saver.flush = lambda *args: tries.append(1) or flush(*args)
            await d.until(lambda: len(tries) > 3)
            assert "· saved" not in d.shown()
        await d.until(lambda: name(store) == "acme")
        await d.until(lambda: "NOT SAVED" not in d.shown() and "saved" in d.shown())
        assert len([text for text in told if "in use by another program" in text]) == 1
        assert "tried again each second" in told[0]


async def test_what_a_lock_kept_from_the_store_is_stored_on_leaving(start, store, monkeypatch):
    monkeypatch.setattr(live, "TRY_AGAIN", 3600)
    async with start() as d:
        with locked(store):
            await d.type("acme")
            d.screen.live.flush()
            assert not d.screen.live.saved
        await d.press("f10")
    assert name(store) == "acme"
    assert (d.app.return_value, d.app.failure) == (0, "")


async def test_who_leaves_with_answers_that_are_not_stored_is_asked(start, store):
    async with start(120, 40) as d:
        await d.type("acme")
        with locked(store):
            await d.press("1", "f10")
            await d.until(lambda: isinstance(d.app.screen, Confirm))
            assert "Quit all the same" in d.shown()
            await d.press("n")
            assert d.current.widget.value == "acme1"
            await d.press("f10", "y")
    assert d.app.return_value == 1
    assert "in use by another program" in d.app.failure


async def test_the_sessions_wait_until_all_is_stored(start, store):
    async with start(120, 40) as d:
        with locked(store):
            await d.type("acme")
            await d.press("f9")
            await d.until(lambda: "this session stays open" in d.shown())
            assert isinstance(d.app.screen, InterviewScreen)
        await d.until(lambda: name(store) == "acme")
        await d.press("f9")
        assert isinstance(d.app.screen, SessionsScreen)


async def test_a_locked_session_opens_and_is_stored_later(start, store):
    created = store.create("acme")
    with locked(store) as other:
        async with start(120, 40) as d:
            await d.until(lambda: "NOT SAVED" in d.shown())
            await d.type("x")
            other.execute("ROLLBACK")
            await d.until(lambda: name(store) == "x" and "NOT SAVED" not in d.shown())
            assert store.current().used > created.used


async def test_without_a_session_and_a_store_it_ends_with_the_reason(start, store):
    with locked(store):
        async with start(wait=False) as d:
            await d.until(lambda: not d.app.is_running)
    assert d.app.return_value == 1
    assert "in use by another program" in d.app.failure
    assert "try again" in d.app.failure


def test_the_reason_is_what_the_command_says(store, monkeypatch):
    def run(self):
        self.failure = "no room"
        return 1

    monkeypatch.setattr(app_module.DataPlatformApp, "run", run)
    with pytest.raises(StoreError, match="no room"):
        app_module.run_app(store)


async def test_a_session_that_cannot_be_read_leads_back_to_the_list(start, store, monkeypatch):
    for title in ("alpha", "beta"):
        store.create(title)
    async with start(120, 40, wait=False) as d:
        await d.until(lambda: isinstance(d.app.screen, SessionsScreen))

        def damaged(session_id):
            raise StoreError("the file is damaged; put a backup in its place")

        with monkeypatch.context() as patch:
            patch.setattr(store, "stored", damaged)
            await d.press("enter")
            await d.until(lambda: "the file is damaged" in d.shown())
            await d.until(lambda: isinstance(d.app.screen, SessionsScreen))
        await d.press("enter")
        await d.ready()
        assert d.screen.info.name == "beta"


async def test_a_file_that_is_replaced_while_the_list_is_open(start, store):
    async with start(120, 40) as d:
        store.create("beta")
        await d.press("f9")
        Store.open(store.path.with_name("other.db")).create("theirs")
        mine = store.path.rename(store.path.with_name("mine.db"))
        store.path.with_name("other.db").replace(store.path)
        await d.press("home", "enter")
        await d.until(lambda: d.screen.info.name == "beta" and d.current)
        await d.until(lambda: "NOT SAVED" in d.shown())
        await d.type("b")
        mine.replace(store.path)
        await d.until(lambda: name(store) == "b")


async def test_a_lock_while_the_list_counts_is_no_crash(start, store):
    for title in ("alpha", "beta"):
        store.create(title)
    async with start(120, 40, wait=False) as d:
        await d.until(lambda: isinstance(d.app.screen, SessionsScreen))
        with locked(store, "EXCLUSIVE"):
            store._progress.clear()
            d.app.screen.list.refresh()
            await d.pilot.pause()
            assert "alpha" in d.shown()
            await d.press("r", "x", "enter")
            await d.until(lambda: "in use by another program" in d.shown())
        assert d.app.is_running


async def test_typing_waits_only_a_moment_for_another_program(start, store):
    async with start() as d:
        store._conn.execute("PRAGMA busy_timeout = 5000")
        waits = []
        save = store.save

        def saved(*args, **options):
            waits.append(store._conn.execute("PRAGMA busy_timeout").fetchone()[0])
            return save(*args, **options)

        store.save = saved
        await d.type("acme")
        d.screen.live.flush()
        await d.type("1")
        d.screen.close()
        assert waits[0] <= 250
        assert waits[-1] == 5000


async def test_a_read_only_store_is_looked_at_and_left_without_a_question(start, store):
    rid = store.create("one")
    open_notebook(store, rid.id).set("platform_name", "harborlake")
    store.create("two")
    store._conn.execute("PRAGMA query_only = ON")
    async with start(120, 40, session="one") as d:
        await d.until(lambda: "READ ONLY" in d.shown() and "Cannot write" in d.shown())
        assert "Name: harborlake" in d.shown()
        await d.go("growth")
        await d.until(lambda: d.screen.live.saver.place)
        await d.press("f9")
        await d.until(lambda: isinstance(d.app.screen, SessionsScreen))
        await d.press("escape")
        await d.type("60 %")
        await d.until(lambda: "NOT SAVED" in d.shown())
        await d.press("f10")
        await d.until(lambda: isinstance(d.app.screen, Confirm))
        await d.press("escape")
        d.screen.live.saver.pending.clear()
        await d.press("f10")
        assert not d.app.is_running


async def test_a_damaged_store_ends_with_the_reason(store):
    store.create("one")
    [(page,)] = store.rows("SELECT rootpage FROM sqlite_master WHERE name = 'sessions'")
    store.close()
    with store.path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xff" * 4096)
    app = app_module.DataPlatformApp(Store.open(store.path))
    async with app.run_test():
        pass
    assert "damaged" in app.failure
    app.store.close()
