"""What if, what matters and scale in the app."""

from __future__ import annotations

import pytest
from textual import events

from data_platform.interview.notebook import Entry
from data_platform.tui import matters_screen, scale_screen, what_if_screen
from data_platform.tui.actions import HEADINGS
from data_platform.tui.dialogs import Line
from data_platform.tui.matters_screen import MattersScreen
from data_platform.tui.scale_screen import ScaleScreen
from data_platform.tui.what_if_screen import WhatIfScreen

ENTRIES = {
    "platform_name": Entry("acme"),
    "sources": Entry(["r1"]),
    "sources/r1/name": Entry("shop_db"),
    "growth": Entry("60 %"),
    "cloud": Entry("aws"),
    "budget": Entry("$2,000"),
}


@pytest.fixture
def acme(real_tools, store):
    store.create("acme", ENTRIES)
    return "acme"


def fits(d, width):
    return max(len(line.rstrip()) for line in d.shown().splitlines()) <= width


# -- what if ---------------------------------------------------------------------


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_what_if_answers_as_one_types_and_saves_nothing(start, acme, size):
    async with start(*size, session=acme) as d:
        before = d.stored()
        await d.press("alt+i")
        await d.until(lambda: "Nothing is saved unless you keep it." in d.shown())
        await d.type("growth=5x cloud=gcp")
        await d.until(lambda: "5 times as much in a year is a growth of 400 %" in d.shown())
        assert "- Cloud: AWS -> Google Cloud" in d.shown()
        assert "COMPONENTS" in d.shown()
        assert fits(d, size[0])
        screen = d.app.screen
        await d.press("pagedown")
        assert screen.list.top > 0 or screen.list.count() <= screen.list.size.height
        await d.press("escape")
        assert not isinstance(d.app.screen, WhatIfScreen)
        assert d.stored() == before


async def test_all_lines_of_what_is_pasted_are_tried(start, acme):
    async with start(session=acme) as d:
        await d.press("alt+i")
        await d.until(lambda: isinstance(d.app.screen, WhatIfScreen))
        line = d.app.screen.query_one(Line)
        line.post_message(events.Paste("\ncloud=gcp\n  growth=400 %\n"))
        await d.until(lambda: "- Cloud: AWS -> Google Cloud" in d.shown())
        assert line.value.startswith("cloud=gcp growth=400 %")
        assert "- Growth: 60 % -> 400 %" in d.shown()


@pytest.mark.parametrize(("key", "screen"), [("alt+i", WhatIfScreen), ("alt+s", ScaleScreen)])
async def test_the_help_tells_of_the_keys_there(start, acme, key, screen):
    async with start(session=acme) as d:
        await d.press(key)
        await d.until(lambda: isinstance(d.app.screen, screen))
        await d.press("f1")
        await d.until(lambda: HEADINGS[screen.HELPS[0]] in d.shown())
        await d.press("escape")
        await d.until(lambda: isinstance(d.app.screen, screen))


async def test_what_is_kept_is_one_step(start, acme):
    async with start(session=acme) as d:
        await d.press("alt+i")
        await d.until(lambda: isinstance(d.app.screen, WhatIfScreen))
        await d.type("growth=2x cloud=gcp")
        await d.press("alt+k")
        await d.until(lambda: not isinstance(d.app.screen, WhatIfScreen))
        assert d.notebook.value("growth") == 100
        assert d.notebook.value("cloud") == "gcp"
        assert d.stored()["cloud"] == Entry("gcp")
        await d.press("f8")
        assert (d.notebook.value("growth"), d.notebook.value("cloud")) == (60, "aws")


async def test_a_mistake_is_said_and_cannot_be_kept(start, acme):
    async with start(session=acme) as d:
        await d.press("alt+i")
        await d.until(lambda: isinstance(d.app.screen, WhatIfScreen))
        await d.type("clod=gcp")
        await d.until(lambda: "did you mean cloud?" in d.shown())
        await d.press("alt+k")
        assert isinstance(d.app.screen, WhatIfScreen)
        await d.until(lambda: "There is nothing to keep" in d.shown())


async def test_what_if_from_the_command_bar(start, acme):
    async with start(session=acme) as d:
        await d.press("ctrl+p")
        await d.type("/what-if growth=70 %")
        await d.press("enter")
        await d.until(lambda: isinstance(d.app.screen, WhatIfScreen))
        assert d.app.screen.query_one(Line).value == "growth=70 %"
        await d.until(lambda: "- Growth: 60 % -> 70 %" in d.shown())


async def test_a_failing_design_says_so(start, acme, monkeypatch):
    def fail(*_):
        raise RuntimeError("broken [red]")

    async with start(session=acme) as d:
        monkeypatch.setattr(what_if_screen, "what_if", fail)
        await d.press("alt+i")
        await d.until(lambda: isinstance(d.app.screen, WhatIfScreen))
        await d.type("growth=70 %")
        await d.until(lambda: "! It cannot be designed: broken [red]" in d.shown())


# -- what matters ----------------------------------------------------------------


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_ranking_leads_to_its_question(start, acme, size):
    async with start(*size, session=acme) as d:
        await d.press("alt+m")
        await d.until(lambda: isinstance(d.app.screen, MattersScreen) and d.app.screen.whole)
        screen = d.app.screen
        first = screen.matters[0]
        await d.until(lambda: first.label[:20] in d.shown())
        assert fits(d, size[0])
        await d.type("team size")
        await d.until(lambda: screen.list.count() == 2)  # with its heading
        await d.press("enter")
        await d.until(lambda: d.current.prompt.place == "team_size")
        assert d.screen.matters[1] == screen.matters


async def test_a_field_of_a_record_is_gone_to(start, acme):
    async with start(session=acme) as d:
        await d.press("alt+m")
        await d.until(lambda: isinstance(d.app.screen, MattersScreen) and d.app.screen.whole)
        await d.type("shop_db volume")
        await d.press("enter")
        await d.until(lambda: d.current.prompt.key == "sources/r1/volume")


async def test_what_is_known_is_not_worked_out_again(start, acme, monkeypatch):
    async with start(session=acme) as d:
        await d.press("alt+m")
        await d.until(lambda: isinstance(d.app.screen, MattersScreen) and d.app.screen.whole)
        found = d.app.screen.matters
        await d.press("escape")
        monkeypatch.setattr(matters_screen, "matters", None)
        await d.press("alt+m")
        await d.until(lambda: isinstance(d.app.screen, MattersScreen))
        assert d.app.screen.whole
        assert d.app.screen.matters is found
        await d.until(lambda: found[0].label[:20] in d.shown())


async def test_what_cannot_be_worked_out_is_said(start, acme, monkeypatch):
    def fail(*_):
        raise RuntimeError("broken")

    async with start(session=acme) as d:
        monkeypatch.setattr(matters_screen, "matters", fail)
        await d.press("alt+m")
        await d.until(lambda: "What matters cannot be worked out: broken" in d.shown())


# -- scale -----------------------------------------------------------------------


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_slider_shows_the_stack_there(start, acme, size):
    async with start(*size, session=acme) as d:
        await d.press("alt+s")
        await d.until(lambda: isinstance(d.app.screen, ScaleScreen) and d.app.screen.curve.path)
        await d.until(lambda: "today's load: $" in d.shown())
        assert fits(d, size[0])
        assert "1,000x" in d.shown()
        assert "Esc close" in d.shown()
        screen = d.app.screen
        await d.press("right")
        assert screen.curve.at == 1
        assert "1.3x the load: $" in d.shown()
        await d.press("left", "left")
        assert screen.curve.at == 0
        await d.press("n")
        here = screen.curve.path.points[screen.curve.at]
        assert here.stack != screen.curve.path.today.stack
        assert "  was " in d.shown()
        await d.press("p")
        assert screen.curve.path.points[screen.curve.at].stack == screen.curve.path.today.stack
        await d.press("escape")
        assert not isinstance(d.app.screen, ScaleScreen)


async def test_moving_the_slider_leaves_the_curve_as_it_is_drawn(start, acme):
    async with start(session=acme) as d:
        await d.press("alt+s")
        await d.until(lambda: isinstance(d.app.screen, ScaleScreen) and d.app.screen.curve.path)
        await d.until(lambda: "today's load: $" in d.shown())
        before = d.shown().splitlines()
        await d.press("right")
        after = d.shown().splitlines()
        high = next(n for n, line in enumerate(after) if "▲" in line)
        assert before[2:high] == after[2:high]
        assert before[high] != after[high]


async def test_what_cannot_be_scaled_is_said(start, acme, monkeypatch):
    def fail(*_):
        raise RuntimeError("broken")

    async with start(session=acme) as d:
        monkeypatch.setattr(scale_screen, "scale_path", fail)
        await d.press("alt+s")
        await d.until(lambda: "This cannot be scaled: broken" in d.shown())
        await d.press("right", "n")
        assert isinstance(d.app.screen, ScaleScreen)
