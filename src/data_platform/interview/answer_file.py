"""Answers as a file: YAML that people write, read into a notebook, and written back.

A value may be plain (`growth: 60 %`), an estimate (`growth: {estimate: 60 %}`) or
`unknown`. Lists of records are lists of mappings. Validation is the notebook's own.
"""

from __future__ import annotations

from typing import Any

import yaml

from data_platform.interview.answers import Certainty, fields
from data_platform.interview.kinds import Kind, nearest
from data_platform.interview.notebook import Entry, Notebook, Value
from data_platform.interview.quantities import clean


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
    entries: dict[str, Entry] = {}
    problems: list[str] = []
    for name, value in raw.items():
        known = fields()
        if name not in known:
            problems.append(f"{name}: unknown key{nearest(str(name), list(known))}")
        elif value is None:
            continue
        elif isinstance(known[name], Kind):
            _take(entries, problems, name, name, value)
        else:
            _take_records(entries, problems, name, value)
    notebook = Notebook(entries)
    for key, problem in notebook.problems().items():
        problems.append(f"{_spoken(key, notebook)}: {problem}")
    if problems:
        raise BadAnswers(problems)
    return notebook


def write_answers(notebook: Notebook) -> str:
    """The notebook as YAML: the same answers give the same bytes, in the models' order."""
    data: dict[str, Any] = {}
    for name, kind in fields().items():
        if isinstance(kind, Kind):
            if entry := notebook.get(name):
                data[name] = _plain(entry)
            continue
        rows = []
        for rid in notebook.records(name):
            found = ((field, notebook.get(f"{name}/{rid}/{field}")) for field in fields(kind))
            rows.append({field: _plain(entry) for field, entry in found if entry})
        if rows:
            data[name] = rows
        elif notebook.get(name):
            data[name] = "unknown"
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=88) if data else ""


def _take_records(entries: dict[str, Entry], problems: list[str], name: str, rows: Any) -> None:
    if rows == "unknown":
        entries[name] = Entry([], "unknown")
        return
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        problems.append(f"{name}: a list of records is expected, each like `- name: ...`")
        return
    model = fields()[name]
    assert not isinstance(model, Kind)
    known = fields(model)
    if rows:
        entries[name] = Entry([f"r{number}" for number in range(1, len(rows) + 1)])
    for number, row in enumerate(rows, 1):
        for field, value in row.items():
            where = f"{name}[{number}].{field}"
            if field not in known:
                problems.append(f"{where}: unknown key{nearest(str(field), list(known))}")
            elif value is not None:
                _take(entries, problems, f"{name}/r{number}/{field}", where, value)


def _take(entries: dict[str, Entry], problems: list[str], key: str, where: str, value: Any) -> None:
    certainty: Certainty = "known"
    if isinstance(value, dict):
        if set(value) != {"estimate"}:
            problems.append(f"{where}: a value, {{estimate: value}} or unknown is expected")
            return
        value, certainty = value["estimate"], "estimate"
    if value == "unknown":
        entries[key] = Entry("", "unknown")
        return
    taken: Value
    if isinstance(value, list):
        if not all(isinstance(part, str) for part in value):
            problems.append(f"{where}: a list of plain values is expected")
            return
        taken = [clean(part) for part in value]
    elif isinstance(value, dict):
        problems.append(f"{where}: a value, {{estimate: value}} or unknown is expected")
        return
    else:
        taken = clean(str(value))
    if taken:
        entries[key] = Entry(taken, certainty)


def _plain(entry: Entry) -> Any:
    if entry.certainty == "unknown":
        return "unknown"
    return {"estimate": entry.value} if entry.certainty == "estimate" else entry.value


def _spoken(key: str, notebook: Notebook) -> str:
    name, _, rest = key.partition("/")
    if not rest:
        return name
    rid, _, field = rest.partition("/")
    return f"{name}[{notebook.records(name).index(rid) + 1}].{field}"
