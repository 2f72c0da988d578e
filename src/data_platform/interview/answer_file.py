"""Answers as a file: YAML that people write, read into a notebook, and written back.

A value may be plain (`growth: 60 %`), an estimate (`growth: {estimate: 60 %}`), taken over
from a preset (`growth: {assumed: 60 %}`) or `unknown`. Lists of records are lists of
mappings. Validation is the notebook's own.

What a notebook holds beside that is written so that it is read back the same: a draft that
is wrong as `{draft: sixty}` (without `draft` it is a mistake), what was typed before it was
marked as not known as `{unknown: 60 %}`, and the word itself as `{text: unknown}`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from data_platform.interview.answers import Certainty, fields
from data_platform.interview.file_text import BadAnswers, at_line, dump, line_of, load
from data_platform.interview.kinds import Kind, nearest
from data_platform.interview.notebook import Entry, Notebook

__all__ = [
    "RESERVED",
    "BadAnswers",
    "Reader",
    "kept",
    "read_answers",
    "rows",
    "said",
    "write_answers",
]

#: Keys of a file that say something of the session, not of the platform.
RESERVED = ("session", "author", "versions", "history")

_UNKNOWN = "unknown"
_CERTAINTIES: dict[str, Certainty] = {
    "estimate": "estimate",
    "assumed": "assumed",
    "unknown": "unknown",
}
#: Taken as it is: a text that would mean something else, and one that may be wrong.
_LITERALLY = ("text", "draft")
_EXPECTED = "a value, {estimate: value}, {assumed: value}, {draft: value} or unknown is expected"


def read_answers(text: str) -> Notebook:
    """A notebook from YAML (or JSON) text. Raises BadAnswers with every mistake found.

    What a session's file says beside the answers is passed over.
    """
    raw = load(text)
    if raw is None:
        raw = {}
    if not isinstance(raw, dict):
        raise BadAnswers(["an answers file is a mapping, like `platform_name: acme`"])
    reader = Reader()
    notebook = reader.notebook(raw, RESERVED)
    if reader.problems:
        raise BadAnswers(reader.problems)
    return notebook


def write_answers(notebook: Notebook) -> str:
    """The notebook as YAML: the same answers give the same bytes, in the models' order."""
    return dump(rows(notebook))


def rows(notebook: Notebook) -> dict[str, Any]:
    """The notebook as the data of a file, in the models' order."""
    data: dict[str, Any] = {}
    for name, kind in fields().items():
        if isinstance(kind, Kind):
            if name in notebook.entries:
                data[name] = _written(notebook, name)
            continue
        found = []
        for rid in notebook.records(name):
            keys = {field: f"{name}/{rid}/{field}" for field in fields(kind)}
            found.append(
                {f: _written(notebook, k) for f, k in keys.items() if k in notebook.entries}
            )
        if found:
            data[name] = found
        elif notebook.get(name):
            data[name] = _UNKNOWN
    return data


def said(entry: Entry, wrong: bool = False) -> Any:
    """An entry as the data of a file. wrong: a reader must not hold it against the file."""
    if entry.certainty == "unknown":
        return {"unknown": entry.value} if entry.value else _UNKNOWN
    plain: Any = entry.value
    if wrong:
        plain = {"draft": plain}
    elif plain == _UNKNOWN:
        plain = {"text": plain}
    return plain if entry.certainty == "known" else {entry.certainty: plain}


def kept(value: Any) -> str:
    """Text from a file without control characters; outer blanks stay, a draft may have them."""
    found = (c if c == "\n" or c.isprintable() else " " if c.isspace() else "" for c in str(value))
    return "".join(found)


class Reader:
    """Turns the values of a file into entries; what it cannot take is in `problems`.

    within: what each place is named after, for answers that stand inside of something.
    """

    def __init__(self, within: str = "", problems: list[str] | None = None) -> None:
        self.within = within
        self.problems: list[str] = [] if problems is None else problems
        self.entries: dict[str, Entry] = {}
        self._drafts: set[str] = set()  # keys whose values may be wrong, as the file says so
        self._lines: dict[str, int] = {}

    def notebook(self, raw: Mapping[Any, Any], besides: Iterable[str] = ()) -> Notebook:
        """A notebook of all the answers. besides: keys that others read."""
        known, others = fields(), tuple(besides)
        for name, value in raw.items():
            line = line_of(raw, name)
            if name in others:
                continue
            if name not in known:
                near = nearest(str(name), [*known, *others])
                self.complain(str(name), f"unknown key{near}", line)
            elif value is None:
                continue
            elif isinstance(known[name], Kind):
                self.take(name, name, value, line)
            else:
                self.take_records(name, value, line)
        notebook = Notebook(self.entries)
        for key, problem in notebook.problems().items():
            if key not in self._drafts:
                self.complain(_spoken(key, notebook), problem, self._lines.get(key, 0))
        return notebook

    def complain(self, where: str, what: str, line: int = 0) -> None:
        """Note what is wrong with a place."""
        self.problems.append(at_line(f"{self.within}{where}: {what}", line))

    def take_records(self, name: str, found: Any, line: int = 0) -> None:
        """Take a list of records."""
        if found == _UNKNOWN:
            self.entries[name] = Entry("", "unknown")
            return
        if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
            self.complain(name, "a list of records is expected, each like `- name: ...`", line)
            return
        model = fields()[name]
        assert not isinstance(model, Kind)
        known = fields(model)
        if found:
            self.entries[name] = Entry([f"r{number}" for number in range(1, len(found) + 1)])
        for number, row in enumerate(found, 1):
            for field, value in row.items():
                where, at = f"{name}[{number}].{field}", line_of(row, field)
                if field not in known:
                    self.complain(where, f"unknown key{nearest(str(field), list(known))}", at)
                elif value is not None:
                    self.take(f"{name}/r{number}/{field}", where, value, at)

    def take(self, key: str, where: str, value: Any, line: int = 0) -> None:
        """Take one value, plain or in one of the ways to say how it is meant."""
        self._lines[key] = line
        certainty: Certainty = "known"
        if value == _UNKNOWN:
            self.entries[key] = Entry("", "unknown")
            return
        if isinstance(value, dict):
            way, value = self._meant(where, value, (*_CERTAINTIES, *_LITERALLY), line)
            certainty = _CERTAINTIES.get(way, "known")
            unsure = way in ("estimate", "assumed")
            if unsure and value == _UNKNOWN:
                # A person who writes this does not know; the word is {text: unknown}.
                self.entries[key] = Entry("", "unknown")
                return
            if unsure and isinstance(value, dict):
                way, value = self._meant(where, value, _LITERALLY, line)
            if way == "draft":
                self._drafts.add(key)
        if isinstance(value, list) and not all(isinstance(part, str) for part in value):
            self.complain(where, "a list of plain values is expected", line)
            return
        if isinstance(value, dict):
            self.complain(where, _EXPECTED, line)
            return
        value = "" if value is None else value
        taken = [kept(part) for part in value] if isinstance(value, list) else kept(value)
        if taken or certainty == "unknown":
            self.entries[key] = Entry(taken, certainty)

    def _meant(
        self, where: str, value: dict[Any, Any], ways: Iterable[str], line: int
    ) -> tuple[str, Any]:
        """The way and the value of `{way: value}`; nothing, and a problem, where it is none."""
        if len(value) != 1 or next(iter(value)) not in ways:
            near = nearest(str(next(iter(value), "")), list(ways))
            self.complain(where, f"{_EXPECTED}{near}", line)
            return "", None
        return next(iter(value.items()))


def _written(notebook: Notebook, key: str) -> Any:
    return said(notebook.entries[key], bool(notebook.problem(key)))


def _spoken(key: str, notebook: Notebook) -> str:
    name, _, rest = key.partition("/")
    if not rest:
        return name
    rid, _, field = rest.partition("/")
    return f"{name}[{notebook.records(name).index(rid) + 1}].{field}"
