"""Copying and writing the blueprint: the menu, the clipboard in a thread, the file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.screen import Screen

from data_platform.tui.clipboard import copy_text
from data_platform.tui.dialogs import Ask, Confirm, Item, Picker, filtered
from data_platform.tui.files import file_name, write_file
from data_platform.tui.keymap import keys_of
from data_platform.tui.lines import plain
from data_platform.tui.preferences import settings_of
from data_platform.tui.telling import short, tell

if TYPE_CHECKING:
    from data_platform.tui.live import Live

#: The cells of a line in copies and files, whatever the terminal's width, if nothing else is set.
WIDTH = 80
_ENDINGS = {"text": "txt", "markdown": "md", "json": "json"}


def copy_menu(section: str) -> Picker[str]:
    """What can be copied or written; gives the action. section: the heading in view."""
    here = section.capitalize() or "Section"
    entries = (
        (f"Copy this section: {here}", "text", "copy('text', False)"),
        (f"Copy this section: {here}", "Markdown", "copy('markdown', False)"),
        ("Copy the whole blueprint", "text", "copy('text', True)"),
        ("Copy the whole blueprint", "Markdown", "copy('markdown', True)"),
        (f"Write to a file: {here}", "text", "write('text', False)"),
        (f"Write to a file: {here}", "Markdown", "write('markdown', False)"),
        ("Write to a file: the whole blueprint", "text", "write('text', True)"),
        ("Write to a file: the whole blueprint", "Markdown", "write('markdown', True)"),
        ("Write to a file: the whole blueprint", "JSON", "write('json', True)"),
    )
    items = [Item([(f"{t}, ", ""), (f, "accent")], a, f"{t} {f}") for t, f, a in entries]
    return Picker("Copy or write", filtered(items), small=True)


def _text(screen: Screen[None], live: Live, form: str, section: str | None) -> str | None:
    if live.blueprint is None or live.tools is None:
        tell(screen, "There is no blueprint yet.")
        return None
    width = settings_of(screen).width or WIDTH
    return live.tools.render(live.blueprint, form=form, section=section, width=width)


def copy(
    screen: Screen[None], live: Live, form: str, section: str | None, heading: str = ""
) -> None:
    """Copy a section, or all; what is known of the outcome is told. heading: the section's."""
    text = _text(screen, live, form, section)
    if text is not None:
        what = heading.capitalize() if section and heading else "The whole blueprint"
        put_in_clipboard(screen, text, what, keys_of(screen).shown("copy"))


def put_in_clipboard(screen: Screen[Any], text: str, what: str, file_key: str) -> None:
    """Copy a text; what is known of the outcome is told. what: how that is called.

    file_key: the key that writes it to a file.
    """
    app, settings = screen.app, settings_of(screen)

    def work() -> None:
        said = copy_text(
            text,
            write=lambda data: app.call_from_thread(to_terminal, app, data),
            ways=settings.clipboard,
            file_key=file_key,
        )
        app.call_from_thread(tell, screen, f"{what}: {said}")

    screen.run_worker(work, thread=True, exit_on_error=False)


def to_terminal(app: App[object], data: str) -> None:
    """Send a control sequence as it is; a headless run has no terminal."""
    driver = app._driver
    if driver is not None:
        driver.write(data)


def write(screen: Screen[None], live: Live, form: str, section: str | None) -> None:
    """Ask for a file name and write there; nothing is overwritten without asking."""
    text = _text(screen, live, form, section)
    if text is not None and live.blueprint is not None:
        name = file_name(live.blueprint.title.name, section or "", _ENDINGS[form])
        put_in_file(screen, text, name)


def put_in_file(screen: Screen[Any], text: str, name: str) -> None:
    """Ask for a file and write a text there. name: the one that is offered."""

    def use(typed: str) -> str:
        path = Path(typed)
        try:
            _put(screen, path, text, replace=False)
        except FileExistsError:
            question = f"{short(path.name)} exists. Overwrite it?"
            screen.app.push_screen(Confirm(question), lambda yes: overwrite(path, yes))
            return f"{short(path.name)} exists. Another name?"
        except (OSError, ValueError) as error:
            return _why_not(error)
        return ""

    def overwrite(path: Path, yes: bool | None) -> None:
        if not yes:
            return
        try:
            _put(screen, path, text, replace=True)
        except (OSError, ValueError) as error:
            ask.refuse(_why_not(error))
        else:
            ask.dismiss(None)

    ask = Ask("Write to which file?", name, f"in {Path.cwd()}", use)
    screen.app.push_screen(ask)


def _put(screen: Screen[Any], path: Path, text: str, replace: bool) -> None:
    """Write, and say where. Raises OSError, ValueError."""
    write_file(path, text, replace=replace)
    tell(screen, plain(f"Wrote {path.expanduser().absolute()}"))


def _why_not(error: OSError | ValueError) -> str:
    """The reason alone: the name is what was typed."""
    reason = getattr(error, "strerror", None) or str(error)
    return f"Not written: {reason}. Nothing was changed; try another name."
