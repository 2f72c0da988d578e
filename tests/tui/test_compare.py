"""A comparison on the screen: answered at once, scrolled, copied, written to a file."""

from __future__ import annotations

import pytest

from data_platform.interview.notebook import Entry, Notebook
from data_platform.tui import compare_screen, copying
from data_platform.tui.compare_screen import CompareScreen, compare, styled
from data_platform.tui.live import Tools

OLD = {"growth": Entry("10 %"), "platform_name": Entry("acme")}
NEW = {"growth": Entry("90 %"), "platform_name": Entry("[red]x[/] {{ 7 }}")}


@pytest.fixture
def compared(real_tools, start, store):
    async def compared(d, old=OLD, new=NEW, names=("v1", "now")):
        compare(d.app, Notebook(old), names[0], Notebook(new), names[1])
        await d.until(lambda: isinstance(d.app.screen, CompareScreen))
        await d.until(lambda: "DATA PLATFORM COMPARISON" in d.shown())
        return d.app.screen

    return compared


async def test_it_shows_both_names_and_what_differs_and_text_is_text(start, store, compared):
    store.create("acme")
    async with start(session="acme") as d:
        screen = await compared(d, names=("[b]v1[/b]", "now\x1b[31m"))
        shown = d.shown()
        assert "Old: [b]v1[/b]" in shown
        assert "New: now[31m" in shown
        assert "| Platform name | acme | [red]x[/] {{ 7 }} |" in shown
        assert "c copy · w write to a file · Esc back" in shown
        assert max(len(line.rstrip()) for line in shown.splitlines()) <= 80
        await d.press("end")
        assert screen.list.top == screen.list.count() - screen.list.size.height
        await d.press("home", "down", "pagedown")
        assert screen.list.top == screen.list.size.height
        await d.press("escape")
        assert not isinstance(d.app.screen, CompareScreen)


async def test_the_screen_is_there_before_the_comparison(start, store, real_tools, monkeypatch):
    store.create("acme")
    async with start(session="acme") as d:
        order = []
        loaded = Tools.load
        monkeypatch.setattr(Tools, "load", lambda: (order.append(d.shown()), loaded())[1])
        compare(d.app, Notebook(OLD), "v1", Notebook(NEW), "now")
        await d.until(lambda: "DATA PLATFORM COMPARISON" in d.shown())
        assert "Comparing…" in order[0]


async def test_another_width_makes_other_lines(start, store, compared):
    store.create("acme")
    async with start(session="acme") as d:
        screen = await compared(d)
        await d.pilot.resize_terminal(60, 24)
        await d.until(lambda: screen._width == screen.list.size.width - 2 < 60)
        await d.pilot.resize_terminal(140, 40)
        await d.until(lambda: screen._width == 100)


async def test_two_that_are_the_same(start, store, compared):
    store.create("acme")
    async with start(session="acme") as d:
        await compared(d, new=OLD)
        assert "No difference." in d.shown()


async def test_it_is_copied_at_the_width_of_copies(start, store, compared, monkeypatch):
    copied = []

    def copy_text(text, **options):
        copied.append((text, options["file_key"]))
        return "copied."

    monkeypatch.setattr(copying, "copy_text", copy_text)
    store.create("acme")
    async with start(140, 40, session="acme") as d:
        await compared(d)
        await d.press("c")
        await d.until(lambda: "The comparison: copied." in d.shown())
        [(text, file_key)] = copied
        assert text.startswith("DATA PLATFORM COMPARISON\n")
        assert max(map(len, text.splitlines())) <= copying.WIDTH
        assert file_key == "w"


async def test_it_is_written_and_no_file_is_overwritten_unasked(
    start, store, compared, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    store.create("acme")
    async with start(session="acme") as d:
        await compared(d, names=("../[v1]", "now"))
        await d.press("w")
        await d.until(lambda: d.app.screen.query_one("Input").value == "v1-now-comparison.txt")
        await d.press("enter")
        written = tmp_path / "v1-now-comparison.txt"
        assert "Old: ../[v1]" in written.read_text("utf-8")
        written.write_text("mine", "utf-8")
        await d.press("w", "enter")
        await d.until(lambda: "exists. Overwrite it?" in d.shown())
        await d.press("n")
        assert written.read_text("utf-8") == "mine"


async def test_what_cannot_be_designed_is_told(start, store, monkeypatch):
    store.create("acme")
    async with start(session="acme") as d:

        def fail() -> None:
            raise ValueError("no [red]catalogue[/]")

        monkeypatch.setattr(Tools, "load", fail)
        compare(d.app, Notebook(OLD), "v1", Notebook(NEW), "now")
        await d.until(lambda: "cannot be compared: no [red]catalogue[/]" in d.shown())
        await d.press("c", "w")
        assert isinstance(d.app.screen, CompareScreen)
        await d.press("escape")
        assert not isinstance(d.app.screen, CompareScreen)


def test_headings_and_what_came_and_went_are_told_apart():
    text = "COST\n───\n- a\n+ b\n\nTEXT\n───\nSTORAGE DESIGN\n-old\n+new\n same\n"
    assert [row[0] for row in styled(text)] == [
        ("COST", "title"),
        ("───", ""),
        ("- a", ""),
        ("+ b", ""),
        ("", ""),
        ("TEXT", "title"),
        ("───", ""),
        ("STORAGE DESIGN", ""),
        ("-old", "dim"),
        ("+new", "good"),
        (" same", ""),
    ]
    assert compare_screen.KEYS
