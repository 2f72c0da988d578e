"""The store: names, the list, places, deleting, and what the app remembers."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from stored import Clock

from data_platform.interview.notebook import Entry
from data_platform.sessions import versions
from data_platform.sessions.store import BadName, NoSuchSession, Store, open_notebook


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
