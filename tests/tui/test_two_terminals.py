"""Another program on the session that is open here: seen, told, and nothing lost."""

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


@pytest.fixture
def other(store: Store) -> Iterator[Store]:
    """The store as another program has it open."""
    with closing(Store.open(store.path)) as other:
        yield other


async def test_what_the_other_says_is_seen_and_told(start, store, other):
    session = store.create("acme").id
    async with start(120, 40, session="acme") as d:
        await d.go("raw_retention")
        open_notebook(other, session).set("raw_retention", "5 years")
        await d.until(lambda: "5 years" in d.shown())
        assert d.notebook.text("raw_retention") == "5 years"
        await d.until(lambda: "Changed in another terminal: Raw retention" in d.shown())
        await d.until(lambda: "Retention: 157" in d.shown())  # the blueprint follows
        await d.go("growth")
        await d.type("60 %")
        d.screen.live.flush()
        assert d.stored()["raw_retention"] == Entry("5 years")


async def test_undo_takes_back_what_the_other_did(start, store, other):
    session = store.create("acme").id
    async with start(120, 40, session="acme") as d:
        await d.go("growth")
        await d.type("60 %")
        d.screen.live.flush()
        open_notebook(other, session).set("raw_retention", "5 years")
        await d.press("f8")
        await d.until(lambda: d.stored() == {"growth": Entry("60 %")})
        await d.press("f8")
        await d.until(lambda: d.stored() == {})


async def test_a_record_of_the_other_appears_in_the_list(start, store, other):
    session = store.create("acme").id
    async with start(session="acme") as d:
        await d.go("sources.name")
        open_notebook(other, session).add("sources", values={"name": "shop_db"})
        await d.until(lambda: "shop_db" in d.shown())


async def test_one_who_is_in_a_record_that_the_other_removes_comes_out_of_it(start, store, other):
    session = store.create("acme").id
    theirs = open_notebook(other, session)
    rid = theirs.add("sources", values={"name": "shop_db"})
    async with start(session="acme") as d:
        d.screen.form.go_to(f"sources/{rid}/volume")
        await d.until(lambda: d.current.prompt.key == f"sources/{rid}/volume")
        theirs.remove("sources", rid)
        await d.until(lambda: d.current.prompt.key == "sources")


async def test_two_values_for_one_answer_are_both_shown(start, store, other, monkeypatch):
    monkeypatch.setattr(live, "LOOK_EACH", 3600)
    monkeypatch.setattr(live, "SAVE_AFTER", 3600)
    session = store.create("acme").id
    theirs = open_notebook(other, session)
    async with start(session="acme") as d:
        await d.go("growth")
        theirs.set("growth", "40 %")
        await d.type("60 %")
        d.screen.live.flush()
        await d.until(lambda: d.screen.live.rivals)
        await d.until(lambda: "Two answers to Growth" in d.shown())
        assert d.stored()["growth"] == Entry("60 %")
        await d.until(lambda: "40 %; this answer stands" in d.shown())
        await d.until(lambda: "1 to settle" in d.shown())
        assert [one.entry for one in other.rivals(session)] == [Entry("40 %")]
        d.screen.live.settle("growth", Entry("40 %"))
        assert d.stored()["growth"] == Entry("40 %")
        assert other.open_rivals(session) == {}


async def test_a_field_that_is_being_typed_in_is_left_alone(start, store, other):
    session = store.create("acme").id
    theirs = open_notebook(other, session)
    async with start(session="acme") as d:
        await d.go("growth")
        await d.type("6")
        d.screen.live.flush()
        assert theirs.listener.look()
        theirs.set("growth", "40 %")
        await d.type("0")
        await d.until(lambda: d.screen.live.rivals)
        await d.type(" %")
        assert d.current.widget.value == "60 %"
        assert d.stored()["growth"] == Entry("60 %")


async def test_a_rival_goes_and_comes_with_what_stands(start, store, other):
    from data_platform.sessions.sync import Rival

    entries = {"growth": Entry("60 %"), "sources": Entry(["r1"]), "sources/r1/name": Entry("s")}
    rivals = [Rival("growth", "a", Entry("40 %")), Rival("sources/r1/name", "a", Entry("t"))]
    session = store.create("acme", entries, rivals=rivals).id
    async with start(session="acme") as d:
        live = d.screen.live
        assert set(live.rivals) == {"growth", "sources/r1/name"}
        live.say("growth", "40 %")
        live.remove("sources", "r1")
        assert live.rivals == {}
        live.undo()
        live.undo()
        assert set(live.rivals) == {"growth", "sources/r1/name"}
        assert len(store.rivals(session)) == 2


async def test_f7_leads_to_what_is_to_settle(start, store, other):
    from data_platform.sessions.sync import Rival

    session = store.create("acme", {"growth": Entry("60 %")}).id
    store.save(session, [], rivals=[Rival("growth", "finance", Entry("40 %"))])
    async with start(session="acme") as d:
        await d.press("f7")
        await d.until(lambda: d.current.prompt.key == "growth")
        await d.until(lambda: "finance says 40 %" in d.shown())
        other.settle(session, "growth", Entry("60 %"), other.rivals(session))
        await d.until(lambda: "finance" not in d.shown())
