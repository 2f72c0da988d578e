"""The line of commands on `/`: what it offers, what Enter and Tab do, and where it opens."""

import pytest
from textual.events import Key

from data_platform.catalog.presets import load_presets
from data_platform.tui.actions import ACTIONS
from data_platform.tui.command_bar import CommandBar, rows_for
from data_platform.tui.dialogs import Line
from data_platform.tui.keymap import DEFAULT
from data_platform.tui.palette import action_rows
from data_platform.tui.preview import Search

HOSTILE = "[bold]x[/] {{ 1 }} '; DROP TABLE sessions; -- \\')"


def rows(typed, names=()):
    """The texts of the rows that can be picked, and what they do."""
    found = rows_for(typed, action_rows(DEFAULT), lambda text: text in names)
    picked = [i for i in found if not (i.heading or i.refuses)]
    return [("".join(t for t, _ in i.row), i.value) for i in picked]


def said(typed):
    found = rows_for(typed, action_rows(DEFAULT), lambda text: False)
    return ["".join(t for t, _ in i.row) for i in found if i.heading or i.refuses]


def test_a_use_case_is_found_without_the_name_too():
    texts = [text for text, _ in rows("/fraud detection")]
    assert texts[0].startswith("Fraud detection")
    assert texts[-1].startswith("Search the blueprint")
    assert len(texts) == 2
    assert rows("/xyzzy")[0][0].startswith("Search the blueprint")


def test_a_use_case_is_offered_beside_other_rows_too():
    found = [value for _, value in rows("/customer 360")]
    assert found[-2].word == "customer_360"
    assert found[-1].does == "look_up"


async def bar(d):
    await d.until(lambda: isinstance(d.app.screen, CommandBar))
    return d.app.screen


async def command(d, text):
    """Type a command where one is, as a person does: the first sign opens the line."""
    await d.press("slash")
    await bar(d)
    await d.type(text.removeprefix("/"))
    await d.press("enter")


# -- what is offered -------------------------------------------------------------


def test_the_sign_alone_offers_the_quick_commands():
    assert [value.typed for _, value in rows("/")] == [
        "/data-platform",
        "/data-platform pipeline",
        "/data-platform storage",
        "/data-platform governance",
        "/data-platform ",
    ]


@pytest.mark.parametrize("word", ["pipeline", "storage", "governance"])
@pytest.mark.parametrize(
    "typed", ["/data-platform {}", "//data-platform  {}", "/DATA-PLATFORM {} "]
)
def test_a_quick_command_is_first(typed, word):
    _, first = rows(typed.format(word))[0]
    assert (first.does, first.word) == ("quick", word)


@pytest.mark.parametrize("preset", load_presets(), ids=lambda one: one.id)
def test_what_tab_writes_for_a_use_case_leads_to_it(preset):
    typed = next(v.typed for _, v in rows("/data-platform ") if v.word == preset.id)
    first = rows(typed)[0][1]
    assert (first.does, first.word) == ("start_from", preset.id)


@pytest.mark.parametrize("action", ACTIONS, ids=lambda one: one.id)
def test_every_action_is_found_by_its_id_first(action):
    if action.id not in ("command", "palette"):
        for typed in (f"/{action.id}", f"/{action.id.replace('_', ' ')}", action.id):
            assert rows(typed)[0][1].does == action.id


def test_several_near_use_cases_are_all_offered_with_their_summaries():
    found = {value.word: text for text, value in rows("/data-platform dashboards")}
    assert {"executive_kpis", "embedded_analytics"} <= set(found)
    assert "30 key figures" in found["executive_kpis"]


def test_where_no_use_case_fits_it_says_so_and_offers_the_nearest():
    found = rows("/data-platform quantum knitting")
    assert 3 <= len(found) <= 5
    assert {value.does for _, value in found} == {"start_from"}
    assert said("/data-platform quantum knitting") == [
        "No use case fits “quantum knitting”. The nearest:"
    ]
    assert said("/data-platform churn") == []


def test_where_the_blueprint_names_it_is_a_row():
    found = rows("/data-platform churn", names=("churn",))
    assert [value.does for _, value in found] == ["start_from", "look_up"]
    assert rows("/data-platform orion", names=("orion",))[0][1].does == "look_up"
    assert "look_up" not in [value.does for _, value in rows("/data-platform orion")]


@pytest.mark.parametrize("typed", ["/orion", "orion", "/undo", HOSTILE])
def test_the_last_row_searches_the_blueprint(typed):
    text, last = rows(typed)[-1]
    assert text.startswith("Search the blueprint for “")
    assert (last.does, last.word) == ("look_up", " ".join(typed.removeprefix("/").split()))


# -- in the app ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "section"),
    [
        ("/data-platform", "title"),
        ("/data-platform pipeline", "ingestion"),
        ("/data-platform storage", "storage"),
        ("/data-platform governance", "governance"),
    ],
)
async def test_quick_commands_exactly_as_they_are_written(start, typed, section):
    async with start(120, 40) as d:
        await command(d, typed)
        await d.until(lambda: d.app.screen is d.screen)
        await d.until(lambda: d.screen.preview.view.section == section)
        assert d.screen.preview.view.has_focus is (section == "title")


@pytest.mark.parametrize("question", ["platform_name", "growth", "cloud", "sources.name"])
async def test_it_opens_from_an_empty_line_a_choice_and_a_list(start, question):
    async with start() as d:
        await d.go(question)
        await d.press("slash")
        await bar(d)
        assert "Commands" in d.shown()
        assert d.app.screen.query_one(Line).value == "/"
        await d.press("escape")
        await d.until(lambda: d.current.widget.has_focus)
        assert d.notebook.entries == {}


async def test_it_opens_from_the_blueprint_where_f_searches_now(start):
    async with start() as d:
        await d.press("f3", "slash")
        await bar(d)
        await d.press("escape", "f")
        assert isinstance(d.app.focused, Search)
        await d.press("slash")
        assert d.app.focused.value == "/"
        await d.press("escape", "ctrl+f")
        assert isinstance(d.app.focused, Search)


@pytest.mark.parametrize("question", ["platform_name", "growth"])
async def test_it_opens_where_nothing_was_done_to_the_text_yet(start, question):
    async with start() as d:
        said = {"platform_name": "acme", "growth": "60 %"}[question]
        d.screen.live.say(question, said)
        await d.go("cloud")
        await d.go(question)
        d.current.load()
        await d.press("slash")
        await bar(d)
        assert d.notebook.text(question) == said
        await d.press("escape")
        await d.until(lambda: d.current.widget.has_focus)
        await d.press("end", "slash")
        assert d.app.screen is d.screen
        assert d.notebook.text(question) == f"{said}/"


async def test_a_letter_that_was_typed_and_taken_back_is_no_longer_untouched(start):
    async with start() as d:
        await d.go("growth")
        await d.type("5")
        await d.press("left", "slash")
        assert d.app.screen is d.screen
        assert d.notebook.text("growth") == "/5"


@pytest.mark.parametrize("keys", [("/data-platform governanc3",), ("/data-platform quantum",)])
async def test_where_no_use_case_fits_enter_begins_none(start, store, keys):
    async with start() as d:
        before = d.screen
        await command(d, *keys)
        await d.until(lambda: "so none is begun with" in d.shown())
        assert isinstance(d.app.screen, CommandBar)
        assert len(store.sessions()) == 1
        await d.press("down", "enter")
        await d.until(lambda: d.screen is not before)
        assert len(store.sessions()) == 2


async def test_where_text_is_it_is_a_letter(start):
    async with start() as d:
        await d.type("a/b")
        assert d.notebook.text("platform_name") == "a/b"
        await d.go("current_pain")
        await d.type("/")
        assert d.notebook.text("current_pain") == "/"


async def test_another_key_and_then_the_sign_is_typed(start):
    from data_platform.settings import Settings

    async with start(settings=Settings(keys={"command": ("ctrl+t",)})) as d:
        await d.type("/")
        assert d.notebook.text("platform_name") == "/"
        await d.press("ctrl+t")
        await bar(d)


async def test_keys_that_follow_fast_go_into_the_line(start):
    async with start(120, 40) as d:
        await d.pilot.press("slash", *"storage", "enter")
        await d.until(lambda: d.screen.preview.view.section == "storage")
        assert d.notebook.entries == {}


async def test_tab_completes_to_the_cursors_row(start):
    async with start() as d:
        await d.press("slash")
        screen = await bar(d)
        line = screen.query_one(Line)
        await d.press("down", "down", "tab")
        assert line.value == "/data-platform storage"
        assert line.has_focus
        line.value = "/data-platform frau"
        await d.pilot.pause()
        await d.press("tab")
        assert line.value == "/data-platform fraud detection"
        line.value = "/data"
        await d.pilot.pause()
        await d.press("down", "down", "down", "down", "enter")
        assert line.value == "/data-platform "
        assert "Or a new session for a use case:" in d.shown()
        assert d.app.screen is screen


async def test_tab_comes_after_what_was_typed_before_it(start):
    async with start() as d:
        await d.press("slash")
        line = (await bar(d)).query_one(Line)
        for letter in "stor":
            d.app.post_message(Key(letter, letter))
        d.app.post_message(Key("tab", "\t"))
        await d.until(lambda: len(line.value) > 5)
        assert line.value == "/data-platform storage"


async def test_an_action_is_run(start):
    async with start() as d:
        await command(d, "/theme")
        await d.until(lambda: d.app.theme == "platform-light")
        await d.type("acme")
        await d.go("growth")
        await command(d, "/undo")
        await d.until(lambda: d.notebook.get("platform_name") is None)


async def test_a_search_lands_on_the_first_hit_and_goes_on(start):
    async with start() as d:
        await command(d, "/storage line")
        view = d.screen.preview.view
        await d.until(lambda: view.hit is not None)
        first = view.hit
        assert view.lines[first].text == "storage line 0"
        await d.until(lambda: isinstance(d.app.focused, Search))
        await d.press("enter")
        assert view.hit == first + 1
        await d.press("escape")
        assert view.has_focus


async def test_hostile_text_is_text(start, store):
    async with start() as d:
        await d.press("slash")
        await bar(d)
        d.app.screen.query_one(Line).value = f"/{HOSTILE}"
        await d.pilot.pause()
        assert "[bold]x[/] {{ 1 }}" in d.shown()
        await d.press("enter")
        await d.until(lambda: "The blueprint does not name “[bold]x[/]" in d.shown())
        await d.press("slash")
        await bar(d)
        d.app.screen.query_one(Line).value = f"/data-platform {HOSTILE}"
        await d.pilot.pause()
        assert "No use case fits “[bold]x[/]" in d.shown()
        await d.press("escape")
        assert len(store.sessions()) == 1


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (120, 40)])
async def test_what_is_said_of_a_use_case_is_whole(start, size):
    async with start(*size) as d:
        await d.press("slash")
        await bar(d)
        await d.type("data-platform kpi dashboards")
        shown = " ".join(d.shown().replace("│", " ").split())
        assert "ready at 8 every working day, for 40 readers" in shown
