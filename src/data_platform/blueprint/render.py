"""Writes a blueprint as text, Markdown or JSON, whole or by section.

The shape of each section is its template; layout is in `layout`, `drawing` and
`markdown`. Nothing here decides what a section says.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from data_platform import templates
from data_platform.blueprint import layout, markdown
from data_platform.blueprint.drawing import draw
from data_platform.blueprint.model import SECTIONS, Assumption, Band, Blueprint, CostLine
from data_platform.blueprint.widths import NARROWEST, WIDEST
from data_platform.interview.numerals import trim

if TYPE_CHECKING:
    from jinja2 import Environment, Template

FORMS: Final = ("text", "markdown", "json")

_FILES: Final = {"text": "blueprint/{}.txt.j2", "markdown": "markdown/{}.md.j2"}
_Key = tuple[str, str, int, bool]
#: The last rendering of each section: its value then, and its lines.
_rendered: dict[_Key, tuple[object, tuple[str, ...]]] = {}
_MOST_KEPT: Final = 40 * len(SECTIONS)


_FACTOR: Final = re.compile(r"(\d{1,18}(?:\.\d{1,6})?)(?: |$)")


class Block(str):
    """Text of a template that is finished: neither cleaned nor escaped again."""

    __slots__ = ()


def render(
    blueprint: Blueprint,
    form: str = "text",
    section: str | None = None,
    width: int = 80,
    ascii_only: bool = False,
) -> str:
    """The blueprint, or one of its sections, ending with a newline.

    form: text, markdown or json. section: a name of SECTIONS; None is all of them. width:
    cells of the widest line (text) or of the drawing (markdown), 40 to 400. ascii_only:
    nothing but ASCII. Raises ValueError for a form, section or width that does not exist.
    """
    check_page(form, width)
    if section is not None:
        _known(section, tuple(SECTIONS), "section")
    if form == "json":
        return _json(blueprint, section, ascii_only)
    names = SECTIONS if section is None else (section,)
    parts = ("\n".join(_section(blueprint, form, name, width, ascii_only)) for name in names)
    return "\n\n".join(parts) + "\n"


def render_sections(
    blueprint: Blueprint, width: int = 80, ascii_only: bool = False, margin: int = 0
) -> dict[str, tuple[str, ...]]:
    """The text lines of each section, in the blueprint's order, without blank lines between.

    margin: cells of the width that are left free. A section whose value and width are those
    of last time is not rendered again; its tuple is then the same object. Raises ValueError
    for a width below 40 or above 400.
    """
    check_page("text", width)
    room = width - margin
    return {name: _section(blueprint, "text", name, room, ascii_only) for name in SECTIONS}


def unkept_section(name: str, value: object, width: int) -> tuple[str, ...]:
    """The text lines of one section with another value in its place; not kept for later."""
    return _lines("text", name, value, width, ascii_only=False)


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a blueprint as `render` writes it in JSON."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Blueprint.model_json_schema(mode="serialization"),
        "title": "Data platform blueprint",
    }


def _known(name: str, names: Sequence[str], what: str) -> None:
    if name not in names:
        near = get_close_matches(name.lower(), names, n=1, cutoff=0.4)
        hint = f"did you mean “{near[0]}”?" if near else f"choose from {', '.join(names)}."
        raise ValueError(f"There is no {what} “{layout.shorten(layout.plain(name), 40)}”; {hint}")


def check_page(form: str, width: int) -> None:
    """Raises ValueError for a form or a width that does not exist."""
    _known(form, FORMS, "form")
    if not NARROWEST <= width <= WIDEST:
        raise ValueError(f"The width must be {NARROWEST} to {WIDEST} cells, not {width}.")


def _json(blueprint: Blueprint, section: str | None, ascii_only: bool) -> str:
    if section is None and not ascii_only:
        return blueprint.model_dump_json(indent=2) + "\n"
    whole = blueprint.model_dump(mode="json")
    value = whole if section is None else whole[section]
    return json.dumps(value, indent=2, ensure_ascii=ascii_only) + "\n"


def _section(
    blueprint: Blueprint, form: str, name: str, width: int, ascii_only: bool
) -> tuple[str, ...]:
    """Lines of one section, from the last rendering if its value is still the same."""
    key = (form, name, width, ascii_only)
    value = getattr(blueprint, name)
    last = _rendered.get(key)
    if last is not None and (last[0] is value or last[0] == value):
        return last[1]
    lines = _lines(form, name, value, width, ascii_only)
    _rendered.pop(key, None)
    _rendered[key] = (value, lines)
    if len(_rendered) > _MOST_KEPT:
        _rendered.pop(next(iter(_rendered)), None)
    return lines


def _lines(form: str, name: str, value: object, width: int, ascii_only: bool) -> tuple[str, ...]:
    values = {name: value, "heading": SECTIONS[name]}
    return fill(_FILES[form].format(name), values, form, width, ascii_only)


def fill(
    path: str, values: Mapping[str, Any], form: str, width: int, ascii_only: bool
) -> tuple[str, ...]:
    """The lines of one template; what it prints of its values is cleaned, but for a Block."""
    page = _Page(form, width, ascii_only)
    text = _template(form, path, ascii_only).render(
        {**values, "table": page.table, "drawing": page.drawing}
    )
    if ascii_only:
        text = layout.to_ascii(text)
    lines = text.strip("\n").split("\n")
    if form == "text":
        lines = [part for line in lines for part in layout.wrap(line.rstrip(), width)]
    return tuple(line.rstrip() for line in lines)


@dataclass(frozen=True)
class _Page:
    """What a template calls for things that need the page's width."""

    form: str
    width: int
    ascii_only: bool

    def table(self, headings: Sequence[str], rows: Sequence[Sequence[object]]) -> Block:
        """A table of plain headings and cells."""
        cells = [[_finished(cell, self.form, self.ascii_only) for cell in row] for row in rows]
        if self.form == "markdown":
            return Block(markdown.table(headings, cells))
        return Block("\n".join(layout.table(headings, cells, self.width)))

    def drawing(self, bands: Sequence[Band]) -> Block:
        """The architecture drawing, fenced in Markdown."""
        text = "\n".join(draw(bands, self.width, self.ascii_only))
        return Block(markdown.fence(text) if self.form == "markdown" else text)


@cache
def _template(form: str, path: str, ascii_only: bool) -> Template:
    return _environment(form, ascii_only).get_template(path)


@cache
def _environment(form: str, ascii_only: bool) -> Environment:
    """Jinja2 for the templates of one form; what they print of a blueprint is cleaned."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    environment = Environment(
        loader=FunctionLoader(templates.read),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,
        auto_reload=False,
        finalize=lambda value: _finished(value, form, ascii_only),
    )
    environment.filters |= {
        "arithmetic": _arithmetic,
        "change": _change,
        "merged": _merged,
        "money": _money,
        "number": trim,
        "padded": _padded,
        "rows": _rows,
    }
    return environment


def _finished(value: object, form: str, ascii_only: bool) -> str:
    """A value as one line of text that is safe where a template prints it."""
    if isinstance(value, Block):
        return value
    text = layout.plain(str(value))
    if ascii_only:
        text = layout.to_ascii(text)
    return markdown.escape(text) if form == "markdown" else text


def _arithmetic(line: CostLine) -> str:
    """A cost line as arithmetic: its formula and unit x rate = amount.

    How the quantity came about follows in brackets, where that says more than it does.
    """
    quantity = _number(line.quantity)
    said = f"{quantity} {line.unit} x {_number(line.rate)} = {line.amount:,.2f}"
    plain = line.formula.partition(" ")[0] == quantity
    return said if plain and " x " not in line.formula else f"{said} ({line.formula})"


def _number(value: Decimal) -> str:
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _merged(assumptions: Sequence[Assumption]) -> list[Assumption]:
    """One entry for what was assumed for the same reason, where the first one stands.

    Several values of one reason stand one behind the other: “Tables: 5; Payload: nested”.
    """
    by_reason: dict[str, dict[str, list[str]]] = {}
    first: dict[str, Assumption] = {}
    for one in assumptions:
        first.setdefault(one.reason, one)
        by_reason.setdefault(one.reason, {}).setdefault(one.value, []).append(one.label)
    found = []
    for reason, values in by_reason.items():
        *others, (last, labels) = [(value, "; ".join(named)) for value, named in values.items()]
        label = "; ".join([*(f"{named}: {value}" for value, named in others), labels])
        found.append(first[reason].model_copy(update={"label": label, "value": last}))
    return found


def _money(amount: Decimal) -> str:
    """US dollars with cents: $1,234.56."""
    return f"${amount:,.2f}"


def _change(amount: Decimal) -> str:
    """How much an amount grew or shrank: +$1,234.56, -$3.00."""
    sign = "+" if amount > 0 else "-" if amount < 0 else ""
    return sign + _money(abs(amount))


def _padded(text: str, width: int) -> Block:
    """A fixed word filled with blanks to a width."""
    return Block(text.ljust(width))


def _rows(parts: Sequence[object], *fields: str) -> list[list[str]]:
    """Rows of a table: the named fields of each part, amounts as money.

    A field that is named like `+difference` says how much an amount grew.
    """

    def said(part: object, field: str) -> str:
        value = getattr(part, field.removeprefix("+"))
        if not isinstance(value, Decimal):
            return str(value)
        return _change(value) if field.startswith("+") else _money(value)

    return [[said(part, field) for field in fields] for part in parts]
