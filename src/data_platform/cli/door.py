"""The group of commands: its door, and the options that several share.

The commands are in the modules beside; each imports what it needs when it runs, so that
`--help` is quick.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from itertools import takewhile
from typing import Any, TypeVar

import click

from data_platform import __version__
from data_platform.cli import terminal
from data_platform.cli.completing import FILE, SECTION
from data_platform.cli.terminal import note

F = TypeVar("F", bound=Callable[..., Any])

#: The name of the program, and the variable with which a shell asks it what can be typed next.
PROGRAM = "data-platform"
COMPLETE_VAR = "_DATA_PLATFORM_COMPLETE"


class Door(click.Group):
    """The group of commands, with one place where every outcome becomes an exit code."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run and exit: 0; 1 for what went wrong; 2 for wrong usage; 130 on Ctrl-C."""
        terminal.forgiving_streams()
        if COMPLETE_VAR in os.environ:
            from data_platform.cli.shells import complete

            sys.exit(complete(self, PROGRAM, COMPLETE_VAR))
        sys.exit(self._run(args, extra | {"standalone_mode": False}))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands by what they are for."""
        from data_platform.cli.themes import write_commands

        write_commands(self, ctx, formatter)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """A command by its name; what is none may be a use case, like “fraud detection”.

        The app's way of writing it is understood, too: `/data-platform storage`.
        """
        if ctx.resilient_parsing:  # a shell asks what can be typed next
            return super().resolve_command(ctx, args)
        from data_platform.blueprint.quick import NAME, quick_command

        if args and args[0].split()[:1] == [NAME]:
            args = [*args[0].split()[1:], *args[1:]]
        words = list(takewhile(lambda one: not one.startswith("-"), args))
        if not words:
            return NAME, _begin_again, args
        if self.get_command(ctx, words[0]) is None:
            quick = quick_command(words[0])
            if quick is None or not quick.word:
                command = self._use_case(ctx, words)
                return command.name, command, args[len(words) :]
            args = [quick.word, *args[1:]]
        return super().resolve_command(ctx, args)

    def _use_case(self, ctx: click.Context, words: list[str]) -> click.Command:
        """The command that opens a use case. Raises UsageError with what is near."""
        from data_platform.cli.quick import nearest_use_cases, use_case
        from data_platform.interview.kinds import nearest

        command = use_case(words)
        if command is not None:
            return command
        text = terminal.shown(" ".join(words))
        hint = nearest(words[0].casefold(), list(self.commands))
        near = nearest_use_cases(words)
        also = f" Use cases near to it: {near}." if near else ""
        raise click.UsageError(
            f"“{text}” is no command and no use case that is clear{hint.rstrip('?')}.{also} "
            "`data-platform --help` lists the commands, `data-platform presets` the use cases.",
            ctx,
        )

    def _run(self, args: tuple[Any, ...], extra: dict[str, Any]) -> int:
        try:
            result = super().main(*args, **extra)
            return result if isinstance(result, int) else 0
        except terminal.PipeClosed:
            terminal.silence()
            return 0
        except click.ClickException as error:
            show = terminal.printable(error.format_message())
            if isinstance(error, click.UsageError) and error.ctx is not None:
                note(error.ctx.get_usage() + f"\nTry '{error.ctx.command_path} --help' for help.\n")
            note(f"Error: {show}")
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
        type=FILE,
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
        click.option(
            "--section",
            metavar="SECTION",
            type=SECTION,
            help="Only this section, by name or heading.",
        ),
    ):
        command = option(command)
    return command


@click.group(
    cls=Door,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="""Without a command the app opens; without a terminal the blueprint is printed.

\b
Examples:
  data-platform
  data-platform new acme --answers harbor.yaml
  data-platform answer acme "growth=60 %"
  data-platform show acme --section storage
  data-platform fraud detection
""",
)
@click.version_option(__version__, prog_name="data-platform")
@store_option
@click.pass_context
def main(ctx: click.Context) -> int | None:
    """DATA.PLATFORM.EXE: design a data platform by answering questions."""
    return None if ctx.invoked_subcommand is not None else _begin()


def _begin() -> int:
    """The app; without a terminal the blueprint."""
    if terminal.is_interactive():
        return open_app(None)
    from data_platform.cli.blueprints import print_blueprint

    print_blueprint(None, None, None, "text", None, False, why="There is no terminal for the app")
    return 0


@click.command
@store_option
def _begin_again() -> int:
    """What the program does without a command, by the name that it has in the app."""
    return _begin()


def open_app(session: str | None, at: str | None = None) -> int:
    """Open the app on a session. at: the quick command that it opens with."""
    from data_platform.cli.material import open_store
    from data_platform.tui.app import run_app

    return run_app(open_store(store_path(), create=True), session, at=at)
