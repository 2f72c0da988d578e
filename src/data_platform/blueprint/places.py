"""Which value of the blueprint stands on which of its lines, and how each value is called.

A value has a key: its section, its record and its field, as in `ingestion.shop_db.method`.
To find its lines, the section is rendered once more with a mark behind each word, which
takes no cell. Why a value is what it is, is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from data_platform.blueprint import layout
from data_platform.blueprint.model import SECTIONS, Blueprint, CostLine, Part
from data_platform.blueprint.render import render_sections, unkept_section
from data_platform.interview.names import slug

#: What names a record among its likes: the first of these fields that it has.
_NAMING: Final = (
    "source", "pipeline", "need", "aspect", "metric", "key", "layer", "name", "technology",
    "rule", "kind", "asks", "title", "question",
)  # fmt: skip
#: Compared or counted with by the templates: a mark in them would change what is written.
_UNMARKED: Final = frozenset({"component", "value", "reason", "priced", "formula", "unit", "sku"})
#: Combining letters: printed by no font in use, and no cell wide. 31 of them are digits.
_DIGITS: Final = "".join(
    map(
        chr, (*range(0x1E000, 0x1E007), *range(0x1E008, 0x1E019), *range(0x1E01B, 0x1E022), 0x1E023)
    )
)
_PLACES: Final = 4
_MARK: Final = re.compile(f"[{_DIGITS}]{{{_PLACES}}}")
_ANY: Final = re.compile(f"[{_DIGITS}]")
_PRICE: Final = re.compile(r"^\[(\d+)\] ")
#: Stands in a person's text for the letters above.
_ACCENT: Final = "\u0301"
#: A number that the template writes without a mark.
_UPKEEP: Final = "- Upkeep: "
#: A section's heading and its rule.
_HEAD: Final = 2


@dataclass(frozen=True)
class Place:
    """A line of the blueprint. keys: of the values on it, in their order; the section's own
    name where the line holds none (a heading), nothing where it is blank.
    """

    section: str
    text: str
    keys: tuple[str, ...]


def values(blueprint: Blueprint) -> dict[str, str]:
    """Every value of the blueprint as text, by its key, in order."""
    return values_of({section: getattr(blueprint, section) for section in SECTIONS})


def values_of(sections: Mapping[str, object]) -> dict[str, str]:
    """Every value of some sections, by their names in the model, as text by its key."""
    found: dict[str, str] = {}
    for section, content in sections.items():
        for key, value in _leaves(section, content):
            found[key] = f"{value:f}" if isinstance(value, Decimal) else str(value)
    return found


def places(blueprint: Blueprint, width: int = 80, margin: int = 0) -> list[Place]:
    """The lines of the blueprint as `render_sections` writes them, blank ones between sections.

    Raises ValueError for a width that does not exist.
    """
    rendered = render_sections(blueprint, width, margin=margin)
    return places_in(blueprint, rendered, width - margin)


def places_in(
    blueprint: Blueprint, rendered: Mapping[str, Sequence[str]], width: int
) -> list[Place]:
    """The lines of some sections that were rendered at a width."""
    found: list[Place] = []
    for section, lines in rendered.items():
        if found:
            found.append(Place(section, "", ()))
        found += _section(section, getattr(blueprint, section), lines, width)
    return found


def _section(section: str, value: object, lines: Sequence[str], width: int) -> Iterator[Place]:
    keys: list[str] = []
    marked = unkept_section(section, _marked(section, value, keys), width)
    bare = tuple(_other_letters(line) for line in lines)
    if bare != tuple(_ANY.sub("", line) for line in marked):
        marked = bare  # a mark changed what is written: better no keys than wrong ones
    before: tuple[str, ...] = ()
    for number, (text, line) in enumerate(zip(lines, marked, strict=True)):
        found = tuple(dict.fromkeys(keys[_number(mark)] for mark in _MARK.findall(line)))
        priced = _PRICE.match(text) if section == "cost" else None
        if not text:
            before = ()
        elif priced:
            before = (f"cost.prices.{priced[1]}",)
        elif found:
            before = found
        elif section == "decisions" and text.startswith(_UPKEEP) and before:
            before = (f"{before[0].rpartition('.')[0]}.upkeep_hours",)
        elif number < _HEAD or not before:
            before = (section,)
        yield Place(section, text, before)
        if number < _HEAD:
            before = ()


# -- marks -----------------------------------------------------------------------


def _other_letters(text: str) -> str:
    """A text in which another mark of no cell stands for the letters that marks are made of."""
    return _ANY.sub(_ACCENT, text)


def _mark(number: int) -> str:
    digits = []
    for _ in range(_PLACES):
        number, rest = divmod(number, len(_DIGITS))
        digits.append(_DIGITS[rest])
    return "".join(digits)


def _number(mark: str) -> int:
    return sum(_DIGITS.index(char) * len(_DIGITS) ** at for at, char in enumerate(mark))


class _MarkedAmount(Decimal):
    """An amount that carries its mark into text."""

    mark: str

    def __format__(self, spec: str, *_: Any) -> str:
        return self.mark + super().__format__(spec)


def _marked(key: str, value: Any, keys: list[str], field: str = "") -> Any:
    """The value with a mark behind each word; `keys` gets the key of each mark."""
    if field in _UNMARKED and not isinstance(value, (Part, list)):
        return _other_letters(value) if isinstance(value, str) else value
    if isinstance(value, str):
        clean = _other_letters(value)
        keys.append(key)
        mark = _mark(len(keys) - 1)
        return re.sub(r"\S+", lambda word: word[0] + mark, clean)
    if isinstance(value, Decimal):
        keys.append(key)
        amount = _MarkedAmount(value)
        amount.mark = _mark(len(keys) - 1)
        return amount
    if isinstance(value, CostLine):
        return value.model_copy(
            update={
                name: _marked(key, getattr(value, name), keys) for name in ("technology", "item")
            }
        )
    if isinstance(value, Part):
        changed = {
            name: _marked(f"{key}.{name}", getattr(value, name), keys, name)
            for name in type(value).model_fields
        }
        return value.model_copy(update=changed)
    if isinstance(value, (list, tuple)):
        names = _names(value)
        return [_marked(f"{key}.{name}", one, keys) for name, one in zip(names, value, strict=True)]
    return value


# -- keys ------------------------------------------------------------------------


def _leaves(key: str, value: Any) -> Iterator[tuple[str, object]]:
    if isinstance(value, Part):
        for name in type(value).model_fields:
            yield from _leaves(f"{key}.{name}", getattr(value, name))
    elif isinstance(value, (list, tuple)):
        for name, one in zip(_names(value), value, strict=True):
            yield from _leaves(f"{key}.{name}", one)
    elif isinstance(value, Mapping):
        for name, one in value.items():
            yield from _leaves(f"{key}.{name}", one)
    elif value not in (None, ""):
        yield key, value


def _names(items: Sequence[object]) -> list[str]:
    """What each item of a list is called: by what names it, else its number from 1."""
    found: list[str] = []
    had: dict[str, int] = {}
    for number, item in enumerate(items, 1):
        name = _name(item) or str(number)
        had[name] = had.get(name, 0) + 1
        found.append(name if had[name] == 1 else f"{name}~{had[name]}")
    return found


def _name(item: object) -> str:
    if isinstance(item, CostLine):
        return slug(f"{item.technology} {item.item}", "")
    if isinstance(item, Part):
        for field in _NAMING:
            said = getattr(item, field, None)
            if isinstance(said, str) and said:
                return slug(layout.plain(said), "")[:60]
    return ""
