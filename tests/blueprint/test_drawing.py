"""The architecture drawing: closed, aligned, as wide as needed and no wider."""

import pytest
from rich.cells import cell_len

from data_platform.blueprint.drawing import draw
from data_platform.blueprint.model import Band


def bands(*names, chained=False):
    return [Band(title="DATA SOURCES", boxes=list(names), chained=chained)]


def test_small_drawing():
    assert draw([*bands("crm"), *bands("Raw", "Curated", chained=True)], 80) == [
        "┌─────────────────────────────────────┐",
        "│            DATA SOURCES             │",
        "│  [crm]                              │",
        "│                  ↓                  │",
        "│            DATA SOURCES             │",
        "│  [Raw] → [Curated]                  │",
        "└─────────────────────────────────────┘",
    ]


def test_ascii_drawing():
    lines = draw([*bands("crm"), *bands("Raw", "日本", chained=True)], 80, ascii_only=True)
    assert lines[0] == "+" + "-" * 37 + "+"
    assert lines[3] == "|" + " " * 18 + "v" + " " * 18 + "|"
    assert lines[5] == "|  [Raw] -> [????]" + " " * 20 + "|"


def test_grows_to_what_the_boxes_need():
    names = ["orders_database"] * 4
    lines = draw(bands(*names), 80)
    assert lines[2] == f"│  {' '.join(f'[{name}]' for name in names)}  │"


def test_goes_on_in_further_lines_at_the_asked_width():
    lines = draw(bands(*(f"source_{number}" for number in range(100))), 60)
    assert {cell_len(line) for line in lines} == {60}
    assert sum(line.count("[source_") for line in lines) == 100


def test_chain_over_several_lines_keeps_its_arrows():
    lines = draw(bands("Raw" * 10, "Processed" * 3, "Curated" * 4, chained=True), 40)
    assert lines[2:5] == [
        f"│  [{'Raw' * 10}] →  │",
        f"│  [{'Processed' * 3}] →     │",
        f"│  [{'Curated' * 4}]      │",
    ]


@pytest.mark.parametrize("ascii_only", [False, True])
@pytest.mark.parametrize("name", ["x" * 100, "日本語" * 30, "e\u0301" * 80, "a\nb", "`|[/]"])
def test_names_that_are_too_long_are_shortened(name, ascii_only):
    lines = draw([*bands(name), *bands(name, name, chained=True)], 40, ascii_only)
    assert len({cell_len(line) for line in lines}) == 1
    assert cell_len(lines[0]) <= 40
    if len(name) > 40:
        assert ("..." if ascii_only else "…") in lines[2]
