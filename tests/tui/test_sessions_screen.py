"""The list of sessions: what is deleted can be had back, at once and later."""

import pytest

from data_platform.tui.interview_screen import InterviewScreen
from data_platform.tui.sessions_screen import SessionsScreen


def names(store):
    return sorted(info.name for info in store.sessions())


def told(d):
    return [one.message for one in d.app._notifications]


async def opened(d):
    await d.until(lambda: isinstance(d.app.screen, SessionsScreen))
    await d.until(lambda: "beta" in d.shown())


async def test_the_offer_to_bring_back_says_where_and_goes_when_one_leaves(start, store):
    for name in ("alpha", "beta"):
        store.create(name)
    async with start(wait=False) as d:
        await opened(d)
        await d.press("x")
        assert told(d) == ["Deleted beta. u in this list brings it back; so does d later."]
        await d.press("enter")
        await d.until(lambda: isinstance(d.app.screen, InterviewScreen))
        assert told(d) == []


async def test_deleted_sessions_are_shown_later_and_come_back(start, store):
    for name in ("alpha", "beta", "gamma"):
        store.create(name)
    for name in ("alpha", "gamma"):
        store.delete(name)
    async with start(session="beta") as d:
        await d.press("f9")
        await opened(d)
        assert "d shows 2 deleted" in " ".join(d.shown().split())
        assert "alpha" not in d.shown()
        await d.press("u")
        assert names(store) == ["beta"]
        await d.press("d")
        assert "Deleted sessions" in d.shown()
        assert "alpha" in d.shown()
        assert "beta" not in d.shown()
        await d.press("x", "r")
        assert isinstance(d.app.screen, SessionsScreen)
        await d.press("down", "enter")
        assert names(store) == ["alpha", "beta"]
        assert d.app.screen.list.infos[d.app.screen.list.cursor].name == "alpha"
        await d.press("d", "u")
        assert names(store) == ["alpha", "beta", "gamma"]
        assert "deleted" not in d.shown().splitlines()[-2]


async def test_escape_goes_from_the_deleted_ones_to_the_others(start, store):
    for name in ("alpha", "beta"):
        store.create(name)
    async with start(wait=False) as d:
        await opened(d)
        await d.press("d")
        assert "Nothing deleted here." in d.shown()
        await d.press("escape")
        assert "alpha" in d.shown()
        assert isinstance(d.app.screen, SessionsScreen)


@pytest.mark.parametrize("key", ["n", "r"])
async def test_a_name_that_is_refused_stays_in_the_dialog_with_the_reason(start, store, key):
    store.create("one")
    store.create("two")
    async with start(wait=False) as d:
        await d.until(lambda: isinstance(d.app.screen, SessionsScreen))
        await d.press(key)
        line = d.app.screen.query_one("Input")
        line.value = "ONE"
        await d.press("enter")
        assert d.app.screen.query_one("Input") is line
        assert line.value == "ONE"
        assert "there is a session “ONE” already" in d.shown()
        await d.press("end", "2")
        assert "already" not in d.shown()
        await d.press("enter")
        await d.until(lambda: "ONE2" in [info.name for info in store.sessions()])
