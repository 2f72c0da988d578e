"""Lists of records: add, open, duplicate, move, remove, undo; hundreds of them."""

from dataclasses import replace

import pytest

from data_platform.tui import records
from data_platform.tui.records import RecordList


def names(d):
    ids = d.notebook.records("sources")
    return [d.notebook.text(f"sources/{rid}/name") for rid in ids]


async def add(d, name):
    await d.press("n")
    await d.until(lambda: d.current.prompt.path == "sources.name")
    await d.type(name)
    await d.press("escape")
    await d.until(lambda: isinstance(d.current.widget, RecordList))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_records_are_added_copied_moved_removed_and_brought_back(start, size):
    async with start(*size) as d:
        await d.go("sources.name")
        assert "press n to add one" in d.shown()
        await add(d, "shop")
        await add(d, "crm")
        assert names(d) == ["shop", "crm"]
        assert "crm" in d.shown()
        await d.press("d")
        assert names(d) == ["shop", "crm", "crm"]
        await d.press("K", "shift+up")
        await d.press("x")
        assert names(d) == ["shop", "crm"]
        await d.until(lambda: "Removed" in d.shown())
        await d.press("u")
        assert names(d) == ["crm", "shop", "crm"]
        assert len(d.stored()["sources"].value) == 3


async def test_enter_goes_through_a_record_and_back_to_its_list(start):
    async with start() as d:
        await d.go("sources.name")
        await d.press("n")
        await d.until(lambda: d.current.prompt.path == "sources.name")
        assert "Source 1 of 1" in d.shown()
        await d.type("shop")
        assert "Source 1 of 1 · shop" in d.shown()
        await d.press("enter")
        await d.press("p", "enter")
        await d.type("10 GB")
        await d.press("enter", "enter", "y", "enter")
        await d.until(lambda: isinstance(d.current.widget, RecordList))
        source = d.notebook.record("sources", d.notebook.records("sources")[0])
        assert (source.name, source.kind, source.volume) == ("shop", "postgresql", 10**10)
        assert source.pii is True
        await d.until(lambda: "10 GB" in d.shown())


async def test_a_wrong_field_marks_its_record(start):
    async with start() as d:
        rid = d.screen.live.add("sources")
        d.screen.live.say(f"sources/{rid}/volume", "plenty")
        await d.go("sources.name")
        assert "1 ! " in d.shown()


async def test_a_list_that_only_asks_adds_nothing_and_walks_the_records(start):
    async with start() as d:
        for name in ("shop", "crm"):
            rid = d.screen.live.add("sources")
            d.screen.live.say(f"sources/{rid}/name", name)
        await d.go("sources.owner")
        await d.press("n")
        assert len(names(d)) == 2
        await d.press("enter")
        await d.until(lambda: d.current.prompt.path == "sources.owner")
        assert "Source 1 of 2 · shop" in d.shown()
        for _ in d.screen.form.shown():
            await d.press("enter")
        await d.until(lambda: "Source 2 of 2 · crm" in d.shown())


async def test_a_removed_record_is_left_when_undo_takes_it_away(start):
    async with start() as d:
        await d.go("sources.name")
        await d.press("n")
        await d.until(lambda: d.current.prompt.path == "sources.name")
        await d.press("f8")
        await d.until(lambda: isinstance(d.current.widget, RecordList))
        assert names(d) == []


async def test_hundreds_of_records_draw_only_what_is_in_view(start):
    async with start() as d:
        live = d.screen.live
        for number in range(300):
            rid = live.notebook.add("sources")
            live.notebook.set(f"sources/{rid}/name", f"db{number}")
        await d.go("sources.name")
        d.screen.form.changed(["sources"], reload=True)
        await d.pilot.pause()
        widget = d.current.widget
        assert widget.size.height == 8
        drawn = []
        row = widget.row
        widget.row = lambda index, width: drawn.append(index) or row(index, width)
        await d.press("end")
        assert widget.cursor == 299
        assert "db299" in d.shown()
        assert len(set(drawn)) <= 16
        await d.press("pageup")
        assert widget.cursor == 292
        await d.press("home")
        assert "db0" in d.shown()


async def many(d, count):
    live = d.screen.live
    for number in range(1, count + 1):
        rid = live.notebook.add("sources")
        live.notebook.set(f"sources/{rid}/name", f"db{number}")
    await d.go("sources.name")
    d.screen.form.changed(["sources"], reload=True)
    await d.pilot.pause()
    return d.current.widget


async def test_a_number_goes_to_its_record(start, monkeypatch):
    now = [0.0]
    monkeypatch.setattr(records, "monotonic", lambda: now[0])
    async with start(120, 40) as d:
        widget = await many(d, 300)
        await d.press("2", "9", "0")
        assert widget.cursor == 289
        assert "db290" in d.shown()
        await d.press("7")  # there is no 2907
        assert widget.cursor == 6
        now[0] += 5
        await d.press("3")
        assert widget.cursor == 2
        await d.press("0", "d")
        assert widget.cursor == 30
        await d.press("1")  # what was typed before another key is no part of the number
        assert widget.cursor == 0


@pytest.mark.parametrize(("height", "rows"), [(14, 3), (24, 8), (40, 20), (60, 40)])
async def test_a_list_grows_with_the_terminal(start, height, rows):
    async with start(120, height) as d:
        widget = await many(d, 300)
        assert widget.size.height == rows


async def test_a_row_says_without_colour_what_is_wrong_and_open(start):
    async with start(120, 40) as d:
        rid = d.screen.live.add("sources")
        d.screen.live.say(f"sources/{rid}/name", "shop")
        d.screen.live.say(f"sources/{rid}/volume", "lots")
        await d.go("sources.name")
        row = next(line for line in d.shown().splitlines() if "shop" in line)
        assert "1 ! shop" in row
        assert "! lots" in row
        assert "3 open" in row


async def test_one_comes_back_to_the_field_of_the_record(start):
    async with start() as d:
        await many(d, 12)
        await d.press("1", "1", "enter")
        await d.until(lambda: d.current.prompt.path == "sources.name")
        await d.press("down", "enter")
        assert d.current.prompt.path == "sources.volume"
        key = d.current.prompt.key
    async with start() as d:
        assert d.current.prompt.key == key
        assert "Source 11 of 12 · db11" in d.shown()


@pytest.mark.parametrize("width", [60, 100, 120])
async def test_how_the_first_record_is_added_is_never_cut(start, width):
    async with start(width, 30) as d:
        await d.go("existing_tools.name")
        assert "yet: press n to add one" in d.shown()


async def test_values_stand_below_each_other_whatever_is_assumed_of_a_record(start):
    async with start() as d:
        live = d.screen.live
        for name in ("shop", "crm"):
            rid = live.add("sources")
            live.say(f"sources/{rid}/name", name)
            live.say(f"sources/{rid}/volume", "77 GB")
        key = f"sources/{rid}/volume"
        await d.go("sources.name")

        def places():
            lines = [line for line in d.shown().splitlines() if "77 GB" in line]
            return [line.index("77 GB") for line in lines]

        [before, same] = places()
        assert before == same
        for certainty in ("assumed", "known"):
            entry = replace(live.notebook.get(key), certainty=certainty)
            live.become({**live.notebook.entries, key: entry})
            d.screen.form.changed([key], reload=True)
            await d.pilot.pause()
            assert ("1 assumed" in d.shown()) is (certainty == "assumed")
            [one, other] = places()
            assert one == other
            assert (one == before) is (certainty == "known")
