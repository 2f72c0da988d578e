"""Markdown shows text as it is, whatever the text is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from data_platform.blueprint import markdown
from data_platform.blueprint.layout import plain

HOSTILE = [
    "a | b",
    "a \\| b",
    "trailing \\",
    "\\\\|",
    "`code`",
    "``` fence",
    "*em* **strong** _em_ __strong__ snake_case_name ~~gone~~",
    "[link](https://example.org) ![image](x.png) [ref]: x",
    "<script>alert(1)</script> <b> </td> <!-- x -->",
    "&lt; &#60; &copy; AT&T; R&D",
    "# heading #",
    "a #",
    "- item",
    "+ item",
    "1. item",
    "1986) item",
    "> quotation",
    "---",
    "===",
    "https://example.org www.example.org mail@example.org",
    "$x$ $$y$$ $5",
    "{{ x }} {% y %} [/] [@click=app.quit]",
    "日本語 e\u0301 🚀",
]
texts = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(alphabet="\\|`*_[]()<>~&#@$-+=.!:/ a1\n", max_size=30),
    st.text(max_size=20),
).map(plain)


def parser():
    linked = MarkdownIt("commonmark", {"linkify": True}).enable(["table", "strikethrough"])
    linked.enable("linkify")
    linked.linkify.set({"fuzzy_link": False, "fuzzy_email": True})
    return linked


def words(token):
    """The text that an inline token shows; fails on anything that is not text."""
    assert {child.type for child in token.children} <= {"text", "text_special"}, token.content
    return "".join(child.content for child in token.children)


@pytest.mark.parametrize("text", HOSTILE)
def test_text_stays_text_in_paragraphs_items_and_headings(text):
    text = plain(text)
    escaped = markdown.escape(text)
    for line in (escaped, f"- {escaped}", f"1. {escaped}", f"### {escaped}"):
        inline = [token for token in parser().parse(line) if token.type == "inline"]
        assert [words(token) for token in inline] == [text]


@pytest.mark.parametrize("text", ["https://example.org", "mail@example.org", "*em*", "`code`"])
def test_the_parser_of_these_tests_knows_markup(text):
    inline = parser().parse(text)[1]
    assert {child.type for child in inline.children} > {"text"} or inline.children[0].type != "text"


@given(texts.filter(bool))
def test_any_text_stays_text(text):
    for line in (markdown.escape(text), f"- **Name:** {markdown.escape(text)}"):
        inline = [token for token in parser().parse(line) if token.type == "inline"]
        assert len(inline) == 1
        kinds = {child.type for child in inline[0].children}
        assert kinds <= {"text", "text_special", "strong_open", "strong_close"}, line
        assert "".join(c.content for c in inline[0].children).removeprefix("Name: ") == text


@given(st.lists(st.tuples(texts, texts, texts), max_size=5))
def test_tables_have_a_cell_for_each_heading(rows):
    escaped = [[markdown.escape(cell) for cell in row] for row in rows]
    tokens = parser().parse(markdown.table(["A", "B", "C"], escaped))
    assert tokens[0].type == "table_open"
    assert tokens[-1].type == "table_close"
    cells = [words(token) for token in tokens if token.type == "inline"]
    assert cells == ["A", "B", "C", *(cell for row in rows for cell in row)]
    assert sum(token.type == "tr_open" for token in tokens) == 1 + len(rows)


@pytest.mark.parametrize("text", ["plain", "```", "a `````` b\n```"])
def test_fence_is_closed_by_nothing_inside(text):
    tokens = parser().parse(markdown.fence(text))
    assert [token.type for token in tokens] == ["fence"]
    assert tokens[0].content == text + "\n"
