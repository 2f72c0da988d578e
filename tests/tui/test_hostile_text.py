"""What a person types is data: never markup, never an escape, never a crash."""

import pytest
from textual import events

HOSTILE = [
    "[/]",
    "list[int]",
    "[@click=app.quit]x[/]",
    "[bold",
    "{{ 7*7 }}",
    "\x1b[2J\x1b]0;pwned\x07bell",
    "数据平台" * 20,
    "e\u0301" * 60,
    "a\u202eb\u200bc",
    "x" * 5000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_everywhere(start, text, size):
    async with start(*size) as d:
        d.current.widget._on_paste(events.Paste(text))
        await d.pilot.pause()
        d.screen.live.say("platform_name", text)
        rid = d.screen.live.add("sources")
        d.screen.live.say(f"sources/{rid}/name", text)
        d.screen.live.say("current_pain", text + "\n" + text)
        await d.go("sources.name")
        await d.press("d", "x")
        await d.until(lambda: "Removed" in d.shown())
        await d.press("enter")
        await d.until(lambda: d.current.prompt.path == "sources.name")
        await d.go("current_pain")
        for keys in (("f3",), ("f3",), ("f2",), ("escape",), ("f1",), ("escape",)):
            await d.press(*keys)
        await d.press("f4", "escape", "ctrl+p", "escape")
        await d.until(lambda: d.stored()["current_pain"].value == text + "\n" + text)
        assert d.screen.live.saved
        assert "\x1b" not in d.shown()
        assert "\x07" not in d.shown()
        assert d.app.is_running


async def test_a_session_name_is_shown_as_it_is(start, store):
    store.create("list[int] [/]")
    store.create("[@click=app.quit]x")
    async with start(wait=False) as d:
        await d.until(lambda: "list[int] [/]" in d.shown())
        assert "[@click=app.quit]x" in d.shown()
        await d.press("x")
        await d.until(lambda: "Deleted" in d.shown())


async def test_pasted_lines_all_come_in(start):
    async with start() as d:
        d.current.widget._on_paste(events.Paste("two\nlines\x1b[0m"))
        await d.pilot.pause()
        assert d.notebook.text("platform_name") == "two lines[0m"
