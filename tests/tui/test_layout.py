"""What has room at a size of the terminal, and what never moves or hides there."""

import pytest
from textual.widgets import Input

from data_platform.interview.questions import all_sections, load_screens


@pytest.mark.parametrize("width", [100, 104, 110, 115, 116, 120, 160, 200])
async def test_from_100_columns_on_all_three_are_there(start, width):
    async with start(width, 30) as d:
        screen = d.screen
        await d.until(lambda: screen.nav.count())
        screens = [one.title.removesuffix(".MOD") for one in load_screens()]
        drawn = [screen.nav.render_line(y).text for y in range(screen.nav.count())]
        for title in screens:
            [row] = [line for line in drawn if line.startswith(title[:6])]
            assert len(row.split()[-1]) == 5
        assert screen.form.size.width >= 34
        assert screen.preview.view.text_width >= 40
        assert screen.live.width == min(100, screen.preview.view.text_width)
        assert screen.preview.region.right == width


@pytest.mark.parametrize(("height", "there"), [(50, False), (51, True), (60, True)])
async def test_a_high_terminal_shows_all_sections_in_the_outline_column(start, height, there):
    async with start(200, height) as d:
        await d.until(lambda: d.screen.nav.count())
        rows = 48 if there else 8 + len(load_screens()[0].sections)
        assert d.screen.nav.count() == rows
        assert (all_sections()[-1].title in d.shown()) is there
        await d.pilot.resize_terminal(200, 30 if there else 60)
        await d.until(lambda: d.screen.nav.count() == (13 if there else 48))


async def test_the_scrollbar_moves_no_tag(start):
    async with start(80, 60) as d:
        await d.type("acme")
        before = d.current.widget.region
        await d.pilot.resize_terminal(80, 10)
        await d.until(lambda: d.screen.form.body.show_vertical_scrollbar)
        assert d.current.widget.region.width == before.width
        tags = [line for line in d.shown().splitlines()[1:] if "acme  " in line]
        assert tags[0].rstrip().rstrip("▁▂▃▄▅▆▇█ ").endswith("known")


async def test_a_long_text_shows_its_first_line_again_after_the_terminal_was_tiny(start):
    async with start(80, 24) as d:
        await d.go("current_pain")
        d.current.widget.insert(
            "first line of what hurts now\n" + "and one more of that kind\n" * 3
        )
        await d.pilot.pause()
        for size in ((20, 5), (80, 24)):
            await d.pilot.resize_terminal(*size)
            await d.until(lambda size=size: d.app.size == size)
            await d.pilot.pause()
        await d.until(lambda: "first line" in d.shown())
        assert d.current.widget.scroll_offset.y == 0


async def test_without_colours_the_field_with_the_cursor_has_another_line(start, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    async with start() as d:
        assert isinstance(d.current.widget, Input)
        for question in ("platform_name", "current_pain", "cloud", "sources.name"):
            await d.go(question)
            region = d.current.widget.region
            assert d.shown().splitlines()[region.y][region.x] == "▌"
            assert d.shown().count("▌") == region.height


async def test_in_a_tiny_terminal_the_question_is_there(start):
    async with start(20, 5) as d:
        await d.go("growth")
        await d.type("60 %")
        assert "60 %" in d.shown()
        await d.pilot.resize_terminal(80, 24)
        await d.until(lambda: "›" in d.shown() and "next section" in d.shown())
        assert "60 %" in d.shown()


@pytest.mark.parametrize("key", ["f1", "f2", "f4", "f12", "ctrl+l", "shift+f9"])
@pytest.mark.parametrize(("width", "whole"), [(80, True), (99, True), (100, False)])
async def test_below_100_columns_a_dialog_takes_the_whole_width(start, key, width, whole):
    async with start(width, 24) as d:
        await d.press(key)
        await d.until(lambda: d.app.screen.query_one("#dialog").region.height > 2)
        region = d.app.screen.query_one("#dialog").region
        assert (region.x, region.right) == ((0, width) if whole else (12, 88))
        await d.pilot.resize_terminal(120 if whole else 80, 24)
        await d.until(lambda: (d.app.screen.query_one("#dialog").region.x > 0) is whole)
