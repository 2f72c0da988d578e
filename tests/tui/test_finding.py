"""Finding things: the outline by the words that people type, and actions in the palette."""

import pytest
from open_questions import essentials_left

from data_platform.interview.questions import all_sections
from data_platform.tui.header import Nav
from data_platform.tui.records import RecordList


async def find(d, word):
    await d.press("f2")
    await d.type(word)
    await d.press("enter")


@pytest.mark.parametrize(
    ("word", "question"),
    [
        ("gdpr", "compliance"),
        ("skill", "skills"),
        ("batch", "batch_start"),
        ("schedule", "pipelines"),
        ("budget", "budget"),
        ("growth", "growth"),
    ],
)
async def test_a_word_of_any_part_finds_the_question(start, word, question):
    async with start() as d:
        await find(d, word)
        await d.until(lambda: d.current.prompt.key == question)


async def test_answers_are_found_and_the_records_field_opens(start):
    async with start() as d:
        live = d.screen.live
        rid = live.add("use_cases")
        live.say(f"use_cases/{rid}/name", "Recommender")
        other = live.add("sources")
        live.say(f"sources/{other}/name", "crm")
        await find(d, "recommender")
        await d.until(lambda: d.current.prompt.key == f"use_cases/{rid}/name")
        await d.press("f2")
        await d.type("crm stand")
        assert "crm: Where does it stand?" in d.shown()
        await d.press("escape")
        await find(d, "location")
        await d.until(lambda: isinstance(d.current.widget, RecordList))
        assert d.section == "Data source inventory"


async def test_the_records_field_is_where_the_cursor_goes(start):
    async with start() as d:
        live = d.screen.live
        rid = live.add("sources")
        live.say(f"sources/{rid}/name", "crm")
        live.say(f"sources/{rid}/location", "on_premises")
        await find(d, "on premises")
        await d.until(lambda: d.current.prompt.key == f"sources/{rid}/location")
        await d.pilot.pause()
        assert d.current.widget.has_focus


async def test_a_question_that_is_asked_with_the_word_comes_before_one_that_mentions_it(start):
    async with start() as d:
        await d.press("f2")
        await d.type("documents")
        values = [item.value for item in d.app.screen.list.items]
        assert values[0] == "documents"
        assert len(values) == len(set(values))


@pytest.mark.parametrize("word", ["theme", "colour", "color", "dark", "light"])
async def test_an_action_is_found_by_the_words_for_it(start, word):
    async with start() as d:
        await d.press("ctrl+p")
        await d.type(word)
        await d.press("enter")
        await d.until(lambda: d.app.theme == "platform-light")


async def test_the_title_of_an_action_comes_before_other_words_for_it(start):
    async with start() as d:
        await d.press("ctrl+p")
        await d.type("undo")
        assert d.app.screen.list.items[0].value.does == "undo"


async def test_help_in_the_blueprint_tells_of_the_blueprint(start):
    async with start(80, 24) as d:
        await d.press("f3", "f1")
        assert "Copy the section that the title names" in d.shown()
        assert "What is the platform called?" not in d.shown()
        await d.press("escape")
        assert d.screen.preview.view.has_focus


@pytest.mark.parametrize("width", [60, 80])
async def test_nothing_in_the_help_is_cut(start, width):
    async with start(width, 40) as d:
        await d.press("f1")
        lines = d.app.screen.query_one("HelpLines")
        rows = ["".join(text for text, _ in row) for row in lines.lines]
        assert max(len(row.rstrip()) for row in rows) <= lines.size.width - 2
        assert not any("…" in row for row in rows)
        assert any("Alt+↓" in row for row in rows)


async def many(d, count=300):
    live = d.screen.live
    for number in range(1, count + 1):
        rid = live.notebook.add("sources")
        live.notebook.set(f"sources/{rid}/name", f"db{number}")
    rids = live.notebook.records("sources")
    live.notebook.set(f"sources/{rids[count - 11]}/volume", "lots")
    live.redesign()
    d.screen.form.changed(["sources"], reload=True)
    return f"sources/{rids[count - 11]}/volume"


async def test_a_wrong_draft_of_a_record_is_led_to_by_outline_filter_and_key(start):
    async with start(120, 40) as d:
        key = await many(d)
        await d.press("f2")
        await d.type("data sources")
        assert "! Inventory data sources" in d.shown()
        await d.press("enter")
        await d.until(lambda: d.current.prompt.key == key)
        await d.go("growth")
        await d.press("f2")
        await d.type("fix")
        assert d.app.screen.list.items[0].value == key
        assert "db290" in d.shown()
        assert "to fix: lots" in d.shown()
        await d.press("enter")
        await d.until(lambda: d.current.prompt.key == key)
        await d.go("growth")
        for question in essentials_left(d.notebook):
            d.screen.live.mark(question.fills, "unknown")
        await d.until(lambda: "The essential questions are answered" in d.shown())
        await d.press("f7")
        await d.until(lambda: d.current.prompt.key == key)
        await d.press("f7")
        await d.until(lambda: "only answer that is still to fix" in d.shown())


async def test_a_click_on_a_section_with_something_wrong_goes_there(start):
    async with start(120, 40) as d:
        key = await many(d, 12)
        section = all_sections()[0]
        d.screen.on_nav_picked(Nav.Picked(section))
        await d.until(lambda: d.current.prompt.key == key)


async def test_an_option_that_nobody_picked_has_not_the_sign_of_an_answer(start):
    async with start() as d:
        d.screen.live.say("cloud", "gcp")
        await d.press("f2")
        await d.type("azure")
        [row] = [line for line in d.shown().splitlines() if "can be Azure" in line]
        assert "●" not in row
        assert "○" not in row
        await d.press("escape")
        d.screen.live.say("cloud", "azure")
        await d.press("f2")
        await d.type("azure")
        assert "can be Azure" not in d.shown()
        assert any("●" in line and "Azure" in line for line in d.shown().splitlines())
