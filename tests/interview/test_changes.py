"""Changes in words: a line for each change of a step, and what differs between two notebooks."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_answers import HOSTILE
from rich.cells import cell_len

from data_platform.interview.answer_file import read_answers
from data_platform.interview.changes import Difference, differences, label, told, value_shown
from data_platform.interview.notebook import Change, Entry, Notebook, Value


def lines_of(book: Notebook, act: Callable[[], object]) -> list[str]:
    """What is told of all that an act changes, with the names before and after it alike."""
    steps: list[tuple[Change, ...]] = []
    before = dict(book.entries)
    book.listener = lambda step: steps.append(step.changes)
    act()
    book.listener = None
    [changes] = steps
    said = told(changes, book.entries)
    assert said == told(changes, before)
    return said


def shop(**more: Value) -> Notebook:
    """A notebook of one source, `shop_db`."""
    book = Notebook()
    book.add("sources", values={"name": "shop_db", "volume": "120 GB", **more})
    return book


def one(key: str, old: Entry | None, new: Entry | None) -> str:
    [line] = told([Change(key, old, new)], {})
    return line


@pytest.mark.parametrize(
    ("key", "old", "new", "line"),
    [
        ("growth", None, Entry("60%"), "Growth: 60 %"),
        ("growth", None, Entry("60%", "estimate"), "Growth: 60 % (estimate)"),
        ("growth", None, Entry("60%", "assumed"), "Growth: 60 % (assumed)"),
        ("raw_retention", Entry("90d"), Entry("13 months"), "Raw retention: 90 days -> 13 months"),
        (
            "growth",
            Entry("60 %", "estimate"),
            Entry("70 %"),
            "Growth: 60 % (estimate) -> 70 %",
        ),
        (
            "growth",
            Entry("60 %", "estimate"),
            Entry("70 %", "estimate"),
            "Growth: 60 % -> 70 % (estimate)",
        ),
        ("budget", Entry("$900"), Entry("900", "estimate"), "Budget: estimate (was known)"),
        ("budget", Entry("$900", "assumed"), Entry("$900"), "Budget: known (was assumed)"),
        ("growth", Entry("60 %"), Entry("60 %", "unknown"), "Growth: not known (was 60 %)"),
        ("growth", None, Entry("", "unknown"), "Growth: not known"),
        ("growth", Entry("60 %", "unknown"), Entry("60 %"), "Growth: 60 % (was not known)"),
        ("growth", Entry("60 %"), None, "Growth: taken back (was 60 %)"),
        ("growth", Entry("", "unknown"), None, "Growth: taken back (was not known)"),
        ("growth", Entry("60%"), Entry("60 %"), "Growth: written “60 %” (was “60%”)"),
        ("growth", Entry("60 %"), Entry("sixty"), "Growth: 60 % -> sixty"),
        ("cloud", Entry("aws"), Entry("azure"), "Cloud: AWS -> Azure"),
        ("pii_readers", None, Entry("2"), "PII readers: 2"),
        # Both read as 1 GB: then what was typed is told.
        (
            "sources/a/volume",
            Entry("1 GB"),
            Entry("1.0000001 GB"),
            "source › Volume: 1 GB -> 1.0000001 GB",
        ),
        # A key that this version does not know is told all the same.
        ("nothing_of_today/x/y", Entry("a"), Entry("b"), "nothing of today › Y: a -> b"),
    ],
)
def test_a_field_in_one_line(key: str, old: Entry | None, new: Entry | None, line: str) -> None:
    assert one(key, old, new) == line


def test_what_changed_to_and_fro_is_not_told() -> None:
    entry = Entry("60 %")
    assert told([Change("growth", None, entry), Change("growth", entry, None)], {}) == []


def test_records_come_and_go_in_one_line_each() -> None:
    book = Notebook()
    values: dict[str, Value] = {"name": "shop_db", "kind": "postgresql", "volume": "120GB"}
    assert lines_of(book, lambda: book.add("sources", values=values)) == [
        "Sources: shop_db added (Kind: PostgreSQL; Volume: 120 GB)"
    ]
    assert lines_of(book, lambda: book.add("sources")) == ["Sources: source 2 added"]
    [first, second] = book.records("sources")
    assert lines_of(book, lambda: book.move("sources", second, -1)) == ["Sources: order changed"]
    assert lines_of(book, lambda: book.remove("sources", first)) == [
        "Sources: shop_db removed (3 answers)"
    ]
    assert lines_of(book, book.undo) == [
        "Sources: shop_db added (Kind: PostgreSQL; Volume: 120 GB)"
    ]
    assert lines_of(book, lambda: book.remove("sources", second)) == ["Sources: source 1 removed"]


def test_a_copy_is_told_from_its_original() -> None:
    book = shop()
    [first] = book.records("sources")
    assert lines_of(book, lambda: book.duplicate("sources", first)) == [
        "Sources: shop_db (source 2) added (Volume: 120 GB)"
    ]


def test_how_sure_a_record_is_is_told_with_it() -> None:
    book = shop()
    [first] = book.records("sources")
    book.mark(f"sources/{first}/volume", "estimate")
    book.mark(f"sources/{first}/pii", "unknown")
    book.remove("sources", first)
    assert lines_of(book, book.undo) == [
        "Sources: shop_db added (Volume: 120 GB, estimate; PII: not known)"
    ]


def test_fields_of_records_carry_their_record() -> None:
    book = shop()
    book.add("use_cases")
    [source], [use] = book.records("sources"), book.records("use_cases")
    volume, name = f"sources/{source}/volume", f"sources/{source}/name"
    assert lines_of(book, lambda: book.set(volume, "180 GB", typing=False)) == [
        "shop_db › Volume: 120 GB -> 180 GB"
    ]
    # A record that is renamed is called what it was called.
    assert lines_of(book, lambda: book.set(name, "shop", typing=False)) == [
        "shop_db › Name: shop_db -> shop"
    ]
    assert lines_of(book, lambda: book.set(f"use_cases/{use}/name", "reports")) == [
        "use case 1 › Name: reports"
    ]


def test_everything_at_once_is_a_line_for_each() -> None:
    book = shop()
    book.set("growth", "60 %")
    other = read_answers("cloud: aws\nsources: [{name: crm, pii: 'yes'}]").entries
    renamed = {key.replace("r1", "zz"): entry for key, entry in other.items()}
    renamed["sources"] = Entry(["zz"])
    assert lines_of(book, lambda: book.become(renamed)) == [
        "Sources: crm added (PII: yes)",
        "Sources: shop_db removed (2 answers)",
        "Growth: taken back (was 60 %)",
        "Cloud: AWS",
    ]


def test_labels_in_words() -> None:
    book = shop()
    book.add("skills", values={"name": "sql"})
    [source], [skill] = book.records("sources"), book.records("skills")
    entries = book.entries
    assert label("raw_retention", entries) == "Raw retention"
    assert label("rpo", entries) == "RPO"
    assert label("sources", entries) == "Sources"
    assert label(f"sources/{source}", entries) == "shop_db"
    assert label(f"sources/{source}/daily_volume", entries) == "shop_db › Daily volume"
    assert label(f"skills/{skill}/people", entries) == "SQL › People"
    assert label("sources/gone/volume", entries) == "source › Volume"


def test_values_in_words() -> None:
    assert value_shown("growth", Entry("60%")) == "60 %"
    assert value_shown("growth", Entry("60%", "estimate")) == "60 % (estimate)"
    assert value_shown("growth", Entry("60%", "unknown")) == "not known"
    assert value_shown("growth", None) == "nothing"
    assert value_shown("use_cases", Entry(["a", "b"])) == "2 use cases"
    assert value_shown("sources", Entry(["a"])) == "1 source"


def test_long_text_is_cut_where_it_differs() -> None:
    first = "The nightly load takes until noon, and nobody knows which of the many reports "
    line = one("current_pain", Entry(first + "are right."), Entry(first + "are wrong."))
    assert line.endswith("-> …he many reports are wrong.")
    assert "right" in line
    grown = one("current_pain", Entry(first * 3), Entry("The nightly" + first * 3))
    assert all(cell_len(part) <= 75 for part in grown.split(" -> "))


def test_wide_text_is_cut_by_cells() -> None:
    assert (
        cell_len(one("current_pain", None, Entry("データ基盤" * 40))) <= len("Current pain: ") + 60
    )


@given(st.sampled_from(HOSTILE) | st.text(max_size=90), st.sampled_from(HOSTILE))
def test_any_text_is_one_short_line(text: str, name: str) -> None:
    entries = {"sources": Entry(["a"]), "sources/a/name": Entry(name)}
    for key in ("current_pain", "sources/a/owner"):
        for old, new in ((None, text), (text, "x\x1b[31m\ny"), (text, None)):
            change = Change(key, Entry(old) if old else None, Entry(new) if new else None)
            for line in told([change], entries):
                assert line.isprintable()
                assert cell_len(line) < 220
    assert label("sources/a/owner", entries).isprintable()


# -- two notebooks ---------------------------------------------------------------


def test_the_same_written_otherwise_is_no_difference() -> None:
    old = read_answers("growth: 60%\nrpo: 24 hours\nsources: [{name: Shop_DB}]")
    new = read_answers("growth: 60 %\nrpo: 1 day\nsources: [{name: shop_db}]")
    assert [one.label for one in differences(old, new)] == ["Shop_DB › Name"]
    assert differences(old, old) == []


def test_how_sure_it_is_is_a_difference() -> None:
    old, new = read_answers("growth: 60 %"), read_answers("growth: {estimate: 60%}")
    assert differences(old, new) == [Difference("growth", "Growth", "60 %", "60 % (estimate)")]
    none, unknown = Notebook(), read_answers("growth: unknown")
    assert differences(old, unknown) == [Difference("growth", "Growth", "60 %", "not known")]
    assert differences(unknown, none) == [Difference("growth", "Growth", "not known", "")]
    kept = read_answers("growth: {unknown: 60 %}")
    assert differences(unknown, kept) == []


def test_records_are_the_same_by_name_else_by_place() -> None:
    old = read_answers("sources: [{name: shop, volume: 1 GB}, {name: crm, volume: 2 GB}]")
    new = read_answers("sources: [{name: billing}, {name: SHOP, volume: 3 GB}]")
    said = [(one.label, one.old, one.new) for one in differences(old, new)]
    assert said == [
        ("Sources › billing", "", "no answers"),
        ("shop › Name", "shop", "SHOP"),
        ("SHOP › Volume", "1 GB", "3 GB"),
        ("Sources › crm", "Volume: 2 GB", ""),
    ]


def test_a_renamed_record_is_the_same_record() -> None:
    old = read_answers("sources: [{name: shop, volume: 1 GB}, {name: crm, volume: 2 GB}]")
    new = read_answers("sources: [{name: shop, volume: 1 GB}, {name: sales, volume: 2 GB}]")
    [found] = differences(old, new)
    assert (found.label, found.old, found.new) == ("crm › Name", "crm", "sales")


def test_another_order_is_told_once() -> None:
    old = read_answers("sources: [{name: shop, volume: 1 GB}, {name: crm, volume: 2 GB}]")
    new = read_answers("sources: [{name: crm, volume: 2 GB}, {name: shop, volume: 1 GB}]")
    assert differences(old, new) == [
        Difference("sources", "Sources › order", "shop, crm", "crm, shop")
    ]


@st.composite
def notebooks(draw: st.DrawFn) -> Notebook:
    """Notebooks with few names, so that records meet."""
    book = Notebook()
    names = st.sampled_from(("", "shop", "SHOP", "crm", HOSTILE[0]))
    for name, volume in draw(st.lists(st.tuples(names, st.sampled_from(("1 GB", "1GB", "big"))))):
        book.add("sources", values={"name": name, "volume": volume})
    for key, value in draw(st.dictionaries(st.sampled_from(("growth", "rpo")), names)).items():
        book.set(key, value, draw(st.sampled_from(("known", "estimate", "unknown"))))
    return book


@given(notebooks(), notebooks())
def test_differences_are_mirrored(old: Notebook, new: Notebook) -> None:
    there = sorted((one.old, one.new) for one in differences(old, new))
    back = sorted((one.new, one.old) for one in differences(new, old))
    assert there == back
    assert differences(old, old) == []
    assert all(one.old != one.new for one in differences(old, new))
