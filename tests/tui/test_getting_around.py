"""Outline, palette, help, sizes, sessions, places."""

import pytest
from textual.actions import parse

from data_platform.interview import progress
from data_platform.interview.questions import all_questions, all_sections
from data_platform.tui import answering
from data_platform.tui.actions import ACTIONS
from data_platform.tui.dialogs import Ask
from data_platform.tui.header import KeyLine
from data_platform.tui.interview_screen import InterviewScreen
from data_platform.tui.keymap import key_line
from data_platform.tui.preview import Search
from data_platform.tui.sessions_screen import SessionsScreen


async def test_the_outline_lists_all_sections_and_jumps(start):
    async with start() as d:
        await d.press("f2")
        items = d.app.screen.list.items
        assert [i.words for i in items if not i.heading] == [s.id for s in all_sections()]
        await d.type("retention")
        await d.press("enter")
        await d.until(lambda: d.section == "Retention policies")


async def test_the_outline_finds_questions_and_puts_the_cursor_there(start):
    async with start() as d:
        await d.press("f2")
        await d.type("is erased")
        await d.type(" zzz")
        assert "Nothing fits" in d.shown()
        await d.press(*["backspace"] * len("is erased zzz"))
        await d.type("is erased")
        await d.press("enter")
        await d.until(lambda: d.current.prompt.key == "deletion_requests")


async def test_escape_leaves_the_outline_where_one_was(start):
    async with start() as d:
        await d.press("f2", "escape")
        assert isinstance(d.app.screen, InterviewScreen)
        assert d.section == "Inventory data sources"


@pytest.mark.parametrize("width", [60, 80, 120, 200])
async def test_the_key_line_is_never_cut(start, width):
    async with start(width, 24) as d:
        keys = d.screen.query_one(KeyLine)
        assert len(keys.keys) <= 6
        assert len(keys.text()) <= width
        last = d.shown().splitlines()[-1]
        assert all(f"{key} {title}" in last for key, title, _ in key_line())


async def test_the_key_line_tells_of_the_blueprints_keys_while_one_is_there(start):
    async with start(80, 24) as d:
        await d.press("f3")
        await d.until(lambda: "F3 Form" in d.shown().splitlines()[-1])
        assert "e Why" in d.shown().splitlines()[-1]
        await d.press("f3")
        await d.until(lambda: "F3 Blueprint" in d.shown().splitlines()[-1])
        assert "e Why" not in d.shown().splitlines()[-1]


async def test_every_action_has_a_handler_and_runs_from_the_palette(start):
    async with start() as d:
        for action in ACTIONS:
            name, arguments = parse(action.runs)[1:]
            assert hasattr(d.screen, f"action_{name}")
            assert name != "answer" or hasattr(answering, *arguments)
        await d.press("ctrl+p")
        await d.type("don't know")
        await d.press("enter")
        await d.until(lambda: d.notebook.get("platform_name").certainty == "unknown")


async def test_help_tells_of_the_question_and_the_keys(start):
    async with start() as d:
        await d.go("raw_retention")
        await d.press("f1")
        shown = d.shown()
        assert "Why we ask: Sets the lifecycle rule" in shown
        assert "13 months, 3 years" in shown
        assert "F2" in shown
        await d.press("escape")
        assert d.current.widget.has_focus


async def test_narrow_shows_form_or_blueprint(start):
    async with start(80, 24) as d:
        assert not d.screen.preview.display or d.screen.preview.size.width == 0
        await d.press("f3")
        assert "DATA PLATFORM BLUEPRINT" in d.shown()
        assert "What is the platform called?" not in d.shown()
        assert d.screen.preview.view.has_focus
        await d.press("f3")
        assert "What is the platform called?" in d.shown()
        assert d.current.widget.has_focus


async def test_wide_shows_all_three(start):
    async with start(120, 40) as d:
        await d.until(lambda: "StorageDesigner" in d.shown())
        shown = d.shown()
        assert "What is the platform called?" in shown
        assert "ARCHITECTURE OVERVIEW" in shown
        assert d.screen.live.width >= 40


async def test_a_session_is_reopened_at_its_question(start, store):
    async with start() as d:
        await d.go("growth")
        await d.type("60 %")
    async with start() as d:
        assert d.current.prompt.key == "growth"
        assert d.current.widget.value == "60 %"
        assert d.notebook.value("growth") == 60


async def test_the_stored_blueprint_stands_there_before_the_new_one(start, store, monkeypatch):
    info = store.create("one")
    store.save_preview(info.id, "STORED BLUEPRINT", "$5 a month")
    load_advisor = InterviewScreen._load_advisor
    monkeypatch.setattr(InterviewScreen, "_load_advisor", lambda screen: None)
    async with start(120, 40, wait=False) as d:
        await d.until(lambda: d.current)
        await d.until(lambda: "STORED BLUEPRINT" in d.shown() and "$5 a month" in d.shown())
        load_advisor(d.screen)
        await d.ready()
        assert "STORED BLUEPRINT" not in d.shown()
        assert d.screen.preview.view.lines[0].text == "DATA PLATFORM BLUEPRINT"


async def test_several_sessions_open_with_the_list(start, store):
    for name in ("alpha", "beta", "gamma"):
        store.create(name)
    async with start(wait=False) as d:
        await d.until(lambda: isinstance(d.app.screen, SessionsScreen))
        await d.until(lambda: "gamma" in d.shown() and "of" in d.shown())
        await d.type("/alph")
        assert "gamma" not in d.shown()
        await d.press("enter")
        await d.ready()
        assert d.screen.info.name == "alpha"


async def test_sessions_are_made_renamed_deleted_and_brought_back(start, store):
    async with start() as d:
        first = d.screen.info.id
        await d.press("f9", "n")
        await d.press(*["backspace"] * 20)
        await d.type("second")
        await d.press("enter")
        await d.until(lambda: d.screen.info.name == "second" and d.current)
        await d.press("f9", "r")
        await d.type("x")
        await d.press("enter")
        assert {info.name for info in store.sessions()} == {"platform-1", "x"}
        await d.press("end", "x")
        assert first not in [info.id for info in store.sessions()]
        await d.press("u")
        assert first in [info.id for info in store.sessions()]
        await d.press("enter")
        await d.until(lambda: d.screen.info.id == first)


async def test_a_failing_design_loses_no_answer(start, monkeypatch, tmp_path):
    async with start(120, 40) as d:

        def broken(answers, catalogue):
            raise ValueError("no rung")

        d.screen.live.tools.design = broken
        await d.type("acme")
        assert "your answers are kept" in d.shown()
        assert d.stored()["platform_name"].value == "acme"
        assert "no rung" in (tmp_path / "data-platform.log").read_text()


async def test_a_use_case_is_looked_up_in_the_blueprint(start):
    async with start(120, 40) as d:
        await d.press("ctrl+p")
        await d.type("/data-platform cost line 3")
        await d.press("enter")
        await d.until(lambda: "Where this blueprint names" not in d.shown())
        await d.until(lambda: d.screen.preview.view.found == "cost line 3")
        assert "cost line 3" in d.shown()
        assert isinstance(d.app.focused, Search)


async def test_copying_offers_the_section_that_was_touched_though_it_is_hidden(start):
    async with start(80, 24) as d:
        await d.go("growth")
        await d.type("60 %")
        await d.press("f4")
        assert "Copy this section: Scaling considerations" in d.shown()
        await d.press("escape", "f3")
        await d.until(lambda: "▎ Growth: 60.0" in d.shown())


async def test_without_colours_all_is_in_the_terminals_own(start, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    async with start(120, 40) as d:
        await d.press("f2")
        segments = [s for row in d.app.screen._compositor.render_strips() for s in row]
        colours = {s.style.color for s in segments if s.style} | {
            s.style.bgcolor for s in segments if s.style
        }
        assert all(c is None or c.is_default for c in colours)
        assert any(s.style and s.style.reverse for s in segments)


async def test_light_and_dark(start):
    async with start(120, 40) as d:
        await d.press("ctrl+p")
        await d.type("light or dark")
        await d.press("enter")
        await d.until(lambda: d.app.theme == "platform-light")


async def test_with_the_real_advisor_every_section_follows(start, real_tools):
    async with start(120, 40) as d:
        await d.type("harbor")
        assert any("harbor" in line.text for line in d.screen.preview.view.lines)
        assert d.screen.live.trouble == ""
        await d.until(lambda: "a month" in d.shown())


async def test_the_mouse_works_too(start):
    async with start(120, 40) as d:
        nav = d.screen.nav
        await d.until(nav.count)
        await d.pilot.click(nav, offset=(5, 3))
        await d.until(lambda: d.section == "Map requirements")
        await d.pilot.click(d.screen.query_one(KeyLine), offset=(3, 0))
        await d.until(lambda: "Why we ask" in d.shown())
        await d.press("escape")
        choice = d.current.widget
        assert d.current.prompt.key == "cloud"
        await d.pilot.click(choice, offset=(8, 1))
        await d.until(lambda: d.notebook.text("cloud") == "azure")


async def test_the_questions_are_counted_once_for_header_and_outline(start, monkeypatch):
    async with start(120, 40) as d:
        counted = []
        of_question = progress.of_question
        monkeypatch.setattr(
            progress, "of_question", lambda q, n: counted.append(q) or of_question(q, n)
        )
        d.screen._tell()
        assert counted == list(all_questions())


async def test_the_theme_is_remembered(start, store):
    async with start() as d:
        await d.press("ctrl+p")
        await d.type("light")
        await d.press("enter")
        await d.until(lambda: d.app.theme == "platform-light")
    async with start() as d:
        assert d.app.theme == "platform-light"
        store._conn.execute("PRAGMA query_only = ON")
        d.screen.action_theme()
        assert d.app.theme == "platform-contrast"


async def test_records_and_the_blueprint_are_in_the_palette(start):
    async def run(words):
        await d.press("ctrl+p")
        await d.type(words)
        await d.press("enter")
        await d.until(lambda: d.app.screen is d.screen)

    async with start(120, 40) as d:
        await run("duplicate")
        await d.until(lambda: "Go to a list of records" in d.shown())
        await d.go("sources.name")
        await run("records add")
        await d.until(lambda: d.current.prompt.path == "sources.name")
        await d.type("shop")
        await run("remove one")
        await d.until(lambda: "Esc first" in d.shown())
        await d.press("escape")
        await d.until(lambda: d.current.prompt.key == "sources")
        await run("duplicate")
        rids = d.notebook.records("sources")
        assert len(rids) == 2
        await run("move one up")
        assert d.notebook.records("sources") == rids[::-1]
        await run("move one down")
        assert d.notebook.records("sources") == rids
        await run("remove one")
        assert len(d.notebook.records("sources")) == 1
        await run("next section of the blueprint")
        await d.until(lambda: d.screen.preview.view.section == "overview")
        await run("search the blueprint")
        await d.until(lambda: isinstance(d.app.focused, Search))
        for words in ("whole markdown write", "json", "section markdown write", "section file"):
            await d.press("ctrl+p")
            await d.type(words)
            await d.press("enter")
            await d.until(lambda: isinstance(d.app.screen, Ask))
            await d.press("escape")
