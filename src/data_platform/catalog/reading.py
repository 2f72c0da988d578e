"""Reading the catalogue's YAML: files to plain text values, and entries with typed access.

Every scalar is read as text (YAML's own guesses turn “no” into False and drop doubled
keys), and becomes a value only where its type is known. Nothing here knows a ladder.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from decimal import Decimal, InvalidOperation
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

import yaml

from data_platform.interview import quantities as q
from data_platform.interview.kinds import nearest
from data_platform.interview.numerals import BadValue

T = TypeVar("T")

#: The C parser where it was built, 5 times as fast.
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class BadCatalogue(ValueError):
    """The catalogue is wrong. The message names file, key and what would be right."""

    def __init__(self, file: str, key: str, problem: str) -> None:
        super().__init__(f"{file}: {key}: {problem}" if key else f"{file}: {problem}")
        self.file = file
        self.key = key


def read_yaml(root: Traversable, file: str) -> Any:
    """The content of a file as dicts, lists and texts. Raises BadCatalogue."""
    try:
        text = root.joinpath(file).read_text("utf-8")
    except FileNotFoundError:
        raise BadCatalogue(file, "", "is missing") from None
    except UnicodeDecodeError:
        raise BadCatalogue(file, "", "is not UTF-8 text") from None
    return parse_yaml(text, file)


def parse_yaml(text: str, file: str) -> Any:
    """The content of a text as dicts, lists and texts; `file` is its name in errors.

    Raises BadCatalogue.
    """
    try:
        loader = _LOADER(text)
        try:
            node = loader.get_single_node()
        finally:
            loader.dispose()
    except yaml.YAMLError as error:
        raise BadCatalogue(file, "", f"is not YAML: {' '.join(str(error).split())}") from None
    return {} if node is None else _plain(node, file)


def refuse_aliases(text: str, file: str) -> None:
    """Raise BadCatalogue where a text repeats parts of itself: a few lines could grow endlessly."""
    try:
        if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(text)):
            raise BadCatalogue(file, "", "repeats a part of itself with *; write it out")
    except yaml.YAMLError:
        return  # what is no YAML is told where it is parsed


def _plain(node: yaml.Node, file: str) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return node.value
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise BadCatalogue(file, f"line {key.start_mark.line + 1}", "a key must be a word")
            if key.value in found:
                line = key.start_mark.line + 1
                raise BadCatalogue(file, key.value, f"stands there twice (again in line {line})")
            found[key.value] = _plain(value, file)
        return found
    return [_plain(value, file) for value in node.value]


class Entry:
    """A mapping in a file, with the place where it stands; every fault names that place.

    allowed: the keys that it may have. Raises BadCatalogue for another one.
    """

    def __init__(self, file: str, key: str, value: Any, allowed: Collection[str]) -> None:
        self.file = file
        self.key = key
        if not isinstance(value, dict):
            raise self.bad("", f"must be a mapping with {', '.join(allowed)}")
        self.value: dict[str, Any] = value
        for name in value:
            if name not in allowed:
                hint = nearest(name, list(allowed)) or f"; known are {', '.join(allowed)}"
                raise self.bad(name, f"unknown key{hint}")

    def bad(self, name: str, problem: str) -> BadCatalogue:
        """The error for one of the keys."""
        return BadCatalogue(self.file, f"{self.key}.{name}" if name else self.key, problem)

    def has(self, name: str) -> bool:
        """Whether the key is there."""
        return name in self.value

    def raw(self, name: str) -> Any:
        """What stands there. Raises BadCatalogue if nothing does."""
        if name not in self.value:
            raise self.bad(name, "is missing")
        return self.value[name]

    def text(self, name: str, default: str | None = None) -> str:
        """A text; it must be there and not empty unless there is a default."""
        if default is not None and name not in self.value:
            return default
        found = self.raw(name)
        if not isinstance(found, str):
            raise self.bad(name, "must be a text")
        found = " ".join(found.split())
        if not found and default is None:
            raise self.bad(name, "is empty")
        return found

    def entry(self, name: str, allowed: Collection[str]) -> Entry:
        """A mapping below this one."""
        return Entry(self.file, f"{self.key}.{name}", self.raw(name), allowed)

    def entries(self, name: str, allowed: Collection[str]) -> list[Entry]:
        """A list of mappings below this one; none if the key is missing."""
        found = self.value.get(name, [])
        if not isinstance(found, list):
            raise self.bad(name, "must be a list")
        return [
            Entry(self.file, f"{self.key}.{name}[{i}]", one, allowed)
            for i, one in enumerate(found, 1)
        ]

    def names(self, name: str) -> tuple[str, ...]:
        """A list of words, none twice; none if the key is missing."""
        found = self.value.get(name, [])
        if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
            raise self.bad(name, "must be a list of words, like [one, two]")
        if len(set(found)) < len(found):
            raise self.bad(name, "names one twice")
        return tuple(found)

    def known(self, name: str, known: Collection[str], what: str) -> tuple[str, ...]:
        """A list of words that must all be known."""
        found = self.names(name)
        for one in found:
            self.check(name, one, known, what)
        return found

    def check(self, name: str, word: str, known: Collection[str], what: str) -> str:
        """The word, if it is known. Raises BadCatalogue naming the nearest one."""
        if word not in known:
            hint = nearest(word, list(known)) or f"; known are {_some(known)}"
            raise self.bad(name, f"“{word}” is no {what}{hint}")
        return word

    def choice(self, name: str, known: Collection[str], what: str, default: str = "") -> str:
        """One word of several."""
        return self.check(name, self.text(name, default or None), known, what)

    def parsed(self, name: str, parse: Callable[[str], T]) -> T:
        """A quantity as people write it, read by a parser of `interview.quantities`."""
        try:
            return parse(self.text(name))
        except BadValue as error:
            raise self.bad(name, str(error)) from None

    def yes(self, name: str) -> bool:
        """Yes or no."""
        return self.parsed(name, q.parse_yes_no)

    def decimal(self, name: str, least: Decimal | None = Decimal(0)) -> Decimal:
        """A plain number."""
        return number_of(self.text(name), lambda problem: self.bad(name, problem), least)


def number_of(
    text: str, bad: Callable[[str], BadCatalogue], least: Decimal | None = Decimal(0)
) -> Decimal:
    """A plain finite number from text; `bad` makes the error for a problem."""
    try:
        found = Decimal(text)
    except InvalidOperation:
        raise bad(f"“{text}” is no number; write it like 0.5") from None
    if not found.is_finite() or (least is not None and found < least):
        raise bad(f"must be a number of at least {least}")
    return found


def _some(known: Iterable[str]) -> str:
    words = sorted(known)
    return ", ".join(words[:8]) + (", ..." if len(words) > 8 else "")


def entries_of(root: Traversable, file: str, allowed: Collection[str]) -> Mapping[str, Entry]:
    """The entries of a file that maps ids to mappings."""
    loaded = read_yaml(root, file)
    if not isinstance(loaded, dict):
        raise BadCatalogue(file, "", "must map ids to entries")
    return {key: Entry(file, key, value, allowed) for key, value in loaded.items()}
