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
        assert "d 2 deleted" in " ".join(d.shown().split())
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


# -- archived, copied, found, compared -------------------------------------------


def archived(store):
    return sorted(info.name for info in store.sessions(archived=True))


async def test_archived_ones_go_out_of_the_way_and_come_back(start, store):
    for name in ("alpha", "beta", "gamma"):
        store.create(name)
    async with start(wait=False) as d:
        await opened(d)
        await d.press("a")
        assert (archived(store), names(store)) == (["gamma"], ["alpha", "beta"])
        assert told(d) == ["Archived gamma. u in this list brings it back; so does A later."]
        d.app.clear_notifications()
        await d.until(lambda: "A 1 archived" in d.shown())
        await d.press("u")
        assert archived(store) == []
        await d.press("a", "a", "A")
        assert "Archived sessions" in d.shown()
        await d.press("a", "x", "y", "space", "c", "r")
        assert len(archived(store)) == 2
        await d.press("down", "enter")
        assert len(archived(store)) == 1
        assert "DATA.PLATFORM.EXE Sessions" in d.shown()
        await d.press("A", "escape")
        assert "DATA.PLATFORM.EXE Sessions" in d.shown()


async def test_a_copy_has_the_answers(start, store):
    from data_platform.interview.notebook import Entry

    store.create("alpha", {"growth": Entry("60 %")})
    store.create("beta")
    async with start(wait=False) as d:
        await opened(d)
        await d.press("down", "y")
        [copy] = [info for info in store.sessions() if info.name not in ("alpha", "beta")]
        assert store.entries(copy.id)["growth"].value == "60 %"
        assert d.app.screen.list.infos[d.app.screen.list.cursor].id == copy.id
        assert told(d) == [f"Copied alpha as {copy.name}."]


async def test_what_was_found_in_an_answer_is_shown(start, store):
    from data_platform.interview.notebook import Entry

    hostile = "[red]kraken[/] {{ 7 }}"
    store.create("alpha", {"current_pain": Entry(hostile)})
    store.create("beta")
    async with start(wait=False) as d:
        await opened(d)
        await d.press("slash")
        await d.type("kraken")
        assert hostile in d.shown()
        assert "beta" not in d.shown()
        line = d.app.screen.query_one("Input")
        line.value = "nothing like it"
        await d.pilot.pause()
        assert "Nothing fits; Esc shows all again." in d.shown()


async def test_a_new_one_for_a_use_case(start, store):
    for name in ("alpha", "beta"):
        store.create(name)
    async with start(wait=False) as d:
        await opened(d)
        await d.press("p")
        assert "New session for a use case" in d.shown()
        await d.type("zzz")
        assert "None fits. The nearest:" in d.shown()
        await d.press("backspace", "backspace", "backspace")
        await d.type("fraud")
        assert "looked into by a team of 15" in " ".join(d.shown().replace("│", " ").split())
        await d.press("enter")
        await d.until(lambda: d.screen.info.name == "fraud-detection")
        await d.until(lambda: "answers are assumed" in d.shown())


async def test_one_is_marked_and_compared_with_another(start, store, monkeypatch):
    import sys
    from types import SimpleNamespace

    from data_platform.interview.notebook import Entry

    store.create("alpha", {"growth": Entry("60 %")})
    store.create("beta")
    seen = []
    fake = SimpleNamespace(compare=lambda *given: seen.append(given))
    monkeypatch.setitem(sys.modules, "data_platform.tui.compare_screen", fake)
    async with start(wait=False) as d:
        await opened(d)
        await d.press("c")
        assert told(d) == ["Space marks one; c at another one compares the two."]
        await d.press("down", "space")
        assert "●alpha" in d.shown()
        await d.press("c")
        assert seen == []
        await d.press("up", "c")
        [(app, old, old_name, new, new_name)] = seen
        assert (app, old_name, new_name) == (d.app, "alpha", "beta")
        assert (old.text("growth"), new.text("growth")) == ("60 %", "")
        await d.press("down", "space")
        assert "●" not in d.shown()


async def test_one_that_is_put_away_is_no_longer_marked(start, store):
    for name in ("alpha", "beta", "gamma"):
        store.create(name)
    async with start(wait=False) as d:
        await opened(d)
        await d.press("space", "a")
        assert d.app.screen.list.marked is None


@pytest.mark.parametrize("size", [(60, 16), (80, 24)])
async def test_the_keys_fit_and_are_broken_between_two_of_them(start, store, size):
    for name in ("alpha", "beta", "gone", "away"):
        store.create(name)
    store.delete("gone")
    store.archive("away")
    async with start(*size, wait=False) as d:
        await opened(d)
        lines = [line.strip() for line in d.shown().splitlines() if " · " in line]
        assert len(lines) <= (3 if size[0] < 80 else 2)
        shown = " · ".join(lines).split(" · ")
        assert shown[0] == "Enter open"
        assert shown[-2:] == ["A 1 archived", "d 1 deleted"]
        assert not any("…" in line for line in lines)


# -- the session that is open ----------------------------------------------------


async def at_list(d):
    await d.press("f9")
    await opened(d)


async def test_the_header_says_that_the_open_session_is_archived_and_its_new_name(start, store):
    for name in ("alpha", "beta"):
        store.create(name)
    async with start(session="beta") as d:
        await at_list(d)
        await d.press("r")
        d.app.screen.query_one("Input").value = "gamma"
        await d.press("enter")
        await d.until(lambda: "gamma" in names(store))
        await d.press("escape")
        await d.until(lambda: "gamma" in d.shown().splitlines()[0])
        assert "archived" not in d.shown().splitlines()[0]
        await d.press("f9")
        await d.until(lambda: isinstance(d.app.screen, SessionsScreen))
        await d.press("a", "escape")
        await d.until(lambda: "archived" in d.shown().splitlines()[0])
        await d.press("f9")
        await d.until(lambda: isinstance(d.app.screen, SessionsScreen))
        await d.press("u", "A", "u", "escape")
        await d.until(lambda: "archived" not in d.shown().splitlines()[0])


@pytest.mark.parametrize(
    ("others", "said"),
    [
        (["alpha"], "“beta” was deleted; alpha is open."),
        ([], "“beta” was deleted; platform-1, a new session, is open."),
    ],
)
async def test_after_deleting_the_open_session_it_says_which_is_open_now(
    start, store, others, said
):
    for name in (*others, "beta"):
        store.create(name)
    async with start(session="beta") as d:
        await at_list(d)
        await d.press("x", "escape")
        await d.until(lambda: said in d.shown())
        assert d.screen.info.name == said.split("; ")[1].split()[0].rstrip(",")


async def test_a_search_says_where_else_something_fits(start, store):
    for name in ("alpha", "beta", "gone", "away"):
        store.create(name)
    store.delete("gone")
    store.archive("away")
    async with start(wait=False) as d:
        await opened(d)
        for typed, said in (
            ("away", "Nothing fits here, but 1 archived (↓ A). Esc shows all again."),
            ("gone", "Nothing fits here, but 1 deleted (↓ d). Esc shows all again."),
            ("zzz", "Nothing fits; Esc shows all again."),
        ):
            await d.press("slash", *typed)
            await d.until(lambda said=said: said in d.shown())
            await d.press("escape")
        await d.press("slash", *"away", "down", "A")
        assert "Archived sessions" in d.shown()
        assert [info.name for info in d.app.screen.list.infos] == ["away"]


@pytest.mark.parametrize("from_search", [False, True])
async def test_help_tells_of_the_keys_of_the_list(start, store, from_search):
    for name in ("alpha", "beta"):
        store.create(name)
    async with start(wait=False) as d:
        await opened(d)
        assert "F1 is help" in d.shown()
        await d.press(*(["slash"] if from_search else []), "f1")
        await d.until(lambda: "In the list of sessions" in d.shown())
        assert "New session for a use case" in d.shown()
        assert "Don't know" not in d.shown()
        await d.press("escape")
        assert isinstance(d.app.screen, SessionsScreen)
