"""The quick commands in the app: to the screen that decides a part, with the preview there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data_platform.blueprint.quick import quick_command

if TYPE_CHECKING:
    from data_platform.interview.notebook import Notebook
    from data_platform.tui.interview_screen import InterviewScreen


def go(screen: InterviewScreen, word: str) -> None:
    """Run a quick command by its word; the whole blueprint for an empty one, or an unknown."""
    command = quick_command(word)
    if screen.live is None or screen.form is None:
        return
    if command is None or not command.screen:
        screen.action_go_section("title")
        return
    place = deciding(screen.live.notebook, command.screen)
    screen.to_form()
    screen.form.go_to(place)
    screen.preview.view.go_to(command.sections[0])


def deciding(notebook: Notebook, screen: str) -> str:
    """The first open question of a screen, else its first; by its id."""
    from data_platform.interview.progress import is_answered, is_asked
    from data_platform.interview.questions import load_screens

    of_screen = next(one for one in load_screens() if one.id == screen)
    questions = [one for section in of_screen.sections for one in section.questions]
    asked = [one for one in questions if is_asked(one, notebook)]
    return next((one.id for one in asked if not is_answered(one, notebook)), questions[0].id)
