"""A session as one readable file: its answers, and beside them its name, history and versions.

A file of answers is a file of a session, too: what it does not say is empty. A file that
people wrote keeps what they wrote, see `round_trip`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any, get_args

from data_platform.interview.answer_file import RESERVED, BadAnswers, Reader, rows, said
from data_platform.interview.file_text import Form, OneLine, dump, line_of, load
from data_platform.interview.history import NEVER, Recorded, replayed
from data_platform.interview.kinds import nearest
from data_platform.interview.meaning import alike, names_of, paired
from data_platform.interview.notebook import Change, Entry, Notebook, StepKind
from data_platform.interview.session_document import (
    SessionDocument,
    Version,
    as_read,
    in_utc,
    is_key,
    one_line,
    record_lists,
    renamed_entries,
    renamed_step,
    tidy,
)

__all__ = [
    "BadAnswers",
    "SessionDocument",
    "Version",
    "as_read",
    "data_of",
    "read_session",
    "write_session",
]

_STEP = ("at", "kind", "changes")
_CHANGE = ("key", "old", "new")
#: Before the id of a record of the answers, in what else a file tells of.
_NOW = "="
_VERSION = ("name", "at", "step", "answers", "records")


def read_session(text: str) -> SessionDocument:
    """The session of a YAML or JSON text. Raises BadAnswers with every mistake found.

    Answers that were changed in the file after its history was written are one step more.
    """
    raw = load(text)
    if raw is None:
        raw = {}
    if not isinstance(raw, dict):
        raise BadAnswers(["a session's file is a mapping, like `platform_name: acme`"])
    reader = Reader()
    notebook = reader.notebook(raw, RESERVED)
    parts = _Parts(reader)
    name = parts.text(raw, "session")
    author = parts.text(raw, "author")
    history = parts.history(raw)
    versions = parts.versions(raw, notebook, history)
    if reader.problems:
        raise BadAnswers(reader.problems)
    document = SessionDocument(name, author, notebook, tuple(history), tuple(versions))
    return as_read(_aligned(document))


def write_session(
    document: SessionDocument, *, form: Form = "yaml", base: str | None = None
) -> str:
    """The text of a session; the same session gives the same bytes, in the models' order.

    base: the text of the file before. What did not change stays as people wrote it, with its
    comments, order and quotes; where that cannot be done, or the base is no such file, it is
    written anew.
    """
    document = as_read(document)
    if base is not None:
        from data_platform.interview.round_trip import patched

        text = patched(base, document, form)
        if text is not None:
            return text if text.endswith("\n") or not base.endswith("\n") else f"{text}\n"
    return dump(data_of(document), form)


def data_of(document: SessionDocument) -> dict[str, Any]:
    """A document, as a file gives it back, as the data of a file."""
    data: dict[str, Any] = {}
    if document.name:
        data["session"] = document.name
    if document.author:
        data["author"] = document.author
    data |= rows(document.notebook)
    if document.versions:
        data["versions"] = [_version(version, document.history) for version in document.versions]
    if document.history:
        data["history"] = [_step(step) for step in document.history]
    return data


def _step(step: Recorded) -> dict[str, Any]:
    data: dict[str, Any] = {} if step.at == NEVER else {"at": _time(step.at)}
    changes = []
    for change in step.changes:
        one = OneLine(key=change.key)
        for way, entry in (("old", change.old), ("new", change.new)):
            if entry is not None:
                one[way] = said(entry)
        changes.append(one)
    return data | {"kind": step.kind, "changes": changes}


def _version(version: Version, history: tuple[Recorded, ...]) -> dict[str, Any]:
    data: dict[str, Any] = {"name": version.name}
    if version.at != NEVER:
        data["at"] = _time(version.at)
    data["step"] = version.step
    if tidy(replayed(history, version.step)) == version.entries:
        return data
    notebook = Notebook(version.entries)
    data["answers"] = rows(notebook)
    records = OneLine((n, notebook.records(n)) for n in record_lists() if notebook.records(n))
    return data | {"records": records} if records else data


def _time(at: datetime) -> str:
    return at.isoformat(sep=" ").replace("+00:00", "Z")


class _Parts:
    """Reads what a file says beside the answers; mistakes go to the reader's problems."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader

    def text(self, raw: Any, key: str, where: str = "") -> str:
        """A text on one line; empty where there is none."""
        value = raw.get(key)
        if value is None:
            return ""
        if isinstance(value, dict | list):
            self.reader.complain(where or key, "a text is expected", line_of(raw, key))
            return ""
        return one_line(str(value))

    def history(self, raw: Any) -> list[Recorded]:
        """The steps of the history."""
        steps = []
        for number, row in enumerate(self._rows(raw, "history", "history", _STEP), 1):
            where = f"history[{number}]"
            kind = self.text(row, "kind", f"{where}.kind") or "do"
            if kind not in get_args(StepKind):
                what = f"{', '.join(get_args(StepKind))} is expected, not {kind[:40]}"
                self.reader.complain(f"{where}.kind", what, line_of(row, "kind"))
                continue
            changes = []
            found = self._rows(row, "changes", f"{where}.changes", _CHANGE)
            for place, change in enumerate(found, 1):
                taken = self._change(change, f"{where}.changes[{place}]")
                if taken is not None:
                    changes.append(taken)
            at = self._time_of(row, where)
            steps.append(Recorded(number, tuple(changes), kind, at))  # type: ignore[arg-type]
        return steps

    def versions(self, raw: Any, now: Notebook, history: list[Recorded]) -> list[Version]:
        """The versions, each with its answers."""
        found: list[Version] = []
        for number, row in enumerate(self._rows(raw, "versions", "versions", _VERSION), 1):
            where = f"versions[{number}]"
            name = self.text(row, "name", f"{where}.name")
            if not name or "@" in name:
                what = "a name without @ is expected"
                self.reader.complain(f"{where}.name", what, line_of(row, "name"))
            elif name.casefold() in {version.name.casefold() for version in found}:
                self.reader.complain(f"{where}.name", "it stands twice", line_of(row, "name"))
            step = self._step_of(row, where, len(history))
            if row.get("answers") is None:
                entries = tidy(replayed(history, step))
            else:
                entries = self._answers(row, where, now)
            found.append(Version(name, self._time_of(row, where), step, entries))
        return found

    def _change(self, row: Any, where: str) -> Change | None:
        key = self.text(row, "key", f"{where}.key")
        if not is_key(key):
            near = nearest(key, record_lists()) if "/" not in key else ""
            what = f"the key of an answer is expected, like growth or sources/r1/volume{near}"
            self.reader.complain(f"{where}.key", what, line_of(row, "key"))
            return None
        old_and_new: list[Entry | None] = []
        for way in ("old", "new"):
            reader = Reader(problems=self.reader.problems)
            if row.get(way) is not None:
                reader.take(key, f"{where}.{way}", row[way], line_of(row, way))
            old_and_new.append(reader.entries.get(key))
        return Change(key, *old_and_new)

    def _answers(self, row: Any, where: str, now: Notebook) -> dict[str, Entry]:
        """The answers of a version; its records have the ids that it names, or those of now."""
        raw = row["answers"]
        if not isinstance(raw, dict):
            what = "a mapping of answers is expected"
            self.reader.complain(f"{where}.answers", what, line_of(row, "answers"))
            return {}
        reader = Reader(f"{where}.answers.", self.reader.problems)
        notebook = reader.notebook(raw)
        named = row.get("records")
        named = {} if named is None else named
        ids: dict[tuple[str, str], str] = {}
        for name in record_lists():
            order = notebook.records(name)
            given: Any = named.get(name) if isinstance(named, dict) else 0
            if given is None:
                places = paired(names_of(now, name), names_of(notebook, name))
                given = [
                    f"{where}.{at}" if place is None else f"{_NOW}r{place + 1}"
                    for at, place in enumerate(places)
                ]
            sound = isinstance(given, list) and all(
                isinstance(one, str) and "/" not in one for one in given
            )
            if not sound or len(set(given)) != len(order) or len(given) != len(order):
                what = f"a different id for each record of {name} is expected"
                self.reader.complain(f"{where}.records", what, line_of(row, "records"))
                return {}
            ids |= {(name, rid): one for rid, one in zip(order, given, strict=True)}
        return renamed_entries(notebook.entries, lambda name, rid: ids[name, rid])

    def _step_of(self, row: Any, where: str, steps: int) -> int:
        text = self.text(row, "step", f"{where}.step")
        if not text and row.get("answers") is not None:
            return 0
        if text.isascii() and text.isdigit() and int(text[:9]) <= steps:
            return int(text[:9])
        what = f"a step of the history is expected, from 0 to {steps}, or `answers`"
        self.reader.complain(f"{where}.step", what, line_of(row, "step"))
        return 0

    def _time_of(self, row: Any, where: str) -> datetime:
        text = self.text(row, "at", f"{where}.at")
        if not text:
            return NEVER
        try:
            return in_utc(datetime.fromisoformat(text))
        except (ValueError, OverflowError):
            what = "a time is expected, like 2026-03-31 14:05:00Z"
            self.reader.complain(f"{where}.at", what, line_of(row, "at"))
            return NEVER

    def _rows(self, raw: Any, key: str, where: str, known: tuple[str, ...]) -> list[Any]:
        """A list of mappings that have known keys only."""
        value = raw.get(key)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            what = f"a list is expected, each like `- {known[0]}: ...`"
            self.reader.complain(where, what, line_of(raw, key))
            return []
        for number, row in enumerate(value, 1):
            for name in row:
                if name not in known:
                    what = f"unknown key{nearest(str(name), list(known))}"
                    self.reader.complain(f"{where}[{number}].{name}", what, line_of(row, name))
        return value


def _aligned(document: SessionDocument) -> SessionDocument:
    """The history and versions tell of the records of the answers, also after edits by hand.

    Where the history ends at what the answers say, its wording of them is taken.
    """
    now = document.notebook
    last = Notebook(tidy(replayed(document.history)))
    ids: dict[str, dict[str, str]] = {}
    for name in record_lists():
        before, after = names_of(last, name), names_of(now, name)
        old, new = last.records(name), now.records(name)
        if document.history and (old, before) != (new, after):
            places = zip(new, paired(before, after), strict=True)
            ids[name] = {old[place]: rid for rid, place in places if place is not None}

    def new_id(name: str, rid: str) -> str:
        if rid.startswith(_NOW):
            return rid.removeprefix(_NOW)
        # An id that is given to another record is not that of one which is gone.
        return ids[name].get(rid, f"_{rid}") if name in ids else rid

    history = tuple(renamed_step(step, new_id) for step in document.history)
    versions = tuple(
        replace(version, entries=renamed_entries(version.entries, new_id))
        for version in document.versions
    )
    last = Notebook(tidy(replayed(history)))
    entries = {
        key: last.entries[key] if alike(key, last.get(key), entry) else entry
        for key, entry in now.entries.items()
    }
    return replace(document, notebook=Notebook(entries), history=history, versions=versions)
