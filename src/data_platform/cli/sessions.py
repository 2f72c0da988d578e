"""The commands for sessions: listed, begun, resumed, renamed, put away and brought back."""

from __future__ import annotations

import click

from data_platform.cli import terminal
from data_platform.cli.door import main, open_app, store_option, store_path
from data_platform.cli.terminal import Failure, emit, note


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
@click.option("--preset", metavar="USE CASE", help="Start from what is usual for a use case.")
@store_option
def new(name: str | None, answers: str | None, preset: str | None) -> int:
    """Begin a session, and open the app on it unless answers are given."""
    from data_platform.cli.material import open_store, read_file

    if answers is not None and preset is not None:
        raise click.UsageError("Give --answers or --preset, not both.")
    if preset is not None:
        from data_platform.cli.quick import preset_named
        from data_platform.sessions.starting import from_preset

        wanted = preset_named(preset)
        info = from_preset(open_store(store_path(), create=True), wanted, name)
    else:
        entries = None if answers is None else read_file(answers).entries
        info = open_store(store_path(), create=True).create(name, entries)
    if answers is None and terminal.is_interactive():
        return open_app(info.name)
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
    return open_app(info.name)


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
