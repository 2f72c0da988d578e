"""The commands for files: compared, exported, imported, salvaged. Merged: in `merging`."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from data_platform.blueprint.widths import NARROWEST, WIDEST
from data_platform.cli import terminal
from data_platform.cli.completing import FILE, FOLDER, MATERIAL, SESSION, VERSIONED
from data_platform.cli.door import main, store_option, store_path
from data_platform.cli.terminal import NO_SESSION, Failure, emit, note

if TYPE_CHECKING:
    from data_platform.interview.notebook import Entry
    from data_platform.interview.session_file import SessionDocument
    from data_platform.sessions.store import Store
    from data_platform.sessions.versions import Version


@main.command(
    epilog="""\b
Examples:
  data-platform diff acme@v1
  data-platform diff acme harbor --format markdown
  data-platform diff before.yaml after.yaml
"""
)
@click.argument("old", type=MATERIAL)
@click.argument("new", required=False, type=MATERIAL)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    show_default=True,
    help="How it is written.",
)
@click.option("--width", type=click.IntRange(NARROWEST, WIDEST), help="Columns of the text.")
@click.option("--ascii", "ascii_only", is_flag=True, help="Nothing but ASCII.")
@store_option
def diff(old: str, new: str | None, form: str, width: int | None, ascii_only: bool) -> None:
    """Compare two designs: answers, decisions, cost and text.

    OLD and NEW are a session, a version of one (acme@v1), or a file of answers. Without NEW a
    version is compared with its session as it is now.
    """
    from data_platform.blueprint.compare import compare, render_comparison
    from data_platform.cli.blueprints import page_width
    from data_platform.cli.material import blueprint_of, is_file, voice
    from data_platform.interview.changes import differences

    if new is None:
        session, _, _ = old.rpartition("@")
        if not session or is_file(old):
            raise click.UsageError("Name two to compare, or a version like acme@v1.")
        new = session
    first, second = voice(store_path(), old), voice(store_path(), new)
    columns = width or page_width()
    plain = ascii_only or terminal.only_ascii()
    found = compare(blueprint_of(first.notebook), blueprint_of(second.notebook), columns, plain)
    answers = differences(first.notebook, second.notebook)
    emit(render_comparison(found, answers, first.label, second.label, form, columns, plain))


@main.command(
    epilog="""\b
Examples:
  data-platform export acme --to acme.yaml
  data-platform export acme@v1 --format json
  data-platform export acme --history
"""
)
@click.argument("session", required=False, type=VERSIONED)
@click.option(
    "--to", metavar="FILE", type=FILE, help="Write it there; of a file that is there, only changes."
)
@click.option(
    "--format", "form", type=click.Choice(["yaml", "json"]), help="YAML, if the file is not .json."
)
@click.option("--history", is_flag=True, help="With every change, and the named versions.")
@click.option("--force", is_flag=True, help="Replace a file that is not this session's.")
@store_option
def export(
    session: str | None, to: str | None, form: str | None, history: bool, force: bool
) -> None:
    """Write a session as one readable file: the same session, the same bytes.

    A file that is there keeps its comments and its order where nothing changed, and its history
    if it has one.
    """
    from data_platform.cli.material import named, open_store, tell_open
    from data_platform.interview.changes import differences
    from data_platform.interview.session_file import SessionDocument, write_session

    form = form or ("json" if to and to.lower().endswith(".json") else "yaml")
    to = None if to == "-" else to
    store = open_store(store_path(), create=False)
    if session is None:
        info, version = store.current(), None
        if info is None:
            raise Failure(NO_SESSION)
    else:
        info, version = named(store, session)
    there = to is not None and Path(to).expanduser().is_file()
    origin, base = _before("", store.origin(info.id), force)
    before, base = _before(str(to), base, force) if there else (origin, base)
    whose = ""
    if there and not _is_its(before, info.name, origin):
        whose = f"session {before.name}" if before.name else f"the answers of {before.author}"
        if not force:
            raise Failure(
                f"{to} has {whose}, not session {info.name}, so it was left as it is; --force "
                "replaces it, --to FILE names another"
            )
        before, base = SessionDocument(), ""
    history = history or (there and bool(before.history or before.versions))
    document = _document(store, info.id, info.name, version, history)
    document = replace(document, author=before.author)
    if version is None:
        tell_open(store, info, " The file has the answer that stands.")
    text = write_session(document, form=form, base=base or None)  # type: ignore[arg-type]
    store.close()
    if to is None:
        emit(text)
        return
    terminal.write_file(to, text)
    note(f"Wrote session {info.name} to {to}.")
    if whose:
        note(f"Replaced: {whose}.")
    for one in differences(before.notebook, document.notebook) if there else ():
        if one.old:
            note(f"Replaced: {one.label}: {one.old} -> {one.new or 'nothing'}")
    anew = write_session(document, form=form)  # type: ignore[arg-type]
    if there and text == anew and base != write_session(before, form=form):  # type: ignore[arg-type]
        note("It was written anew: its comments and its order are not in it.")


def _document(
    store: Store, session_id: int, name: str, version: Version | None, history: bool
) -> SessionDocument:
    """What a file says of a session, or of a version of it."""
    from data_platform.cli.material import tell_unreadable
    from data_platform.interview.notebook import Notebook
    from data_platform.interview.session_file import SessionDocument
    from data_platform.interview.session_file import Version as Written
    from data_platform.sessions import versions

    notebook = store.load(session_id) if version is None else Notebook(version.entries)
    tell_unreadable(store.unreadable(session_id), notebook)
    if not history:
        return SessionDocument(name, "", notebook)
    steps = store.history(session_id)
    if version is not None:
        steps = [step for step in steps if step.number <= version.step]
    kept = [
        Written(one.name, one.at, one.step, one.entries)
        for one in versions.versions(store, session_id)
        if version is None or one.id == version.id
    ]
    return SessionDocument(name, "", notebook, tuple(steps), tuple(kept))


def _is_its(file: SessionDocument, session: str, origin: SessionDocument) -> bool:
    """Whether a file is that of a session: called so, or by who wrote what it comes from."""
    from data_platform.sessions.names import folded

    if file.name or not file.author:
        return not file.name or folded(file.name) == folded(session)
    return folded(file.author) in (folded(session), folded(origin.author))


def _before(path: str, origin: str, force: bool) -> tuple[SessionDocument, str]:
    """What the file that is there says, else the one that a session comes from; its text.

    Raises Failure for a file of something else; with force that is replaced.
    """
    from data_platform.cli.material import read_document
    from data_platform.interview.session_file import BadAnswers, SessionDocument, read_session

    if not path:
        with suppress(BadAnswers):
            return read_session(origin), origin
        return SessionDocument(), ""
    try:
        return read_document(path)
    except Failure as error:
        if force:
            return SessionDocument(), ""
        raise Failure(
            f"{path} is there and is no session's file, so it was left as it is; --force "
            f"replaces it. {error.message}"
        ) from None


@main.command(
    "import",
    epilog="""\b
Examples:
  data-platform import acme.yaml
  data-platform import acme.yaml --name acme-2
  data-platform import acme.yaml --into acme
""",
)
@click.argument("file", type=FILE)
@click.option("--name", help="The new session's name; otherwise that in the file, or the file's.")
@click.option(
    "--into", metavar="SESSION", type=SESSION, help="Take the answers into this session instead."
)
@store_option
def import_(file: str, name: str | None, into: str | None) -> None:
    """Make a session of a file: one that was exported, or written by hand.

    Into a session that is there, the file's answers take the place of the session's in one
    step, which can be undone; `merge --into` keeps what the file does not say. A file of
    several sessions, as `salvage` prints them, becomes as many.
    """
    from data_platform.cli.material import open_store, read_documents
    from data_platform.interview.session_document import one_line
    from data_platform.sessions.starting import from_document

    if name and into:
        raise click.UsageError("Give --name or --into, not both.")
    found = read_documents(file)
    if len(found) > 1 and (name or into):
        raise Failure(
            f"{file} has {len(found)} sessions, so nothing was taken; import them without --name "
            "and --into, each gets its own name"
        )
    store = open_store(store_path(), create=into is None)
    for document, text in found:
        if into is not None:
            _take_into(store, into, document)
            continue
        if not document.name and file != "-":
            document = replace(document, name=one_line(Path(file).stem))
        emit(f"{from_document(store, document, name, text).name}\n")
    store.close()


def _take_into(store: Store, session: str, document: SessionDocument) -> None:
    """Take answers in place of those of a session, in one step that can be undone."""
    from data_platform.interview.changes import told
    from data_platform.interview.session_document import aligned
    from data_platform.sessions.store import open_notebook

    info = store.find(session)
    book = open_notebook(store, info.id)
    before = dict(book.entries)
    lines = told(book.become(aligned(document.notebook.entries, before)), before)
    if lines:
        count = f"{len(lines)} answer{'' if len(lines) == 1 else 's'}"
        note(f"Changed {count} of {info.name}. To take it back: data-platform undo {info.name}")
    else:
        note(f"Nothing changed: {info.name} says the same.")
    for line in lines:
        note(f"  {line}")
    left = [f"its version {one.name}" for one in document.versions]
    if document.history:
        left.insert(0, "its history")
    if left:
        note(f"Not taken from the file: {', '.join(left)}. Without --into they come along.")


@main.command(
    epilog="""\b
Examples:
  data-platform salvage damaged.db
  data-platform salvage damaged.db --to rescued
"""
)
@click.argument("file", type=FILE)
@click.option("--to", metavar="FOLDER", type=FOLDER, help="Write a file for each session there.")
def salvage(file: str, to: str | None) -> None:
    """Read what is left in a session file that cannot be opened.

    Damaged, cut off, or written by a newer version: it is read from a copy, and never changed.
    """
    from data_platform.interview.names import slug, unique_all
    from data_platform.interview.notebook import Notebook
    from data_platform.interview.session_file import SessionDocument, write_session
    from data_platform.sessions.salvage import salvage as salvaged

    found = salvaged(Path(file).expanduser())
    names = unique_all(slug(one.name, "session") for one in found)
    paths = [] if to is None else _new_files(to, [f"{name}.yaml" for name in names])
    for number, one in enumerate(found):
        text = write_session(SessionDocument(one.name, "", Notebook(_whole(one.entries))))
        if to is None:
            emit(f"---\n{text}")
        else:
            terminal.write_file(str(paths[number]), text)
            count = "1 answer" if len(one.entries) == 1 else f"{len(one.entries)} answers"
            note(f"Wrote {paths[number]}: {count} of {one.name}.")
        if one.unreadable:
            note(f"Could not be read of {one.name}: {', '.join(one.unreadable[:10])}")
        if one.besides:
            more = ", ".join(f"{what} ({count})" for what, count in one.besides.items())
            note(f"Not in it of {one.name}: {more}.")
    if to is None and len(found) > 1:
        note("`data-platform import` takes all of them; --to FOLDER writes a file for each.")


def _new_files(folder: str, names: list[str]) -> list[Path]:
    """Where files of these names go. Raises Failure before any is written if one is there."""
    place = Path(folder).expanduser()
    try:
        place.mkdir(parents=True, exist_ok=True)
        paths = [place / name for name in names]
        taken = [path for path in paths if path.exists() or path.is_symlink()]
    except OSError as error:
        why = terminal.said(error)
        raise Failure(f"{folder} is no folder to write to: {why}. Nothing was written.") from None
    if taken:
        raise Failure(
            f"{taken[0]} is there already, so nothing was written; name another folder with --to"
        )
    return paths


def _whole(entries: dict[str, Entry]) -> dict[str, Entry]:
    """The entries, with the order of a list whose own row is lost."""
    from data_platform.interview.notebook import Entry

    whole = dict(entries)
    for key in entries:
        name, _, rest = key.partition("/")
        if not rest:
            continue
        rid, order = rest.partition("/")[0], whole.get(name)
        known = list(order.value) if order and isinstance(order.value, list) else []
        if rid not in known:
            whole[name] = Entry([*known, rid])
    return whole
