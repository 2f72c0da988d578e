"""Undo and redo across restarts: the same as if the program had never ended."""

from __future__ import annotations

import tempfile
from contextlib import closing
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from data_platform.interview.history import replayed
from data_platform.interview.notebook import Entry, Notebook
from data_platform.sessions.store import Store, open_notebook

#: What a person does; the last one is to end the program and to start it again.
DEEDS = st.sampled_from(
    ["60 %", "70 %", "aws", "add", "remove", "unknown", "undo", "undo", "redo", "redo", "restart"]
)


def do(book: Notebook, deed: str) -> None:
    rids = book.records("sources")
    if deed in ("undo", "redo"):
        getattr(book, deed)()
    elif deed == "add":
        book.add("sources", values={"name": f"s{len(rids)}"})
    elif deed == "remove" and rids:
        book.remove("sources", rids[0])
    elif deed == "unknown":
        book.mark("growth", "unknown")
    elif deed == "aws":
        book.set("cloud", "aws" if book.text("cloud") != "aws" else "gcp")
    elif deed != "remove":
        book.pause()
        book.set("growth", deed)


@settings(max_examples=150, deadline=None)
@given(st.lists(DEEDS, max_size=14))
def test_a_restart_changes_nothing(deeds: list[str]) -> None:
    """The same deeds on a notebook that lives on lead to the same answers at each step."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "s.db"
        store = Store.open(path)
        session = store.create("acme", {"growth": Entry("1 %")}).id
        lives = Notebook(store.entries(session))
        book = open_notebook(store, session)
        # Both number their records alike, so that their answers can be compared.
        for deed in deeds:
            if deed == "restart":
                store.close()
                store = Store.open(path)
                book = open_notebook(store, session)
            else:
                book._new_id = None
                do(lives, deed)
                do(book, deed)
            assert book.entries == lives.entries
            assert store.entries(session) == lives.entries
        assert replayed(store.history(session)) == lives.entries
        store.close()


def test_what_a_session_began_with_is_not_undone(tmp_path: Path) -> None:
    with closing(Store.open(tmp_path / "s.db")) as store:
        session = store.create("acme", {"growth": Entry("60 %")}).id
        book = open_notebook(store, session)
        assert book.undo() == []
        book.set("growth", "70 %")
        book.undo()
        assert book.undo() == []
        assert store.entries(session) == {"growth": Entry("60 %")}


def test_redo_after_a_restart(tmp_path: Path) -> None:
    with closing(Store.open(tmp_path / "s.db")) as store:
        session = store.create("acme").id
        book = open_notebook(store, session)
        book.set("growth", "60 %")
        book.pause()
        book.set("growth", "70 %")
        book.undo()
    with closing(Store.open(tmp_path / "s.db")) as store:
        book = open_notebook(store, session)
        assert [change.new for change in book.redo()] == [Entry("70 %")]
        assert store.entries(session) == {"growth": Entry("70 %")}
        assert book.redo() == []
