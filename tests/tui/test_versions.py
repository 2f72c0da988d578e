"""Named versions in the app: kept, gone back to, compared, renamed, dropped and back."""

from __future__ import annotations

from contextlib import closing

import pytest

from data_platform.interview.notebook import Entry
from data_platform.sessions import versions
from data_platform.sessions.errors import StoreError
from data_platform.sessions.store import Store, open_notebook
from data_platform.tui.compare_screen import CompareScreen
from data_platform.tui.versions_screen import VersionsScreen


def names(store, session):
    return [one.name for one in versions.versions(store, session)]


async def opened(d):
    await d.press("shift+f9")
    await d.until(lambda: isinstance(d.app.screen, VersionsScreen))
    await d.pilot.pause()
    return d.app.screen.list


def line(d, text):
    return next(line for line in d.shown().splitlines() if text in line)


async def test_without_one_it_says_what_to_do_and_every_key_is_harmless(start, store):
    store.create("acme")
    async with start(session="acme") as d:
        await opened(d)
        assert "No version yet. n keeps the answers of now under a name." in d.shown()
        await d.press("enter", "c", "space", "r", "x", "u")
        assert isinstance(d.app.screen, VersionsScreen)
        await d.press("escape")
        assert not isinstance(d.app.screen, VersionsScreen)


async def test_what_is_typed_just_now_is_kept_too(start, store):
    session = store.create("acme").id
    async with start(session="acme") as d:
        await d.go("growth")
        await d.type("60 %")
        await opened(d)
        await d.press("n")
        assert d.app.screen.query_one("Input").value == "v1"
        await d.press("enter")
        [kept] = versions.versions(store, session)
        assert (kept.name, kept.entries) == ("v1", {"growth": Entry("60 %")})
        assert "1 answer " in line(d, "v1")
        assert "as it is now" in line(d, "v1")
        await d.press("n")
        assert d.app.screen.query_one("Input").value == "v2"


@pytest.mark.parametrize(
    ("name", "why"), [("V1", "there is a version “V1” already"), ("a@b", "has no @")]
)
async def test_a_name_that_is_refused_stays_with_the_reason(start, store, name, why):
    session = store.create("acme").id
    versions.keep(store, session, "v1")
    async with start(session="acme") as d:
        await opened(d)
        await d.press("n")
        d.app.screen.query_one("Input").value = name
        await d.press("enter")
        assert why in " ".join(d.shown().replace("│", " ").split())
        assert names(store, session) == ["v1"]


async def test_enter_goes_back_in_one_step(start, store):
    session = store.create("acme", {"growth": Entry("10 %")}).id
    versions.keep(store, session, "draft")
    theirs = open_notebook(store, session)
    theirs.set("raw_retention", "90 days", typing=False)
    theirs.set("growth", "30 %", typing=False)
    versions.keep(store, session, "later")
    async with start(120, 40, session="acme") as d:
        await d.go("growth")
        await opened(d)
        shown = d.shown()
        assert shown.index("later") < shown.index("draft")
        await d.press("down", "enter")
        assert d.stored() == {"growth": Entry("10 %")}
        assert d.current.widget.value == "10 %"
        await d.until(lambda: "As in draft again. F8 takes that back." in d.shown())
        await d.press("f8")
        assert d.stored() == {"growth": Entry("30 %"), "raw_retention": Entry("90 days")}


async def test_compared_with_now_or_with_the_marked_one(start, store, real_tools):
    session = store.create("acme", {"growth": Entry("10 %")}).id
    versions.keep(store, session, "one")
    theirs = open_notebook(store, session)
    theirs.set("growth", "20 %", typing=False)
    versions.keep(store, session, "two")
    theirs.set("growth", "30 %", typing=False)
    async with start(session="acme") as d:
        await opened(d)
        await d.press("c")
        await d.until(lambda: "Old: two" in d.shown() and "New: now" in d.shown())
        assert "| Growth | 20 % | 30 % |" in d.shown()
        await d.press("escape")
        await d.press("space", "down")
        assert "●" in line(d, "two")
        assert "c compare with the one with ●" in d.shown()
        await d.press("c")  # the older one is the old one, whichever is marked
        await d.until(lambda: "Old: one" in d.shown() and "New: two" in d.shown())
        assert isinstance(d.app.screen, CompareScreen)
        await d.press("escape", "up", "space")
        assert "●" not in line(d, "two")


async def test_renamed_and_dropped_and_brought_back(start, store):
    session = store.create("acme", {"growth": Entry("10 %")}).id
    first = versions.keep(store, session, "one")
    versions.keep(store, session, "two")
    async with start(session="acme") as d:
        shown = await opened(d)
        await d.press("down", "space", "r")
        d.app.screen.query_one("Input").value = "uno"
        await d.press("enter")
        assert sorted(names(store, session)) == ["two", "uno"]
        assert "●" in line(d, "uno")
        await d.press("x")
        assert names(store, session) == ["two"]
        assert "Dropped uno. u in this list brings it back." in d.shown()
        assert shown.marked is None
        await d.press("u")
        back = versions.find(store, session, "uno")
        assert (back.entries, back.at, back.step) == (first.entries, first.at, first.step)
        assert shown.versions[shown.cursor].name == "uno"
        await d.press("u")
        assert "Nothing was dropped just now." in d.shown()


async def test_one_whose_name_is_taken_meanwhile_is_not_lost(start, store):
    session = store.create("acme").id
    versions.keep(store, session, "one")
    async with start(session="acme") as d:
        await opened(d)
        await d.press("x")
        with closing(Store.open(store.path)) as other:
            versions.keep(other, session, "one")
            await d.press("u")
            await d.until(lambda: "there is a version “one” already" in d.shown())
            versions.drop(other, session, "one")
        await d.press("u")
        assert names(store, session) == ["one"]


async def test_what_cannot_be_stored_is_not_kept_and_said(start, store, monkeypatch):
    session = store.create("acme").id
    async with start(session="acme") as d:
        await opened(d)
        monkeypatch.setattr(type(d.screen.live), "saved", property(lambda self: False))
        await d.press("n")
        await d.until(lambda: "Not kept: the answers of now are not stored yet." in d.shown())
        assert names(store, session) == []


async def test_versions_that_cannot_be_read_are_told(start, store, monkeypatch):
    def fail(*given: object) -> None:
        raise StoreError("the file is gone")

    store.create("acme")
    async with start(session="acme") as d:
        monkeypatch.setattr(versions, "versions", fail)
        await opened(d)
        await d.until(lambda: "the file is gone" in d.shown())


async def test_hostile_names_are_text(start, store):
    session = store.create("acme").id
    versions.keep(store, session, "[red]x[/] {{ 7 }}")
    async with start(session="acme") as d:
        await opened(d)
        assert "[red]x[/] {{ 7 }}" in d.shown()
        await d.press("x")
        assert "Dropped [red]x[/] {{ 7 }}." in d.shown()


@pytest.mark.parametrize("size", [(60, 16), (80, 24)])
async def test_the_keys_fit_and_are_broken_between_two_of_them(start, store, size):
    store.create("acme")
    async with start(*size, session="acme") as d:
        await opened(d)
        lines = [
            part.strip("│ ") for part in d.shown().splitlines() if " · " in part and "│" in part
        ]
        assert lines[0].startswith("n keep answers · Enter back to it")
        assert "Esc close" in d.shown()
