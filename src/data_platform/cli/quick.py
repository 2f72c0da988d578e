"""The quick commands: parts of the blueprint, and use cases to start from."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from data_platform.blueprint.quick import QUICK_COMMANDS, QuickCommand
from data_platform.blueprint.widths import NARROWEST, WIDEST
from data_platform.cli import terminal
from data_platform.cli.completing import FILE, SESSION
from data_platform.cli.door import main, open_app, store_option, store_path
from data_platform.cli.terminal import emit, note

if TYPE_CHECKING:
    from data_platform.catalog.presets import Preset

F = TypeVar("F", bound=Callable[..., Any])


def _print_options(command: F) -> F:
    """Adds --print, and --format, --width and --ascii, each of which means it, too."""
    for option in (
        click.option("--ascii", "ascii_only", is_flag=True, help="Print nothing but ASCII."),
        click.option(
            "--width", type=click.IntRange(NARROWEST, WIDEST), help="Print in so many columns."
        ),
        click.option(
            "--format",
            "form",
            type=click.Choice(["text", "markdown", "json"]),
            help="Print it so; otherwise as text.",
        ),
        click.option("--print", "printed", is_flag=True, help="Print it, also at a terminal."),
    ):
        command = option(command)
    return command


def _opens_the_app(printed: bool, form: str | None, width: int | None, ascii_only: bool) -> bool:
    """Whether the app opens: nothing was said of printing, and there is a terminal."""
    return not (printed or form or width or ascii_only) and terminal.is_interactive()


def _part(command: QuickCommand) -> Callable[..., int]:
    """A quick command, as the command line has it."""

    @click.argument("session", required=False, type=SESSION)
    @click.option(
        "--answers", metavar="FILE", type=FILE, help="Answers in YAML instead of a session."
    )
    @_print_options
    @store_option
    def run(
        session: str | None,
        answers: str | None,
        printed: bool,
        form: str | None,
        width: int | None,
        ascii_only: bool,
    ) -> int:
        if answers is None and _opens_the_app(printed, form, width, ascii_only):
            if session is not None:
                from data_platform.cli.material import open_store

                store = open_store(store_path(), create=False)
                session = store.find(session).name
                store.close()
            return open_app(session, at=command.word)
        from data_platform.cli.blueprints import print_parts

        print_parts(session, answers, command.sections, form or "text", width, ascii_only)
        return 0

    run.__doc__ = (
        f"{command.title}: opens the app where it is decided.\n\n"
        "Without a terminal, or with --print, prints those parts of the blueprint."
    )
    return run


for _command in QUICK_COMMANDS:
    if _command.word:
        main.command(
            _command.word,
            epilog=(
                "\b\nExamples:\n"
                f"  data-platform {_command.word} --print\n"
                f"  data-platform {_command.word} acme --print --format markdown"
            ),
        )(_part(_command))


@main.command(
    epilog="""\b
Examples:
  data-platform presets
  data-platform presets --json
  data-platform new fraud --preset "fraud detection"
"""
)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def presets(as_json: bool) -> None:
    """List the use cases that a session can start from."""
    from data_platform.catalog.presets import load_presets

    found = load_presets()
    if as_json:
        listed = [{"id": one.id, "title": one.title, "summary": one.summary} for one in found]
        emit(json.dumps(listed, indent=2, ensure_ascii=False) + "\n")
        return
    emit(_listed(found))
    note('Start from one: data-platform new --preset "fraud detection"')


def _listed(found: Sequence[Preset]) -> str:
    from textwrap import wrap

    lines = []
    for one in found:
        summary = wrap(one.summary, terminal.text_width() - 4)
        lines += [f"{one.title} ({one.id})", *(f"    {line}" for line in summary)]
    return "\n".join(lines) + "\n"


def preset_named(text: str) -> Preset:
    """The preset for a use case. Raises BadParameter with the nearest ones."""
    from data_platform.catalog.matching import best_preset, find_presets

    found = best_preset(text)
    if found is not None:
        return found
    near = ", ".join(f"“{one.preset.title}”" for one in find_presets(text, most=3))
    hint = f"; near are {near}" if near else "; `data-platform presets` lists them"
    raise click.BadParameter(
        f"no use case is clearly “{terminal.shown(text)}”{hint}", param_hint="--preset"
    )


def use_case(words: Sequence[str]) -> click.Command | None:
    """A command for words that are none but a use case; None where they are none."""
    from data_platform.catalog.matching import best_preset

    found = best_preset(" ".join(words))
    if found is None:
        return None

    @_print_options
    @store_option
    def run(printed: bool, form: str | None, width: int | None, ascii_only: bool) -> int:
        if _opens_the_app(printed, form, width, ascii_only):
            return _open(found)
        from data_platform.cli.blueprints import print_blueprint_of
        from data_platform.interview.notebook import Notebook

        note(
            f"This is the blueprint of what “{found.title}” assumes; nothing is stored. "
            f'To start from it: data-platform new --preset "{found.title}"'
        )
        print_blueprint_of(Notebook(found.entries), form or "text", width, ascii_only)
        return 0

    run.__doc__ = (
        f"{found.title}: opens the app on a new session of what is usual for it.\n\n"
        "Without a terminal, or with --print, prints its blueprint and stores nothing."
    )
    return click.command(f'"{terminal.shown(" ".join(words))}"')(run)


def _open(preset: Preset) -> int:
    """A new session of a preset in the app."""
    from data_platform.cli.material import open_store
    from data_platform.sessions.starting import from_preset

    store = open_store(store_path(), create=True)
    name = from_preset(store, preset).name
    store.close()
    return open_app(name, at="")


def nearest_use_cases(words: Sequence[str]) -> str:
    """The use cases near to words that are none clearly, in words; empty where none is."""
    from data_platform.catalog.matching import find_presets

    near = [f"“{one.preset.title}”" for one in find_presets(" ".join(words), most=3)]
    return ", ".join(near)
