"""Two answers to one question: seen with who gave them, picked, and nothing lost."""

from __future__ import annotations

from contextlib import closing

import pytest

from data_platform.interview.notebook import Entry
from data_platform.sessions.errors import StoreError
from data_platform.sessions.saver import Saver
from data_platform.sessions.store import Store, open_notebook
from data_platform.sessions.sync import Rival
from data_platform.sessions.who import who
from data_platform.tui.dialogs import Picker


@pytest.fixture
def session(store):
    """60 % of growth, of which finance and a hostile one say 40 %, and ana 5 % or so."""
    session = store.create("acme", {"growth": Entry("60 %")}).id
    rivals = [
        Rival("growth", "finance", Entry("40 %")),
        Rival("growth", "[red]dba[/]", Entry("40 %")),
        Rival("growth", "ana", Entry("5 %", "estimate")),
    ]
    store.save(session, [], rivals=rivals)
    return session


async def opened(d):
    await d.press("ctrl+r")
    await d.until(lambda: isinstance(d.app.screen, Picker))
    await d.pilot.pause()


def rows(d):
    lines = [line.strip().strip("│").strip() for line in d.shown().splitlines()]
    return [" ".join(line.split()) for line in lines]


async def test_all_answers_are_shown_with_who_gave_them(start, store, session):
    async with start(session="acme") as d:
        await d.go("growth")
        await opened(d)
        shown = rows(d)
        assert "Growth: which answer counts?" in shown
        assert "● 60 % you stands" in shown
        assert "40 % finance, [red]dba[/]" in shown
        assert "5 % (estimate) ana" in shown
        await d.press("escape")
        assert len(store.rivals(session)) == 3
        assert d.stored() == {"growth": Entry("60 %")}


async def test_the_standing_one_is_kept(start, store, session):
    async with start(session="acme") as d:
        await d.go("growth")
        await opened(d)
        await d.press("enter")
        assert store.open_rivals(session) == {}
        assert d.stored() == {"growth": Entry("60 %")}
        assert len(store.history(session)) == 1
        await d.until(lambda: "Growth: 60 % counts." in d.shown())
        await d.until(lambda: "to settle" not in d.shown())


async def test_another_one_takes_its_place_and_undo_brings_it_back(start, store, session):
    async with start(120, 40, session="acme") as d:
        await d.go("growth")
        await opened(d)
        await d.press("down", "down", "enter")
        assert d.stored() == {"growth": Entry("5 %", "estimate")}
        assert store.open_rivals(session) == {}
        assert d.current.widget.value == "5 %"
        await d.until(lambda: "Growth: 5 % (estimate) counts." in d.shown())
        await d.until(lambda: "finance says" not in d.shown())
        await d.press("f8")
        assert d.stored() == {"growth": Entry("60 %")}


async def test_elsewhere_all_open_ones_are_listed_and_enter_goes_there(start, store, session):
    theirs = open_notebook(store, session)
    rid = theirs.add("sources", values={"name": "shop_db", "volume": "2 TB"})
    store.save(session, [], rivals=[Rival(f"sources/{rid}/volume", "ana", Entry("9 TB"))])
    async with start(session="acme") as d:
        await d.go("team_size")
        await opened(d)
        shown = rows(d)
        assert "Questions with two answers" in shown
        assert "Growth 60 % | 40 % | 5 % (estimate)" in shown
        assert "shop_db › Volume 2 TB | 9 TB" in shown
        await d.type("shop")
        await d.press("enter")
        await d.until(lambda: d.current.prompt.key == f"sources/{rid}/volume")
        await d.until(lambda: "shop_db › Volume: which answer counts?" in rows(d))
        await d.press("down", "enter")
        assert d.stored()[f"sources/{rid}/volume"] == Entry("9 TB")
        assert set(store.open_rivals(session)) == {"growth"}


async def test_without_any_it_says_so(start, store):
    store.create("acme")
    async with start(session="acme") as d:
        await d.press("ctrl+r")
        await d.until(lambda: "No question has two answers." in d.shown())
        assert not isinstance(d.app.screen, Picker)


async def test_what_another_program_settled_meanwhile_is_open_no_more(start, store, session):
    async with start(session="acme") as d:
        await d.go("growth")
        with closing(Store.open(store.path)) as other:
            other.settle(session, "growth", Entry("60 %"), other.rivals(session))
        await d.press("ctrl+r")
        await d.until(lambda: "No question has two answers." in d.shown())


@pytest.mark.parametrize("keys", [["enter"], ["down", "enter"]])
async def test_what_cannot_be_stored_is_told_and_every_answer_is_kept(
    start, store, session, monkeypatch, keys
):
    def fail(self: Saver, *args: object) -> None:
        raise StoreError("the disk is full")

    async with start(session="acme") as d:
        await d.go("growth")
        await opened(d)
        monkeypatch.setattr(Saver, "settle", fail)
        await d.press(*keys)
        await d.until(lambda: "every answer is kept. the disk is full" in d.shown())
        assert len(store.rivals(session)) == 3
        given = {Entry("60 %"), Entry("40 %"), Entry("5 %", "estimate")}
        kept = {one.entry for one in store.rivals(session)} | {d.notebook.get("growth")}
        undo = {change.old for step in store.history(session) for change in step.changes}
        assert given <= kept | undo
        monkeypatch.undo()
        await opened(d)


async def test_a_long_answer_can_be_read_to_its_end(start, store):
    long = "slow reports " * 8 + "and the end"
    session = store.create("acme", {"current_pain": Entry("nothing")}).id
    store.save(session, [], rivals=[Rival("current_pain", "ana", Entry(f"one\n{long}"))])
    async with start(session="acme") as d:
        await d.go("current_pain")
        await opened(d)
        await d.press("down")
        await d.until(lambda: "and the end" in d.shown())


async def test_what_stands_is_said_by_whom_it_came_from(start, store):
    rivals = [Rival("growth", "finance", Entry("40 %")), Rival("growth", "dba", Entry("20 %"))]
    store.create("merged", {"growth": Entry("40 %")}, rivals=rivals)
    async with start(session="merged") as d:
        await d.go("growth")
        await opened(d)
        assert "● 40 % finance stands" in rows(d)
        assert "20 % dba" in rows(d)
        assert "you" not in d.shown()


async def test_an_answer_of_this_terminal_is_called_your_own(start, store):
    session = store.create("acme", {"growth": Entry("60 %")}).id
    rivals = [Rival("growth", who(), Entry("9 %")), Rival("growth", "ana", Entry("5 %"))]
    store.save(session, [], rivals=rivals)
    async with start(session="acme") as d:
        await d.go("growth")
        await d.until(lambda: "! you say 9 %, ana says 5 %;" in d.shown())
        await opened(d)
        assert "9 % you" in rows(d)
