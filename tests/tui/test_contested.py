"""One answer, two terminals: who types is left alone, and nobody's answer comes back by itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from data_platform.interview.notebook import Entry
from data_platform.sessions.store import Store, open_notebook
from data_platform.tui import live


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "LOOK_EACH", 0.02)
    monkeypatch.setattr(live, "PAUSE", 3600)


@pytest.fixture
def other(store: Store) -> Iterator[Store]:
    """The store as another program has it open."""
    with closing(Store.open(store.path)) as other:
        yield other


async def test_a_stored_answer_is_not_said_again_over_the_others(start, store, other, monkeypatch):
    session = store.create("acme").id
    async with start(session="acme") as d:
        await d.go("growth")
        await d.type("60 %")
        d.screen.live.flush()
        open_notebook(other, session).set("growth", "40 %")
        d.screen.live.look()
        # Who may go on typing keeps the text, and the other's answer stands meanwhile.
        assert d.current.widget.value == "60 %"
        assert other.entries(session)["growth"] == Entry("40 %")
        monkeypatch.setattr(live, "PAUSE", 0)  # the typing has ended
        await d.until(lambda: d.current.widget.value == "40 %")
        assert d.stored()["growth"] == Entry("40 %")
        assert other.rivals(session) == []


async def test_it_is_left_alone_again_after_both_were_brought_together(start, store, other):
    session = store.create("acme").id
    theirs = open_notebook(other, session)
    async with start(session="acme") as d:
        await d.go("growth")
        theirs.set("budget", "$900")  # so that storing brings both together
        await d.type("60")
        d.screen.live.flush()
        assert theirs.listener.look()
        theirs.set("growth", "40 %")
        d.screen.live.look()
        assert d.current.widget.value == "60"
        await d.type(" %")
        assert d.stored()["growth"] == Entry("60 %")
        assert [one.entry for one in other.rivals(session)] == [Entry("40 %")]


async def test_who_goes_to_another_question_has_ended_typing(start, store, other):
    session = store.create("acme").id
    async with start(session="acme") as d:
        await d.go("growth")
        await d.type("60 %")
        d.screen.live.flush()
        await d.go("rpo")
        open_notebook(other, session).set("growth", "40 %")
        await d.until(lambda: d.notebook.text("growth") == "40 %")
        assert other.rivals(session) == []


async def test_undo_takes_back_what_the_other_said_over_it(start, store, other):
    session = store.create("acme").id
    async with start(session="acme") as d:
        await d.go("growth")
        await d.type("60 %")
        d.screen.live.flush()
        open_notebook(other, session).set("growth", "40 %")
        d.screen.live.undo()
        assert d.stored() == {"growth": Entry("60 %")}
        d.screen.live.undo()
        assert d.stored() == {}


async def test_a_session_that_is_deleted_elsewhere_says_so(start, store, other):
    store.create("acme")
    async with start(session="acme") as d:
        other.delete("acme")
        await d.until(lambda: "“acme” was deleted in another terminal" in d.shown())
        await d.go("growth")
        await d.type("60 %")
        assert d.stored() == {"growth": Entry("60 %")}
        other.restore("acme")
        assert other.entries(other.find("acme").id) == {"growth": Entry("60 %")}
