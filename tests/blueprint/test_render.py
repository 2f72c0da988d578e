"""The blueprint as text, Markdown and JSON: golden files, sections, widths, cache."""

import json
import os
import re
import subprocess
import sys
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import jsonschema
import pytest
from markdown_it import MarkdownIt
from rich.cells import cell_len

from data_platform.blueprint import render as module
from data_platform.blueprint.model import SECTIONS
from data_platform.blueprint.render import json_schema, render, render_sections

GOLDEN = Path(__file__).with_name("golden")
SCHEMA = Path(__file__).parents[2] / "docs" / "blueprint.schema.json"


def same_as_file(path, text):
    """Compare with a golden file; UPDATE_GOLDEN=1 writes it instead."""
    if os.environ.get("UPDATE_GOLDEN") == "1":
        path.write_text(text, "utf-8")
    assert text == path.read_text("utf-8")


@pytest.fixture
def empty_blueprint(sample_blueprint):
    lists = [name for name, value in sample_blueprint if isinstance(value, list)]
    kept = {"storage", "governance"}
    empty = {name: [] for name in lists if name not in kept}
    empty["cost"] = sample_blueprint.cost.model_copy(update={"lines": [], "notes": []})
    return sample_blueprint.model_copy(update=empty)


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("sample.txt", {}),
        ("sample_40_ascii.txt", {"width": 40, "ascii_only": True}),
        ("sample.md", {"form": "markdown"}),
        ("sample.json", {"form": "json"}),
    ],
)
def test_golden(sample_blueprint, name, asked):
    same_as_file(GOLDEN / name, render(sample_blueprint, **asked))


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_golden_of_nothing(empty_blueprint, form):
    name = "empty.txt" if form == "text" else "empty.md"
    same_as_file(GOLDEN / name, render(empty_blueprint, form))


def test_schema_is_published(sample_blueprint):
    same_as_file(SCHEMA, json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n")
    jsonschema.Draft202012Validator.check_schema(json_schema())
    jsonschema.validate(json.loads(render(sample_blueprint, "json")), json_schema())


def test_schema_refuses_what_is_no_blueprint(sample_blueprint):
    dumped = json.loads(render(sample_blueprint, "json"))
    dumped["storage"].pop()
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(dumped, json_schema())


def test_headings_and_their_order(sample_blueprint):
    lines = render(sample_blueprint).splitlines()
    assert lines[0] == "DATA PLATFORM BLUEPRINT"
    assert lines[1] == lines[6] == "═" * 39
    ruled = [above for above, line in pairwise(lines) if line == "─" * 28]
    assert ruled == list(SECTIONS.values())[1:]


@pytest.mark.parametrize("form", ["text", "markdown"])
@pytest.mark.parametrize("ascii_only", [False, True])
def test_whole_is_its_sections(sample_blueprint, form, ascii_only):
    parts = [render(sample_blueprint, form, name, 60, ascii_only) for name in SECTIONS]
    assert render(sample_blueprint, form, None, 60, ascii_only) == "\n".join(parts)


def test_sections_are_lines_of_the_text(sample_blueprint):
    sections = render_sections(sample_blueprint, 60)
    assert list(sections) == list(SECTIONS)
    whole = "\n\n".join("\n".join(lines) for lines in sections.values()) + "\n"
    assert whole == render(sample_blueprint, width=60)
    assert all(lines[0] and lines[-1] for lines in sections.values())


def test_json_of_a_section(sample_blueprint):
    whole = json.loads(render(sample_blueprint, "json"))
    assert list(whole) == list(SECTIONS)
    for name in SECTIONS:
        assert json.loads(render(sample_blueprint, "json", name)) == whole[name]
    assert whole["cost"]["total"] == "68.97"


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_ascii_is_ascii(sample_blueprint, form):
    title = sample_blueprint.title.model_copy(update={"name": "Zürich “日本” …"})
    named = sample_blueprint.model_copy(update={"title": title})
    assert render(named, form, ascii_only=True).isascii()


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"form": "txt"}, "no form “txt”; did you mean “text”?"),
        ({"section": "sotrage"}, "no section “sotrage”; did you mean “storage”?"),
        ({"section": "Cost"}, "did you mean “cost”?"),
        ({"section": "0"}, "choose from title, overview"),
        ({"width": 39}, "40 to 400 cells, not 39"),
        ({"width": 401}, "40 to 400 cells, not 401"),
    ],
)
def test_what_does_not_exist_is_an_error(sample_blueprint, asked, words):
    with pytest.raises(ValueError, match=re.escape(words)):
        render(sample_blueprint, **asked)


def test_sections_check_the_width(sample_blueprint):
    with pytest.raises(ValueError, match="40 to 400"):
        render_sections(sample_blueprint, 20)


@pytest.mark.parametrize("width", [40, 57, 80, 133, 400])
@pytest.mark.parametrize("ascii_only", [False, True])
def test_no_line_is_wider_than_asked(sample_blueprint, width, ascii_only):
    lines = render(sample_blueprint, width=width, ascii_only=ascii_only).splitlines()
    assert max(map(cell_len, lines)) <= width


def test_markdown_tables_parse(sample_blueprint):
    parsed = MarkdownIt("commonmark").enable("table").parse(render(sample_blueprint, "markdown"))
    kinds = [token.type for token in parsed]
    assert kinds.count("table_open") == 9
    assert kinds.count("fence") == 1
    headings = [
        after.content
        for token, after in pairwise(parsed)
        if token.type == "heading_open" and token.tag in ("h1", "h2")
    ]
    assert headings == list(SECTIONS.values())


def test_user_text_is_no_template_and_no_markup(sample_blueprint):
    name = "{{ 7 * 7 }} {% raw %} [/] <b> *x*"
    title = sample_blueprint.title.model_copy(update={"name": name})
    named = sample_blueprint.model_copy(update={"title": title})
    assert f"Name: {name}\n" in render(named)
    assert "**Name:** {{ 7 \\* 7 }} {% raw %} \\[/\\] \\<b> \\*x\\*\n" in render(named, "markdown")


def test_controls_do_not_reach_the_output(sample_blueprint):
    title = sample_blueprint.title.model_copy(update={"name": "a\x1b[31m\nb\u202ec"})
    named = sample_blueprint.model_copy(update={"title": title})
    assert "Name: a[31m bc\n" in render(named)


def test_only_changed_sections_are_rendered_again(sample_blueprint, monkeypatch):
    before = render_sections(sample_blueprint, 71)
    called = []
    original = module._lines
    monkeypatch.setattr(module, "_lines", lambda *args: called.append(args[1]) or original(*args))
    scaling = sample_blueprint.scaling.model_copy(update={"current": "1 GB/day"})
    changed = sample_blueprint.model_validate(
        sample_blueprint.model_copy(update={"scaling": scaling}).model_dump()
    )
    after = render_sections(changed, 71)
    assert called == ["scaling"]
    assert after["scaling"][2] == "Current: 1 GB/day"
    assert all(after[name] is before[name] for name in SECTIONS if name != "scaling")
    assert render_sections(sample_blueprint, 71) == before


def test_equal_values_are_written_alike(sample_blueprint):
    """The cache compares by value, so 1.80 and 1.8 must print the same."""
    line = sample_blueprint.cost.lines[2]
    other = line.model_copy(
        update={"quantity": line.quantity + Decimal("0.000"), "rate": line.rate * Decimal("1.00")}
    )
    assert other == line
    write = module._arithmetic
    assert write(other) == write(line)
    rounded = line.model_copy(update={"quantity": Decimal("20.0100"), "formula": "20.02"})
    assert write(rounded) == "20.01 GB x 0.09 = 1.80 (20.02)"


def test_the_cache_does_not_grow_without_end(sample_blueprint):
    for width in range(100, 200):
        render_sections(sample_blueprint, width)
    assert len(module._rendered) <= module._MOST_KEPT


def test_importing_does_not_import_jinja2():
    code = (
        "import sys, data_platform.blueprint, data_platform.blueprint.render\n"
        "print(sorted({'jinja2', 'rich', 'textual'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
