"""Any blueprint, with any text in it, renders at any width."""

import json
from decimal import Decimal
from types import NoneType, UnionType
from typing import Annotated, Literal, get_args, get_origin

import jsonschema
from annotated_types import Ge, MaxLen, MinLen
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from rich.cells import cell_len

from data_platform.blueprint.checks import check
from data_platform.blueprint.checks.shape import BANDS
from data_platform.blueprint.layout import plain
from data_platform.blueprint.model import SECTIONS, Blueprint, Part
from data_platform.blueprint.render import json_schema, render, render_sections

SNIPPETS = [
    "shop_db",
    "PostgreSQL 15, 180 GB (+1.2 GB/day)",
    "日本語のデータ基盤",
    "e\u0301\u0302\u0303 marks",
    "🚀 👩‍💻 ❤️ 👍🏽",
    "[/] [bold]x[/bold]",
    "{{ 7 * 7 }} {% for %}",
    "``` `` `",
    "a | b \\| c",
    "<b>&amp;</b>",
    "- x\n# y\n\n1. z",
    "W" * 300,
    "長" * 150,
    "\x1b[31m\u202e\u200b\x00\t",
    "العربية हिन्दी ไทย",
    "",
]
texts = st.one_of(
    st.sampled_from(SNIPPETS),
    st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=40),
    st.lists(st.sampled_from(SNIPPETS), max_size=3).map(" ".join),
)
amounts = st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False)


def values(annotation, least=0, most=4, low=0):
    """A strategy for a field's annotation. low: the smallest whole number."""
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return values(args[0])
    if origin is Literal:
        return st.sampled_from(args)
    if origin is UnionType:
        return st.one_of(st.none() if one is NoneType else values(one, low=low) for one in args)
    if origin is list:
        return st.lists(values(args[0]), min_size=least, max_size=most)
    if annotation is str:
        return texts
    if annotation is Decimal:
        return amounts
    if annotation is bool:
        return st.booleans()
    if annotation is int:
        return st.integers(low, low + 9)
    if annotation is float:
        return st.floats(min_value=0, max_value=1000, allow_nan=False)
    assert issubclass(annotation, Part), annotation
    return parts(annotation)


def parts(kind):
    """A strategy for a part of the blueprint, from its fields."""
    fields = {}
    for name, field in kind.model_fields.items():
        least = max((m.min_length for m in field.metadata if isinstance(m, MinLen)), default=0)
        most = min(
            (m.max_length for m in field.metadata if isinstance(m, MaxLen)), default=least + 2
        )
        low = max((m.ge for m in field.metadata if isinstance(m, Ge)), default=0)
        fields[name] = values(field.annotation, least, most, low)
    return st.builds(kind, **fields)


blueprints = parts(Blueprint)
widths = st.integers(min_value=40, max_value=200)
slow = settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@slow
@given(blueprints, widths, st.booleans())
def test_text_fits_and_boxes_are_closed(blueprint, width, ascii_only):
    sections = render_sections(blueprint, width, ascii_only)
    for name, lines in sections.items():
        for line in lines:
            assert cell_len(line) <= width, (name, line)
            assert line.isprintable()
            assert not ascii_only or line.isascii()
    drawing = sections["overview"][2:]
    assert len({cell_len(line) for line in drawing}) == 1
    side = "|" if ascii_only else "│"
    assert all(line[0] == line[-1] == side for line in drawing[1:-1])
    assert drawing[0][0] + drawing[0][-1] == ("++" if ascii_only else "┌┐")
    assert drawing[-1][0] + drawing[-1][-1] == ("++" if ascii_only else "└┘")
    for name in ("governance", "data_sources", "stack"):
        rows = sections[name][2:]
        if getattr(blueprint, name):
            assert len({cell_len(row) for row in rows}) == 1
            assert all(row[0] == row[-1] == "|" for row in rows)


@slow
@given(blueprints, st.booleans())
def test_markdown_keeps_its_structure(blueprint, ascii_only):
    text = render(blueprint, "markdown", ascii_only=ascii_only)
    assert not ascii_only or text.isascii()
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    kinds = [token.type for token in tokens]
    filled = [blueprint.data_sources, blueprint.stack, blueprint.operating_plan]
    filled += [blueprint.stack_review.tools, blueprint.cost.clouds, blueprint.scaling.triggers]
    filled.append(blueprint.cost.use_cases[1:])
    personal = blueprint.governance_model.personal
    tables = 4 + sum(map(bool, [*filled, personal, blueprint.success_metrics]))
    assert kinds.count("table_open") == tables
    assert kinds.count("fence") == 1
    headings = [t for t in tokens if t.type == "heading_open" and t.tag in ("h1", "h2")]
    assert len(headings) == len(SECTIONS)
    assert "html_block" not in kinds
    inside = {child.type for token in tokens for child in token.children or ()}
    assert inside <= {"text", "text_special", "strong_open", "strong_close", "softbreak"}


@slow
@given(blueprints)
def test_json_is_of_the_schema_and_comes_back(blueprint):
    text = render(blueprint, "json")
    jsonschema.validate(json.loads(text), json_schema())
    assert Blueprint.model_validate_json(text) == blueprint


@slow
@given(blueprints)
def test_checks_judge_anything(blueprint):
    messages = check(blueprint)
    wrong_bands = any("The drawing's bands are" in message for message in messages)
    assert wrong_bands == (tuple(band.title for band in blueprint.overview.bands) != BANDS)


@slow
@given(texts)
def test_plain_is_stable(text):
    assert plain(plain(text)) == plain(text)
