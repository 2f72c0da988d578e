"""Answers and their history in the file, and what it keeps without understanding it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from stored import changes_of, said

from data_platform.interview.notebook import Change, Entry, Notebook, Step
from data_platform.sessions.store import Store, StoreError, open_notebook


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
