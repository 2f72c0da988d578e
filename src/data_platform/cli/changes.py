"""The commands for what was said in a session: its history, undo, answers, named versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from data_platform.cli.completing import ASSIGNMENT, SESSION, VERSION
from data_platform.cli.door import main, store_option, store_path
from data_platform.cli.terminal import NO_SESSION, Failure, emit, note

if TYPE_CHECKING:
    from data_platform.interview.notebook import Change, Entry
    from data_platform.sessions.store import SessionInfo, Store


@main.command(
    epilog="""\b
Examples:
  data-platform history
  data-platform history acme --last 5
  data-platform history acme --json
"""
)
@click.argument("session", required=False, type=SESSION)
@click.option("--last", type=click.IntRange(1), metavar="N", help="Only the last N steps.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, with every answer it began with.")
@store_option
def history(session: str | None, last: int | None, as_json: bool) -> None:
    """Print what was said in a session, step by step.

    Times are those of this computer. What was undone since is marked.
    """
    from data_platform.cli import telling

    store, info = _opened(session)
    lines = telling.history_lines(store.history(info.id))
    shown = lines[-last:] if last else lines
    if as_json:
        emit(telling.history_json(shown))
    elif shown:
        emit(telling.history_text(shown))
    else:
        note(f"Nothing was said in {info.name} yet.")


@main.command(
    epilog="""\b
Examples:
  data-platform undo
  data-platform undo acme --steps 2
"""
)
@click.argument("session", required=False, type=SESSION)
@click.option("--steps", type=click.IntRange(1), default=1, metavar="N", help="How many; else one.")
@store_option
def undo(session: str | None, steps: int) -> None:
    """Take the last step in a session back, also one of days ago; `redo` does it again."""
    _step_back_or_forth(session, steps, "undo")


@main.command(
    epilog="""\b
Examples:
  data-platform redo
  data-platform redo acme --steps 2
"""
)
@click.argument("session", required=False, type=SESSION)
@click.option("--steps", type=click.IntRange(1), default=1, metavar="N", help="How many; else one.")
@store_option
def redo(session: str | None, steps: int) -> None:
    """Do the step again that was taken back last."""
    _step_back_or_forth(session, steps, "redo")


@main.command(
    epilog="""\b
Examples:
  data-platform answer acme "growth=60 %" budget=unknown
  data-platform answer acme "growth=estimate:60 %"
  data-platform answer acme sources+=crm "sources.crm.volume=2 TB"
  data-platform answer acme "sources[1].owner=shop team" growth=
  data-platform answer acme sources-=crm
"""
)
@click.argument("session", type=SESSION)
@click.argument("assignments", metavar="KEY=VALUE...", nargs=-1, required=True, type=ASSIGNMENT)
@store_option
def answer(session: str, assignments: tuple[str, ...]) -> None:
    """Answer questions of a session: all that is given, or nothing if any of it is wrong.

    A KEY is one of an answers file, as `questions` lists them; a record goes by its name or its
    place. A VALUE is written as in the app: unknown says that nobody knows, estimate: before it
    that it is an estimate, text: that what follows is meant as it stands. Without a value the
    answer is taken back. LIST+=NAME adds a record, LIST-=NAME removes one. It is one step for
    `undo`. A question to which several answers stand is settled by it.
    """
    from data_platform.cli.material import key_shown
    from data_platform.interview.answer_file import BadAnswers
    from data_platform.interview.assignments import assigned
    from data_platform.sessions.store import open_notebook

    store, info = _opened(session)
    try:
        assigned(store.entries(info.id), assignments)  # before anything is written
        notebook = open_notebook(store, info.id)
        before = dict(notebook.entries)
        open_before = store.open_rivals(info.id)
        after, keys = assigned(before, assignments)
        changes = notebook.become(after)
    except BadAnswers as error:
        count = len(error.problems)
        what = "there is 1 mistake" if count == 1 else f"there are {count} mistakes"
        listed = "\n".join(f"  {problem}" for problem in error.problems)
        raise Failure(f"nothing was stored, {what}:\n{listed}") from None
    # Who answers a question that had two answers has picked one.
    said = {change.key for change in changes} | keys
    for key in (key for key in open_before if key in said):
        seen, stood = open_before[key], before.get(key)
        store.settle(info.id, key, notebook.get(key), seen, stood)
        note(f"Settled: {key_shown(key, notebook)} has one answer now.")
    if not changes:
        note(f"{info.name} says so already.")
    for line in _told(changes, before):
        note(line)


@main.command(
    epilog="""\b
Examples:
  data-platform versions acme
  data-platform versions acme --keep draft
  data-platform versions acme --back v1
  data-platform versions acme --drop v1
"""
)
@click.argument("session", required=False, type=SESSION)
@click.option("--keep", metavar="NAME", help="Keep the answers as they are now under this name.")
@click.option("--back", metavar="NAME", type=VERSION, help="Go back to a version; one undo step.")
@click.option("--drop", metavar="NAME", type=VERSION, help="Remove a version.")
@click.option("--json", "as_json", is_flag=True, help="List them as JSON.")
@store_option
def versions(
    session: str | None, keep: str | None, back: str | None, drop: str | None, as_json: bool
) -> None:
    """List the named versions of a session; keep one, go back to one, drop one.

    Elsewhere acme@v1 names the version v1 of acme.
    """
    if sum(name is not None for name in (keep, back, drop)) + as_json > 1:
        raise click.UsageError("Give one of --keep, --back, --drop and --json.")
    from data_platform.sessions import versions as kept

    store, info = _opened(session)
    if keep is not None:
        version = kept.keep(store, info.id, keep)
        note(f"Kept {info.name} as {info.name}@{version.name}.")
    elif drop is not None:
        version = kept.drop(store, info.id, drop)
        note(f"Dropped {info.name}@{version.name}; {info.name} itself is unchanged.")
    elif back is not None:
        _go_back(store, info, back)
    else:
        _list_versions(store, info, as_json)


def _go_back(store: Store, info: SessionInfo, name: str) -> None:
    from data_platform.sessions import versions as kept
    from data_platform.sessions.store import open_notebook

    version = kept.find(store, info.id, name)
    notebook = open_notebook(store, info.id)
    before = dict(notebook.entries)
    changes = notebook.become(version.entries)
    if not changes:
        note(f"{info.name} is as in {version.name} already.")
        return
    note(f"{info.name} is as in {version.name} again; `data-platform undo` takes that back.")
    for line in _told(changes, before):
        note(f"  {line}")


def _list_versions(store: Store, info: SessionInfo, as_json: bool) -> None:
    from data_platform.cli import telling
    from data_platform.sessions import versions as kept

    found = kept.versions(store, info.id)
    if as_json:
        emit(telling.versions_json(found))
    elif found:
        emit(telling.versions_text(found))
    else:
        note(f"{info.name} has no version yet; --keep NAME keeps one.")


def _step_back_or_forth(session: str | None, steps: int, how: str) -> None:
    """Undo or redo, and say what that was."""
    from data_platform.interview.notebook import Change
    from data_platform.sessions.store import open_notebook

    store, info = _opened(session)
    notebook = open_notebook(store, info.id)
    said = "Took back" if how == "undo" else "Did again"
    for number in range(steps):
        before = dict(notebook.entries)
        changes = notebook.undo() if how == "undo" else notebook.redo()
        if not changes:
            what = "to take back" if how == "undo" else "to do again"
            left = "nothing more" if number else "nothing"
            raise Failure(f"there is {left} {what} in {info.name}")
        if how == "undo":  # told as it was done
            before = dict(notebook.entries)
            changes = [Change(one.key, one.new, one.old) for one in reversed(changes)]
        for line in _told(changes, before):
            note(f"{said}: {line}")


def _told(changes: list[Change], before: dict[str, Entry]) -> list[str]:
    from data_platform.interview.changes import told

    return told(changes, before)


def _opened(session: str | None) -> tuple[Store, SessionInfo]:
    """The session file and the named session in it, the last used one if none is named."""
    from data_platform.cli.material import open_store

    store = open_store(store_path(), create=False)
    info = store.current() if session is None else store.find(session)
    if info is None:
        raise Failure(NO_SESSION)
    return store, info
