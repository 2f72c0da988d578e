"""The commands for the program itself: where its files are, whether all is well, completion."""

from __future__ import annotations

import click

from data_platform.cli.door import COMPLETE_VAR, PROGRAM, main, store_option, store_path
from data_platform.cli.terminal import Failure, emit, note, said


@main.command(
    epilog="""\b
Examples:
  data-platform where
  data-platform where --json
  data-platform where --write-config
"""
)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.option("--write-config", is_flag=True, help="Write a settings file that changes nothing.")
@store_option
def where(as_json: bool, write_config: bool) -> None:
    """Print where sessions, settings and the log are, which settings count, and what is wrong.

    With --write-config a file with every setting, each explained and switched off, is written
    to where it is looked for, unless there is one.
    """
    if write_config:
        if as_json:
            raise click.UsageError("Give --write-config or --json, not both.")
        _write_config()
        return
    from data_platform.cli.standing import standing, standing_text

    found = standing(store_path())
    emit(_json(found) if as_json else standing_text(found))


@main.command(
    epilog="""\b
Examples:
  data-platform doctor
  data-platform doctor --json
"""
)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@store_option
def doctor(as_json: bool) -> int:
    """Look whether all is well: terminal, clipboard, session file, settings. Changes nothing.

    Each line is ok, a note, or BROKEN with what to do; the exit code is 1 if anything is broken.
    """
    from dataclasses import asdict

    from data_platform.cli.checkup import checks

    found = checks(store_path())
    if as_json:
        emit(_json([asdict(check) for check in found]))
    else:
        room = max(len(check.about) for check in found)
        emit("".join(f"{one.state:6}  {one.about:{room}}  {one.said}\n" for one in found))
    return int(any(check.state == "BROKEN" for check in found))


@main.command(
    epilog="""\b
Examples:
  data-platform completion bash
  data-platform completion zsh
  data-platform completion fish

\b
To have it in every new shell:
  bash: add to ~/.bashrc  eval "$(data-platform completion bash)"
  zsh:  add to ~/.zshrc   eval "$(data-platform completion zsh)"
  fish: put the output into ~/.config/fish/completions/data-platform.fish
"""
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print a script with which a shell completes commands, sessions, answers and the rest."""
    from data_platform.cli.shells import script

    emit(script(shell, main, PROGRAM, COMPLETE_VAR))


def _write_config() -> None:
    from data_platform.settings import settings_path, write_default
    from data_platform.tui.actions import REGISTRY

    path = settings_path()
    try:
        write_default(path, REGISTRY)
    except FileExistsError as error:
        if error.filename != str(path):  # a file stands where a folder should be
            raise Failure(f"{path} cannot be written: {error.filename} is no folder") from None
        raise Failure(f"{path} is there already; it was left as it is") from None
    except OSError as error:
        raise Failure(f"{path} cannot be written: {said(error)}") from None
    note(f"Wrote {path}. Nothing in it counts until a # is taken away.")


def _json(value: object) -> str:
    import json

    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
