"""Settings of copies: the ways to the clipboard that may be tried, and the text's width."""

from types import SimpleNamespace

import pytest

from data_platform.settings import Settings
from data_platform.tui import clipboard


@pytest.fixture
def tried(monkeypatch):
    """All ways can be had; which were tried."""
    monkeypatch.setenv("TMUX", "x")
    monkeypatch.delenv("SSH_CONNECTION", raising=False)
    tried = []
    monkeypatch.setattr(clipboard, "_tmux", lambda text: tried.append("tmux"))
    monkeypatch.setattr(clipboard, "_desktop", lambda text: tried.append("desktop"))
    return tried


@pytest.mark.parametrize(
    "ways", [("osc52", "tmux", "desktop"), ("osc52",), ("tmux",), ("desktop",), ("osc52", "tmux")]
)
def test_only_the_ways_that_are_set_are_tried(tried, ways):
    clipboard.copy_text("hello", write=lambda data: tried.append("osc52"), ways=ways)
    assert tried == list(ways)


def test_what_cannot_be_had_is_said(tried):
    said = clipboard.copy_text("hello", write=tried.append, ways=("tmux",), file_key="F11")
    assert said == (
        "Not copied: the settings allow tmux only, which cannot be had here. F11 writes a file."
    )


def test_the_clipboard_can_be_off(tried):
    said = clipboard.copy_text("hello", write=tried.append, ways=())
    assert said.startswith("Not copied: the settings switch the clipboard off.")
    assert tried == []


async def test_the_settings_reach_the_copy(start, monkeypatch):
    asked, widths = [], []
    monkeypatch.setattr(
        "data_platform.tui.copying.copy_text", lambda text, **how: asked.append(how) or "sent"
    )
    settings = Settings(width=120, clipboard=("tmux",), keys={"copy": ("f11",)})
    async with start(settings=settings) as d:
        render = d.screen.live.tools.render
        d.screen.live.tools.render = lambda blueprint, **how: (
            widths.append(how["width"]) or render(blueprint, **how)
        )
        d.screen.action_copy("text", True)
        await d.until(lambda: asked)
        assert (asked[0]["ways"], asked[0]["file_key"]) == (("tmux",), "F11")
        d.screen.action_write("text", True)
        d.app.settings = SimpleNamespace()  # what is no settings counts as none
        d.screen.action_write("text", True)
        assert widths == [120, 120, 80]
