"""The store: names, answers, places, history, and what it keeps without understanding it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from data_platform.interview.notebook import Change, Entry, Notebook, Step
from data_platform.sessions import versions
from data_platform.sessions.saver import Saver
from data_platform.sessions.store import BadName, NoSuchSession, Store, StoreError, open_notebook


def said(key: str, old: Entry | None, new: Entry | None) -> Step:
    return Step((Change(key, old, new),))


def changes_of(store: Store, session: int) -> list[tuple[int, str, Entry | None, Entry | None]]:
    return [(s.number, c.key, c.old, c.new) for s in store.history(session) for c in s.changes]


class Clock:
    """A clock that goes on when it is told to."""

    def __init__(self) -> None:
        self.time = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def wait(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Store:
    return Store.open(tmp_path / "sessions.db", now=clock)


@pytest.fixture
def raw(store: Store) -> Callable[..., list[tuple[object, ...]]]:
    """Runs SQL on the file through another connection."""

    def run(query: str, *values: object) -> list[tuple[object, ...]]:
        with sqlite3.connect(store.path) as conn:
            return conn.execute(query, values).fetchall()

    return run


def test_what_was_answered_is_there_after_reopening(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "s.db")
    info = store.create("acme")
    notebook = open_notebook(store, info.id)
    notebook.set("platform_name", "Straße [/] 数据 \x00 \udce4 '; DROP TABLE sessions;--")
    notebook.set("growth", "about sixty", "estimate")
    notebook.mark("rpo", "unknown")
    notebook.set("pii_kinds", ["contact"])
    rid = notebook.add("sources", values={"name": "shop_db", "volume": "120 GB"})
    store.save(info.id, [], "growth")
    store.close()

    again = Store.open(tmp_path / "s.db")
    assert again.entries(info.id) == notebook.entries
    assert list(again.entries(info.id)) == list(notebook.entries)
    assert again.load(info.id).records("sources") == [rid]
    assert again.get(info.id).place == "growth"


def test_undo_and_removal_reach_the_file(store: Store) -> None:
    info = store.create()
    notebook = open_notebook(store, info.id)
    rid = notebook.add("sources", values={"name": "shop_db"})
    notebook.remove("sources", rid)
    assert store.entries(info.id) == {}
    notebook.undo()
    assert store.entries(info.id) == notebook.entries != {}


def test_record_ids_are_not_used_twice(store: Store) -> None:
    notebook = open_notebook(store, store.create().id)
    ids = [notebook.add("sources") for _ in range(50)]
    assert len(set(ids)) == 50
    assert all(len(rid) == 6 for rid in ids)


def test_sessions_without_a_name_are_numbered(store: Store) -> None:
    assert [store.create().name for _ in range(2)] == ["platform-1", "platform-2"]
    store.delete("platform-1")
    assert store.create().name == "platform-1"


@pytest.mark.parametrize(
    ("given", "taken"),
    [("  acme\x1b[2J\n lake ", "acme[2J lake"), ("数据平台", "数据平台"), ("x" * 100, "x" * 100)],
)
def test_names_are_cleaned(store: Store, given: str, taken: str) -> None:
    assert store.create(given).name == taken


@pytest.mark.parametrize("name", ["", " \n\t", "\x1b\x07", "x" * 101])
def test_names_that_cannot_be_taken(store: Store, name: str) -> None:
    with pytest.raises(BadName):
        store.create(name)
    assert store.sessions() == []


def test_a_name_belongs_to_one_live_session_whatever_its_case(store: Store) -> None:
    first, second = store.create("Ärger"), store.create("other")
    with pytest.raises(BadName, match="already"):
        store.create("äRGER")
    with pytest.raises(BadName, match="already"):
        store.rename(second.id, "ärger")
    assert store.rename(first.id, "ärger").name == "ärger"
    store.delete(first.id)
    assert store.create("ÄRGER").id != first.id


def test_find_takes_a_name_then_a_number_then_the_only_beginning(store: Store) -> None:
    acme, acorn = store.create("acme"), store.create("acorn")
    third = store.create(str(acme.id))
    assert store.find("ACME").id == acme.id
    assert store.find(str(acorn.id)).id == acorn.id
    assert store.find(str(acme.id)).id == third.id  # a name goes before a number
    assert store.find("aco").id == acorn.id
    with pytest.raises(NoSuchSession, match=r"fits several sessions: (acorn, acme|acme, acorn)"):
        store.find("ac")
    with pytest.raises(NoSuchSession, match="did you mean acme"):
        store.find("acmee")
    with pytest.raises(NoSuchSession):
        store.find("")


def test_deleting_and_renaming_take_the_whole_name_or_the_number(store: Store) -> None:
    info = store.create("acme-production")
    for change in (store.delete, lambda text: store.rename(text, "b")):
        with pytest.raises(NoSuchSession, match=r"write the whole name.*acme-production"):
            change("a")
    assert store.get(info.id) == info
    assert store.rename(str(info.id), "Acme").name == "Acme"
    assert store.delete("ACME").id == info.id


def test_the_last_used_session_is_the_current_one(store: Store, clock: Clock) -> None:
    assert store.current() is None
    ids = []
    for name in ("one", "two"):
        clock.wait(1)
        ids.append(store.create(name).id)
    assert [info.name for info in store.sessions()] == ["two", "one"]
    clock.wait(1)
    open_notebook(store, "one")
    current = store.current()
    assert current is not None
    assert current.name == "one"


def test_the_list_shows_platform_progress_and_phase(store: Store) -> None:
    info = store.create("acme")
    notebook = open_notebook(store, info.id)
    assert store.get(info.id).answered == 0
    notebook.set("platform_name", "  Acme\x1b  lake ")
    notebook.set("growth", "not a number")
    store.save(info.id, [], "growth")
    shown = store.sessions()[0]
    assert shown.title == "Acme lake"
    assert shown.answered == 1  # a wrong draft is no answer
    assert shown.asked > 40
    assert shown.phase == "StorageDesigner.MOD"
    assert [i.id for i in store.sessions("LAKE")] == [info.id]
    assert [i.id for i in store.sessions("acm")] == [info.id]
    assert store.sessions("else") == []


def test_a_place_that_is_asked_no_longer_reads_as_the_first_screen(store: Store) -> None:
    info = store.create()
    store.save(info.id, [], "a question of old")
    assert store.get(info.id).phase == "DISCOVER"


def test_a_deleted_session_comes_back_with_its_answers(store: Store, clock: Clock) -> None:
    info = store.create("acme")
    open_notebook(store, info.id).set("growth", "50 %")
    store.delete("acme")
    assert store.sessions() == []
    with pytest.raises(NoSuchSession):
        store.find("acme")
    assert store.restore("acme").name == "acme"
    assert store.entries(info.id) == {"growth": Entry("50 %")}


def test_a_deleted_session_whose_name_was_taken_comes_back_with_a_number(store: Store) -> None:
    info = store.create("acme")
    store.delete(info.id)
    store.create("Acme")
    store.create("acme-2")
    assert store.restore(info.id).name == "acme-3"


def test_of_several_deleted_sessions_of_a_name_the_last_comes_back(
    store: Store, clock: Clock
) -> None:
    ids = []
    for _ in range(3):
        clock.wait(1)
        ids.append(store.create("acme").id)
        store.delete("acme")
    assert store.restore("acme").id == ids[-1]
    assert store.restore("acme").id == ids[-2]


def test_a_preview_is_kept_even_with_text_no_database_holds(store: Store) -> None:
    info = store.create()
    store.save_preview(info.id, "┌──┐ \udce4", "$310")
    assert (store.get(info.id).preview, store.get(info.id).cost) == ("┌──┐ ?", "$310")


def test_keys_of_another_version_stay_stored(
    store: Store, raw: Callable[..., list[tuple[object, ...]]]
) -> None:
    info = store.create()
    notebook = open_notebook(store, info.id)
    notebook.set("growth", "50 %")
    insert = "INSERT INTO answers VALUES (?, ?, ?, ?, '2020-01-01T00:00:00+00:00')"
    strange = {
        "moon_phase": ('"full"', "known"),
        "sources/r1/smell": ('"sweet"', "known"),
        "sources/r1": ('"x"', "known"),
        "growth/x": ('"x"', "known"),
        "pii_kinds": ("[1]", "known"),
        "cost_owner": ("{broken", "known"),
        "rpo": ("42", "known"),
        "rto": ('"1 hour"', "perhaps"),
        "sources": ('"not a list"', "known"),
    }
    for key, (value, certainty) in strange.items():
        raw(insert, info.id, key, value, certainty)
    assert store.entries(info.id) == {"growth": Entry("50 %")}
    assert set(store.unreadable(info.id)) == set(strange)

    open_notebook(store, info.id).set("growth", "60 %")
    kept = raw("SELECT key, value, certainty FROM answers WHERE session = ?", info.id)
    assert {key: (value, sure) for key, value, sure in kept if key != "growth"} == strange


def test_a_value_that_is_wrong_now_is_kept_as_a_draft(store: Store) -> None:
    info = store.create()
    store.save(info.id, [said("growth", None, Entry("sixty"))])
    notebook = store.load(info.id)
    assert notebook.text("growth") == "sixty"
    assert notebook.problem("growth")


def test_all_changes_of_a_group_are_stored_or_none(
    store: Store, raw: Callable[..., list[tuple[object, ...]]]
) -> None:
    info = store.create()
    raw(
        "CREATE TRIGGER no BEFORE INSERT ON changes WHEN new.key = 'rto'"
        " BEGIN SELECT RAISE(ABORT, 'no'); END"
    )
    group = (Change("rpo", None, Entry("1 hour")), Change("rto", None, Entry("2 hours")))
    with pytest.raises(StoreError):
        store.save(info.id, [Step(group)])
    assert store.entries(info.id) == {}
    assert store.history(info.id) == []


def test_the_answers_of_a_new_session_are_stored_with_it_or_it_is_not_made(
    store: Store, raw: Callable[..., list[tuple[object, ...]]]
) -> None:
    entries = {"growth": Entry("50 %", "estimate")}
    assert store.entries(store.create("one", entries).id) == entries
    raw("CREATE TRIGGER no BEFORE INSERT ON answers BEGIN SELECT RAISE(ABORT, 'no'); END")
    with pytest.raises(StoreError):
        store.create("two", entries)
    assert [info.name for info in store.sessions()] == ["one"]


def test_typing_in_one_answer_is_one_change_of_the_history(store: Store) -> None:
    info = store.create()
    notebook = open_notebook(store, info.id)
    for text in ("6", "60", "60 %"):
        notebook.set("growth", text)
    notebook.pause()
    notebook.set("growth", "70 %")
    notebook.set("cost_owner", "CFO")
    notebook.set("growth", "")
    notebook.set("growth", "8")
    notebook.set("growth", "")
    assert changes_of(store, info.id) == [
        (1, "growth", None, Entry("60 %")),
        (2, "growth", Entry("60 %"), Entry("70 %")),
        (3, "cost_owner", None, Entry("CFO")),
        (4, "growth", Entry("70 %"), None),
    ]


def test_only_typing_extends_a_change_of_the_history(store: Store) -> None:
    info = store.create()
    notebook = open_notebook(store, info.id)
    notebook.set("growth", "60 %")
    notebook.mark("growth", "unknown")
    rids = [notebook.add("sources") for _ in range(2)]
    assert changes_of(store, info.id) == [
        (1, "growth", None, Entry("60 %")),
        (2, "growth", Entry("60 %"), Entry("60 %", "unknown")),
        (3, "sources", None, Entry(rids[:1])),
        (4, "sources", Entry(rids[:1]), Entry(rids)),
    ]


def test_what_changed_together_is_not_mixed_with_typing_that_follows(store: Store) -> None:
    info = store.create()
    notebook = open_notebook(store, info.id)
    rid = notebook.add("sources", values={"name": "a"})
    notebook.set(f"sources/{rid}/name", "b")
    assert [(step, new) for step, _, _, new in changes_of(store, info.id)] == [
        (1, Entry([rid])),
        (1, Entry("a")),
        (2, Entry("b")),
    ]


def test_the_history_leads_to_the_answers(store: Store) -> None:
    info = store.create()
    notebook = open_notebook(store, info.id)
    first = notebook.add("sources", values={"name": "a", "volume": "1 GB"})
    notebook.set(f"sources/{first}/name", "b")
    notebook.duplicate("sources", first)
    notebook.remove("sources", first)
    replayed: dict[str, Entry] = {}
    for _, key, old, new in changes_of(store, info.id):
        assert replayed.get(key) == old
        replayed.pop(key, None)
        if new is not None:
            replayed[key] = new
    assert replayed == store.entries(info.id)


def test_thousands_of_changes_in_one_group(store: Store) -> None:
    info = store.create()
    entries = {f"sources/r{n}/name": Entry(f"source {n}") for n in range(2000)}
    changes = tuple(Change(key, None, entry) for key, entry in entries.items())
    store.save(info.id, [Step(changes)])
    assert store.entries(info.id) == entries
    [step] = store.history(info.id)
    assert len(step.changes) == 2000


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


def test_two_programs_share_one_file(store: Store) -> None:
    other = Store.open(store.path)
    mine, theirs = store.create("mine"), other.create("theirs")
    open_notebook(store, mine.id).set("growth", "50 %")
    open_notebook(other, theirs.id).set("growth", "60 %")
    assert other.entries(mine.id) == {"growth": Entry("50 %")}
    assert store.entries(theirs.id) == {"growth": Entry("60 %")}


def test_loading_alone_stores_nothing(store: Store) -> None:
    info = store.create()
    notebook: Notebook = store.load(info.id)
    notebook.set("growth", "50 %")
    assert store.entries(info.id) == {}


def test_values_are_json_that_other_tools_read(
    store: Store, raw: Callable[..., list[tuple[object, ...]]]
) -> None:
    info = store.create()
    open_notebook(store, info.id).set("platform_name", "Größe 数")
    [(value,)] = raw("SELECT value FROM answers")
    assert json.loads(str(value)) == "Größe 数"


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


def test_the_app_remembers_also_in_a_file_of_before(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    with closing(Store.open(path)) as store:
        assert store.recall("theme") == ""
        tables = {row[0] for row in store.rows("SELECT name FROM sqlite_master")}
        assert "state" not in tables  # as older versions made it, and know it
        store.remember("theme", "platform-light")
        store.remember("theme", "platform-dark")
        assert store.recall("theme") == "platform-dark"
    with closing(Store.open(path)) as store:
        assert store.recall("theme") == "platform-dark"


def test_a_place_in_a_record_has_its_phase(store: Store) -> None:
    made = store.create("acme")
    store.save(made.id, [], "sources/r1/owner")
    assert store.get(made.id).phase == "SourceMapper.MOD"


def test_names_are_the_same_however_an_accent_is_written(store: Store) -> None:
    first = store.create("cafe\u0301 noir")
    with pytest.raises(BadName, match="already"):
        store.create("CAF\u00c9 noir")
    assert store.find("caf\u00e9  Noir").id == first.id
    assert store.duplicate("CAF\u00c9 NOIR").name == "cafe\u0301 noir-2"
    versions.keep(store, first.id, "caf\u00e9")
    with pytest.raises(BadName, match="already"):
        versions.keep(store, first.id, "cafe\u0301")


def test_a_version_is_renamed_in_its_place(store: Store) -> None:
    session = store.create("acme").id
    for name in ("v1", "v2"):
        versions.keep(store, session, name)
    with pytest.raises(BadName, match="already"):
        versions.rename(store, session, "v1", "V2")
    assert versions.rename(store, session, "v1", "V1").name == "V1"
    assert versions.rename(store, session, "V1", "first").name == "first"
    assert [one.name for one in versions.versions(store, session)] == ["first", "v2"]


def test_a_change_of_another_shape_is_passed_over(
    store: Store, raw: Callable[..., list[tuple[object, ...]]]
) -> None:
    session = store.create("acme").id
    book = open_notebook(store, session)
    for value in ("60 %", "70 %", "80 %"):
        book.set("growth", value, typing=False)
    for step, damage in ((1, '[5, "known"]'), (2, '["x", "of the future"]'), (3, "{}")):
        raw("UPDATE changes SET new = ? WHERE step = ?", damage, step)
    assert store.history(session) == []
    assert open_notebook(store, session).undo() == []
