"""The commands for sessions: listed, begun, resumed, renamed, put away and brought back."""

from __future__ import annotations

import click

from data_platform.cli import terminal
from data_platform.cli.completing import FILE, PRESET, PUT_AWAY, SESSION
from data_platform.cli.door import main, open_app, store_option, store_path
from data_platform.cli.terminal import NO_SESSION, Failure, emit, note


@main.command(
    "list",
    epilog="""\b
Examples:
  data-platform list
  data-platform list --search harbor
  data-platform list --archived --json
""",
)
@click.option("--search", default="", metavar="TEXT", help="Only those with this text.")
@click.option("--archived", is_flag=True, help="Those that are archived.")
@click.option("--deleted", is_flag=True, help="Those that are deleted.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@store_option
def list_sessions(search: str, archived: bool, deleted: bool, as_json: bool) -> None:
    """List the sessions, the last used first.

    What is searched for may be in a session's name, in its platform's or in an answer, which
    is shown then.
    """
    from datetime import UTC, datetime

    from data_platform.cli import listing
    from data_platform.cli.material import open_store

    if archived and deleted:
        raise click.UsageError("Give --archived or --deleted, not both.")
    store = open_store(store_path(), create=False)
    found = store.sessions(search, archived=archived, deleted=deleted)
    if as_json:
        emit(listing.sessions_json(found))
    elif found:
        emit(listing.sessions_text(found, datetime.now(UTC)))
    elif search:
        note("No session has that in its name or its answers.")
    elif archived or deleted:
        note(f"No session is {'archived' if archived else 'deleted'}.")
    else:
        note("There is no session yet. `data-platform new` begins one.")


@main.command(
    epilog="""\b
Examples:
  data-platform new
  data-platform new acme --answers harbor.yaml
  data-platform new shop --preset customer-360
"""
)
@click.argument("name", required=False)
@click.option("--answers", metavar="FILE", type=FILE, help="Its answers, as YAML; - reads stdin.")
@click.option(
    "--preset", metavar="USE CASE", type=PRESET, help="Start from what is usual for a use case."
)
@store_option
def new(name: str | None, answers: str | None, preset: str | None) -> int:
    """Begin a session, and open the app on it unless answers are given."""
    from data_platform.cli.material import open_store, read_document

    if answers is not None and preset is not None:
        raise click.UsageError("Give --answers or --preset, not both.")
    if preset is not None:
        from data_platform.cli.quick import preset_named
        from data_platform.sessions.starting import from_preset

        wanted = preset_named(preset)
        info = from_preset(open_store(store_path(), create=True), wanted, name)
    else:
        from data_platform.interview.session_file import SessionDocument
        from data_platform.sessions.starting import from_document

        document, text = SessionDocument(), ""
        if answers is not None:
            document, text = read_document(answers)
        info = from_document(open_store(store_path(), create=True), document, name, text)
    if answers is None and terminal.is_interactive():
        return open_app(info.name)
    emit(f"{info.name}\n")
    return 0


@main.command(
    epilog="""\b
Examples:
  data-platform resume
  data-platform resume acme
"""
)
@click.argument("session", required=False, type=SESSION)
@store_option
def resume(session: str | None) -> int:
    """Open the app on a session, the last used one if none is named."""
    from data_platform.cli.material import open_store

    store = open_store(store_path(), create=False)
    info = store.current() if session is None else store.find(session)
    store.close()
    if info is None:
        raise Failure(NO_SESSION)
    if not terminal.is_interactive():
        raise Failure(
            "the app needs a terminal; `data-platform show` prints the blueprint, "
            "`data-platform answers` the answers"
        )
    return open_app(info.name)


@main.command(
    epilog="""\b
Examples:
  data-platform rename acme harbor-2
"""
)
@click.argument("old", type=SESSION)
@click.argument("new")
@store_option
def rename(old: str, new: str) -> None:
    """Give a session, by its whole name or number, another name."""
    from data_platform.cli.material import open_store

    store = open_store(store_path(), create=False)
    info = store.find(old, whole=True)
    note(f"Renamed {info.name} to {store.rename(info.id, new).name}.")


@main.command(
    epilog="""\b
Examples:
  data-platform delete acme
"""
)
@click.argument("session", type=SESSION)
@store_option
def delete(session: str) -> None:
    """Delete a session, by its whole name or number; `restore` brings it back."""
    from data_platform.cli.material import open_store

    info = open_store(store_path(), create=False).delete(session)
    note(f"Deleted {info.name}. To bring it back: data-platform restore {info.id}")


@main.command(
    epilog="""\b
Examples:
  data-platform duplicate acme
  data-platform duplicate acme acme-gcp
"""
)
@click.argument("session", type=SESSION)
@click.argument("name", required=False)
@store_option
def duplicate(session: str, name: str | None) -> None:
    """Copy a session with its history and versions, and print the copy's name.

    Without a NAME it is the session's with a number behind it.
    """
    from data_platform.cli.material import open_store

    emit(f"{open_store(store_path(), create=False).duplicate(session, name).name}\n")


@main.command(
    epilog="""\b
Examples:
  data-platform archive acme
"""
)
@click.argument("session", type=SESSION)
@store_option
def archive(session: str) -> None:
    """Put a session, by its whole name or number, out of the way; `restore` brings it back."""
    from data_platform.cli.material import open_store

    info = open_store(store_path(), create=False).archive(session)
    note(f"Archived {info.name}. To bring it back: data-platform restore {info.id}")


@main.command(
    epilog="""\b
Examples:
  data-platform restore old
  data-platform restore attic
"""
)
@click.argument("session", type=PUT_AWAY)
@store_option
def restore(session: str) -> None:
    """Bring a deleted or archived session back, by its whole name or number."""
    from data_platform.cli.material import open_store

    note(f"Restored {open_store(store_path(), create=False).restore(session).name}.")
