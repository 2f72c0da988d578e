"""Going on: Enter and Tab past the last question, wrong last answers, what is in view."""

import pytest

from data_platform.tui.form import Onward
from data_platform.tui.records import RecordList


async def record(d, *keys):
    await d.go("sources.name")
    await d.press("n")
    await d.until(lambda: d.current.prompt.path == "sources.name")
    await d.pilot.pause()


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_way_to_the_next_section_is_on_the_screen(start, size):
    async with start(*size) as d:
        assert "PgDn: next section, Identify use cases" in d.shown()
        await record(d)
        assert "Esc: back to the sources" in d.shown()
        await d.go("future_needs")
        await d.until(lambda: d.section == "Evolve architecture")
        assert "F3" in d.shown().splitlines()[-2]


async def test_the_way_on_fits_its_line(start):
    async with start(60, 24) as d:
        line = d.screen.query_one(Onward)
        for section in ("platform_name", "deadline", "raw_retention"):
            await d.go(section)
            assert "…" not in "".join(text for text, _ in line.rows(line.size.width)[0])


async def test_tab_goes_on_to_the_next_section_and_back(start):
    async with start() as d:
        await d.press("tab")
        assert isinstance(d.current.widget, RecordList)
        await d.press("tab")
        await d.until(lambda: d.section == "Identify use cases")
        await d.press("shift+tab")
        await d.until(lambda: d.section == "Inventory data sources")
        assert d.current.prompt.key == "sources"


async def test_tab_leaves_a_record_past_its_last_field(start):
    async with start() as d:
        await record(d)
        await d.press("tab", "tab", "tab", "tab")
        assert d.current.prompt.path == "sources.pii"
        await d.press("tab")
        await d.until(lambda: isinstance(d.current.widget, RecordList))


async def test_tab_leaves_a_field_of_several_lines(start):
    async with start() as d:
        await d.go("business_rules")
        await d.press("a", "tab")
        assert d.current.prompt.key == "data_models"
        assert d.notebook.text("business_rules") == "a"


async def wrong_target(d):
    """A record whose last field is wrong, the cursor there."""
    await d.go("skills.name")
    await d.press("n")
    await d.until(lambda: d.current.prompt.path == "skills.name")
    await d.press("s", "enter")
    await d.type("many")
    assert d.current.prompt.path == "skills.people"


async def test_enter_stays_once_where_the_last_answer_of_a_record_is_wrong(start):
    async with start() as d:
        await wrong_target(d)
        await d.press("enter")
        assert d.current.prompt.path == "skills.people"
        assert "Enter again goes on" in " ".join(d.shown().split())
        await d.type("d")
        assert d.current.widget.value == "manyd"
        assert len(d.notebook.records("skills")) == 1
        await d.press("enter")
        assert d.current.prompt.path == "skills.people"
        await d.press("enter")
        await d.until(lambda: isinstance(d.current.widget, RecordList))


@pytest.mark.parametrize("key", ["tab", "escape"])
async def test_a_wrong_answer_never_holds_one_up(start, key):
    async with start() as d:
        await wrong_target(d)
        await d.press(key)
        await d.until(lambda: isinstance(d.current.widget, RecordList))


async def test_all_that_is_said_under_a_field_is_seen(start):
    async with start() as d:
        await d.go("growth")
        hints = d.current.note.rows(d.current.note.size.width)
        await d.type("0.6")
        await d.press("f5")
        said = d.current.note.rows(d.current.note.size.width)
        assert said[1:] == hints
        assert len(said) <= d.current.note.size.height


@pytest.mark.parametrize(
    ("question", "typed", "said"),
    [
        ("raw_retention", "90 days", ""),
        ("budget", "$1,200", ""),
        ("budget", "1200", ""),
        ("budget", "1.2k", "= $1,200"),
        ("peak_events", "40 events/s", ""),
        ("batch_start", "0 2 * * *", "= every day at 02:00"),
    ],
)
async def test_a_value_is_said_again_only_where_it_says_more(start, question, typed, said):
    async with start() as d:
        await d.go(question)
        d.screen.live.say(question, typed)
        await d.pilot.pause()
        status = ["".join(text for text, _ in row) for row in d.current.note._status(70)]
        assert status == ([said] if said else [])


async def test_events_where_bytes_are_asked_are_told_where_they_belong(start):
    async with start() as d:
        await record(d)
        await d.press("enter", "enter", "enter")
        assert d.current.prompt.path == "sources.daily_volume"
        await d.type("300 events/s")
        assert "asked in DISCOVER › Map requirements" in d.shown()


async def test_the_questions_title_is_there_again_after_the_terminal_was_tiny(start):
    async with start(80, 24) as d:
        await d.go("peak_events")
        for size in ((40, 10), (80, 24), (40, 10)):
            await d.pilot.resize_terminal(*size)
            await d.pilot.pause()
            await d.pilot.pause()
            assert "How many events a second" in d.shown()


async def test_the_name_of_a_session_that_a_person_chose_is_offered(start, store):
    store.create("acme")
    async with start(session="acme") as d:
        assert "→ takes the session's name, acme" in d.shown()
        await d.press("right")
        assert d.notebook.text("platform_name") == "acme"


async def test_a_section_that_only_asks_of_records_says_what_is_open(start):
    async with start() as d:
        rid = d.screen.live.add("sources")
        d.screen.live.say(f"sources/{rid}/name", "shop")
        await d.go("sources.owner")
        assert "open: Enter asks" in d.shown()
        d.screen.live.say(f"sources/{rid}/owner", "shop team")
        await d.pilot.pause()
        assert "shop team · 1 open" in d.shown()


async def test_another_section_shows_its_title_though_the_form_was_hidden(start):
    async with start(80, 24) as d:
        await d.go("tuning_rhythm")
        await d.press("f3", "f2")
        await d.type("daily run")
        await d.press("enter")
        await d.until(lambda: d.current.prompt.key == "batch_start")
        await d.pilot.pause()
        assert "PipelineArchitect.MOD › Orchestration" in d.shown()
        assert "Optimize performance" not in d.shown()


async def test_enter_stays_once_at_any_wrong_answer(start):
    async with start() as d:
        await d.go("budget")
        await d.type("lots")
        await d.press("enter")
        assert d.current.prompt.key == "budget"
        assert "Enter again goes on" in " ".join(d.shown().split())
        await d.press("enter")
        assert d.current.prompt.key != "budget"
        assert d.notebook.text("budget") == "lots"
