"""The commands. Each imports what it needs when it runs, so that --help is quick."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, TypeVar

import click

from data_platform import __version__
from data_platform.cli import terminal
from data_platform.cli.terminal import Failure, emit, note

F = TypeVar("F", bound=Callable[..., Any])


class Door(click.Group):
    """The group of commands, with one place where every outcome becomes an exit code."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run and exit: 0; 1 for what went wrong; 2 for wrong usage; 130 on Ctrl-C."""
        terminal.forgiving_streams()
        sys.exit(self._run(args, extra | {"standalone_mode": False}))

    def _run(self, args: tuple[Any, ...], extra: dict[str, Any]) -> int:
        try:
            result = super().main(*args, **extra)
            return result if isinstance(result, int) else 0
        except terminal.PipeClosed:
            terminal.silence()
            return 0
        except click.ClickException as error:
            error.show()
            return error.exit_code
        except (click.Abort, KeyboardInterrupt):
            note("Stopped.")
            return 130
        except Exception as error:
            from data_platform.sessions.errors import StoreError

            if not isinstance(error, StoreError):
                raise
            note(f"Error: {error}")
            return 1


def _set_store(ctx: click.Context, _: click.Parameter, value: str | None) -> None:
    if value is not None:
        ctx.find_root().meta["data_platform.store"] = value


def store_option(command: F) -> F:
    """Adds --store to a command."""
    return click.option(
        "--store",
        metavar="PATH",
        expose_value=False,
        callback=_set_store,
        help="The session file; otherwise DATA_PLATFORM_STORE, or the user's data folder.",
    )(command)


def store_path() -> str | None:
    """What --store said."""
    path: str | None = click.get_current_context().find_root().meta.get("data_platform.store")
    return path


def section_options(command: F) -> F:
    """Adds --section and --format."""
    for option in (
        click.option(
            "--format",
            "form",
            type=click.Choice(["text", "markdown", "json"]),
            default="text",
            show_default=True,
            help="How it is written.",
        ),
        click.option("--section", metavar="SECTION", help="Only this section, by name or heading."),
    ):
        command = option(command)
    return command


@click.group(
    cls=Door,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Without a command the app opens; without a terminal the blueprint is printed.",
)
@click.version_option(__version__, prog_name="data-platform")
@store_option
@click.pass_context
def main(ctx: click.Context) -> int | None:
    """DATA.PLATFORM.EXE: design a data platform by answering questions."""
    if ctx.invoked_subcommand is not None:
        return None
    if terminal.is_interactive():
        return _app(None)
    _show(None, None, None, "text", None, False, why="There is no terminal for the app")
    return 0


@main.command("list")
@click.option("--search", default="", metavar="TEXT", help="Only those whose name has this text.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@store_option
def list_sessions(search: str, as_json: bool) -> None:
    """List the sessions, the last used first."""
    from datetime import UTC, datetime

    from data_platform.cli import listing
    from data_platform.cli.material import open_store

    found = open_store(store_path(), create=False).sessions(search)
    if as_json:
        emit(listing.sessions_json(found))
    elif found:
        emit(listing.sessions_text(found, datetime.now(UTC)))
    else:
        said = "No session has that in its name." if search else "There is no session yet."
        note(f"{said} `data-platform new` begins one.")


@main.command()
@click.argument("name", required=False)
@click.option("--answers", metavar="FILE", help="Its answers, as YAML; - reads stdin.")
@store_option
def new(name: str | None, answers: str | None) -> int:
    """Begin a session, and open the app on it unless answers are given."""
    from data_platform.cli.material import open_store, read_file

    entries = None if answers is None else read_file(answers).entries
    info = open_store(store_path(), create=True).create(name, entries)
    if answers is None and terminal.is_interactive():
        return _app(info.name)
    emit(f"{info.name}\n")
    return 0


@main.command()
@click.argument("session", required=False)
@store_option
def resume(session: str | None) -> int:
    """Open the app on a session, the last used one if none is named."""
    from data_platform.cli.material import open_store

    store = open_store(store_path(), create=False)
    info = store.current() if session is None else store.find(session)
    store.close()
    if info is None:
        raise Failure("there is no session yet; `data-platform new` begins one")
    if not terminal.is_interactive():
        raise Failure(
            "the app needs a terminal; `data-platform show` prints the blueprint, "
            "`data-platform answers` the answers"
        )
    return _app(info.name)


@main.command()
@click.argument("session", required=False)
@click.option("--answers", metavar="FILE", help="Answers in YAML instead of a session; - is stdin.")
@section_options
@click.option(
    "--width",
    type=click.IntRange(40, 400),
    help="Columns of the text; otherwise those of the terminal (40 to 120), or 80.",
)
@click.option("--ascii", "ascii_only", is_flag=True, help="No box drawing, nothing but ASCII.")
@store_option
def show(
    session: str | None,
    answers: str | None,
    section: str | None,
    form: str,
    width: int | None,
    ascii_only: bool,
) -> None:
    """Print a blueprint: of a session, or of answers in a file."""
    _show(session, answers, section, form, width, ascii_only)


@main.command()
@click.argument("session", required=False)
@section_options
@click.option("--to", metavar="FILE", help="Write it to a file instead; the file is replaced.")
@store_option
def copy(session: str | None, section: str | None, form: str, to: str | None) -> None:
    """Copy a blueprint, or a section of it, to the clipboard."""
    from data_platform.blueprint.render import render
    from data_platform.cli.material import blueprint_of, material, section_named

    name = section_named(section)
    found = material(store_path(), session, None)
    if found.is_example:
        raise Failure("there is no session yet; `data-platform new` begins one")
    text = render(blueprint_of(found.notebook), form, name)
    if to is not None:
        terminal.write_file(to, text)
        note(f"Wrote {found.label} to {to}.")
        return
    from data_platform.tui.clipboard import copy_text

    with terminal.terminal_writer() as write:
        note(copy_text(text, write=write))


@main.command()
def schema() -> None:
    """Print the JSON Schema of a blueprint in JSON."""
    import json

    from data_platform.blueprint.render import json_schema

    emit(json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n")


@main.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How they are written.",
)
def questions(form: str) -> None:
    """Print every question, with the keys of an answers file."""
    from data_platform.cli import listing
    from data_platform.interview.questions import load_screens

    if form == "json":
        emit(listing.questions_json(load_screens()))
    else:
        emit(listing.questions_text(load_screens(), terminal.text_width()))


@main.command()
@click.argument("session", required=False)
@store_option
def answers(session: str | None) -> None:
    """Print the answers of a session, as `new --answers` reads them."""
    from data_platform.cli.material import material
    from data_platform.interview.answer_file import write_answers

    found = material(store_path(), session, None)
    if found.is_example:
        note("There is no session yet: these are the answers of the example.")
    emit(write_answers(found.notebook))


@main.command()
@click.argument("old")
@click.argument("new")
@store_option
def rename(old: str, new: str) -> None:
    """Give a session, by its whole name or number, another name."""
    from data_platform.cli.material import open_store

    store = open_store(store_path(), create=False)
    info = store.find(old, whole=True)
    note(f"Renamed {info.name} to {store.rename(info.id, new).name}.")


@main.command()
@click.argument("session")
@store_option
def delete(session: str) -> None:
    """Delete a session, by its whole name or number; `restore` brings it back."""
    from data_platform.cli.material import open_store

    info = open_store(store_path(), create=False).delete(session)
    note(f"Deleted {info.name}. To bring it back: data-platform restore {info.id}")


@main.command()
@click.argument("session")
@store_option
def restore(session: str) -> None:
    """Bring a deleted session back."""
    from data_platform.cli.material import open_store

    note(f"Restored {open_store(store_path(), create=False).restore(session).name}.")


def _app(session: str | None) -> int:
    from data_platform.cli.material import open_store
    from data_platform.tui.app import run_app

    return run_app(open_store(store_path(), create=True), session)


def _show(
    session: str | None,
    answers: str | None,
    section: str | None,
    form: str,
    width: int | None,
    ascii_only: bool,
    why: str = "",
) -> None:
    from data_platform.blueprint.render import render
    from data_platform.cli.material import blueprint_of, material, section_named

    name = section_named(section)
    found = material(store_path(), session, answers)
    if found.is_example:
        why = f"{why}, and no session yet" if why else "There is no session yet"
    if why:
        note(f"{why}: this is the blueprint of {found.label}.")
    blueprint = blueprint_of(found.notebook)
    plain = ascii_only or terminal.only_ascii()
    emit(render(blueprint, form, name, width or terminal.text_width(), plain))
