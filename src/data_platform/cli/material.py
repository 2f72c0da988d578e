"""From a session or an answers file to a notebook and its blueprint."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from data_platform.cli.terminal import Failure, note, read_text
from data_platform.sessions.errors import NoSuchSession

if TYPE_CHECKING:
    from data_platform.blueprint.model import Blueprint
    from data_platform.interview.notebook import Notebook
    from data_platform.interview.session_file import SessionDocument
    from data_platform.sessions.store import SessionInfo, Store
    from data_platform.sessions.versions import Version


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
    from data_platform.interview.session_file import BadAnswers, read_session

    text = read_text(path)
    try:
        return read_session(text), text
    except BadAnswers as error:
        count = len(error.problems)
        what = "1 mistake" if count == 1 else f"{count} mistakes"
        listed = "\n".join(f"  {problem}" for problem in error.problems)
        raise Failure(f"{path} was not taken, it has {what}:\n{listed}") from None


def blueprint_of(notebook: Notebook) -> Blueprint:
    """The design that the answers lead to."""
    from data_platform.advisor import design
    from data_platform.catalog import load_catalogue

    return design(notebook.answers(), load_catalogue())


def is_file(text: str) -> bool:
    """Whether a word of the command line means a file and not a session."""
    return text == "-" or "/" in text or text.endswith((".yaml", ".yml", ".json"))


def named(store: Store, text: str) -> tuple[SessionInfo, Version | None]:
    """A session, and the version where one is named: `acme`, `acme@v1`. Raises StoreError."""
    from data_platform.sessions import versions

    try:
        return store.find(text), None
    except NoSuchSession:
        session, at, version = text.rpartition("@")
        if not at:
            raise
    info = store.find(session)
    return info, versions.find(store, info.id, version)


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
        contradicted = {rival.key for rival in store.rivals(info.id)}
        return Material(store.load(info.id), info.name, open=len(contradicted))
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
        note(f"Left out: {key}: {problem}")
    for key in unreadable:
        note(f"Left out: {key}: this version does not know it; it stays stored")
