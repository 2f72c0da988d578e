"""Answers as a file: YAML that people write, read into a notebook, and written back.

A value may be plain (`growth: 60 %`), an estimate (`growth: {estimate: 60 %}`) or
`unknown`. Lists of records are lists of mappings. Validation is the notebook's own.

What a notebook holds beside that is written so that it is read back the same: a draft that
is wrong as `{draft: sixty}` (without `draft` it is a mistake), what was typed before it was
marked as not known as `{unknown: 60 %}`, and the word itself as `{text: unknown}`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import yaml

from data_platform.interview.answers import Certainty, fields
from data_platform.interview.kinds import Kind, nearest
from data_platform.interview.notebook import Entry, Notebook

_UNKNOWN = "unknown"
_CERTAINTIES: dict[str, Certainty] = {"estimate": "estimate", "unknown": "unknown"}
#: Taken as it is: a text that would mean something else, and one that may be wrong.
_LITERALLY = ("text", "draft")
_EXPECTED = "a value, {estimate: value}, {draft: value} or unknown is expected"


class BadAnswers(ValueError):
    """An answers file that cannot be taken; `problems` has one line for each mistake."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


class _Loader(yaml.SafeLoader):
    """Keeps scalars as they were written: no dates, no sexagesimal numbers, no yes/no.

    A key that stands twice is a mistake, not a choice of the last one.
    """

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """A mapping whose keys differ. Raises yaml.YAMLError."""
        seen = set()
        for key, _ in node.value:
            name = str(key.value)
            if name in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {name} stands twice", key.start_mark
                )
            seen.add(name)
        return super().construct_mapping(node, deep)


_Loader.yaml_implicit_resolvers = {
    first: [(tag, regex) for tag, regex in resolvers if tag == "tag:yaml.org,2002:null"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_answers(text: str) -> Notebook:
    """A notebook from YAML (or JSON) text. Raises BadAnswers with every mistake found."""
    try:
        raw = yaml.load(text, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        at = f" (line {mark.line + 1})" if mark else ""
        raise BadAnswers([f"this is not YAML{at}: {getattr(error, 'problem', error)}"]) from None
    except (RecursionError, TypeError, ValueError):
        raise BadAnswers(
            ["this YAML cannot be read as answers: too deep, or keys that are no text"]
        ) from None
    if raw is None:
        raw = {}
    if not isinstance(raw, dict):
        raise BadAnswers(["an answers file is a mapping, like `platform_name: acme`"])
    reader = _Reader()
    for name, value in raw.items():
        known = fields()
        if name not in known:
            reader.problems.append(f"{name}: unknown key{nearest(str(name), list(known))}")
        elif value is None:
            continue
        elif isinstance(known[name], Kind):
            reader.take(name, name, value)
        else:
            reader.take_records(name, value)
    notebook = Notebook(reader.entries)
    for key, problem in notebook.problems().items():
        if key not in reader.drafts:
            reader.problems.append(f"{_spoken(key, notebook)}: {problem}")
    if reader.problems:
        raise BadAnswers(reader.problems)
    return notebook


def write_answers(notebook: Notebook) -> str:
    """The notebook as YAML: the same answers give the same bytes, in the models' order."""
    data: dict[str, Any] = {}
    for name, kind in fields().items():
        if isinstance(kind, Kind):
            if name in notebook.entries:
                data[name] = _written(notebook, name)
            continue
        rows = []
        for rid in notebook.records(name):
            keys = {field: f"{name}/{rid}/{field}" for field in fields(kind)}
            rows.append(
                {f: _written(notebook, k) for f, k in keys.items() if k in notebook.entries}
            )
        if rows:
            data[name] = rows
        elif notebook.get(name):
            data[name] = "unknown"
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=88) if data else ""


class _Reader:
    """Turns the values of a file into entries; what it cannot take is in `problems`.

    drafts: the keys whose values may be wrong, because the file says so.
    """

    def __init__(self) -> None:
        self.entries: dict[str, Entry] = {}
        self.problems: list[str] = []
        self.drafts: set[str] = set()

    def take_records(self, name: str, rows: Any) -> None:
        """Take a list of records."""
        if rows == _UNKNOWN:
            self.entries[name] = Entry("", "unknown")
            return
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            self.problems.append(f"{name}: a list of records is expected, each like `- name: ...`")
            return
        model = fields()[name]
        assert not isinstance(model, Kind)
        known = fields(model)
        if rows:
            self.entries[name] = Entry([f"r{number}" for number in range(1, len(rows) + 1)])
        for number, row in enumerate(rows, 1):
            for field, value in row.items():
                where = f"{name}[{number}].{field}"
                if field not in known:
                    said = f"{where}: unknown key{nearest(str(field), list(known))}"
                    self.problems.append(said)
                elif value is not None:
                    self.take(f"{name}/r{number}/{field}", where, value)

    def take(self, key: str, where: str, value: Any) -> None:
        """Take one value, plain or in one of the ways to say how it is meant."""
        certainty: Certainty = "known"
        if value == _UNKNOWN:
            self.entries[key] = Entry("", "unknown")
            return
        if isinstance(value, dict):
            way, value = self._meant(where, value, (*_CERTAINTIES, *_LITERALLY))
            certainty = _CERTAINTIES.get(way, "known")
            if certainty == "estimate" and value == _UNKNOWN:
                # A person who writes this does not know; the word is {text: unknown}.
                self.entries[key] = Entry("", "unknown")
                return
            if certainty == "estimate" and isinstance(value, dict):
                way, value = self._meant(where, value, _LITERALLY)
            if way == "draft":
                self.drafts.add(key)
        if isinstance(value, list) and not all(isinstance(part, str) for part in value):
            self.problems.append(f"{where}: a list of plain values is expected")
            return
        if isinstance(value, dict):
            self.problems.append(f"{where}: {_EXPECTED}")
            return
        value = "" if value is None else value
        taken = [_kept(part) for part in value] if isinstance(value, list) else _kept(value)
        if taken or certainty == "unknown":
            self.entries[key] = Entry(taken, certainty)

    def _meant(self, where: str, value: dict[Any, Any], ways: Iterable[str]) -> tuple[str, Any]:
        """The way and the value of `{way: value}`; nothing, and a problem, where it is none."""
        if len(value) != 1 or next(iter(value)) not in ways:
            near = nearest(str(next(iter(value), "")), list(ways))
            self.problems.append(f"{where}: {_EXPECTED}{near}")
            return "", None
        return next(iter(value.items()))


def _kept(value: Any) -> str:
    """Text from a file without control characters; outer blanks stay, a draft may have them."""
    kept = (c if c == "\n" or c.isprintable() else " " if c.isspace() else "" for c in str(value))
    return "".join(kept)


def _written(notebook: Notebook, key: str) -> Any:
    entry = notebook.entries[key]
    if entry.certainty == "unknown":
        return {"unknown": entry.value} if entry.value else _UNKNOWN
    plain: Any = entry.value
    if notebook.problem(key):
        plain = {"draft": plain}
    elif plain == _UNKNOWN:
        plain = {"text": plain}
    return {"estimate": plain} if entry.certainty == "estimate" else plain


def _spoken(key: str, notebook: Notebook) -> str:
    name, _, rest = key.partition("/")
    if not rest:
        return name
    rid, _, field = rest.partition("/")
    return f"{name}[{notebook.records(name).index(rid) + 1}].{field}"
