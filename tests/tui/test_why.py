"""Why a line says what it says: opened from the blueprint or a question, walked through, left."""

from __future__ import annotations

import threading

import pytest
from textual import events
from textual.widgets import Input

from data_platform.inquiry.trials import Trials
from data_platform.interview.answer_file import read_answers
from data_platform.sessions.store import open_notebook
from data_platform.settings.keys import SIGNS
from data_platform.tui import copying, why_screen
from data_platform.tui.why import Asked, Why, key_of, line_of, path_of, record_ids
from data_platform.tui.why_lines import lines_of
from data_platform.tui.why_screen import TRYING, WhyScreen

ANSWERS = """\
platform_name: harbor
growth: 60 %
cloud: aws
sources:
  - {name: shop_db, kind: postgresql, volume: 180 GB, daily_volume: 1.2 GB/day}
  - {name: billing, kind: saas_api, volume: 3 GB}
use_cases:
  - {name: revenue dashboard, workload: bi}
"""
HOSTILE = """\
platform_name: "[/] {{ 7 }}"
sources:
  - {name: "[red]x[/] [@click=app.quit]", kind: postgresql, volume: 180 GB}
"""


@pytest.fixture(autouse=True)
def real_advisor(real_tools: None) -> None:
    """All of these are explained, so all are designed."""


@pytest.fixture
def at_once(monkeypatch):
    """What a line moves with is tried without waiting for the cursor to rest, and is little."""
    monkeypatch.setattr(why_screen, "REST", 0.001)
    monkeypatch.setattr(
        Trials, "_paths", lambda self, line: (p for p in ("growth", "sources.0.volume", "cloud"))
    )
    monkeypatch.setattr(Trials, "_looked_at", lambda self, names: [])


@pytest.fixture
def at_rest(monkeypatch):
    """The cursor never rests."""
    monkeypatch.setattr(why_screen, "REST", 3600)


@pytest.fixture
def asked(start, store):
    """Starts the app with answers."""

    def asked(width=120, height=40, answers=ANSWERS, **options):
        info = store.create("harbor")
        notebook = open_notebook(store, info.id, lambda error: None)
        notebook.become(read_answers(answers).entries)
        notebook.listener.flush()
        return start(width, height, session="harbor", **options)

    return asked


async def opened(d, *keys: str) -> WhyScreen:
    """The screen, with its first line explained."""
    await d.press(*keys)
    await d.until(lambda: isinstance(d.app.screen, WhyScreen) and d.app.screen.explanation)
    return d.app.screen


async def to_line(d, screen: WhyScreen, words: str) -> None:
    """Go to a line by its words."""
    await d.press("slash")
    await d.until(lambda: d.app.screen is not screen)
    line = d.app.screen.query_one(Input)
    line.value = words
    await d.press("enter")
    await d.until(lambda: d.app.screen is screen)


def said(screen: WhyScreen) -> str:
    """All that is said of the line."""
    return "\n".join("".join(text for text, _ in row) for row in screen.because.rows)


def flat(text: str) -> str:
    """A text without the places where it is wrapped."""
    return " ".join(text.split())


# -- where it opens --------------------------------------------------------------


async def test_it_opens_at_the_section_in_view_and_comes_back_to_it(asked, at_rest):
    async with asked() as d:
        view = d.screen.preview.view
        await d.press("f3", "right_square_bracket", "right_square_bracket")
        section = view.section
        screen = await opened(d, "e")
        assert screen.lines.here.keys == (section,)
        assert screen.heading.text == d.screen.preview.headings[section]
        await d.press("escape")
        assert d.app.screen is d.screen
        assert view.has_focus
        assert view.section == section


async def test_it_opens_at_the_match_of_the_search(asked, at_rest):
    async with asked() as d:
        await d.press("f3", "f")
        await d.press(*"shop", "underscore", *"db")
        hit = d.screen.preview.view.lines[d.screen.preview.view.hit].text
        assert "shop_db" in hit
        await d.press("escape")
        screen = await opened(d, "enter")
        assert screen.lines.here.section == "overview"
        assert "shop_db" in screen.lines.here.text


async def test_a_search_that_was_left_counts_while_its_match_is_in_view(asked, at_rest):
    async with asked() as d:
        view = d.screen.preview.view
        await d.press("f3", "f")
        await d.type("total")
        await d.press("escape")
        section, line = view.asked_about
        assert (section, line) != (view.section, 0)
        assert "total" in view.lines[view.starts[section] + line].text.casefold()
        view.go_to("title")
        assert view.asked_about == ("title", 0)


async def test_it_opens_at_the_first_changed_line_in_view(asked, at_rest):
    async with asked() as d:
        d.screen.live.say("growth", "200 %")
        view = d.screen.preview.view
        await d.until(lambda: any(line.changed for line in view.lines))
        seen = view.lines[view.scroll_offset.y :][: view.size.height]
        changed = next(line for line in seen if line.changed)
        await d.press("f3")
        screen = await opened(d, "e")
        assert any(changed.text.strip()[:20] in line for line in screen.subject.lines)


async def test_from_a_question_it_opens_at_the_section_that_the_answer_decides(asked, at_rest):
    async with asked() as d:
        await d.go("growth")
        block = d.current
        screen = await opened(d, "alt+e")
        assert screen.lines.here.keys == ("scaling",)
        await d.press("escape")
        assert d.current is block
        assert block.widget.has_focus


async def test_its_key_is_not_typed_into_a_field(asked, at_rest):
    async with asked() as d:
        await d.go("growth")
        field = d.current.widget
        value = field.value
        key = events.Key("alt+e", "e")  # as terminals send it
        key.set_sender(d.app)
        d.app._driver.send_message(key)
        await d.until(lambda: isinstance(d.app.screen, WhyScreen) or field.value != value)
        assert field.value == value


async def test_the_line_of_commands_takes_words_or_a_key(asked, at_rest):
    async with asked() as d:
        for typed in ("/explain cost.total", "/explain | TOTAL"):
            d.screen.action_command()
            await d.until(lambda: d.app.screen is not d.screen and d.app.screen.query_one(Input))
            d.app.screen.query_one(Input).value = typed
            await d.pilot.pause()
            screen = await opened(d, "enter")
            assert "cost.total" in screen.lines.here.keys
            await d.press("escape")


async def test_words_that_are_nowhere_are_told_with_the_nearest(asked, at_rest):
    async with asked() as d:
        d.screen.action_explain("cost.totel")
        await d.until(lambda: "did you mean cost.total" in d.shown())
        assert isinstance(d.app.screen, WhyScreen)


async def test_without_a_blueprint_there_is_nothing_to_explain(start, store, monkeypatch):
    store.create("harbor")
    async with start(session="harbor") as d:
        d.screen.live.blueprint = None
        await d.press("alt+e")
        await d.until(lambda: "There is no blueprint yet." in d.shown())
        assert d.app.screen is d.screen


async def test_what_cannot_be_designed_is_told(asked, monkeypatch):
    async with asked() as d:

        def fail(*args: object) -> Why:
            raise ValueError("no [red]catalogue[/]")

        monkeypatch.setattr(Why, "of", fail)
        await d.press("alt+e")
        await d.until(lambda: "cannot be explained: no [red]catalogue[/]" in d.shown())
        assert d.app.screen is d.screen


# -- what it says ----------------------------------------------------------------


async def test_a_sum_is_followed_to_its_rule_its_arithmetic_and_dated_prices(asked, at_rest):
    async with asked() as d:
        screen = await opened(d, "alt+e")
        await to_line(d, screen, "| TOTAL")
        text = flat(said(screen))
        assert "Storage + Compute + Egress + Tools" in text
        assert "(advisor.cost)" in text
        cost = d.screen.live.blueprint.cost
        assert f"{cost.total:,.2f} USD" in text
        assert "Prices - " in text
        price = screen.explanation.prices[0]
        assert price.effective in text
        assert price.source in text
        assert "TOTAL" in d.shown()


async def test_another_line_is_explained_at_once_and_its_other_lines_do_not_draw_anew(
    asked, at_rest
):
    async with asked() as d:
        screen = await opened(d, "alt+e")
        await to_line(d, screen, "Scale:")
        first = screen.explanation
        assert "title.scale" in screen.heading.note
        await d.press("down")  # the same value, wrapped
        assert screen.lines.here.keys == ("title.scale",)
        assert screen.explanation is first
        await to_line(d, screen, "Team:")
        assert screen.explanation.key == "title.team"
        assert said(screen) != "\n".join(first.lines)
        assert "people who build and run it" in said(screen)


async def test_keys_go_through_the_lines_and_skip_blank_ones(asked, at_rest):
    async with asked() as d:
        screen = await opened(d, "alt+e")
        await d.press("home")
        assert screen.lines.here.keys == ("title",)
        seen = []
        for _ in range(20):
            seen.append(screen.lines.here)
            await d.press("down")
        assert all(place.text and place.keys for place in seen)
        await d.press("end")
        assert screen.lines.here is screen.lines.places[-1]
        await d.press("left_square_bracket")
        assert screen.lines.here.text == "OPEN QUESTIONS"
        await d.press("p")
        assert screen.lines.here.section == "assumptions"
        await d.press("n", "n")
        assert screen.lines.here.section == "open_questions"


async def test_finding_goes_on_from_the_cursor_and_round_the_end(asked, at_rest):
    async with asked() as d:
        screen = await opened(d, "alt+e")
        lines = screen.lines
        hits = [i for i, place in enumerate(lines.places) if "shop_db" in place.text]
        lines.go(lines.starts[0])
        for expected in hits[:3]:
            await to_line(d, screen, "shop_db")
            assert lines.cursor == expected
        lines.go(hits[-1])
        await to_line(d, screen, "shop_db")
        assert lines.cursor == hits[0]
        await to_line(d, screen, "ingestion.billing.tool")
        assert "ingestion.billing.tool" in lines.here.keys
        await d.press("slash")
        await d.until(lambda: d.app.screen is not screen)
        assert d.app.screen.query_one(Input).value == "ingestion.billing.tool"
        d.app.screen.query_one(Input).value = "ingestion.billing.tol"
        await d.press("enter")
        reason = d.app.screen.reason
        await d.until(lambda: "did you mean ingestion.billing.tool?" in reason.words)


# -- what it moves with ----------------------------------------------------------


async def test_what_it_moves_with_arrives_and_leads_to_the_question(asked, at_once):
    async with asked() as d:
        screen = await opened(d, "alt+e")
        await to_line(d, screen, "| TOTAL")
        await d.until(lambda: screen.deep)
        text = said(screen)
        assert TRYING not in text
        assert "› Volume of shop_db: 180 GB (known)" in text
        row = next(
            index
            for index, row in enumerate(screen.because.rows)
            if any(text.startswith("Volume of") for text, _ in row)
        )
        await d.press("tab")
        assert screen.because.has_focus
        assert "Tab lines" in d.shown()
        screen.because.move_to(row)
        await d.press("enter")
        await d.until(lambda: d.app.screen is d.screen)
        rid = d.notebook.records("sources")[0]
        await d.until(lambda: d.current and d.current.prompt.key == f"sources/{rid}/volume")
        assert d.current.widget.has_focus


async def test_it_is_tried_only_once_for_the_same_answers(asked, at_once, monkeypatch):
    calls = []
    moved_by = Trials.moved_by
    monkeypatch.setattr(
        Trials,
        "moved_by",
        lambda self, keys, stop: calls.append(tuple(keys)) or moved_by(self, keys, stop),
    )
    async with asked() as d:
        screen = await opened(d, "alt+e")
        await to_line(d, screen, "| TOTAL")
        await d.until(lambda: screen.deep)
        keys = screen.subject.keys
        await d.press("escape")
        d.screen.action_explain("cost.total")
        await d.until(lambda: d.app.screen is not d.screen and d.app.screen.deep)
        again = d.app.screen
        assert again.why is screen.why
        assert again.subject.keys == keys
        assert calls.count(tuple(calls[-1])) == 1
        await d.press("escape")
        d.screen.live.say("growth", "61 %")
        d.screen.action_explain("cost.total")
        await d.until(lambda: d.app.screen is not d.screen and d.app.screen.deep)
        assert d.app.screen.why is not screen.why


async def test_going_on_stops_what_is_tried_for_the_line_before(asked, monkeypatch):
    monkeypatch.setattr(why_screen, "REST", 0.001)
    begun, stopped, go = [], [], threading.Event()

    def moved_by(self, keys, stop):
        begun.append(tuple(keys))
        while not stop():
            if go.wait(0.01):
                break
        stopped.append(tuple(keys))
        raise why_screen.Stopped

    monkeypatch.setattr(Trials, "moved_by", moved_by)
    async with asked() as d:
        screen = await opened(d, "alt+e")
        await d.until(lambda: begun)
        assert TRYING in said(screen)
        await to_line(d, screen, "| TOTAL")
        await d.until(lambda: begun[0] in stopped)
        await d.until(lambda: len(begun) > 1)
        assert TRYING in said(screen)
        await d.press("escape")
        await d.until(lambda: len(stopped) == len(begun))
        go.set()


async def test_where_trying_fails_the_rest_stands(asked, monkeypatch):
    monkeypatch.setattr(why_screen, "REST", 0.001)

    def moved_by(self, keys, stop):
        raise ValueError("no [red]rung[/]")

    monkeypatch.setattr(Trials, "moved_by", moved_by)
    async with asked() as d:
        screen = await opened(d, "alt+e")
        await d.until(lambda: "cannot be tried: no [red]rung[/]" in said(screen))
        assert "Rule" in said(screen)


# -- taking it away --------------------------------------------------------------


async def test_it_is_copied_and_written(asked, at_once, tmp_path, monkeypatch):
    copied = []

    def copy_text(text, **options):
        copied.append((text, options["file_key"]))
        return "copied."

    monkeypatch.setattr(copying, "copy_text", copy_text)
    monkeypatch.chdir(tmp_path)
    async with asked() as d:
        screen = await opened(d, "alt+e")
        await to_line(d, screen, "| TOTAL")
        await d.until(lambda: screen.deep)
        await d.press("c")
        await d.until(lambda: "The explanation: copied." in d.shown())
        [(text, file_key)] = copied
        assert text.startswith("WHY: COST ESTIMATE\n")
        assert "Answers it moves with" in text
        assert max(map(len, text.splitlines())) <= copying.WIDTH
        assert file_key == "w"
        await d.press("w")
        await d.until(lambda: d.app.screen is not screen)
        name = d.app.screen.query_one(Input).value
        assert name == "harbor-why-cost-total.txt"
        await d.press("enter")
        await d.until(lambda: d.app.screen is screen)
        assert (tmp_path / name).read_text("utf-8") == text


# -- looks -----------------------------------------------------------------------


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (44, 20)])
async def test_nothing_is_clipped_and_users_texts_are_texts(asked, at_once, size):
    async with asked(*size, answers=HOSTILE) as d:
        screen = await opened(d, "alt+e")
        await to_line(d, screen, "[red]x[/]")
        await d.until(lambda: screen.deep)
        assert "[@click=app.quit]" in said(screen) + "".join(screen.subject.lines)
        shown = d.shown()
        assert "…" not in "".join(place.text for place in screen.lines.places[:3])
        widest = max(len(place.text) for place in screen.lines.places)
        assert widest <= max(40, screen.lines.size.width - 4)
        assert max(len(said_) for said_ in said(screen).splitlines()) <= screen.because.room
        if size[0] >= 80:
            assert "Esc back" in shown.splitlines()[-1]
            assert "Rule" in shown
        await d.press("tab", "end", "tab")
        assert isinstance(d.app.screen, WhyScreen)


async def test_another_width_keeps_the_line(asked, at_rest):
    async with asked(120, 40) as d:
        screen = await opened(d, "alt+e")
        await to_line(d, screen, "| TOTAL")
        keys = screen.lines.here.keys
        before = len(screen.lines.places)
        await d.pilot.resize_terminal(80, 24)
        await d.until(lambda: len(screen.lines.places) != before)
        await d.until(lambda: screen.lines.here.keys == keys)
        top, height = screen.lines.top, screen.lines.size.height
        assert top <= screen.lines.cursor < top + height
        await d.pilot.resize_terminal(120, 40)
        await d.until(lambda: len(screen.lines.places) == before)
        assert screen.lines.here.keys == keys


def test_every_key_of_the_screen_can_be_typed():
    from data_platform.tui.actions import EVERY

    mine = {key for one in EVERY if one.scope == "why" for key in one.keys}
    assert {"slash", "right_square_bracket"} <= mine & set(SIGNS)


# -- away from any widget --------------------------------------------------------


@pytest.fixture(scope="module")
def why():
    from data_platform.catalog import load_catalogue

    return Why.of(read_answers(ANSWERS).answers(), load_catalogue())


def test_its_lines_are_those_of_the_blueprint(why):
    from data_platform.blueprint.render import render_sections

    for width in (40, 71, 100):
        sections = render_sections(why.explainer.blueprint, width)
        text = "\n\n".join("\n".join(lines) for lines in sections.values())
        assert "\n".join(place.text for place in why.lines(width)) == text


def test_a_line_at_one_width_is_found_at_another(why):
    narrow, wide = why.lines(40), why.lines(100)
    starts = {}
    for index, place in enumerate(narrow):
        if place.text:
            starts.setdefault(place.section, index)
    for index, place in list(enumerate(narrow))[::40]:
        if place.keys:
            asked = Asked(section=place.section, line=index - starts[place.section], width=40)
            at = why.shown(100, asked).at
            assert set(place.keys) & set(wide[at].keys), place
    assert line_of(wide, ("no.such.key",)) == 0


def test_paths_and_keys_of_answers_lead_to_each_other():
    notebook = read_answers(ANSWERS)
    ids = record_ids(notebook)
    for key, entry in notebook.entries.items():
        if not isinstance(entry.value, list):
            assert key_of(path_of(key, ids), ids) == key
    assert path_of("sources", ids) == "sources"
    assert path_of("sources/gone/volume", ids) == "sources"
    assert key_of("sources.7.volume", ids) == "sources"
    assert key_of("pipelines.0.name", ids) == "pipelines"


def test_only_the_lines_of_answers_lead_somewhere(why):
    from data_platform.inquiry.explain import find, with_inputs
    from data_platform.inquiry.explanation import Input as Moving
    from data_platform.inquiry.trials import Inputs

    of = find(why.explainer.blueprint, "cost.total")
    inputs = [
        Moving(key=key, label=f"- {key} " * 9, value="[/]", sure="known", effect="then " * 30)
        for key in ("growth", "cloud", "region")
    ]
    whole = with_inputs(why.explainer.at_once(of), Inputs(tuple(inputs[:2]), (inputs[2],), ()))
    rows = list(lines_of(whole, True, 50))
    assert [one.key for row, one in rows if one and row[0] == ("› ", "accent")] == [
        "growth",
        "cloud",
        "region",
    ]
    assert sum(one is inputs[0] for _, one in rows) > 1  # also those that it is wrapped to
    titles = [row[0][0] for row, _ in rows if row[0][1] == "title"]
    assert titles[0] == "Rule"
    assert titles[-3:] == [
        "Answers it moves with",
        "Assumptions it moves with",
        "Constants it moves with",
    ]
    assert not any(one for _, one in lines_of(why.explainer.at_once(of), False, 50))
