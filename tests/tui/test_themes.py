"""The themes: which one counts, and that all text of high contrast has it."""

import pytest
from rich.color import Color
from textual.color import Color as Ink

from data_platform.settings import Settings
from data_platform.tui.themes import CONTRAST, CYCLE, DARK, LIGHT, chosen, following

#: WCAG 2.2, success criterion 1.4.6, level AAA.
ENHANCED = 7


def luminance(color: tuple[int, int, int]) -> float:
    """The relative luminance as WCAG defines it."""

    def linear(part: int) -> float:
        share = part / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(part) for part in color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def drawn(d) -> dict[tuple[tuple[int, ...], tuple[int, ...]], str]:
    """The colours of all text in view, with an example of each."""
    found = {}
    for row in d.app.screen._compositor.render_strips():
        for segment in row:
            style = segment.style
            if not segment.text.strip() or style is None or style.color is None:
                continue
            ink, paper = style.color, style.bgcolor or Color.parse("#000000")
            if style.reverse:
                ink, paper = paper, ink
            assert not style.dim, segment
            pair = tuple(ink.get_truecolor()), tuple(paper.get_truecolor())
            found.setdefault(pair, segment.text)
    return found


def test_the_ratio_is_that_of_the_standard():
    assert ratio((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert ratio((0x77, 0x77, 0x77), (255, 255, 255)) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", ["dim", "good", "bar", "cursor-paper"])
def test_colours_of_high_contrast(name):
    paper = Ink.parse(CONTRAST.background).rgb
    assert ratio(Ink.parse(CONTRAST.variables[name]).rgb, paper) >= ENHANCED
    assert (CONTRAST.foreground, CONTRAST.background) == ("#ffffff", "#000000")


@pytest.mark.parametrize("size", [(80, 24), (200, 50)])
async def test_all_text_of_high_contrast_has_it(start, size):
    async with start(*size, settings=Settings(theme="contrast")) as d:
        assert d.app.theme == CONTRAST.name
        seen = {}

        async def look(*keys: str) -> None:
            await d.press(*keys)
            seen.update(drawn(d))

        await look()
        await d.type("acme")
        await look("shift+home")  # what is selected
        await look("f6")
        await look("down")
        await d.go("raw_retention")
        await d.type("nonsense")
        await look("down")  # a wrong answer, and what is understood of a right one
        await d.go("growth")
        await d.type("1000")
        await look("down")
        await d.go("cloud")
        await look("down", "space")
        for dialog in ("f1", "f2", "f4", "ctrl+p", "f9"):
            await look(dialog)
            await d.type("a" if dialog == "f2" else "")
            await look("escape")
        await look("f3", "f", "l", "i", "n", "e")
        d.app.notify("It went wrong.", severity="error", markup=False)
        await d.pilot.pause()
        await look()
        low = {
            (text, f"{ratio(*pair):.1f}") for pair, text in seen.items() if ratio(*pair) < ENHANCED
        }
        assert len(seen) > 6
        assert not low


# -- which one counts ------------------------------------------------------------


@pytest.mark.parametrize(
    ("setting", "remembered", "theme"),
    [
        ("auto", None, "platform-dark"),
        ("auto", "platform-light", "platform-light"),
        ("auto", "platform-contrast", "platform-contrast"),
        ("auto", "monokai", "platform-dark"),
        ("light", "platform-dark", "platform-light"),
        ("contrast", None, "platform-contrast"),
        ("terminal", None, "platform-terminal"),
    ],
)
def test_the_setting_counts_then_what_was_chosen_last(setting, remembered, theme):
    assert chosen(setting, remembered) == theme


def test_the_themes_follow_each_other():
    assert [following(name) for name in CYCLE] == [LIGHT.name, CONTRAST.name, DARK.name]
    assert following("platform-terminal") == DARK.name


async def test_the_action_goes_through_all_themes_and_is_remembered(start, store):
    async with start() as d:
        names = []
        for _ in range(3):
            d.screen.action_theme()
            names.append(d.app.theme)
        assert names == [LIGHT.name, CONTRAST.name, DARK.name]
        d.screen.action_theme()
        d.screen.action_theme()
    async with start() as d:
        assert d.app.theme == CONTRAST.name
    async with start(settings=Settings(theme="light")) as d:
        assert d.app.theme == LIGHT.name


@pytest.mark.parametrize("setting", ["auto", "contrast", "light"])
async def test_no_color_has_the_last_word(start, monkeypatch, setting):
    monkeypatch.setenv("NO_COLOR", "1")
    async with start(settings=Settings(theme=setting)) as d:
        assert d.app.theme == "platform-terminal"
        d.screen.action_theme()
        assert d.app.theme == "platform-terminal"
        await d.until(lambda: "NO_COLOR or the settings say so" in d.shown())


async def test_the_terminals_own_colours_without_no_color(start):
    async with start(settings=Settings(theme="terminal")) as d:
        assert d.app.theme == "platform-terminal"
        assert d.app.has_class("-plain")
        colours = {
            segment.style.color.name
            for row in d.app.screen._compositor.render_strips()
            for segment in row
            if segment.text.strip() and segment.style is not None and segment.style.color
        }
        assert colours == {"default"}


# -- motion ----------------------------------------------------------------------


@pytest.mark.parametrize("motion", [False, True])
async def test_motion(start, motion):
    async with start(settings=Settings(motion=motion)) as d:
        assert d.app.animation_level == ("full" if motion else "none")
        assert d.current.widget.cursor_blink is motion
        await d.go("current_pain")
        assert d.current.widget.cursor_blink is motion
        await d.press("f2")
        assert d.app.focused.cursor_blink is motion
        await d.press("escape", "f3", "f")
        assert d.app.focused.cursor_blink is motion
