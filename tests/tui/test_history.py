"""The history: every step under its day, found, and gone back to in one step."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from time import perf_counter

import pytest

from data_platform.interview.history import NEVER, Recorded
from data_platform.interview.notebook import Change, Entry, Notebook, Step
from data_platform.sessions.errors import StoreError
from data_platform.sessions.store import Store, open_notebook
from data_platform.tui import history_screen
from data_platform.tui.history_screen import HistoryScreen, Rows
from data_platform.tui.steps import NO_DAY, PIECE, Steps


def recorded(tell: object) -> list[Recorded]:
    """What a notebook records while something is done to it."""
    steps: list[Recorded] = []

    def keep(step: Step) -> None:
        day, minute = divmod(len(steps), 3)  # three a day, in any time zone
        at = datetime(2024, 5, 2, 10, minute, tzinfo=UTC) + timedelta(days=day)
        steps.append(Recorded(len(steps) + 1, step.changes, step.kind, at))

    tell(Notebook(listener=keep))
    return steps


def said(steps: Steps) -> list[tuple[str, ...]]:
    return [steps.told(at).lines for at in range(len(steps.steps))]


async def opened(d):
    await d.press("ctrl+l")
    await d.until(lambda: isinstance(d.app.screen, HistoryScreen))
    await d.pilot.pause()


def rows(d):
    """The lines of the list, without the box around them."""
    lines = [line.strip().strip("│").strip() for line in d.shown().splitlines()]
    begin = next(i for i, line in enumerate(lines) if line == "History")
    return [line.rstrip("▲▼ ") for line in lines[begin + 2 :]]


# -- in words --------------------------------------------------------------------


def test_undone_are_the_steps_that_do_not_count():
    def act(n):
        n.set("growth", "10 %", typing=False)
        n.set("growth", "20 %", typing=False)
        n.undo()
        n.redo()
        n.undo()
        n.set("growth", "30 %", typing=False)

    assert Steps(recorded(act)).undone == {1}
    assert said(Steps(recorded(act)))[1:4] == [
        ("Growth: 10 % -> 20 %",),
        ("Took back: Growth: 10 % -> 20 %",),
        ("Did again: Growth: 10 % -> 20 %",),
    ]


def test_a_record_is_called_what_it_was_called_then():
    def act(n):
        rid = n.add("sources", values={"name": "shop_db"})
        n.set(f"sources/{rid}/volume", "2 TB", typing=False)
        for i in range(PIECE):  # the next piece begins with what was said in this one
            n.set("growth", f"{i} %", typing=False)
        n.set(f"sources/{rid}/volume", "3 TB", typing=False)
        n.set(f"sources/{rid}/name", "crm", typing=False)
        n.remove("sources", rid)

    told = said(Steps(recorded(act)))
    assert told[1] == ("shop_db › Volume: 2 TB",)
    assert told[-3:] == [
        ("shop_db › Volume: 2 TB -> 3 TB",),
        ("shop_db › Name: shop_db -> crm",),
        ("Sources: crm removed (2 answers)",),
    ]


def test_what_a_session_began_with_is_one_line():
    one = Recorded(1, (Change("growth", None, Entry("60 %")),), "begin")
    steps = Steps([one])
    assert said(steps) == [("Began with 1 answer",)]
    assert steps.undone == set()
    assert steps.days == [NO_DAY]
    assert one.at == NEVER


def test_steps_are_found_by_words_time_and_day():
    def act(n):
        for i in range(2 * PIECE):
            n.set("growth", f"{i + 1} %", typing=False)
        n.undo()

    steps = Steps(recorded(act)[: 2 * PIECE + 1])
    assert list(steps.find("growth")) == []  # nothing is told yet
    steps.tell(2)
    assert list(steps.find("took BACK")) == [2 * PIECE]
    for piece in range(steps.pieces):
        steps.tell(piece)
    assert list(steps.find("undone")) == [2 * PIECE - 1]
    assert list(steps.find("growth: 128")) == [2 * PIECE, 2 * PIECE - 1]
    day = steps.days[4]
    assert {at for at in range(129) if steps.days[at] == day} <= set(steps.find(day))
    assert list(steps.find(f"{day} tuesday friday")) == []


def test_rows_stand_under_their_days_and_are_made_when_they_are_asked_for():
    def act(n):
        for i in range(6):
            n.set("growth", f"{i + 1} %", typing=False)

    steps = Steps(recorded(act))
    found = Rows(steps, range(5, -1, -1))
    assert [row.heading for row in found] == [True] + [False] * 3 + [True] + [False] * 3
    assert [row.value for row in found[1:4]] == [5, 4, 3]


def test_twenty_thousand_steps_are_quick():
    changes = [Change("growth", Entry(f"{i} %"), Entry(f"{i + 1} %")) for i in range(20_000)]
    steps = [Recorded(i + 1, (change,)) for i, change in enumerate(changes)]
    began = perf_counter()
    found = Rows(many := Steps(steps), range(len(steps) - 1, -1, -1))
    shown = [found[i].row for i in range(30)]
    assert perf_counter() - began < 1  # a tenth of that, on a machine at rest
    assert shown[1][2][0].startswith("Growth: 19999 %")
    assert len(many._told) == 1


# -- on the screen ---------------------------------------------------------------


async def test_the_newest_is_first_and_what_was_undone_is_marked(start, store):
    session = store.create("acme", {"growth": Entry("10 %")}).id
    theirs = open_notebook(store, session)
    theirs.set("raw_retention", "90 days", typing=False)
    theirs.set("growth", "20 %", typing=False)
    theirs.undo()
    async with start(session="acme") as d:
        await opened(d)
        shown = [line.partition("  ")[2] for line in rows(d)[1:5]]
        assert shown == [
            "Took back: Growth: 10 % -> 20 %",
            "undone: Growth: 10 % -> 20 %",
            "Raw retention: 90 days",
            "Began with 1 answer",
        ]
        assert f"{datetime.now().astimezone():%B %Y}" in rows(d)[0]
        await d.press("escape")
        assert len(store.history(session)) == 4


async def test_enter_goes_back_in_one_step_and_undo_takes_that_back(start, store):
    session = store.create("acme", {"growth": Entry("10 %")}).id
    theirs = open_notebook(store, session)
    theirs.set("raw_retention", "90 days", typing=False)
    theirs.add("sources", values={"name": "shop_db"})
    before = store.entries(session)
    async with start(120, 40, session="acme") as d:
        await d.go("raw_retention")
        await opened(d)
        await d.press("down", "down", "enter")
        assert d.stored() == {"growth": Entry("10 %")}
        await d.until(lambda: "As it was after: Began with 1 answer. F8" in d.shown())
        assert d.current.widget.value == ""
        await d.until(lambda: "Retention: None" in d.shown())
        await d.press("f8")
        assert d.stored() == before


async def test_what_is_typed_now_is_in_it_and_now_is_where_one_is(start, store):
    session = store.create("acme").id
    async with start(session="acme") as d:
        await d.go("growth")
        await d.type("60 %")
        await opened(d)
        assert rows(d)[1].endswith("Growth: 60 %")
        await d.press("enter")
        await d.until(lambda: "It is like that now; nothing was changed." in d.shown())
        assert len(store.history(session)) == 1


async def test_typing_filters_all_steps_also_those_not_told_yet(start, store):
    session = store.create("acme").id
    theirs = open_notebook(store, session)
    theirs.set("raw_retention", "90 days", typing=False)
    for i in range(3 * PIECE):
        theirs.set("growth", f"{i % 90 + 1} %", typing=False)
    async with start(session="acme") as d:
        await opened(d)
        await d.type("retention 90")
        await d.until(lambda: rows(d)[1].endswith("Raw retention: 90 days"))
        await d.press("enter")
        assert d.stored() == {"raw_retention": Entry("90 days")}


async def test_while_older_steps_are_not_told_yet_that_is_said(start, store, monkeypatch):
    session = store.create("acme").id
    open_notebook(store, session).set("growth", "60 %", typing=False)
    monkeypatch.setattr(history_screen, "EACH", 3600)
    async with start(session="acme") as d:
        await opened(d)
        await d.type("zzz")
        assert "Looking through older steps" in d.shown()
        d.app.screen._tell_more()
        await d.until(lambda: "Looking through older steps" not in d.shown())
        assert "Nothing fits" in d.shown()


async def test_hostile_text_is_text(start, store):
    hostile = "[red]x[/] {{ 7*7 }} \x1b[31m"
    session = store.create("acme").id
    theirs = open_notebook(store, session)
    theirs.set("platform_name", hostile, typing=False)
    rid = theirs.add("sources", values={"name": "[b]db[/b]"})
    theirs.set(f"sources/{rid}/owner", "a\nb", typing=False)
    async with start(session="acme") as d:
        await opened(d)
        shown = d.shown()
        assert "[red]x[/] {{ 7*7 }}" in shown
        assert "[b]db[/b]" in shown
        assert "\x1b" not in shown
        await d.press("end", "enter")


async def test_an_empty_history_says_so(start, store):
    store.create("acme")
    async with start(session="acme") as d:
        await opened(d)
        await d.until(lambda: "Nothing was said yet." in d.shown())
        assert d.shown().count("Nothing") == 1
        await d.press("enter", "escape")
        assert not isinstance(d.app.screen, HistoryScreen)


async def test_a_history_that_cannot_be_read_is_told(start, store, monkeypatch):
    store.create("acme")
    async with start(session="acme") as d:

        def fail(self: Store, session: int) -> None:
            raise StoreError("the file is gone")

        monkeypatch.setattr(Store, "history", fail)
        await d.press("ctrl+l")
        await d.until(lambda: "the file is gone" in d.shown())
        assert not isinstance(d.app.screen, HistoryScreen)


@pytest.mark.parametrize("size", [(60, 16), (120, 40)])
async def test_it_fits(start, store, size):
    session = store.create("acme").id
    open_notebook(store, session).set("growth", "60 %", typing=False)
    async with start(*size, session="acme") as d:
        await opened(d)
        [step] = [line for line in d.shown().splitlines() if "  Growth: 60 %" in line]
        assert "│" in step
        assert "type to filter; Enter goes back" in d.shown()
