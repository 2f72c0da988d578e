"""Two blueprints side by side: what differs, and how it reads."""

import json
import os
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from random_answers import HOSTILE
from rich.cells import cell_len

from data_platform.blueprint.compare import Comparison, compare, render_comparison
from data_platform.blueprint.model import SECTIONS
from data_platform.interview.changes import Difference

GOLDEN = Path(__file__).with_name("golden")
ANSWERS = [
    Difference("sources/a/volume", "shop_db › Volume", "180 GB", "9 TB"),
    Difference("sources/b", "Sources › 受注", "", "Kind: PostgreSQL; Volume: 3 GB, estimate"),
    Difference("budget", "Budget", "$900", ""),
    Difference("growth", "Growth", "60 %", "not known"),
]


def priced(blueprint, storage, compute, egress="1.80", tools="0.00"):
    """The blueprint at other costs."""
    amounts = {"storage": storage, "compute": compute, "egress": egress, "tools": tools}
    parts = {name: Decimal(amount) for name, amount in amounts.items()}
    total = sum(parts.values(), Decimal(0))
    cost = blueprint.cost.model_copy(
        update={**parts, "total": total, "low": total * 9 / 10, "high": total * 2}
    )
    return blueprint.model_copy(update={"cost": cost})


@pytest.fixture
def grown(sample_blueprint):
    """The sample with another store, a pattern and a larger bill, and without vectors."""
    query = sample_blueprint.decisions[0]
    decisions = [
        query.model_copy(
            update={"need": "pattern", "title": "Pattern", "choice": "Lakehouse", "why": "9 TB"}
        ),
        query.model_copy(update={"choice": "Snowflake", "why": "9 TB hot at 12 months"}),
    ]
    raw, *rest = sample_blueprint.storage
    storage = [raw.model_copy(update={"retention": "25 months, then deleted"}), *rest]
    title = sample_blueprint.title.model_copy(update={"name": "受注-analytics"})
    found = sample_blueprint.model_copy(
        update={"decisions": decisions, "storage": storage, "title": title}
    )
    return priced(found, "112.40", "1041.00", "0.00")


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("comparison.txt", {}),
        ("comparison_40_ascii.txt", {"width": 40, "ascii_only": True}),
        ("comparison.md", {"form": "markdown"}),
        ("comparison.json", {"form": "json"}),
    ],
)
def test_golden(sample_blueprint, grown, name, asked):
    page = {key: value for key, value in asked.items() if key != "form"}
    found = compare(sample_blueprint, grown, **page)
    text = render_comparison(found, ANSWERS, "harbor", "harbor, 9 TB", **asked)
    path = GOLDEN / name
    if os.environ.get("UPDATE_GOLDEN") == "1":
        path.write_text(text, "utf-8")
    assert text == path.read_text("utf-8")


def test_what_differs(sample_blueprint, grown):
    found = compare(sample_blueprint, grown)
    said = [(one.need, one.old, one.new, one.why) for one in found.decisions]
    assert said == [
        ("pattern", "", "Lakehouse", "9 TB"),
        ("query", "DuckDB", "Snowflake", "9 TB hot at 12 months"),
        ("vectors", "not needed", "", ""),
    ]
    assert (found.pattern.old, found.pattern.new) == ("", "Lakehouse")
    assert [one.section for one in found.text] == ["title", "storage", "cost", "decisions"]
    storage = found.text[1]
    assert storage.heading == SECTIONS["storage"]
    assert storage.lines == [
        " - Partitioning: load_date",
        "-- Retention: 13 months, then deleted",
        "+- Retention: 25 months, then deleted",
    ]
    assert found.cost.total.difference == Decimal("1084.43")
    assert Comparison.model_validate_json(found.model_dump_json()) == found


def test_a_choice_that_stays_is_no_difference(sample_blueprint):
    [query, vectors] = sample_blueprint.decisions
    other = query.model_copy(update={"why": "another reason"})
    found = compare(
        sample_blueprint, sample_blueprint.model_copy(update={"decisions": [other, vectors]})
    )
    assert found.decisions == []
    assert [one.section for one in found.text] == ["decisions"]
    assert not found.same


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_equal_ones_are_said_to_be_equal(sample_blueprint, form):
    found = compare(sample_blueprint, sample_blueprint.model_copy())
    assert found.same
    text = render_comparison(found, [], "one", "two", form)
    assert text.endswith("\nNo difference.\n")
    assert "DECISIONS" not in text
    # Answers may differ where the design does not.
    text = render_comparison(found, ANSWERS, "one", "two", form)
    assert text.count("No difference.") == 3
    assert "ANSWERS" in text


def test_json_says_the_same(sample_blueprint, grown):
    found = json.loads(
        render_comparison(compare(sample_blueprint, grown), ANSWERS, "a", "b", "json")
    )
    assert (found["old"], found["new"], found["same"]) == ("a", "b", False)
    assert found["answers"][0] == {
        "key": "sources/a/volume",
        "label": "shop_db › Volume",
        "old": "180 GB",
        "new": "9 TB",
    }
    assert found["cost"]["total"] == {
        "name": "TOTAL",
        "old": "68.97",
        "new": "1153.40",
        "difference": "1084.43",
    }
    same = compare(grown, grown)
    assert json.loads(render_comparison(same, [], "a", "b", "json"))["same"] is True
    assert json.loads(render_comparison(same, ANSWERS, "a", "b", "json"))["same"] is False


@pytest.mark.parametrize(
    ("asked", "words"),
    [({"form": "pdf"}, "no form “pdf”"), ({"width": 39}, "40 to 400 cells, not 39")],
)
def test_what_does_not_exist_is_named(sample_blueprint, asked, words):
    found = compare(sample_blueprint, sample_blueprint)
    with pytest.raises(ValueError, match=words):
        render_comparison(found, [], "a", "b", **asked)
    with pytest.raises(ValueError, match="40 to 400 cells, not 401"):
        compare(sample_blueprint, sample_blueprint, width=401)


texts = st.sampled_from(HOSTILE)
amounts = st.decimals(min_value=0, max_value=10**7, places=2, allow_nan=False)
slow = settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@st.composite
def variants(draw):
    """How a blueprint may differ from the sample."""
    needs = st.sampled_from(("pattern", "query", "vectors", "query"))
    decisions = draw(st.lists(st.tuples(needs, texts, texts), max_size=4))
    costs = [str(draw(amounts)) for _ in range(4)]
    return decisions, costs, draw(texts)


def varied(sample, variant):
    decisions, costs, name = variant
    first = sample.decisions[0]
    made = [
        first.model_copy(update={"need": need, "title": need, "choice": choice, "why": why})
        for need, choice, why in decisions
    ]
    title = sample.title.model_copy(update={"name": name})
    return priced(sample.model_copy(update={"decisions": made, "title": title}), *costs)


@slow
@given(variants(), variants())
def test_mirrored_and_empty_of_equal_ones(sample_blueprint, one, other):
    a, b = varied(sample_blueprint, one), varied(sample_blueprint, other)
    assert compare(a, a).same
    assert compare(a, varied(sample_blueprint, one)).text == []
    there, back = compare(a, b), compare(b, a)
    assert there.same == back.same
    assert sorted((one.need, one.old, one.new) for one in there.decisions) == sorted(
        (one.need, one.new, one.old) for one in back.decisions
    )
    for row, mirrored in zip(there.cost.rows, back.cost.rows, strict=True):
        assert (row.name, row.old, row.new) == (mirrored.name, mirrored.new, mirrored.old)
        assert row.difference == row.new - row.old == -mirrored.difference
    assert [text.section for text in there.text] == [text.section for text in back.text]
    for text, mirrored in zip(there.text, back.text, strict=True):
        for sign, against in ("+-", "-+"):
            said = [line[1:] for line in text.lines if line.startswith(sign)]
            assert said or any(line.startswith(against) for line in text.lines)
        assert {line[0] for line in mirrored.lines if line} <= set("+- …")


@slow
@given(variants(), variants())
def test_differences_of_components_add_up(sample_blueprint, one, other):
    cost = compare(varied(sample_blueprint, one), varied(sample_blueprint, other)).cost
    assert sum(row.difference for row in cost.components) == cost.total.difference


@slow
@given(variants(), variants(), st.integers(40, 130), st.booleans(), texts, texts)
def test_any_text_stays_data(sample_blueprint, one, other, width, ascii_only, name, said):
    a, b = varied(sample_blueprint, one), varied(sample_blueprint, other)
    found = compare(a, b, width, ascii_only)
    answers = [Difference("growth", name, said, name), *ANSWERS]
    text = render_comparison(found, answers, name, said, "text", width, ascii_only)
    for line in text.splitlines():
        assert cell_len(line) <= width
        assert line.isprintable()
        assert not ascii_only or line.isascii()
    assert text.splitlines()[0] == "DATA PLATFORM COMPARISON"
    markdown = render_comparison(found, answers, name, said, "markdown", width, ascii_only)
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown)
    kinds = [token.type for token in tokens]
    assert "html_block" not in kinds
    assert kinds.count("table_open") == 1 + found.cost.differs
    assert kinds.count("fence") == len(found.text)
    heads = sum(token.type == "heading_open" and token.tag in ("h1", "h2") for token in tokens)
    assert heads == 5
    inside = {child.type for token in tokens for child in token.children or ()}
    assert inside <= {"text", "text_special", "strong_open", "strong_close", "softbreak"}
    again = render_comparison(found, answers, name, said, "markdown", width, ascii_only)
    assert again == markdown
