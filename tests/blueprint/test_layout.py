"""Cells, wrapping, shortening and tables, measured against Rich."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len as rich_cell_len

from data_platform.blueprint import layout

SAMPLES = [
    "plain ASCII, 1.2 TB/day",
    "Zürich, Łódź, naïve",
    "e\u0301 o\u0308 combining",
    "日本語のデータ基盤",
    "데이터 플랫폼",
    "\u1112\u1161\u11ab conjoining jamo",
    "हिन्दी देवनागरी",
    "العربية",
    "ไทย ภาษา",
    "🚀 ✅ 🙂 👍🏽 ❤️ ☰ ䷀",
    "👩‍💻 family 👨‍👩‍👧",
    "｢halfwidth｣ ＦＵＬＬ",
    "→ ↓ ─ │ ┌ ═ … × ± µ",
    "tab\tand\nnewline\x1b[31mred\x1b[0m",
    "\u202eright to left\u202c zero\u200bwidth soft\u00adhyphen",
    "private \ue0b0 unassigned \U0003fffd",
]


@pytest.mark.parametrize("text", SAMPLES)
def test_cells_are_those_of_rich(text):
    shown = layout.plain(text)
    assert layout.cell_len(shown) == rich_cell_len(shown)


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",))))
def test_cells_of_any_text_are_those_of_rich(text):
    shown = layout.plain(text)
    assert layout.cell_len(shown) == rich_cell_len(shown)
    assert shown.isprintable()


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",))))
def test_ascii_is_ascii(text):
    layout.to_ascii(layout.plain(text)).encode("ascii")


def test_plain_keeps_text_and_drops_controls():
    assert layout.plain(" a\n\tb \x1b]0;x\x07 c\u200d ") == "a b ]0;x c"
    assert layout.plain("[/] {{ x }} `y` | z") == "[/] {{ x }} `y` | z"


def test_ascii_equivalents_and_question_marks():
    assert layout.to_ascii("“a” … b → c × 2 · é 日") == '"a" ... b -> c x 2 . ? ??'
    assert layout.to_ascii("e\u0301") == "e"


def test_shorten():
    assert layout.shorten("warehouse", 9) == "warehouse"
    assert layout.shorten("warehouse", 6) == "wareh…"
    assert layout.shorten("warehouse", 6, ascii_only=True) == "war..."
    assert layout.shorten("日本語", 5) == "日本…"
    assert layout.shorten("日本語", 4) == "日…"


def test_wrap_hangs_under_what_leads_the_line():
    assert layout.wrap("- Schema: new columns are added", 16) == [
        "- Schema: new",
        "  columns are",
        "  added",
    ]
    assert layout.wrap("12. load: crm to raw", 12) == ["12. load:", "    crm to", "    raw"]
    assert layout.wrap("Team: two people", 10) == ["Team: two", "  people"]
    assert layout.wrap("   Why: it decides", 12) == ["   Why: it", "   decides"]


def test_wrap_breaks_long_words_and_wide_ones():
    assert layout.wrap("x" * 25, 10) == ["x" * 10, "  " + "x" * 8, "  " + "x" * 7]
    assert layout.wrap("日本語日本語", 5) == ["日本", "  語", "  日", "  本", "  語"]


@given(
    st.text(alphabet="ab 日\u0301-1.", max_size=200),
    st.integers(min_value=10, max_value=60),
)
def test_wrap_loses_nothing_but_blanks(text, width):
    lines = layout.wrap(layout.plain(text), width)
    assert max(map(layout.cell_len, lines)) <= width
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_table_has_natural_widths_where_they_fit():
    assert layout.table(["Source", "Type"], [["crm", "API"], ["日本", "File"]], 80) == [
        "| Source | Type |",
        "|--------|------|",
        "| crm    | API  |",
        "| 日本   | File |",
    ]


def test_table_folds_long_cells_into_further_rows():
    assert layout.table(["Layer", "Reason"], [["Query", "2 analysts, SQL"]], 22) == [
        "| Layer | Reason     |",
        "|-------|------------|",
        "| Query | 2          |",
        "|       | analysts,  |",
        "|       | SQL        |",
    ]


def test_narrow_columns_keep_their_width_and_long_ones_share():
    cells = [["id", "long one here", "another long one"], ["1", "a " * 40, "b " * 40]]
    assert layout.column_widths(cells, 60) == [2, 29, 29]


def test_pad_and_centre():
    assert layout.pad("日", 4) == "日  "
    assert layout.centre("ab", 5) == " ab  "
