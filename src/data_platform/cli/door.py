"""The group of commands: its door, and the options that several share.

The commands are in the modules beside; each imports what it needs when it runs, so that
`--help` is quick.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, TypeVar

import click

from data_platform import __version__
from data_platform.cli import terminal
from data_platform.cli.terminal import note

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
        return open_app(None)
    from data_platform.cli.blueprints import print_blueprint

    print_blueprint(None, None, None, "text", None, False, why="There is no terminal for the app")
    return 0


def open_app(session: str | None, at: str | None = None) -> int:
    """Open the app on a session. at: the quick command that it opens with."""
    from data_platform.cli.material import open_store
    from data_platform.tui.app import run_app

    return run_app(open_store(store_path(), create=True), session, at=at)
