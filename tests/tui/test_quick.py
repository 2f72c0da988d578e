"""The quick commands lead to what decides a part of the blueprint, with the preview there."""

from __future__ import annotations

import pytest

from data_platform.blueprint.model import SECTIONS
from data_platform.blueprint.quick import QUICK_COMMANDS, quick_command
from data_platform.interview.questions import load_screens, question_of
from data_platform.tui.app import DataPlatformApp


@pytest.mark.parametrize("command", QUICK_COMMANDS[1:], ids=lambda one: one.word)
async def test_a_part_opens_at_the_screen_that_decides_it(start, command):
    async with start(120, 40) as d:
        d.screen.action_quick(command.word)
        await d.until(lambda: d.screen.form.place.section.screen == command.screen)
        await d.until(lambda: d.screen.preview.view.section == command.sections[0])
        await d.until(lambda: d.app.focused is d.current.widget)
        assert SECTIONS[command.sections[0]] in d.shown()


async def test_the_whole_opens_the_blueprint_at_its_beginning(start):
    async with start() as d:
        d.screen.action_quick("")
        await d.until(lambda: "DATA PLATFORM BLUEPRINT" in d.shown())
        assert d.screen.preview.view.has_focus


async def test_the_app_opens_there(store):
    app = DataPlatformApp(store, store.create("acme"), at="storage")
    async with app.run_test(size=(120, 40)) as pilot:
        for _ in range(400):
            await pilot.pause(0.01)
            form = getattr(app.screen, "form", None)
            if form and form.place and form.place.section.screen == "storage_designer":
                break
        assert form.place.section.screen == "storage_designer"
        assert question_of(form.current.prompt.place) in form.place.section.questions


def test_the_table_names_what_there_is():
    screens = {screen.id for screen in load_screens()}
    for command in QUICK_COMMANDS:
        assert quick_command(command.typed.removeprefix("/data-platform")) is command
        assert command.screen in screens | {""}
        assert set(command.sections) <= set(SECTIONS)
    assert quick_command("nothing") is None
