"""Sessions from use cases in the app: opened, said to be assumed, confirmed."""

import pytest

from data_platform.catalog.presets import load_presets
from data_platform.interview.progress import of_all
from data_platform.sessions.starting import from_preset
from data_platform.tui.app import DataPlatformApp
from data_platform.tui.command_bar import CommandBar
from data_platform.tui.records import RecordList

FRAUD = next(one for one in load_presets() if one.id == "fraud_detection")
ASSUMED = sum(entry.certainty == "assumed" for entry in FRAUD.entries.values())


@pytest.fixture
def fraud(store):
    return from_preset(store, FRAUD)


def assumed(d, prefix=""):
    entries = d.notebook.entries
    return [k for k, e in entries.items() if e.certainty == "assumed" and k.startswith(prefix)]


async def at_first_assumed(d):
    """A question of one line of text whose answer is assumed."""
    key = next(k for k in assumed(d) if "/" not in k)
    await d.go(key)
    return key


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_use_case_opens_a_new_session_and_says_what_is_assumed(start, store, size):
    async with start(*size) as d:
        await d.type("acme")
        before = d.screen
        await d.press("down")
        await d.press("ctrl+p")
        await d.until(lambda: isinstance(d.app.screen, CommandBar))
        await d.type("/data-platform fraud detection")
        await d.press("enter")
        await d.until(lambda: d.screen is not before)
        await d.ready()
        assert d.screen.info.name == "fraud-detection"
        assert len(assumed(d)) == ASSUMED
        said = f"{ASSUMED} answers are assumed: F6 confirms one, F7 leads to the next."
        await d.until(lambda: said in " ".join(d.shown().split()))
        names = [info.title for info in store.sessions()]
        assert sorted(names) == ["acme", "fraud-detection"]
        assert store.entries(before.info.id)["platform_name"].value == "acme"


async def test_it_is_said_once(start, fraud, store):
    async with start(session="fraud-detection") as d:
        await d.until(lambda: "answers are assumed" in d.shown())
        await d.press("f7")
        d.stored()
    async with start(session="fraud-detection") as d:
        assert "answers are assumed" not in d.shown()


async def test_an_assumed_answer_is_marked_and_confirmed(start, fraud):
    async with start(session="fraud-detection") as d:
        key = await at_first_assumed(d)
        row = next(line for line in d.shown().splitlines() if line.rstrip().endswith("assumed"))
        assert row
        assert "Assumed for this use case. F6 confirms it." in d.shown()
        answered = of_all(d.notebook).answered
        before = d.notebook.get(key)
        await d.press("f6")
        after = d.notebook.get(key)
        assert (after.value, after.certainty) == (before.value, "known")
        assert of_all(d.notebook).answered == answered + 1
        assert "F6 confirms it" not in d.shown()
        await d.press("f6")
        assert d.notebook.get(key).certainty == "estimate"
        await d.press("f8", "f8")
        assert d.notebook.get(key) == before
        assert d.stored()[key] == before


async def test_the_tag_has_the_accents_colour(start, fraud):
    async with start(session="fraud-detection") as d:
        key = await at_first_assumed(d)
        widget = d.current.widget
        assert d.current.prompt.key == key
        accent = widget.get_component_rich_style("dp--accent", partial=True).color
        strips = [widget.render_line(y) for y in range(widget.size.height)]
        tags = [s for strip in strips for s in strip if s.text.strip() == "assumed"]
        assert [s.style.color for s in tags[:1]] == [accent]


async def test_in_a_list_the_whole_record_is_confirmed_in_one_step(start, fraud):
    async with start(session="fraud-detection") as d:
        await d.go("sources.name")
        records = d.current.widget
        assert isinstance(records, RecordList)
        first, second, *_ = d.notebook.records("sources")
        records.move_to(1)
        count, others = len(assumed(d, f"sources/{second}/")), len(assumed(d, f"sources/{first}/"))
        assert f"{count} assumed" in d.shown() or count
        await d.press("f6")
        assert assumed(d, f"sources/{second}/") == []
        assert len(assumed(d, f"sources/{first}/")) == others
        await d.until(lambda: f"Confirmed {count} answers of " in " ".join(d.shown().split()))
        await d.press("f6")
        await d.until(lambda: "Nothing is assumed of it." in d.shown())
        await d.press("f8")
        assert len(assumed(d, f"sources/{second}/")) == count


async def test_a_section_is_confirmed_from_the_line_of_commands(start, fraud):
    async with start(session="fraud-detection") as d:
        await at_first_assumed(d)
        place = d.screen.form.place
        keys = [q.fills for q in place.section.questions if q.fills in assumed(d)]
        await d.press("ctrl+p")
        await d.type("confirm section")
        await d.press("enter")
        await d.until(lambda: not set(keys) & set(assumed(d)))
        assert len(assumed(d)) > 0
        await d.press("f8")
        assert set(keys) <= set(assumed(d))


async def test_what_is_next_leads_to_what_is_assumed_and_help_tells(start, fraud):
    async with start(session="fraud-detection") as d:
        await d.press("f1", "end")
        lines = d.app.screen.query_one("HelpLines").lines
        text = " ".join("".join(t for t, _ in row) for row in lines)
        assert "“assumed” beside an answer" in " ".join(text.split())
        await d.press("escape")
        for _ in range(60):
            await d.press("f7")
            await d.until(lambda: d.current is not None)
            if d.current.prompt.key in assumed(d):
                break
        assert d.current.prompt.key in assumed(d)


async def test_a_session_of_the_command_line_says_so_too(store, fraud):
    app = DataPlatformApp(store, fraud, at="")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        for _ in range(400):
            await pilot.pause(0.01)
            if app._notifications:
                break
        [said] = [one.message for one in app._notifications]
        assert said.startswith(f"{ASSUMED} answers are assumed")


async def test_a_session_that_cannot_be_stored_stays_open(start, store):
    async with start() as d:
        before = d.screen
        store._conn.execute("PRAGMA query_only = ON")
        await d.type("acme")
        d.screen.action_start_from("fraud_detection")
        await d.until(lambda: "this session stays open" in " ".join(d.shown().split()))
        assert d.screen is before
        store._conn.execute("PRAGMA query_only = OFF")
        assert len(store.sessions()) == 1
