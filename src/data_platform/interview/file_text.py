"""The text of a file of answers and the plain data in it: mappings, lists and text.

YAML and JSON are read alike, and every scalar stays the text that was written: no dates, no
yes/no, no numbers. What the data means is not known here.
"""

from __future__ import annotations

import json
from typing import Any, Literal

import yaml

Form = Literal["yaml", "json"]


class BadAnswers(ValueError):
    """An answers file that cannot be taken; `problems` has one line for each mistake."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


class Lines(dict[Any, Any]):
    """A mapping that knows in which line of its text each key stands."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: dict[Any, int] = {}


class OneLine(dict[Any, Any]):
    """A mapping that is written on one line where it fits."""


def line_of(mapping: Any, key: Any) -> int:
    """The line of a key, from 1; 0 where it is not known."""
    return mapping.lines.get(key, 0) if isinstance(mapping, Lines) else 0


def at_line(said: str, line: int) -> str:
    """What is said, with the line where that is known."""
    return f"{said} (line {line})" if line else said


class Loader(yaml.SafeLoader):
    """Keeps scalars as they were written: no dates, no sexagesimal numbers, no yes/no.

    A key that stands twice is a mistake, not a choice of the last one.
    """

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> Lines:
        """A mapping whose keys differ. Raises yaml.YAMLError."""
        found = Lines()
        seen = set()
        for key, _ in node.value:
            name = str(key.value)
            if name in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {name} stands twice", key.start_mark
                )
            seen.add(name)
            found.lines[name] = key.start_mark.line + 1
        found.update(super().construct_mapping(node, deep))
        return found


def _mapping(loader: Loader, node: yaml.MappingNode) -> Lines:
    return loader.construct_mapping(node, deep=True)


Loader.add_constructor("tag:yaml.org,2002:map", _mapping)
Loader.yaml_implicit_resolvers = {
    first: [(tag, regex) for tag, regex in resolvers if tag == "tag:yaml.org,2002:null"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


class _Dumper(yaml.SafeDumper):
    """Writes each value where it stands: what stands twice is written twice."""

    def ignore_aliases(self, data: Any) -> bool:
        """No anchors."""
        return True


def _one_line(dumper: _Dumper, data: OneLine) -> yaml.Node:
    return dumper.represent_mapping("tag:yaml.org,2002:map", data, flow_style=True)


_Dumper.add_representer(OneLine, _one_line)


def load(text: str) -> Any:
    """The data of YAML or JSON text. Raises BadAnswers."""
    try:
        if text.lstrip("\ufeff \t\r\n")[:1] == "{":
            try:
                return load_json(text)
            except json.JSONDecodeError as error:
                try:
                    return yaml.load(text, Loader=Loader)
                except yaml.YAMLError:
                    if text.lstrip("\ufeff \t\r\n{")[:1] != '"':
                        raise
                    said = at_line("this is not JSON", error.lineno)
                    raise BadAnswers([f"{said}: {error.msg}"]) from None
        return yaml.load(text, Loader=Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        said = at_line("this is not YAML", mark.line + 1 if mark else 0)
        raise BadAnswers([f"{said}: {getattr(error, 'problem', error)}"]) from None
    except BadAnswers:
        raise
    except (RecursionError, TypeError, ValueError):
        raise BadAnswers(
            ["this YAML cannot be read as answers: too deep, or keys that are no text"]
        ) from None


def load_json(text: str) -> Any:
    """The data of JSON text. Raises json.JSONDecodeError, BadAnswers."""
    raw = json.loads(
        text.removeprefix("\ufeff"),
        object_pairs_hook=_differing,
        parse_int=str,
        parse_float=str,
        parse_constant=str,
    )
    return _as_text(raw)


def dump(data: dict[str, Any], form: Form = "yaml") -> str:
    """The text of data: the same data gives the same bytes, in its own order."""
    if form == "json":
        return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    if not data:
        return ""
    return yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=88)


def _differing(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise BadAnswers([f"this is not JSON: the key {key} stands twice"])
        found[key] = value
    return found


def _as_text(raw: Any) -> Any:
    """JSON's true and false as the words they are."""
    if isinstance(raw, dict):
        return {key: _as_text(value) for key, value in raw.items()}
    if isinstance(raw, list):
        return [_as_text(value) for value in raw]
    return str(raw).lower() if isinstance(raw, bool) else raw
