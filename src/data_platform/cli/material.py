"""From a session or an answers file to a notebook and its blueprint."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from data_platform.cli.terminal import Failure, note, read_text
from data_platform.sessions.errors import NoSuchSession, NoSuchVersion

if TYPE_CHECKING:
    from data_platform.blueprint.model import Blueprint
    from data_platform.catalog import Catalogue
    from data_platform.interview.notebook import Notebook
    from data_platform.interview.session_file import SessionDocument
    from data_platform.sessions.store import SessionInfo, Store
    from data_platform.sessions.versions import Version

#: So many questions are named in a message; of the others, how many there are.
MOST_NAMED = 5


@dataclass(frozen=True)
class Material:
    """Answers, and whose: `label` is like “session acme”.

    open: how many of them somebody contradicts, without a person having picked yet.
    """

    notebook: Notebook
    label: str
    is_example: bool = False
    open: int = 0


def open_store(path: str | None, *, create: bool) -> Store:
    """The session file that was asked for. Raises StoreError."""
    from data_platform.sessions.store import Store

    return Store.open(path, create=create)


def material(store_path: str | None, session: str | None, answers: str | None) -> Material:
    """The answers of a file, of a session, else of the current session, else the example."""
    if answers is not None:
        if session is not None:
            raise click.UsageError("Give a session or --answers, not both.")
        notebook = read_file(answers)
        _tell_left_out(notebook)
        return Material(notebook, f"the answers in {answers}")
    store = open_store(store_path, create=False)
    try:
        info, version = (store.current(), None) if session is None else named(store, session)
        if info is None:
            return Material(_example(), "the example", is_example=True)
        if version is not None:
            from data_platform.interview.notebook import Notebook

            label = f"version {version.name} of session {info.name}"
            return Material(Notebook(version.entries), label)
        notebook = store.load(info.id)
        _tell_left_out(notebook, store.unreadable(info.id))
        tell_open(store, info)
        return Material(notebook, f"session {info.name}")
    finally:
        store.close()


def read_file(path: str) -> Notebook:
    """The answers of a file; only those that it calls drafts may be wrong.

    Raises Failure with every mistake found.
    """
    return read_document(path)[0].notebook


def read_document(path: str) -> tuple[SessionDocument, str]:
    """What a file says of a session, and its text. Raises Failure with every mistake found."""
    [found] = _documents(path, [read_text(path)])
    return found


def read_documents(path: str) -> list[tuple[SessionDocument, str]]:
    """What a file says of a session or of several, with their texts.

    Between sessions stands a line `---`, as `salvage` prints them. Raises Failure with every
    mistake found.
    """
    text = read_text(path)
    # Within a value no line begins so: its lines are indented.
    parts = [part for part in re.split(r"^(?=---(?:\s|$))", text, flags=re.M) if _says(part)]
    return _documents(path, parts if len(parts) > 1 else [text])


def _says(part: str) -> bool:
    """Whether there is more in a part of a file than comments."""
    lines = (line.removeprefix("---").strip() for line in part.splitlines())
    return any(line not in ("", "...") and line[0] not in "#%" for line in lines)


def _documents(path: str, texts: Sequence[str]) -> list[tuple[SessionDocument, str]]:
    from data_platform.interview.session_file import BadAnswers, read_session

    found, problems = [], []
    for number, text in enumerate(texts, 1):
        of = f"session {number}: " if len(texts) > 1 else ""
        try:
            found.append((read_session(text), text))
        except BadAnswers as error:
            problems += [f"{of}{problem}" for problem in error.problems]
    if problems:
        count = len(problems)
        what = "1 mistake" if count == 1 else f"{count} mistakes"
        listed = "\n".join(f"  {problem}" for problem in problems)
        raise Failure(f"{path} was not taken, it has {what}:\n{listed}")
    return found


def blueprint_of(notebook: Notebook) -> Blueprint:
    """The design that the answers lead to, with the person's own prices. Raises Failure."""
    from data_platform.advisor import design

    return design(notebook.answers(), priced_catalogue())


def priced_catalogue(path: str | None = None) -> Catalogue:
    """What is known, with own prices: of a file, else of the settings folder. Raises Failure."""
    from data_platform.settings import BadPrices, catalogue_with
    from data_platform.settings import priced_catalogue as catalogue_of_settings

    if path is not None:
        try:
            return catalogue_with(Path(path).expanduser())
        except BadPrices as error:
            raise Failure(str(error)) from None
    catalogue, problem = catalogue_of_settings()
    if problem:
        raise Failure(f"{problem.rpartition(';')[0]}. Mend it or move it away.")
    return catalogue


def is_file(text: str) -> bool:
    """Whether a word of the command line means a file and not a session."""
    return text == "-" or "/" in text or text.endswith((".yaml", ".yml", ".json"))


def named(store: Store, text: str) -> tuple[SessionInfo, Version | None]:
    """A session, and the version where one is named: `acme`, `acme@v1`. Raises StoreError.

    What is a session's whole name is that session; else what is a version is that version.
    """
    from data_platform.sessions import versions

    session, at, version = text.rpartition("@")
    if not at:
        return store.find(text), None
    with suppress(NoSuchSession):
        return store.find(text, whole=True), None
    try:
        info = store.find(session)
        return info, versions.find(store, info.id, version)
    except (NoSuchSession, NoSuchVersion):
        with suppress(NoSuchSession):
            return store.find(text), None
        raise


def voice(store_path: str | None, text: str) -> Material:
    """The answers of a session, of a version of one, or of a file."""
    if is_file(text):
        try:
            document, _ = read_document(text)
        except Failure:
            if text == "-" or Path(text).expanduser().exists():
                raise
            with suppress(NoSuchSession):
                return session_voice(store_path, text)
            raise
        who = document.author or ("stdin" if text == "-" else Path(text).stem)
        return Material(document.notebook, who)
    return session_voice(store_path, text)


def session_voice(store_path: str | None, text: str) -> Material:
    """The answers of a session, or of a version of one. Raises StoreError."""
    from data_platform.interview.notebook import Notebook

    store = open_store(store_path, create=False)
    try:
        info, version = named(store, text)
        if version is not None:
            return Material(Notebook(version.entries), f"{info.name}@{version.name}")
        contradicted = len(store.open_rivals(info.id))
        return Material(store.load(info.id), info.name, open=contradicted)
    finally:
        store.close()


def section_named(text: str | None) -> str | None:
    """A section's name, from its name or its heading. Raises BadParameter with the nearest."""
    if text is None:
        return None
    from data_platform.blueprint.model import SECTIONS
    from data_platform.interview.kinds import nearest

    def bare(word: str) -> str:
        return " ".join(word.casefold().replace("_", " ").replace("-", " ").split())

    known = {bare(word): name for name in SECTIONS for word in (name, SECTIONS[name])}
    if bare(text) in known:
        return known[bare(text)]
    hint = nearest(bare(text), list(known)) or f"; the sections are {', '.join(SECTIONS)}"
    raise click.BadParameter(f"there is no section “{text[:60]}”{hint}", param_hint="--section")


def _example() -> Notebook:
    from importlib.resources import files

    from data_platform.interview.answer_file import read_answers

    return read_answers(files("data_platform").joinpath("example.yaml").read_text("utf-8"))


def _tell_left_out(notebook: Notebook, unreadable: Sequence[str] = ()) -> None:
    """Say on stderr which answers the blueprint does not use."""
    for key, problem in notebook.problems().items():
        note(f"Left out: {key_shown(key, notebook)}: {problem}")
    tell_unreadable(unreadable, notebook)


def tell_unreadable(keys: Sequence[str], notebook: Notebook) -> None:
    """Say on stderr which stored answers this version cannot read."""
    for key in keys:
        shown = key_shown(key, notebook)
        note(f"Left out: {shown}: this version does not know it; it stays stored")


def key_shown(key: str, notebook: Notebook) -> str:
    """A key as a file has it; of a record, whose id says nothing to anybody, in words."""
    from data_platform.interview.changes import label

    return label(key, notebook.entries) if "/" in key else key


def tell_open(store: Store, info: SessionInfo, lost: str = "") -> None:
    """Say on stderr to which questions of a session several answers stand.

    lost: what is said of those that the output leaves out.
    """
    from data_platform.interview.changes import label

    found = store.open_rivals(info.id)
    if not found:
        return
    entries = store.entries(info.id)
    count = "1 question has" if len(found) == 1 else f"{len(found)} questions have"
    named = [label(key, entries) for key in found]
    more = f" and {len(named) - MOST_NAMED} more" if len(named) > MOST_NAMED else ""
    note(f"{count} two answers or more: {', '.join(named[:MOST_NAMED])}{more}.{lost}")
    note(f"`data-platform resume {shlex.quote(info.name)}` shows them, and you pick.")
